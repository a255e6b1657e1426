"""Events of the matter in time, and which statements about time cannot all be true."""

from variorum.stages.timeline.laying import lay

__all__ = ["lay"]
