"""Designing: drafts, what is checked before they are published, publishing, and starting apps (docs/designing.md)."""

from .drafting import Drafting, Keyed
from .edits import Given
from .files import Files
from .from_file import Correction, Corrections, FromFile
from .planning import Planning
from .publishing import Asked, NotPublished, Publishing
from .starting import FromApp, FromNothing, FromTemplate, Start, Starting

__all__ = [
    "Asked", "Correction", "Corrections", "Drafting", "Files", "FromApp", "FromFile", "FromNothing", "FromTemplate",
    "Given", "Keyed", "NotPublished", "Planning", "Publishing", "Start", "Starting",
]  # fmt: skip
