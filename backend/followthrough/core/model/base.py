"""What every document shares: strict structs, bilingual labels, ordered collections.

Two rules make merging and cloning work: identity is an immutable id
(`ID_PATTERN`), and every collection is an object keyed by id, with an `order`
where order matters. `Text` always holds "zh" and may hold "en".
"""

from __future__ import annotations

from typing import Any

import msgspec

ID_PATTERN = r"^[a-z][a-z0-9_]{0,39}$"

Text = dict[str, str]
"""A label in several languages: {"zh": …, "en": …}."""

Node = dict[str, Any]
"""A rule tree as stored (see schemas/rules/rule.schema.json)."""


class Doc(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """A document or a part of one. Unknown members are refused."""


class Mark(Doc):
    """Membership in a set keyed by id, e.g. `{"rep": {}}`. `order` where order matters."""

    order: int = 0


class Statement(Doc):
    """A named condition that must hold, with the words shown when it does not."""

    rule: Node
    message: Text | None = None
    order: int = 0
