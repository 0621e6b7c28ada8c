"""What a draft would do before it does it: what it says differently, whom it touches, what it asks of people."""

from .service import Foreseeing

__all__ = ["Foreseeing"]
