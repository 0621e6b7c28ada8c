"""The house of a trial: a small tree of units, and one invented person for each role of the draft."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from followthrough.core.compile import CompiledApp
from followthrough.services import calendars
from followthrough.services.ids import new_id
from followthrough.store import calendars as stored_calendars
from followthrough.store import organisation, people, rosters, units
from followthrough.store.tx import Tx

SURNAMES = "李王张陈赵周吴徐孙胡朱高林何郭马"
UNITS = (("总部", "headquarters"), ("华东大区", "area"), ("上海一部", "store"))
_WIDE = {"all": 0, "subtree": 1, "unit": 2, "own": 2}
MAX_LABEL = 40
ON_DUTY_MS = 366 * 86_400_000
"""For how long somebody is on duty: longer than anybody moves a trial's clock."""


@dataclass(frozen=True, slots=True)
class Around:
    """What a trial has from the real organisation: name, zone, calendars, and its rosters by their names."""

    settings: dict[str, str]
    calendars: Sequence[stored_calendars.Stored]
    rosters: Sequence[rosters.Roster]


def around(tx: Tx, settings: dict[str, str]) -> Around:
    """Read it in the real house."""
    return Around(settings, stored_calendars.listing(tx), rosters.listing(tx))


def settle(tx: Tx, found: Around) -> None:
    """The organisation of a trial, before there is an app."""
    for name, value in found.settings.items():
        organisation.put(tx, name, value)
    for one in found.calendars:
        change = calendars.CalendarChange(one.label, one.zone, calendars.content_of(one), 0)
        calendars.store(tx, one.id, change, None)
    calendars.ensure(tx)
    for roster in found.rosters:
        rosters.put(tx, rosters.Roster(roster.id, roster.label))


def move_in(tx: Tx, app: CompiledApp) -> list[str]:
    """Units and people; the ids of these. By the narrowest scope of his role: who sees all sits at the top, who sees what is
    below him in the middle, everybody else below them, so that "the manager of the unit" is found as in a real house."""
    places: list[str] = []
    made: list[str] = []
    depths: list[int] = []
    for name, kind in UNITS:
        places.append(new_id())
        units.create(tx, units.Unit(places[-1], name, places[-2] if len(places) > 1 else None, kind))
    ranked = sorted(app.doc.access.roles.items(), key=lambda item: (item[1].order, item[0]))
    for number, (role, said) in enumerate(ranked):
        wide = max((_WIDE[one.scope] for one in said.entities.values()), default=0)
        name = SURNAMES[number % len(SURNAMES)] + said.label.get("zh", role)[:MAX_LABEL]
        made.append(new_id())
        depths.append(wide)
        people.create(tx, people.Person(made[-1], name, f"trial.{role}", places[wide], roles={app.key: role}), None)
    _on_duty(tx, made, depths)
    return made


def _on_duty(tx: Tx, made: Sequence[str], depths: Sequence[int]) -> None:
    """Whoever sits lowest, most often the rep, has every shift of every roster: what goes to whoever is on duty arrives."""
    if not made:
        return
    person, begin = made[depths.index(max(depths))], tx.now_ms()
    for roster in rosters.listing(tx):
        shift = rosters.Shift(new_id(), person, None, begin, begin + ON_DUTY_MS)
        rosters.replace(tx, roster.id, begin, shift.to_ms, [shift])
