"""Replays of a draft over history, behind the request (docs/replay.md)."""

from .service import Replaying

__all__ = ["Replaying"]
