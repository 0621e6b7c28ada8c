"""Designing: drafts, what is checked before they are published, publishing, and starting apps (docs/designing.md)."""

from .drafting import Drafting, Keyed
from .edits import Given
from .publishing import Asked, NotPublished, Publishing

__all__ = ["Asked", "Drafting", "Given", "Keyed", "NotPublished", "Publishing"]
