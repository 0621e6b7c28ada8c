"""Trials: the draft of an app tried out by invented people over a throw-away database with a clock of its own."""

from .service import Entered, Trying

__all__ = ["Entered", "Trying"]
