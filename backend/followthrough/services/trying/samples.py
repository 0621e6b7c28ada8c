"""Sample records of a trial, made by its people through ordinary acts: what a gate refuses is left out and counted."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from followthrough.core.compile import CompiledApp, CompiledEntity, CompiledField
from followthrough.core.rules import date_of, date_text, instant_text, zone_table
from followthrough.core.run.acts import Create
from followthrough.services.filling import Submission
from followthrough.services.refusal import Refusal
from followthrough.services.who import Who

if TYPE_CHECKING:
    from followthrough.services.wiring import Services

EACH = 3
"""So many records of each entity."""
TRIES = 4
_FIXED: dict[str, Any] = {
    "boolean": True,
    "phone": "13800138000",
    "url": "https://example.com",
    "region": "310115",
    "long_text": "示例内容：客户希望本月内确认方案",
    "duration": 1800,
}
_NUMBERS: dict[str, tuple[float, float]] = {
    "number": (10, 5),
    "money": (12_000_000, 3_500_000),
    "percent": (20, 10),
    "rating": (3, 1),
}
"""The first value of a kind, and what is added with each record."""


def make_samples(services: Services, app: CompiledApp, people: list[Who]) -> tuple[int, int]:
    """Make EACH records of every entity people create by themselves, those that others refer to first; how many were made,
    and how many were refused."""
    made: dict[str, list[str]] = {}
    left_out = 0
    with services.db.read() as tx:
        now_ms, zone = tx.now_ms(), services.registry.organisation(tx)["zone"]
    for entity in _in_order(app):
        makers = _makers(app, entity, people)
        for number in range(EACH if makers else 0):
            sampler = _Sampler(app, made, number, now_ms, zone)
            record = _create(services, app, entity, makers, sampler)
            if record is None:
                left_out += 1
            else:
                made.setdefault(entity.id, []).append(record)
    return sum(len(one) for one in made.values()), left_out


def _in_order(app: CompiledApp) -> list[CompiledEntity]:
    """Entities with records of their own, each after those it refers to (as far as they do not go round in a circle)."""
    left = [one for one in app.entities.values() if one.rows_of is None]
    left.sort(key=lambda one: (one.info.order, one.id))
    done: list[CompiledEntity] = []
    while left:
        waiting = {one.id for one in left}
        free = [one for one in left if not _needs(one) & (waiting - {one.id})]
        done.append((free or left)[0])
        left.remove(done[-1])
    return done


def _needs(entity: CompiledEntity) -> set[str]:
    return {target for field in entity.fields.values() if not field.archived for target in field.targets}


def _makers(app: CompiledApp, entity: CompiledEntity, people: list[Who]) -> list[Who]:
    """Who may create one, those who see least first: samples are mostly the reps' own."""
    width = {"own": 0, "unit": 1, "subtree": 2, "all": 3}
    found = []
    for who in people:
        right = app.doc.access.roles[who.roles[app.key]].entities.get(entity.id)
        if right is not None and right.create:
            found.append((width[right.scope], who.name, who))
    return [who for _, _, who in sorted(found, key=lambda one: one[:2])]


def _create(
    services: Services, app: CompiledApp, entity: CompiledEntity, makers: list[Who], sampler: _Sampler
) -> str | None:
    """One record, by the first who can: what an answer says is wrong is left empty at the next try. None: refused."""
    for who in makers:
        values = sampler.values(entity)
        for _ in range(TRIES):
            done = services.filling.submit(who, Submission(app.key, entity.id, None, Create(entity.id, "", values)))
            if not isinstance(done, Refusal):
                return done.record.id
            wrong = {issue.path.split(".")[0].split("/")[0] for issue in done.issues} & values.keys()
            if not wrong:
                break
            values = {name: value for name, value in values.items() if name not in wrong}
    return None


class _Sampler:
    """Values for the sample of a number (0, 1, …)."""

    def __init__(self, app: CompiledApp, made: dict[str, list[str]], number: int, now_ms: int, zone: str) -> None:
        self.app, self.made, self.number = app, made, number
        self.now_s = now_ms // 1000
        self.today = date_of(zone_table(zone), self.now_s)

    def values(self, entity: CompiledEntity, row: int = 0) -> dict[str, Any]:
        """A value for every field that people fill in and whose kind has an obvious one."""
        return dict(self._each(entity, row))

    def _each(self, entity: CompiledEntity, row: int) -> Iterator[tuple[str, Any]]:
        for name in entity.writable:
            field = entity.fields[name]
            if not field.archived and field.relevance is None:
                value = self._value(entity, field, self.number + row)
                if value is not None:
                    yield name, value

    def _value(self, entity: CompiledEntity, field: CompiledField, n: int) -> Any:
        kind, said = field.kind.id, field.property
        if field.default is not None or field.default_rule is not None:
            return None
        if kind in _FIXED:
            return _FIXED[kind]
        if kind in _NUMBERS:
            return _number(field, n)
        match kind:
            case "text":
                text = f"示例{field.label.get('zh', '')}{n + 1}"
                return text if said.maxLength is None else text[: said.maxLength]
            case "email":
                return f"sample{n + 1}@example.com"
            case "date":
                return date_text(self.today + 7 * (n + 1))
            case "instant":
                return instant_text(self.now_s + 86_400 * (n + 1))
            case "choice" | "choices" | "tags":
                return _chosen(field, n)
            case "reference":
                found = [record for target in field.targets for record in self.made.get(target, [])]
                return found[n % len(found)] if found else None
            case "rows" if field.rows:
                return [self.values(self.app.entities[field.rows], row) for row in range(2)]
        return None


def _number(field: CompiledField, n: int) -> Any:
    first, step = _NUMBERS[field.kind.id]
    value = first + step * n
    said = field.property
    if said.maximum is not None:
        value = min(value, said.maximum)
    if said.minimum is not None:
        value = max(value, said.minimum)
    return int(value)


def _chosen(field: CompiledField, n: int) -> Any:
    options = sorted(field.property.field.options.items(), key=lambda item: (item[1].order, item[0]))
    usable = [name for name, option in options if not option.archived]
    if not usable:
        return None
    one = usable[n % len(usable)]
    return one if field.kind.id == "choice" else [one]
