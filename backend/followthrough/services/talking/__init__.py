"""Talking about an app: its rules as each may read them, remarks on places, proposals (docs/designing.md, section 6)."""

from .room import places_of
from .service import Proposed, Remarked, Talking

__all__ = ["Proposed", "Remarked", "Talking", "places_of"]
