"""file 附件: uploaded files, as evidence or enclosure."""

from __future__ import annotations

from typing import ClassVar

from followthrough.core.kit.fieldtype import FILE, FieldType

from .base import Column, Json, Kind
from .cells import PLAIN_PRINT, PLAIN_READ, Cell, Lang, PrintContext, ReadContext, cell_text
from .characters import clean_line
from .ids import ID_SCHEMA, id_of
from .issues import FieldIssue
from .lists import check_items, item_bounds, list_of, unique
from .operators import FILLED
from .prop import PropertyLike
from .property_schema import ITEMS, PropertyShape

FILE_KINDS = ("image", "pdf", "office", "audio", "video", "text", "other")


class FileKind(Kind):
    """File ids in the order they were added, each once. `accept` narrows the kinds of files."""

    id = "file"
    label: ClassVar = {"zh": "附件", "en": "Files"}
    help: ClassVar = {"zh": "合同扫描件、方案文档等", "en": "Scans, documents"}
    group = "file"
    json_type = "array"
    stored_as = Column.JSON
    typed = FieldType("set", target=FILE)
    operators = FILLED
    can_sort = False
    shape = PropertyShape(
        keywords=ITEMS,
        members={
            "accept": {
                "type": "object",
                "propertyNames": {"enum": list(FILE_KINDS)},
                "additionalProperties": {"$ref": "#/$defs/mark"},
                "minProperties": 1,
            }
        },
    )
    starts_with: ClassVar = {"maxItems": 9}

    def schema(self, prop: PropertyLike) -> dict[str, Json]:
        return {"type": "array", "items": dict(ID_SCHEMA), "uniqueItems": True, **item_bounds(prop)}

    def normalise(self, value: Json, prop: PropertyLike) -> Json:
        return check_items(unique(item for item in map(id_of, list_of(value)) if item), prop)

    def parse(self, cell: Cell, prop: PropertyLike, ctx: ReadContext = PLAIN_READ) -> Json:
        """A sheet holds no files: names are looked for among files that are already there."""
        names = [part.strip() for part in clean_line(cell_text(cell)).replace("、", ";").split(";")]
        found: list[str] = []
        for name in filter(None, names):
            ids = ctx.resolve(FILE, name)
            if len(ids) != 1:
                raise FieldIssue("file_not_found", {"file": name})
            found.extend(ids)
        return self.normalise(found, prop)

    def format(self, value: Json, prop: PropertyLike, lang: Lang = "zh", ctx: PrintContext = PLAIN_PRINT) -> str:
        return "、".join(ctx.title(FILE, file) or file for file in value or [])
