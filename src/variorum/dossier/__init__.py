"""Floor 5: what leaves the house. It selects and renders; it computes nothing new."""
