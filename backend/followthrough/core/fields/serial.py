"""serial 自动编号: a running number the server gives when the record is created."""

from __future__ import annotations

from typing import ClassVar

from followthrough.core.kit.fieldtype import TEXT

from .base import Column, Json, Kind, refuse_client
from .cells import PLAIN_PRINT, PLAIN_READ, Cell, Lang, PrintContext, ReadContext, cell_text
from .operators import TEXTUAL
from .prop import PropertyLike, SerialLike
from .property_schema import PropertyShape

_PARTS = {"year": 4, "month": 7, "day": 10, "none": 0}


class SerialKind(Kind):
    """Prefix, date part, counter: HT2026-0001. Gaps may occur, doubles never."""

    id = "serial"
    label: ClassVar = {"zh": "自动编号", "en": "Running number"}
    help: ClassVar = {
        "zh": "新建时自动生成，如 HT2026-0001",
        "en": "Given when the record is created, such as HT2026-0001",
    }
    group = "computed"
    json_type = "string"
    stored_as = Column.TEXT
    typed = TEXT
    operators = TEXTUAL
    server_set = True
    shape = PropertyShape(members={"serial": {"$ref": "#/$defs/serial"}}, required_members=("serial",))
    field_starts_with: ClassVar = {"serial": {}}

    def schema(self, prop: PropertyLike) -> dict[str, Json]:
        return {"type": "string", "minLength": 1, "maxLength": 40}

    def normalise(self, value: Json, prop: PropertyLike) -> Json:
        refuse_client(value)
        return None

    def parse(self, cell: Cell, prop: PropertyLike, ctx: ReadContext = PLAIN_READ) -> Json:
        refuse_client(cell_text(cell).strip())
        return None

    def format(self, value: Json, prop: PropertyLike, lang: Lang = "zh", ctx: PrintContext = PLAIN_PRINT) -> str:
        return value or ""


def serial_period(spec: SerialLike, today: str) -> str:
    """The span in which the counter runs on: "2026", "202603", "20260305", or "" when it never starts again.

    `today` is "YYYY-MM-DD". The store keeps one counter per field and period.
    """
    return today[: _PARTS[spec.reset]].replace("-", "")


def serial_text(spec: SerialLike, today: str, count: int) -> str:
    """The number itself; a counter that outgrows its digits simply gets longer."""
    period = serial_period(spec, today)
    return f"{spec.prefix}{period}{'-' if period else ''}{count:0{spec.digits}d}"
