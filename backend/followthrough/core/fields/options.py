"""Options: finding one by what people write, and writing the ones chosen."""

from __future__ import annotations

import re
from collections.abc import Mapping

from .cells import Lang
from .characters import folded
from .issues import FieldIssue
from .prop import OptionLike, PropertyLike

_BETWEEN_ITEMS = re.compile(r"[、，,;；\n|]")
_BETWEEN_LEVELS = re.compile(r"\s*[/／>＞]\s*")


def option_label(option_id: str, prop: PropertyLike, lang: Lang) -> str:
    """The label of an option; its id when the option is gone."""
    option = prop.field.options.get(option_id)
    return _label(option, option_id, lang) if option else option_id


def option_path(option_id: str, prop: PropertyLike, lang: Lang) -> str:
    """The labels from the root of the tree down to the option, "价格/太贵"."""
    way, seen, at = [option_label(option_id, prop, lang)], {option_id}, prop.field.options.get(option_id)
    while at and at.parent and at.parent not in seen:
        seen.add(at.parent)
        way.append(option_label(at.parent, prop, lang))
        at = prop.field.options.get(at.parent)
    return "/".join(reversed(way))


def merged_into(options: Mapping[str, OptionLike], option: str) -> str | None:
    """The option that takes the place of an archived one that was merged, in the end; None: it was not, or in a circle."""
    at, seen = option, {option}
    while (found := options.get(at)) is not None and found.archived and found.merged_into is not None:
        at = found.merged_into
        if at in seen:
            return None
        seen.add(at)
    return at if at != option and at in options else None


def in_option_order(ids: list[str], prop: PropertyLike) -> list[str]:
    """Option ids in the order the options are shown; unknown ones last."""
    places = {
        option_id: place
        for place, (option_id, _) in enumerate(sorted(prop.field.options.items(), key=lambda item: item[1].order))
    }
    return sorted(ids, key=lambda option_id: (places.get(option_id, len(places)), option_id))


def find_option(text: str, prop: PropertyLike) -> str:
    """The live option a text names: by id, by label in either language, or by its way from the root.

    Case, width and spaces do not matter. Raises unknown_option, option_archived when only one that is no longer
    offered has the name, or ambiguous_option when two options of different branches carry the label.
    """
    wanted = folded(text)
    options = prop.field.options
    if wanted in options and not options[wanted].archived:
        return wanted
    named = [option_id for option_id in options if _is_named(wanted, option_id, prop)]
    found = [option_id for option_id in named if not options[option_id].archived] or [
        option_id for option_id in options if not options[option_id].archived and _same_way(wanted, option_id, prop)
    ]
    if len({options[option_id].parent for option_id in found}) > 1:
        raise FieldIssue("ambiguous_option", {"value": text.strip()})
    if not found:
        raise FieldIssue("option_archived" if named or wanted in options else "unknown_option", {"value": text.strip()})
    return in_option_order(found, prop)[0]


def find_options(text: str, prop: PropertyLike) -> list[str]:
    """The options of a text that may name several, split by 、，,;； | and line ends."""
    try:
        return [find_option(text, prop)]  # a label may itself hold a comma
    except FieldIssue:
        return [find_option(part, prop) for part in items_of(text)]


def items_of(text: str) -> list[str]:
    """The parts of a text that names several, split by 、，,;； | and line ends."""
    return [part.strip() for part in _BETWEEN_ITEMS.split(text) if part.strip()]


def _is_named(wanted: str, option_id: str, prop: PropertyLike) -> bool:
    option = prop.field.options[option_id]
    return wanted in (folded(_label(option, option_id, "zh")), folded(_label(option, option_id, "en")))


def _same_way(wanted: str, option_id: str, prop: PropertyLike) -> bool:
    way = _BETWEEN_LEVELS.sub("/", wanted)
    return way in (folded(option_path(option_id, prop, "zh")), folded(option_path(option_id, prop, "en")))


def _label(option: OptionLike, option_id: str, lang: Lang) -> str:
    return option.label.get(lang) or option.label.get("zh") or option_id
