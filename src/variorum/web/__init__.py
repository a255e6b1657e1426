"""Floor 6, the other door: the workbench, server-rendered pages over one case."""
