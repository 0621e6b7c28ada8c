"""Who reads, as the query builder needs to know him."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from followthrough.core.compile.app import CompiledApp
from followthrough.core.rules import Calendar, Env, env_at, zone_table
from followthrough.core.run.acts import Actor, Moment


@dataclass(frozen=True, slots=True)
class Reader:
    """A person reading in a role.

    `scopes` maps every entity the role may see to own, unit, subtree or all; `fields` the fields of it that the role
    may see. `now_s`, `zone` and `calendars` are the moment that rules with now or today are asked for.
    """

    person: str
    unit: str
    role: str
    scopes: Mapping[str, str]
    fields: Mapping[str, frozenset[str]]
    now_s: int = 0
    zone: str = "Asia/Shanghai"
    calendars: Mapping[str, Calendar] = field(default_factory=dict)

    def env(self) -> Env:
        """The environment in which filters are asked: moment, and `@actor`, `@role`, `@unit`."""
        known = {"@actor": self.person, "@role": self.role, "@unit": self.unit}
        values: dict[str, Any] = {name: value for name, value in known.items() if value}
        return env_at(values, self.now_s, zone_table(self.zone), self.calendars)


def reader_of(app: CompiledApp, actor: Actor, moment: Moment) -> Reader:
    """The reader an actor is in an app; without a role he sees nothing."""
    role = app.roles.get(actor.role)
    return Reader(
        person=actor.person,
        unit=actor.unit,
        role=actor.role,
        scopes={name: access.scope for name, access in role.entities.items()} if role else {},
        fields={
            name: frozenset(key for key, right in rights.items() if right != "none")
            for name, rights in (role.fields if role else {}).items()
        },
        now_s=moment.now_ms // 1000,
        zone=moment.zone,
        calendars=moment.calendars,
    )


def system_reader(app: CompiledApp, moment: Moment) -> Reader:
    """A reader who sees everything, for what the platform itself computes; never for an answer to a person."""
    return Reader(
        person="",
        unit="",
        role="",
        scopes=dict.fromkeys(app.entities, "all"),
        fields={name: frozenset(entity.fields) for name, entity in app.entities.items()},
        now_s=moment.now_ms // 1000,
        zone=moment.zone,
        calendars=moment.calendars,
    )
