"""What is answered about evidence handed in before: the finding, with both places as far as the reader may see them."""

from __future__ import annotations

from .views import FileView, PersonRef, Text, View


class EvidencePlace(View, frozen=True, kw_only=True):
    """Where a picture was handed in: the record, the place in it (a field id, or "act:<action>"), by whom and when."""

    entity: str
    entity_label: Text
    record: str
    title: str
    place: str
    place_label: Text
    person: PersonRef
    at: str
    file: FileView


class FindingView(View, frozen=True, kw_only=True):
    """A picture handed in that was handed in before.

    `earlier` is None when the reader may not see that record. `same`: byte for byte; else `distance` (1 to 64 bits) says
    how far their looks differ. `refused`: the act was not taken, so the picture is held by no record.
    """

    id: str
    here: EvidencePlace
    earlier: EvidencePlace | None
    same: bool
    distance: int
    refused: bool
    seen_by: PersonRef | None
    seen_at: str | None


class FindingPage(View, frozen=True, kw_only=True):
    """A page of findings, newest first."""

    rows: list[FindingView]
    next: str | None
