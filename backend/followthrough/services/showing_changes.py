"""What two states of an app say differently, in business words and grouped by weight."""

from __future__ import annotations

from typing import Any

from followthrough.core.design.changes import ORDER, changes
from followthrough.core.kit.contract import contract_json
from followthrough.core.model.app import AppDocument

from .views_foresee import ChangeGroup, ChangeView

_KINDS: dict[str, Any] = contract_json("design/changes.json")["kinds"]


def grouped(old: AppDocument, new: AppDocument) -> list[ChangeGroup]:
    """What `new` says differently from `old`, what deserves a look first; [] where both say the same."""
    found = changes(old, new)
    groups = []
    for kind in ORDER:
        listed = [one for one in found if one.weight == kind]
        if listed:
            views = [
                ChangeView(path=one.path, place=one.place, words=one.words, before=one.before, after=one.after)
                for one in listed
            ]
            groups.append(ChangeGroup(kind=kind, label=_KINDS[kind], changes=views))
    return groups
