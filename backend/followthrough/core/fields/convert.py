"""A value of one kind as another kind has it, for a field that takes the place of another (`copied_from`).

What people would read in the old field is read anew by the new one, with the parsers that read sheets: nothing is guessed
that a person typing it would have to say. What cannot be read so is no value, and stays where it is. What points at a record,
person, unit or file goes on pointing at it; as a text it is what that is called, and a text points at what alone is called so.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from . import KINDS
from .base import Json
from .cells import Lang, PrintContext, ReadContext, cell_text
from .characters import clean_line
from .elsewhere import NOWHERE, Elsewhere
from .file import FILE_KINDS
from .instants import local_time
from .issues import FieldIssue
from .options import find_option, items_of, option_label, option_path
from .prop import PropertyLike

_LANGS: tuple[Lang, ...] = ("zh", "en")
_TEXT = ("text", "long_text")
_OPTIONS = ("choice", "choices", "tags")
_RECORDS = ("reference", "poly_reference")
_POINTERS = ("person", "unit", *_RECORDS)
_FILES = ("file", "image")
_COPIES: Mapping[str, tuple[str, ...]] = {
    "text": (
        "number", "money", "percent", "rating", "boolean", "date", "instant", "duration", *_OPTIONS,
        "phone", "email", "url", "region", "address", *_POINTERS,
    ),
    "number": ("money", "percent", "rating", "duration", "boolean", *_OPTIONS),
    "money": ("number",),
    "percent": ("number",),
    "rating": ("number", *_OPTIONS),
    "duration": ("number",),
    "boolean": _OPTIONS,
    "date": ("instant",),
    "instant": ("date",),
    "choice": ("number", "money", "percent", "rating", "duration", "boolean", "date", *_OPTIONS, *_POINTERS),
    "choices": _OPTIONS,
    "tags": _OPTIONS,
    "region": ("address",),
    "address": ("region",),
    "phone": (),
    "email": (),
    "url": (),
    "person": (),
    "unit": (),
    "reference": _RECORDS,
    "poly_reference": _RECORDS,
}  # fmt: skip


def becomes(kind: str) -> tuple[str, ...]:
    """The kinds whose fields can take over what fields of `kind` hold, its own among them, in the order of `KINDS`.

    Not: what is worked out, detail rows (records of one field), and files as a text (they stay where they can be opened).
    """
    if kind == "serial":
        return _TEXT
    if kind in _FILES:
        return _FILES
    known = _COPIES.get("text" if kind == "long_text" else kind)
    return () if known is None else tuple(one for one in KINDS if one in (kind, *_TEXT, *known))


def fits(was: PropertyLike, now: PropertyLike) -> bool:
    """Whether a field can take over what another holds: by their kinds and, where both point at records, by which."""
    if now.field.kind not in becomes(was.field.kind):
        return False
    if was.field.kind in _RECORDS and now.field.kind in _RECORDS:
        return not _targets(was).isdisjoint(_targets(now))
    return True


def called_by(was: PropertyLike, now: PropertyLike) -> frozenset[str]:
    """The entities whose records are called by their titles when `now` takes over what `was` holds."""
    if not fits(was, now) or (was.field.kind in _RECORDS) == (now.field.kind in _RECORDS):
        return frozenset()
    return _targets(was if was.field.kind in _RECORDS else now)


def asks_elsewhere(was: PropertyLike, now: PropertyLike) -> bool:
    """Whether `convert` has to know what things are called, or of which kind files are."""
    source, target = was.field.kind, now.field.kind
    return source in _FILES or (source in _POINTERS) != (target in _POINTERS)


def _targets(prop: PropertyLike) -> frozenset[str]:
    return frozenset(prop.field.targets) | ({prop.field.target} if prop.field.target else frozenset())


def convert(
    value: Json, was: PropertyLike, now: PropertyLike, zone: str = "Asia/Shanghai", elsewhere: Elsewhere = NOWHERE
) -> Json:
    """The stored value of property `now` for a stored value of `was`; None where there is none or `now` has none for it.

    Money keeps its amount, and its currency: another has none for it. A percentage counts in hundredths, as people type it
    (3 % is the number 3). Several options become one only where there is one; files become those of a field that takes them
    all or none. Dates and times go by `zone`, what things are called by `elsewhere`.
    """
    if value is None or not fits(was, now):
        return None
    try:
        return _converted(value, was, now, zone, elsewhere)
    except FieldIssue:
        return None


def option_names(value: Json, was: PropertyLike, kind: str) -> list[str]:
    """What the options of a field of `kind` (choice, choices, tags) have to be called so that `convert` finds them for a stored
    value of `was`, which has no options of its own; none where no option would do."""
    if value is None or was.field.kind in _OPTIONS or kind not in _OPTIONS or kind not in becomes(was.field.kind):
        return []
    text = _read(value, was, "UTC")
    if kind == "choice":
        return [line] if (line := clean_line(text)) else []
    return items_of(text)


def _converted(value: Json, was: PropertyLike, now: PropertyLike, zone: str, elsewhere: Elsewhere) -> Json:
    source, target = was.field.kind, now.field.kind
    kind = KINDS[target]
    if source in _RECORDS and target in _RECORDS:
        return _pointed(value, was, now)
    if source in _FILES:
        return kind.normalise(value, now) if _taken(value, now, elsewhere) else None
    if source == target and source not in _OPTIONS:
        return kind.normalise(value, now) if _currency(was) == _currency(now) else None
    if source in _OPTIONS and target in _OPTIONS:
        chosen = [_option(one, was, now) for one in ([value] if isinstance(value, str) else value)]
        if target != "choice":
            return kind.normalise(chosen, now)
        return chosen[0] if len(chosen) == 1 else None
    if (source, target) == ("region", "address"):
        return kind.normalise({"region": value}, now)
    if (source, target) == ("address", "region"):
        return kind.normalise(value.get("region"), now)
    if (source, target) == ("date", "instant"):
        return kind.parse(KINDS[source].to_cell(value, was), now, ReadContext(zone=zone))
    if (source, target) == ("instant", "date"):
        return local_time(value, zone).date().isoformat()
    if target in _TEXT:
        return kind.normalise(_title(value, was, elsewhere) if source in _POINTERS else _read(value, was, zone), now)
    return _typed(value, was, now, ReadContext(zone=zone, resolve=elsewhere.called))


def _pointed(value: Json, was: PropertyLike, now: PropertyLike) -> Json:
    """The same record, where the new field may point at it."""
    entity, record = (value["entity"], value["id"]) if isinstance(value, dict) else (was.field.target, value)
    if now.field.kind == "reference":
        return record if entity == now.field.target else None
    return {"entity": entity, "id": record} if entity in now.field.targets else None


def _title(value: Json, was: PropertyLike, elsewhere: Elsewhere) -> str | None:
    """What the record, person or unit is called."""
    if isinstance(value, dict):
        return elsewhere.title(value["entity"], value["id"])
    return elsewhere.title(str(KINDS[was.field.kind].rule_type(was).target), value)


def _taken(files: list[str], now: PropertyLike, elsewhere: Elsewhere) -> bool:
    """Whether the new field takes all of these files."""
    kinds = {"image"} if now.field.kind == "image" else set(now.field.accept or FILE_KINDS)
    return kinds.issuperset(FILE_KINDS) or all(elsewhere.file_kind(file) in kinds for file in files)


def _currency(prop: PropertyLike) -> str:
    return prop.field.currency or "CNY"


def _option(option: str, was: PropertyLike, now: PropertyLike) -> str:
    """The same option, else the one of the same name. One that is not offered any more stays where records hold it."""
    if option in now.field.options and _named(option, was, "zh") == _named(option, now, "zh"):
        return option
    wanted = option_path(option, was, "zh") if was.field.kind == "tags" else _named(option, was, "zh")
    return find_option(wanted, now)


def _named(option: str, prop: PropertyLike, lang: Lang) -> str:
    return option_label(option, prop, lang)


def _read(value: Json, was: PropertyLike, zone: str) -> str:
    """The value as text that its own kind reads back, without what only looks (thousands, stars)."""
    source = was.field.kind
    kind = KINDS[source]
    if source in ("number", "rating", "date", "instant"):
        return cell_text(kind.to_cell(value, was, "zh", PrintContext(zone)))
    if source in ("phone", "email", "url", "serial", *_TEXT):
        return str(value)
    if source == "percent":
        return f"{_hundredths(value)}%"
    return kind.format(value, was, "zh", PrintContext(zone))


def _typed(value: Json, was: PropertyLike, now: PropertyLike, ctx: ReadContext) -> Json:
    """What a person would type into the new field."""
    source, kind = was.field.kind, KINDS[now.field.kind]
    if source == "percent":
        return kind.parse(_hundredths(value), now, ctx)
    if source in ("number", "money", "rating", "duration"):
        exact = value if source == "duration" else KINDS[source].to_cell(value, was)
        return kind.parse(cell_text(exact), now, ctx)
    if source not in ("boolean", "choice"):
        return kind.parse(value, now, ctx)
    for lang in _LANGS:
        try:
            return kind.parse(KINDS[source].format(value, was, lang), now, ctx)
        except FieldIssue:
            continue
    return None


def _hundredths(ratio: float) -> str:
    shown = f"{Decimal(f'{float(ratio):.15g}').scaleb(2):f}"
    return shown.rstrip("0").rstrip(".") if "." in shown else shown
