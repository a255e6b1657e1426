"""Variorum reads several accounts of one matter and lays every claim out with its witnesses."""

__version__ = "0.1.0"
