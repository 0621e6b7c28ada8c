"""The two answers about an act beside each other."""

from __future__ import annotations

from collections.abc import Callable

from .found import Verdict, Want
from .judging import Asked
from .report import ActCase, ActGroup

Place = tuple[str, str, str]
Tells = Callable[[str, Want], bool]
"""Whether something that was missing for a record of an entity may be told."""


IN_ALL = 5_000
"""Cases named on either side of a report, shared among its groups."""
AT_LEAST = 20
"""Cases named in a group, however many groups there are."""


class Compared:
    """Groups of acts that the versions answer differently. Where nothing of what was missing may be told, that it was is
    not told either."""

    def __init__(self, named: int, tells: tuple[Tells, Tells] | None = None) -> None:
        self._named = named
        self._tells = tells
        self.blocked: dict[Place, ActGroup] = {}
        self.unblocked: dict[Place, ActGroup] = {}

    def take(self, asked: Asked, old: Verdict, new: Verdict, case: tuple[str, int, str | None]) -> None:
        """One act: `case` is (record, at, actor)."""
        if old == new:
            return
        sure = _worse(old, new)
        if sure is not None:
            self._put(self.blocked, asked, sure, self._told(1, asked, new), case)
        sure = _worse(new, old)
        if sure is not None:
            self._put(self.unblocked, asked, sure, self._told(0, asked, old), case)

    def _told(self, side: int, asked: Asked, shut: Verdict) -> tuple[Want, ...] | None:
        """What may be told of what was missing; None: nothing is."""
        if self._tells is None:
            return shut.wants
        wants = tuple(want for want in shut.wants if self._tells[side](asked.entity, want))
        return wants if wants or not shut.wants else None

    def _put(
        self,
        groups: dict[Place, ActGroup],
        asked: Asked,
        sure: bool,
        wants: tuple[Want, ...] | None,
        case: tuple[str, int, str | None],
    ) -> None:
        if wants is None:
            return
        place = (asked.entity, asked.kind, asked.name)
        group = groups.setdefault(place, ActGroup(asked.entity, asked.kind, asked.name))
        group.count += sure
        group.undetermined += not sure
        record, at_ms, actor = case
        group.examples.append(ActCase(asked.entity, record, at_ms, actor, wants, sure))
        if len(group.examples) > 4 * self._named:
            group.examples = shown(group.examples, self._named)

    def all(self, groups: dict[Place, ActGroup]) -> tuple[ActGroup, ...]:
        """In order, with the examples that are named."""
        share = max(AT_LEAST, IN_ALL // max(1, len(groups)))
        for group in groups.values():
            group.examples = shown(group.examples, min(self._named, share))
        return tuple(groups[place] for place in sorted(groups))


def shown(examples: list[ActCase], most: int) -> list[ActCase]:
    """The latest certain ones, then the latest others."""
    ordered = sorted(examples, key=lambda case: (not case.sure, -case.at_ms, case.record))
    return ordered[:most]


def _worse(before: Verdict, after: Verdict) -> bool | None:
    """Whether `after` shuts what `before` leaves open: True for certain, False perhaps, None: not."""
    if before.opening == "open":
        return {"open": None, "blocked": True, "undetermined": False}[after.opening]
    if before.opening == "blocked" or after.opening == "open":
        return None
    if after.opening == "blocked":
        return False
    more = {_what(want) for want in after.wants} - {_what(want) for want in before.wants}
    return False if more else None


def _what(want: Want) -> tuple[str, str, str, str]:
    return want.kind, want.entity, want.record, want.rule or want.name
