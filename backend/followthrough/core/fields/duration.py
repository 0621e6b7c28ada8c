"""duration 时长: how long something takes, to the second (S44)."""

from __future__ import annotations

from typing import ClassVar

from followthrough.core.kit.fieldtype import SECONDS

from .base import Column, Json, Kind
from .cells import PLAIN_PRINT, PLAIN_READ, Cell, Lang, PrintContext, ReadContext
from .durations import duration_text, seconds_of_cell
from .number import bounded
from .numbers import check_range, whole_of
from .operators import ORDERED
from .prop import PropertyLike
from .property_schema import WHOLE_RANGE, PropertyShape


class DurationKind(Kind):
    """An integer of seconds, shown as hh:mm:ss."""

    id = "duration"
    label: ClassVar = {"zh": "时长", "en": "Duration"}
    help: ClassVar = {"zh": "通话时长、响应时长，精确到秒", "en": "How long it took, to the second"}
    group = "time"
    json_type = "integer"
    stored_as = Column.BIGINT
    typed = SECONDS
    operators = ORDERED
    shape = PropertyShape(keywords=WHOLE_RANGE)
    starts_with: ClassVar = {"minimum": 0}

    def schema(self, prop: PropertyLike) -> dict[str, Json]:
        return bounded("integer", prop)

    def normalise(self, value: Json, prop: PropertyLike) -> Json:
        if value is None or value == "":
            return None
        seconds = whole_of(value)
        check_range(seconds, prop)
        return seconds

    def parse(self, cell: Cell, prop: PropertyLike, ctx: ReadContext = PLAIN_READ) -> Json:
        exact = seconds_of_cell(cell)
        return None if exact is None else self.normalise(float(exact), prop)

    def format(self, value: Json, prop: PropertyLike, lang: Lang = "zh", ctx: PrintContext = PLAIN_PRINT) -> str:
        return "" if value is None else duration_text(int(value))
