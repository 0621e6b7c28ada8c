"""What a draft says differently from the version in force, in business words, by what it means for those who work with it."""

from __future__ import annotations

from dataclasses import dataclass

from followthrough.core.model.app import AppDocument

from .differences import Difference, differences
from .labels import Words
from .telling import tell
from .weights import Weight, weigh

ORDER: tuple[Weight, ...] = ("breaking", "narrowing", "additive", "wording")
"""Groups as they are shown: what deserves a look comes first."""


@dataclass(frozen=True, slots=True)
class Change:
    """One change. `path` is a place of the draft (of the version before, for what is gone); `place` where it is in words,
    `words` what is different, `before` and `after` the two sides by themselves."""

    path: str
    weight: Weight
    place: Words
    words: Words
    before: Words
    after: Words


def changes(before: AppDocument, after: AppDocument) -> list[Change]:
    """Every change, breaking ones first, then in the order of the documents; [] when both say the same."""
    found = differences(before, after)
    counts = _siblings(found)
    told = [Change(one.path, weigh(one, counts[_collection(one)]), *tell(before, after, one)) for one in found]
    return sorted(told, key=lambda change: ORDER.index(change.weight))


def _collection(difference: Difference) -> str:
    return difference.path.rpartition("/")[0]


def _siblings(found: list[Difference]) -> dict[str, tuple[int, int]]:
    """Per collection in which members came or went: how many it had, and how many it has."""
    counts: dict[str, tuple[int, int]] = {}
    for one in found:
        place = _collection(one)
        had, has = counts.get(place, (one.kept, one.kept))
        counts[place] = (had + (one.before is not None), has + (one.after is not None)) if one.whole else (had, has)
    return counts
