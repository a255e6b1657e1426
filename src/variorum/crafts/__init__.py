"""Floor 1: crafts that several stages use, and their tables. Pure functions over plain values."""
