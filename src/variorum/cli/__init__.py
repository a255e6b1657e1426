"""Floor 6: the command line. It parses, calls the hall, prints."""
