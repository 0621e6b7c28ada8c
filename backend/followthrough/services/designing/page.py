"""JSON as the templates of the catalogue are written: an object on one line wherever it fits in 120 columns."""

from __future__ import annotations

import json
import unicodedata
from typing import Any

WIDTH = 120


_FIRST = ("$schema", "type", "id", "key", "name", "op", "zh", "kind", "entity", "label", "order", "help", "note")
_LAST = ("property", "field")


def arranged(value: Any) -> Any:
    """A document in the one order in which it is written, whatever order it was kept in (docs/designing.md, Files): first what
    a thing is and how it is called, then its members as they come, a property's `field` last; things kept by id by their
    `order`, then by id. A document must come with the members of its structures as to_json puts them; things without an order
    by id."""
    if isinstance(value, list):
        return [arranged(one) for one in value]
    if not isinstance(value, dict):
        return value
    names = list(value)
    if names and all(isinstance(one, dict) for one in value.values()) and any(map(_has_order, value.values())):
        names.sort(key=lambda name: (_order(value[name]), name))
    else:
        first, last = [name for name in _FIRST if name in value], [name for name in _LAST if name in value]
        names = [*first, *[name for name in names if name not in (*first, *last)], *last]
    return {name: arranged(value[name]) for name in names}


def _own(value: dict[str, Any]) -> dict[str, Any]:
    """What says a thing's order: itself, of a property its field."""
    field = value.get("field")
    return field if isinstance(field, dict) and "order" not in value else value


def _has_order(value: dict[str, Any]) -> bool:
    return "order" in _own(value)


def _order(value: dict[str, Any]) -> float:
    found = _own(value).get("order", 0)
    return found if isinstance(found, int | float) else 0


def page(value: Any) -> str:
    """A document as a file, ended by a newline."""
    return _laid_out(value, 0, 0) + "\n"


def _laid_out(value: Any, indent: int, before: int, after: int = 0) -> str:
    """`value` in a line that has `before` columns already and is followed by `after`, broken where it does not fit."""
    line = _in_line(value)
    fits = before + len(line) + _wide(line) + after <= WIDTH
    if not isinstance(value, dict | list) or not value or (fits and not _broken(value)):
        return line
    inner = indent + 2
    pad, end = " " * inner, " " * indent
    if isinstance(value, dict):
        parts = list(value.items())
        rows = []
        for n, (name, part) in enumerate(parts):
            head = f"{json.dumps(name, ensure_ascii=False)}: "
            comma = int(n < len(parts) - 1)
            rows.append(pad + head + _laid_out(part, inner, inner + len(head) + _wide(head), comma))
        return "{\n" + ",\n".join(rows) + f"\n{end}}}"
    if all(isinstance(one, int | float) and not isinstance(one, bool) for one in value):
        return _filled([_in_line(one) for one in value], pad, end)
    rows = [pad + _laid_out(one, inner, inner, int(n < len(value) - 1)) for n, one in enumerate(value)]
    return "[\n" + ",\n".join(rows) + f"\n{end}]"


def _broken(value: Any) -> bool:
    """Whether a list of things with several members stands within: such a list is never put on one line."""
    inside = list(value.values()) if isinstance(value, dict) else value if isinstance(value, list) else []
    several = isinstance(value, list) and len(inside) > 1
    same = [kind for kind in (dict, list) if all(isinstance(one, kind) and len(one) > 1 for one in inside)]
    return bool(several and same) or any(map(_broken, inside))


def _filled(numbers: list[str], pad: str, end: str) -> str:
    """Numbers as many to a line as fit."""
    lines, line = [], pad
    for n, text in enumerate(numbers):
        piece = text + ("," if n < len(numbers) - 1 else "")
        if line != pad and len(line) + 1 + len(piece) > WIDTH:
            lines.append(line)
            line = pad
        line += (" " if line != pad else "") + piece
    return "[\n" + "\n".join([*lines, line]) + f"\n{end}]"


def _in_line(value: Any) -> str:
    if isinstance(value, dict) and value:
        inside = ", ".join(f"{json.dumps(name, ensure_ascii=False)}: {_in_line(one)}" for name, one in value.items())
        return f"{{ {inside} }}"
    if isinstance(value, list):
        return f"[{', '.join(map(_in_line, value))}]"
    return json.dumps(value, ensure_ascii=False)


def _wide(text: str) -> int:
    """How many columns a line takes beyond its number of signs: wide signs take two."""
    return sum(unicodedata.east_asian_width(sign) in "WF" for sign in text)
