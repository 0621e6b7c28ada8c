"""A mapping made ready to read rows: every cell becomes a value, something to be found or made first, or a problem."""

from __future__ import annotations

from collections.abc import Mapping as ReadOnly
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from followthrough.core.compile import CompiledApp
from followthrough.core.fields import FieldIssue, ReadContext
from followthrough.core.fields.characters import clean_line, folded
from followthrough.core.fields.ids import find_by_title
from followthrough.core.run.acts import Values
from followthrough.services.sheets.reading import as_cell
from followthrough.store.imports import ImportRow

from .columns import order_of, text_of_cell
from .matching import Named, options_of
from .targets import HOLDER_UNIT, OWNER, STAGE, Target
from .wire import ColumnMapping, ImportColumn, Mapping, ValueAnswer

_EMPTY = ValueAnswer(empty=True)
_CREATE = ValueAnswer(create=True)


@dataclass(frozen=True, slots=True)
class Wrong:
    """A cell that cannot be read: where, why, and what stands there."""

    column: int | None
    field: str | None
    code: str
    params: dict[str, Any]
    value: str | None


@dataclass(slots=True)
class Reading:
    """A row as an act needs it. `make`: reference field -> title of a record to be created first; `inside`: reference
    field -> title of another row of the file."""

    values: Values = field(default_factory=dict)
    stage: str | None = None
    owner: str | None = None
    unit: str | None = None
    make: dict[str, str] = field(default_factory=dict)
    inside: dict[str, str] = field(default_factory=dict)
    wrong: list[Wrong] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Part:
    """A mapped column."""

    mapping: ColumnMapping
    target: Target
    context: ReadContext
    named: Named | None
    """What its texts may name; None when they name nothing."""


class Plan:
    """Reads rows by one mapping. `titles` maps the titles of the rows themselves to row numbers, for self references."""

    def __init__(
        self,
        app: CompiledApp,
        entity: str,
        mapping: Mapping,
        columns: Sequence[ImportColumn],
        targets: ReadOnly[str, Target],
        names: ReadOnly[str, Named],
        *,
        today: str,
        zone: str,
    ) -> None:
        self.entity = app.entities[entity]
        self.mapping = mapping
        self.names = names
        self.titles: dict[str, list[int]] = {}
        self._home: ReadOnly[str, str] = {}
        self._context = ReadContext(today=today, zone=zone, resolve=self._resolve)
        self.parts = [self._part(part, columns[part.column], targets[part.to]) for part in mapping.columns]
        self.column_of = {part.to: part.column for part in mapping.columns}

    def index(self, rows: Sequence[tuple[int, Sequence[Any]]]) -> None:
        """Note the titles of all rows, so that one can refer to another."""
        title = self.column_of.get(self.entity.info.title)
        refers = any(part.target.names == self.entity.id for part in self.parts)
        if title is None or not refers:
            return
        for n, cells in rows:
            text = text_of_cell(cells[title])
            if text:
                self.titles.setdefault(text, []).append(n)

    def read_all(self, rows: Sequence[ImportRow]) -> dict[int, Reading]:
        """All rows, read, by number."""
        return {row.n: self.read(row.cells) for row in rows}

    def read(self, cells: Sequence[Any]) -> Reading:
        """A row, read."""
        made = Reading()
        for part in self.parts:
            cell = cells[part.mapping.column]
            try:
                self._cell(part, cell, made)
            except FieldIssue as issue:
                text = text_of_cell(cell)
                made.wrong.append(Wrong(part.mapping.column, part.target.id, issue.code, issue.params, text))
        if made.owner is not None and made.unit is None:
            made.unit = self._home.get(made.owner)
        return made

    def unresolved(self, part: Part, text: str) -> bool:
        """Whether a text names nothing exactly, so that the user is asked."""
        try:
            if part.target.options is not None:
                _option(part, text)
            elif part.named is not None:
                return text not in self.titles_of(part) and len(part.named.find(text)) != 1
        except FieldIssue:
            return True
        return False

    def titles_of(self, part: Part) -> dict[str, list[int]]:
        """Titles inside the file that this part may refer to."""
        return self.titles if part.target.names == self.entity.id else {}

    def at_home(self, units: ReadOnly[str, str]) -> None:
        """The units people belong to: a record given to somebody goes to his unit unless the row says another."""
        self._home = units

    def _part(self, part: ColumnMapping, column: ImportColumn, target: Target) -> Part:
        order = part.date_order or order_of(column.date_order)
        decimal = part.decimal or ("," if column.decimal == "," else ".")
        named = self.names.get(target.names) if target.names else options_of(target) if target.options else None
        context = ReadContext(
            today=self._context.today,
            zone=self._context.zone,
            date_order=order,
            decimal=decimal,
            resolve=self._resolve,
        )
        return Part(part, target, context, named)

    def _resolve(self, target: str, title: str) -> Sequence[str]:
        found = self.names.get(target)
        return found.find(title) if found else ()

    def _cell(self, part: Part, cell: Any, made: Reading) -> None:
        target = part.target
        if part.named is None:
            assert target.field is not None
            self._put(made, target, target.field.kind.parse(as_cell(cell), target.field.property, part.context))
            return
        text = clean_line(text_of_cell(cell))
        if not text:
            self._put(made, target, None)
            return
        answer = part.mapping.values.get(text)
        if answer is None:
            answer = self._found(part, text)
        if answer.create:
            made.make[target.id] = text
        elif answer is _INSIDE:
            made.inside[target.id] = text
        else:
            self._put(made, target, answer.use)

    def _found(self, part: Part, text: str) -> ValueAnswer:
        """What a text without an answer of its own stands for. Raises FieldIssue."""
        inside = self.titles_of(part).get(text, ())
        try:
            if part.target.options is not None:
                return ValueAnswer(use=_option(part, text))
            if part.target.names is not None and not (inside and not part.context.resolve(part.target.names, text)):
                return ValueAnswer(use=find_by_title(part.target.names, text, part.context))
        except FieldIssue as issue:
            if part.mapping.others in (None, "refuse") or issue.code.startswith("ambiguous"):
                raise
            return _CREATE if part.mapping.others == "create" else _EMPTY
        if len(inside) > 1:
            raise FieldIssue("ambiguous_reference", {"text": text, "count": len(inside)})
        return _INSIDE

    def _put(self, made: Reading, target: Target, value: Any) -> None:
        if target.id == STAGE:
            made.stage = value
        elif target.id == OWNER:
            made.owner = value
        elif target.id == HOLDER_UNIT:
            made.unit = value
        elif value is not None or self.mapping.blanks == "empty":
            # A blank cell gives no value: a new record takes its default there, a matched one keeps what it has.
            made.values[target.id] = value


_INSIDE = ValueAnswer(use="")
"""Marks a text that names another row of the file."""


def _option(part: Part, text: str) -> str:
    """The option or stage a text names. Raises FieldIssue."""
    target = part.target
    if target.field is not None:
        found: str = target.field.kind.parse(text, target.field.property, part.context)
        return found
    assert part.named is not None
    keys = part.named.find(text) or part.named.find(folded(text))
    if len(keys) != 1:
        raise FieldIssue("ambiguous_option" if keys else "unknown_option", {"value": text})
    return keys[0]
