"""Attaching files: taken in, looked at, kept, and shown to whoever may see a record that holds them."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Any, BinaryIO

from followthrough.core.compile import CompiledApp
from followthrough.core.run.access import redact, scope, visible_fields
from followthrough.core.run.acts import Actor
from followthrough.store import files, findings, query, records
from followthrough.store.blobs import BlobStore
from followthrough.store.database import Database
from followthrough.store.errors import StoreError
from followthrough.store.files import FileLink, StoredFile
from followthrough.store.query import reader_of
from followthrough.store.tx import Tx

from .ids import new_id
from .likeness import Looks
from .naming import file_fields
from .pictures import BadPicture, Picture, picture_of
from .printing import GRAY, Printing
from .refusal import NOT_FOUND, Refusal, refuse
from .registry import Registry
from .sniffing import safe_name, sniff
from .views import FileView
from .who import Who

MAX_STAGED = 200_000_000
"""Bytes a person may have uploaded that no record holds yet."""
STAGED_FOR_MS = 24 * 3600 * 1000
SHOWN, THUMB = "shown", "thumb"


@dataclass(frozen=True, slots=True)
class Opened:
    """A file for sending. `inline`: a picture made anew, safe to show; anything else is for saving only."""

    name: str
    mime: str
    inline: bool
    size: int
    stream: BinaryIO


class Attaching:
    """Uploads and downloads."""

    def __init__(self, db: Database, registry: Registry, blobs: BlobStore, max_bytes: int) -> None:
        self.db = db
        self.registry = registry
        self.blobs = blobs
        self.max_bytes = max_bytes
        self.printing = Printing(db, blobs)

    def upload(self, who: Who, name: str, data: bytes) -> FileView | Refusal:
        """Take a file in; it stays with the person until a record holds it, a day at most.

        Codes: body_too_large {limit}, upload_quota, file_empty, file_broken, picture_too_large, try_again.
        """
        if len(data) > self.max_bytes:
            return refuse("body_too_large", limit=self.max_bytes)
        if not data:
            return refuse("file_empty")
        kind, mime = sniff(data)
        picture = None
        if kind == "image":
            try:
                picture = picture_of(data)
            except BadPicture as error:
                return refuse(error.code)
            mime = picture.mime
        stored = StoredFile(
            id=new_id(),
            name=safe_name(name),
            kind=kind,
            size=len(data),
            owner=who.person,
            linked=False,
            mime=mime,
            sha256=hashlib.sha256(data).hexdigest(),
            created_ms=0,
            info=_known_of(picture) if picture else {},
        )
        try:
            return self._kept(stored, data, picture)
        except StoreError as error:
            self.blobs.delete(stored.id)
            return refuse(error.code)

    def _kept(self, stored: StoredFile, data: bytes, picture: Picture | None) -> FileView | Refusal:
        with self.db.read() as tx:
            if files.staged_bytes(tx, stored.owner) + len(data) > MAX_STAGED:
                return refuse("upload_quota")
        self.blobs.put(stored.id, [data])
        if picture is not None:
            self.blobs.put(stored.id, [picture.shown], SHOWN)
            self.blobs.put(stored.id, [picture.thumb], THUMB)
            self.blobs.put(stored.id, [picture.looks.gray], GRAY)
        self._staged(stored, picture.looks if picture is not None else None)
        return file_view(stored)

    def _staged(self, stored: StoredFile, looks: Looks | None) -> None:
        """Note the file, with what it looks like. The comparing is done before anybody has to wait."""
        seen: dict[str, float] = {}
        if looks is not None:
            with self.db.read() as tx:
                self.printing.twin(tx, looks, seen)

        def work(tx: Tx) -> None:
            files.stage(tx, stored)
            if looks is not None:
                self.printing.keep(tx, stored.id, looks, seen)

        self.db.transact(work)

    def describe(self, who: Who, file_id: str) -> FileView | Refusal:
        """What a file is; not_found for one the person may not see."""
        found = self._visible(who, file_id)
        if isinstance(found, Refusal):
            return found
        return file_view(found)

    def open(self, who: Who, file_id: str, *, thumb: bool = False) -> Opened | Refusal:
        """A file for sending: of a picture what was made anew, never the original. not_found also for a thumb of no picture."""
        found = self._visible(who, file_id)
        if isinstance(found, Refusal):
            return found
        inline = found.kind == "image"
        if thumb and not inline:
            return NOT_FOUND
        variant = THUMB if thumb else SHOWN if inline else ""
        stream = self.blobs.open(found.id, variant)
        size = self.blobs.size(found.id, variant)
        if stream is None or size is None:
            return NOT_FOUND
        return Opened(found.name, found.mime, inline, size, stream)

    def original(self, who: Who, file_id: str) -> Opened | Refusal:
        """A file as it was sent, for saving: for those who see more than their own records of its kind. Else not_found."""
        found = self._visible(who, file_id, others=True)
        if isinstance(found, Refusal):
            return found
        stream, size = self.blobs.open(found.id), self.blobs.size(found.id)
        if stream is None or size is None:
            return NOT_FOUND
        return Opened(found.name, "application/octet-stream", False, size, stream)

    def sweep(self) -> int:
        """Forget uploads no record took up for a day; how many."""
        ids = self.db.transact(lambda tx: files.sweep(tx, tx.now_ms() - STAGED_FOR_MS))
        for one in ids:
            self.blobs.delete(one)
        return len(ids)

    def _visible(self, who: Who, file_id: str, *, others: bool = False) -> StoredFile | Refusal:
        """His own upload while no record holds it; else through a record that he may see, in a field he may see, or a
        refused act on one. `others`: only where he sees more than his own."""
        try:
            with self.db.read() as tx:
                found = files.get(tx, file_id)
                if found is None:
                    return NOT_FOUND
                if not found.linked and found.owner == who.person and not others:
                    return found
                held = [(link, others) for link in files.links(tx, file_id)]
                held += [
                    (FileLink(one.app, one.entity, one.record, f"act:{one.action}"), True)
                    for one in findings.refused(tx, file_id)
                ]
                return found if any(self._through(tx, who, file_id, link, wide) for link, wide in held) else NOT_FOUND
        except StoreError as error:
            return refuse(error.code)

    def _through(self, tx: Tx, who: Who, file: str, link: FileLink, wide: bool) -> bool:
        app = self.registry.app(tx, link.app)
        actor = who.actor(link.app)
        if app is None or actor.role not in app.roles or link.entity not in app.entities:
            return False
        if wide and not sees_others(app, actor, link.entity):
            return False
        shown = shows_place(app, actor.role, link.entity, link.place) or _holds(tx, app, actor.role, link, file)
        reader = reader_of(app, actor, self.registry.moment(tx))
        return shown and query.sees(tx, app, reader, link.entity, link.record)


def _holds(tx: Tx, app: CompiledApp, role: str, link: FileLink, file: str) -> bool:
    """Whether the record shows the file to a role in another field than it was put into: one that took it over."""
    found = records.load(tx, app, link.entity, link.record)
    if found is None:
        return False
    shown = redact(app, role, found.record)
    return any(file in held for _, held in file_fields(app, app.entities[link.entity], shown.values))


def file_view(found: StoredFile) -> FileView:
    """A file as it is told."""
    taken_at = found.info.get("taken_at")
    return FileView(id=found.id, name=found.name, kind=found.kind, size=found.size, taken_at=taken_at)


def _known_of(picture: Picture) -> dict[str, Any]:
    taken = {"taken_at": picture.taken_at} if picture.taken_at else {}
    return {"width": picture.width, "height": picture.height, **taken}


def sees_others(app: CompiledApp, actor: Actor, entity: str) -> bool:
    """Whether the actor's role sees more than his own records of an entity."""
    span = scope(app, actor, entity)
    return span is not None and span.kind != "own"


def shows_place(app: CompiledApp, role: str, entity: str, place: str) -> bool:
    """Whether a role sees files at `place` of records it sees: those of acts ("act:<action>"), a field it may read, or
    one of its detail rows (`lines.drawing`)."""
    if place.startswith("act:"):
        return True
    name, _, column = place.partition(".")
    if name not in visible_fields(app, role, entity):
        return False
    child = app.entities[entity].rows.get(name)
    return not column or (child is not None and column in visible_fields(app, role, child))
