"""Grades: how far the support of a claim reaches, and what to check next."""

from variorum.stages.grades.ask import ask
from variorum.stages.grades.grade import grade, rubric

VERSION = "1"

__all__ = ["VERSION", "ask", "grade", "rubric"]
