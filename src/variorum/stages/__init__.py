"""Floor 2: the stages, one room a noun. Rooms do not know one another."""
