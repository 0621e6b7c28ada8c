"""What all answers of the services are made of."""

from __future__ import annotations

import msgspec

Text = dict[str, str]
Titles = dict[str, dict[str, str]]
"""Per field path (`customer`, `lines.product`, `_owner`) the names of the ids it holds, as far as the reader may see them."""


class View(msgspec.Struct, frozen=True, kw_only=True):
    """Base of all answers."""


class PersonRef(View, frozen=True, kw_only=True):
    """A person by name."""

    id: str
    name: str
