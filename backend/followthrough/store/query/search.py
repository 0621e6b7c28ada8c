"""Search by a few words: each must stand in the title, the subtitle or a field by which people look things up."""

from __future__ import annotations

import re
from typing import Any

import sqlalchemy as sa

from followthrough.core.compile.app import CompiledEntity, CompiledField
from followthrough.core.fields.base import Column
from followthrough.store.patterns import like

from .sources import Sources

MAX_WORDS = 5
_LOOKED_UP = frozenset({"phone", "email", "serial"})
_PHONE = re.compile(r"[+\d][\d \-]{2,}")


def searched(entity: CompiledEntity, visible: frozenset[str]) -> list[CompiledField]:
    """The stored text fields of the entity that a search of this reader looks into."""
    info = entity.info
    return [
        field
        for name, field in entity.fields.items()
        if name in visible
        and field.column is Column.TEXT
        and not field.targets
        and (name in (info.title, info.subtitle) or field.kind.id in _LOOKED_UP)
        and not field.property.field.options
    ]


def search(sources: Sources, q: str) -> sa.ColumnElement[bool] | None:
    """The condition for search text `q`; None when it is blank. What the reader may not see is not looked into."""
    words = q.split()[:MAX_WORDS]
    if not words:
        return None
    entity = sources.entity
    fields = searched(entity, sources.reader.fields.get(entity.id, frozenset()))
    return sa.and_(*(_word(sources, fields, word) for word in ([q.strip()] if _PHONE.fullmatch(q.strip()) else words)))


def _word(sources: Sources, fields: list[CompiledField], word: str) -> Any:
    digits = re.sub(r"[ \-]", "", word) if _PHONE.fullmatch(word) else word
    found = [like(sources.record.c[field.id], digits if field.kind.id == "phone" else word) for field in fields]
    return sa.or_(sa.false(), *found)
