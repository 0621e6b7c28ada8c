"""What every document shares: strict structs, bilingual labels, ordered collections.

Two rules make merging and cloning work: identity is an immutable id
(`ID_PATTERN`), and every collection is an object keyed by id, with an `order`
where order matters. `Text` always holds "zh" and may hold "en".

The aliases below are plain `str` and `dict` for the type checker; what they add is read
by the decoder (`decode.py`) from `Meta.extra_json_schema["form"]`, so that the structs
say everything the JSON Schemas say.
"""

from __future__ import annotations

from typing import Annotated, Any

import msgspec
from msgspec import Meta

from followthrough.core.kit.ids import ID_PATTERN as ID_PATTERN

Id = Annotated[str, Meta(extra_json_schema={"form": "id"})]
"""An immutable id: `^[a-z][a-z0-9_]{0,39}$`."""

FieldPath = Annotated[str, Meta(extra_json_schema={"form": "field_path"})]
"""A field of a record, own (`amount`), system (`_stage`), or through at most two references (`customer.level`)."""

SortKey = Annotated[str, Meta(extra_json_schema={"form": "sort_key"})]
"""A field path, "-" before it for descending."""

Duration = Annotated[str, Meta(extra_json_schema={"form": "duration"})]
"""An ISO 8601 duration (`PT24H`, `P5D`, `P1W`); "-" before it where an offset may lie before."""

DocumentPath = Annotated[str, Meta(extra_json_schema={"form": "document_path"})]
"""A place in an app: kind, id and members, `entity/customer/level`."""

Text = Annotated[dict[str, str], Meta(extra_json_schema={"form": "text"})]
"""A label in several languages: {"zh": …, "en": …}; "zh" is always there."""

Node = Annotated[dict[str, Any], Meta(extra_json_schema={"form": "rule"})]
"""A rule tree as stored (see schemas/rules/rule.schema.json)."""


Count = Annotated[int, Meta(ge=0, le=1000)]
"""A number of things, 0 to 1000."""

Times = Annotated[int, Meta(ge=1, le=1000)]
"""A number of things, 1 to 1000."""


class Doc(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """A document or a part of one. Unknown members are refused."""


class Mark(Doc, frozen=True, kw_only=True):
    """Membership in a set keyed by id, e.g. `{"rep": {}}`. `order` where order matters."""

    order: int = 0


class Statement(Doc, frozen=True, kw_only=True):
    """A named condition that must hold, with the words shown when it does not."""

    rule: Node
    message: Text | None = None
    order: int = 0
