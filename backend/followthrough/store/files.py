"""What is known of uploaded files. The bytes lie in `blobs`; a file is staged until a record holds it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa

from followthrough.core.run.acts import FileInfo

from . import failpoints, prints
from .columns import from_json, json_text
from .errors import VersionConflict
from .platform import evidence_finding, file, file_link
from .tx import Tx

_c, _l = file.c, file_link.c


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A file with what serving it needs. `info`: width, height and the like, by what the content is."""

    id: str
    name: str
    kind: str
    size: int
    owner: str
    linked: bool
    mime: str
    sha256: str
    created_ms: int
    info: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class FileLink:
    """The record that holds a file; `place` is a field id, that of a detail row's ("lines.drawing") or "act:<action>"."""

    app: str
    entity: str
    record: str
    place: str


def stage(tx: Tx, new: StoredFile) -> None:
    """Note an uploaded file whose bytes are in the blob store already. `linked` and `created_ms` are set here."""
    values = {name: getattr(new, name) for name in ("id", "name", "kind", "size", "owner", "mime", "sha256")}
    tx.execute(file.insert(), {**values, "linked": False, "info": json_text(new.info), "created_ms": tx.now_ms()})


def get(tx: Tx, file_id: str) -> StoredFile | None:
    """The file, None when there is none."""
    return many(tx, {file_id}).get(file_id)


def many(tx: Tx, ids: Collection[str]) -> dict[str, StoredFile]:
    """Those of `ids` that exist, by id, with all that is known of them."""
    if not ids:
        return {}
    columns = (_c.id, _c.name, _c.kind, _c.size, _c.owner, _c.linked, _c.mime, _c.sha256, _c.created_ms, _c.info)
    return {row[0]: _stored(row) for row in tx.rows(sa.select(*columns).where(_c.id.in_(sorted(set(ids)))))}


def _stored(row: tuple[Any, ...]) -> StoredFile:
    return StoredFile(*[*row[:5], bool(row[5]), *row[6:9], from_json(row[9])])


def load(tx: Tx, ids: Collection[str]) -> dict[str, FileInfo]:
    """Those of `ids` that exist, by id."""
    if not ids:
        return {}
    columns = (_c.id, _c.name, _c.kind, _c.size, _c.owner, _c.linked)
    rows = tx.rows(sa.select(*columns).where(_c.id.in_(sorted(set(ids)))))
    return {row[0]: FileInfo(*[*row[:5], bool(row[5])]) for row in rows}


def link(tx: Tx, ids: Sequence[str], place: FileLink) -> None:
    """Tie staged files to the record that now holds them. Raises VersionConflict when another record took one first."""
    if not ids:
        return
    failpoints.hit("files")
    wanted = sorted(set(ids))
    taken = file.update().where(_c.id.in_(wanted), _c.linked == sa.false()).values(linked=True)
    if tx.execute(taken).rowcount != len(wanted):
        raise VersionConflict("file")
    now = tx.now_ms()
    tx.execute(
        file_link.insert(),
        [
            {
                "file": one,
                "app": place.app,
                "entity": place.entity,
                "record": place.record,
                "place": place.place,
                "at_ms": now,
            }
            for one in wanted
        ],
    )


def links(tx: Tx, file_id: str) -> list[FileLink]:
    """The records that hold the file."""
    rows = tx.rows(sa.select(_l.app, _l.entity, _l.record, _l.place).where(_l.file == file_id))
    return [FileLink(*row) for row in rows]


def staged_bytes(tx: Tx, owner: str) -> int:
    """How much a person has uploaded that no record holds yet."""
    return int(tx.scalar(sa.select(sa.func.sum(_c.size)).where(_c.owner == owner, _c.linked == sa.false())) or 0)


def sweep(tx: Tx, before_ms: int, limit: int = 1000) -> list[str]:
    """Forget staged files older than `before_ms` that no finding about evidence names; their ids, for the blob store to
    delete once this is committed."""
    found = evidence_finding.c
    named = sa.select(found.id).where(sa.or_(found.file == _c.id, found.earlier_file == _c.id)).exists()
    old = sa.select(_c.id).where(_c.linked == sa.false(), _c.created_ms < before_ms, ~named).limit(limit)
    ids = [row[0] for row in tx.rows(old.with_for_update(skip_locked=True))]
    if ids:
        prints.forget(tx, ids)
        tx.execute(file.delete().where(_c.id.in_(ids)))
    return ids
