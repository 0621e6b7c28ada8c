"""Sample values: something that fits, for every field a person of a trial may fill in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from random import Random
from typing import TYPE_CHECKING, Any

from followthrough.core.compile import CompiledApp, CompiledEntity, CompiledField
from followthrough.core.rules import date_of, date_text, instant_text, zone_table
from followthrough.core.run.access import rights
from followthrough.services.demo.evidence import paper, photo
from followthrough.services.refusal import Refusal
from followthrough.services.who import Who

if TYPE_CHECKING:
    from followthrough.services.wiring import Services

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
FILES = ("image", "file")
ON_DEMAND = (*FILES, "person", "unit")
"""Kinds that get a value only where the act is refused without one."""
CHOICES = 200
"""So many records a sample's reference is chosen from."""
Made = Mapping[str, Sequence[tuple[str, str]]]
"""Per entity the samples so far: record, and whose it is."""


class Sampler:
    """Values for the sample of a number (0, 1, …), made by `maker` for `owner`."""

    def __init__(self, services: Services, app: CompiledApp, made: Made, maker: Who, owner: Who, number: int) -> None:
        self.services, self.app, self.made = services, app, made
        self.maker, self.owner, self.number = maker, owner, number
        with services.db.read() as tx:
            self.now_s, zone = tx.now_ms() // 1000, services.registry.organisation(tx)["zone"]
        self.today = date_of(zone_table(zone), self.now_s)

    def values(self, entity: CompiledEntity, row: int = 0) -> dict[str, Any]:
        """A value for every field that the maker may fill in and whose kind has an obvious one."""
        return dict(self._each(entity, row))

    def demanded(self, entity: CompiledEntity, name: str) -> Any:
        """A value for a field that was found missing; None: there is no sample of its kind."""
        field = entity.fields.get(name)
        if field is None or field.archived or self._level(entity, name) != "write":
            return None
        match field.kind.id:
            case "person":
                return self.owner.person
            case "unit":
                return self.owner.unit
            case kind if kind in FILES:
                return self._files(entity, field) or None
        return self._value(field, self.number)

    def _level(self, entity: CompiledEntity, name: str) -> str:
        found = rights(self.app, self.maker.roles[self.app.key], entity.id)
        return "none" if found is None else found.fields.get(name, "none")

    def _each(self, entity: CompiledEntity, row: int) -> Iterator[tuple[str, Any]]:
        for name in entity.writable:
            field = entity.fields[name]
            given = field.default is not None or field.default_rule is not None
            usual = not given and field.relevance is None and field.kind.id not in ON_DEMAND
            if usual and not field.archived and self._level(entity, name) == "write":
                value = self._value(field, self.number + row)
                if value is not None:
                    yield name, value

    def _value(self, field: CompiledField, n: int) -> Any:
        kind, said = field.kind.id, field.property
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
                found = self._seen(field)
                return found[n % len(found)] if found else None
            case "rows" if field.rows:
                return [self.values(self.app.entities[field.rows], row) for row in range(2)]
        return None

    def _seen(self, field: CompiledField) -> list[str]:
        """What a reference may lead to: the owner's own samples, else any that the maker sees."""
        found = []
        for target in field.targets:
            made = self.made.get(target, ())
            options = self.services.watching.options(self.maker, self.app.key, target, limit=CHOICES) if made else []
            seen = set() if isinstance(options, Refusal) else {one.id for one in options}
            found += [(record, whose) for record, whose in made if record in seen]
        own = [record for record, whose in found if whose == self.owner.person]
        return own or [record for record, _ in found]

    def _files(self, entity: CompiledEntity, field: CompiledField) -> list[str]:
        """As many as must be there, each another: what was handed in before is no evidence."""
        accept = field.property.field.accept
        drawn = field.kind.id == "image" or (bool(accept) and "pdf" not in accept)
        if drawn and accept and "image" not in accept:
            return []
        found = []
        for n in range(max(1, field.property.minItems or 0)):
            word = f"SAMPLE {entity.id} {self.owner.person[-6:]} {self.number + 1}.{n + 1}"
            data = photo(Random(word), word) if drawn else paper(word)  # noqa: S311 - a picture, not a secret
            name = f"示例{field.label.get('zh', '')}.{'jpg' if drawn else 'pdf'}"
            stored = self.services.attaching.upload(self.maker, name, data)
            if not isinstance(stored, Refusal):
                found.append(stored.id)
        return found


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
