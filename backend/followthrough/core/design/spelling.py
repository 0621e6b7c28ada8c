"""The same said in the same words: a document may leave out what it has by default, or write it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .operations import equal


def spelled_as(other: Any, plain: Any, written: Any) -> Any:
    """`other` (JSON without defaults, as `to_json` writes it) spelled as in `written`, wherever both mean the same.

    `plain` is `written` without its defaults. What then still differs differs in meaning. Nothing is changed in place.
    """
    if equal(other, plain):
        return written
    if not (isinstance(other, Mapping) and isinstance(plain, Mapping) and isinstance(written, Mapping)):
        return other
    found = {name: spelled_as(value, plain.get(name), written.get(name)) for name, value in other.items()}
    # Written out, and said by neither without its defaults: there too it is the default.
    return {**found, **{name: value for name, value in written.items() if name not in found and name not in plain}}
