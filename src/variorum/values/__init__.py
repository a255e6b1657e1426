"""Floor 0: what things are. Frozen values on the standard library alone; no I/O, no clock, no randomness."""
