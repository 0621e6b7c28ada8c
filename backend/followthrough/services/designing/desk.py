"""The draft of an app in somebody's hands: who may design it, what it says, what is in force."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

import msgspec

from followthrough.core.compile import CompiledApp
from followthrough.core.design.spelling import spelled_as
from followthrough.core.kit.ids import digest
from followthrough.core.model.decode import decode_app, to_json
from followthrough.services.refusal import NOT_FOUND, Abandoned, Refusal, refuse
from followthrough.services.registry import Registry
from followthrough.services.views_base import PersonRef
from followthrough.services.who import Who
from followthrough.store import drafts, people
from followthrough.store.database import Database
from followthrough.store.drafts import Draft
from followthrough.store.errors import StoreError
from followthrough.store.tx import Tx

Json = dict[str, Any]
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Desk:
    """A draft, the version in force (None: never published), and the role by which it is designed ("": the command line)."""

    draft: Draft
    live: CompiledApp | None
    role: str

    @property
    def documents(self) -> Json:
        """What the draft says."""
        found: Json = msgspec.json.decode(self.draft.content)
        return found

    @property
    def live_documents(self) -> Json | None:
        """What is in force; None: nothing yet."""
        return to_json(self.live.doc) if self.live is not None else None

    @property
    def live_as_drafted(self) -> Json | None:
        """What is in force, spelled as the draft does where they mean the same, so that what reads differently is
        different: a draft may write what it has by default. None: nothing yet."""
        if self.live is None:
            return None
        documents = self.documents
        spelled: Json = spelled_as(to_json(self.live.doc), to_json(decode_app(documents)), documents)
        return spelled

    @property
    def ahead(self) -> int:
        """How many edits the draft is ahead of what is in force."""
        return self.draft.revision - self.draft.base_revision

    @property
    def digest(self) -> str:
        """Names what the draft says."""
        return digest(self.draft.content)


def encoded(documents: Json) -> bytes:
    """Documents as a draft keeps them: in their own order, nothing left out."""
    return msgspec.json.encode(documents)


def designs(live: CompiledApp, role: str) -> bool:
    """Whether a role may design an app."""
    found = live.roles.get(role)
    return found is not None and found.doc.design


def open_desk(tx: Tx, registry: Registry, who: Who, key: str, *, lock: bool = False) -> Desk:
    """The draft of an app for who designs it: as it is kept, or as it begins, the version in force. Where there is no
    version yet, whoever has a role there (who started it) designs. `lock` keeps it and holds it until the end.

    Raises Abandoned(not_found) for everybody else.
    """
    # Whoever begins a draft begins it as the version that stays in force until he is done.
    live = registry.acting(tx, key) if lock else registry.app(tx, key)
    role = who.roles.get(key, "")
    if not (designs(live, role) if live is not None else role):
        raise Abandoned(NOT_FOUND)
    return desk_of(tx, live, key, role, lock=lock)


def desk_of(tx: Tx, live: CompiledApp | None, key: str, role: str, *, lock: bool = False) -> Desk:
    """As `open_desk`, without asking who it is."""
    found = drafts.get(tx, key, lock=lock)
    if found is None and live is not None:
        found = Draft(key, live.version, encoded(to_json(live.doc)))
        if lock:
            drafts.begin(tx, found)
            found = drafts.get(tx, key, lock=True)
    if found is None:
        raise Abandoned(NOT_FOUND)
    return Desk(found, live, role)


def answered(db: Database, work: Callable[[Tx], T], *, write: bool = False, keyed: bool = False) -> T | Refusal:
    """Run `work` in a transaction; what it abandons is a refusal."""
    try:
        if write:
            return db.transact(work, keyed=keyed)
        with db.read() as tx:
            return work(tx)
    except Abandoned as abandoned:
        result: T | Refusal = abandoned.result
        return result
    except StoreError as error:
        return refuse(error.code, **getattr(error, "params", {}))


def refs(tx: Tx, ids: set[str | None]) -> dict[str | None, PersonRef | None]:
    """People by id, with their names; None for the command line."""
    names = people.names(tx, {one for one in ids if one is not None})
    return {one: None if one is None else PersonRef(id=one, name=names.get(one, "")) for one in ids}
