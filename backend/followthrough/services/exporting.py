"""A list as a CSV file that spreadsheets open without running anything."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from followthrough.core.compile import CompiledEntity, CompiledField
from followthrough.core.fields.cells import Cell, PrintContext
from followthrough.core.run.access import rights

from .refusal import Refusal
from .titling import shown_field
from .views import RowPage, RowView, Text
from .watching import ListAsked, Reading, Watching
from .who import Who
from .wording import both, field_label, problem

BOM = b"\xef\xbb\xbf"
"""Without it a spreadsheet takes UTF-8 Chinese for something else."""
PAGE = 200
SYSTEM_LABELS: dict[str, Text] = {
    "_stage": {"zh": "阶段", "en": "Stage"},
    "_path": {"zh": "路径", "en": "Path"},
    "_owner": {"zh": "负责人", "en": "Owner"},
    "_unit": {"zh": "部门", "en": "Unit"},
    "_created_at": {"zh": "创建时间", "en": "Created"},
    "_created_by": {"zh": "创建人", "en": "Created by"},
    "_updated_at": {"zh": "更新时间", "en": "Updated"},
}
_RISKY = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


@dataclass(frozen=True, slots=True)
class Export:
    """A file on its way: `name` for saving, `chunks` as they are read."""

    name: str
    chunks: Iterator[bytes]


class Exporting:
    """Exports lists."""

    def __init__(self, watching: Watching) -> None:
        self._watching = watching

    def csv(self, who: Who, app: str, entity: str, asked: ListAsked) -> Export | Refusal:
        """All rows of a list, column by column as `asked.fields` (None: those of the entity's first list).

        Codes: not_permitted {right: exports}, and those of a list. The first page is read at once, so that a refusal
        comes instead of a file.
        """
        columns = self._watching.reading(who, app, entity, lambda reading: _columns(reading, entity, asked))
        if isinstance(columns, Refusal):
            return columns
        wanted = replace(asked, fields=tuple(columns.paths), limit=PAGE, after=None)
        first = self._watching.page(who, app, entity, wanted)
        if isinstance(first, Refusal):
            return first
        return Export(f"{app}-{entity}.csv", self._chunks(who, app, entity, wanted, columns, first))

    def _chunks(
        self, who: Who, app: str, entity: str, asked: ListAsked, columns: Columns, page: RowPage
    ) -> Iterator[bytes]:
        yield BOM + _lines([[safe(label) for label in columns.labels(who.lang)]])
        while True:
            yield _lines([columns.cells(row, who.lang) for row in page.rows])
            if page.next is None:
                return
            following = self._watching.page(who, app, entity, replace(asked, after=page.next))
            if isinstance(following, Refusal):
                return
            page = following


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns of an export: paths, the field each ends at (None: a system field), labels, stage labels."""

    paths: list[str]
    fields: list[CompiledField | None]
    texts: list[Text]
    stages: dict[str, Text]
    zone: str

    def labels(self, lang: str) -> list[str]:
        """The header."""
        return [text[lang] for text in self.texts]

    def cells(self, row: RowView, lang: str) -> list[str]:
        """A row as text."""
        return [self._cell(row, path, found, lang) for path, found in zip(self.paths, self.fields, strict=True)]

    def _cell(self, row: RowView, path: str, found: CompiledField | None, lang: str) -> str:
        if found is None:
            return self._system(row, path, lang)
        value = row.values.get(path)
        if value is None:
            return ""
        titles = row.titles.get(path, {})
        if found.type.base == "ref":
            return safe(titles.get(str(value), ""))
        context = PrintContext(zone=self.zone, title=lambda _target, key: titles.get(key))
        return _text(found.kind.to_cell(value, found.property, "en" if lang == "en" else "zh", context))

    def _system(self, row: RowView, path: str, lang: str) -> str:
        name = path.rpartition(".")[2]
        value = row.values.get(path) if "." in path else getattr(row, name.removeprefix("_"), None)
        if value is None and name == "_created_by":
            return safe(next(iter(row.titles.get(path, {}).values()), ""))
        if value is None:
            return ""
        if name == "_stage" and value in self.stages:
            return safe(self.stages[value][lang])
        return safe(row.titles.get(path, {}).get(str(value), str(value)))


def _columns(reading: Reading, entity: str, asked: ListAsked) -> Columns | Refusal:
    role = reading.showing.actor.role
    held = rights(reading.app, role, entity)
    if held is None or not held.exports:
        return Refusal(problem(reading.app, entity, "not_permitted", {"right": "exports"}))
    compiled = reading.app.entities[entity]
    paths = list(asked.fields) if asked.fields is not None else _default_paths(compiled, held.fields)
    stages = compiled.flow.stages if compiled.flow else {}
    return Columns(
        paths,
        [shown_field(reading.app, compiled, path) for path in paths],
        [SYSTEM_LABELS.get(path) or field_label(reading.app, entity, path) or _plain(path) for path in paths],
        {name: both(stage.label) for name, stage in stages.items()},
        reading.showing.moment.zone,
    )


def _default_paths(entity: CompiledEntity, held: object) -> list[str]:
    """The columns of the entity's first list, then its other visible fields that fit into a cell."""
    levels = held if isinstance(held, dict) else {}
    first = next(iter(entity.lists.values()), None)
    listed = sorted(first.columns, key=lambda path: (first.columns[path].order, path)) if first else []
    kept = [path for path in listed if "." in path or path.startswith("_") or levels.get(path, "none") != "none"]
    own = [name for name, found in entity.fields.items() if found.rows is None and levels.get(name, "none") != "none"]
    return list(dict.fromkeys([*kept, *own]))


def _plain(path: str) -> Text:
    return {"zh": path, "en": path}


def _text(cell: Cell) -> str:
    match cell:
        case None:
            return ""
        case bool():
            return "1" if cell else "0"
        case int() | float():
            return repr(int(cell)) if float(cell).is_integer() and abs(cell) < 2**53 else repr(cell)
        case datetime():
            return cell.isoformat(" ", "minutes")
        case date() | time():
            return cell.isoformat()
        case timedelta():
            return str(cell)
    return safe(cell)


def safe(text: str) -> str:
    """Text that no spreadsheet takes for a formula: a quote mark goes before what could begin one."""
    return f"'{text}" if text.startswith(_RISKY) else text


def _lines(rows: list[list[str]]) -> bytes:
    out = io.StringIO()
    csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\r\n").writerows(rows)
    return out.getvalue().encode()
