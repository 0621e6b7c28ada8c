"""A place of an app in words, and whether it is there: what a remark or a proposal is about."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec

from followthrough.core.model.app import AppDocument
from followthrough.core.model.folder import PARTS

from .differences import Difference, Step, members_of
from .labels import Words, both
from .telling import step_label, title_of

WHOLE = "app"
"""The place that is the app as a whole."""
_MEMBERS = {kind: member for member, kind in PARTS.items()}


def place_words(app: AppDocument, path: str) -> Words | None:
    """A place as people know it ("商机 › 预计金额 › 显示条件"); None when it is not there: the thing, or a thing it lies
    in, is gone, or it is a rule where no rule stands."""
    if path == WHOLE:
        return both(app.app.name)
    kind, *steps = path.split("/")
    if kind == "access":
        return _walked(app, app.access, "", steps, (), [])
    if kind not in _MEMBERS or not steps:
        return None
    member, key = _MEMBERS[kind], steps[0]
    document = getattr(app, member).get(key)
    if document is None:
        return None
    entity = key if kind == "entity" else getattr(getattr(document, "on", document), "entity", "")
    trail = (Step("AppDocument", member, key, document, document),)
    return _walked(app, document, entity, steps[1:], trail, [_label(app, entity, trail)])


def _walked(
    app: AppDocument, here: Any, entity: str, steps: list[str], trail: tuple[Step, ...], words: list[Words]
) -> Words | None:
    """The words on the way, and those of the member it ends at."""
    title: Words | None = None
    while steps:
        if not isinstance(here, msgspec.Struct):
            return None if not isinstance(here, Mapping) else _said(words, title)  # a part of a rule is the rule
        owner = type(here).__name__
        part = members_of(type(here)).get(steps[0])
        if part is None:
            return None
        found = getattr(here, part.name)
        if part.form == "rule" and not found:
            return None
        title, here, steps = title_of(owner, part.name), found, steps[1:]
        if part.keyed and steps:
            key, *steps = steps
            if key not in found:
                return None
            here, trail = found[key], (*trail, Step(owner, part.name, key, found[key], found[key]))
            entity = key if owner == "Role" else entity
            words.append(_label(app, entity, trail))
            title = None
        elif isinstance(here, msgspec.Struct) and owner in ("Entity", "Property"):
            title = None  # the entity, the field itself
    return _said(words, title)


def _label(app: AppDocument, entity: str, trail: tuple[Step, ...]) -> Words:
    step = trail[-1]
    here = Difference("", trail, step.owner, step.member, "", None, None, entity)
    return step_label(app, app, here, step)


def _said(words: list[Words], title: Words | None) -> Words:
    parts = [*words, title] if title is not None else words
    return {lang: " › ".join(part[lang] for part in parts if part[lang]) for lang in ("zh", "en")}
