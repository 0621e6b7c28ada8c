"""Starting an app: from a template, from an app one designs, from a file of rows, or with one entity and nothing else."""

from __future__ import annotations

import copy
from dataclasses import dataclass
from typing import Any

import msgspec

from followthrough.core.compile import digest_of
from followthrough.core.model.app import AppDocument
from followthrough.core.model.decode import DocumentError, decode_app, to_json
from followthrough.services.catalogue import Catalogue, check_folder
from followthrough.services.granting import admin_role
from followthrough.services.refusal import NOT_FOUND, Abandoned, Refusal, refuse
from followthrough.services.registry import Registry
from followthrough.services.views_design import StartedApp
from followthrough.services.who import Who
from followthrough.store import apps, drafts, idempotency, people
from followthrough.store.database import Database
from followthrough.store.drafts import Draft
from followthrough.store.tx import Tx

from .blank import NAME, app_documents
from .desk import Json, answered, encoded, open_desk
from .drafting import Drafting, Keyed
from .edits import unreadable
from .granting import may_share_people
from .naming import first_free, suggested_id

MAX_NAME = 60
RESERVED = frozenset({"guess", "app", "access", "new"})
"""Words that stand where an app's key stands in addresses."""
_ANSWERS = msgspec.json.Decoder(StartedApp)


@dataclass(frozen=True, slots=True)
class FromTemplate:
    """Start from a template of the catalogue."""

    template: str


@dataclass(frozen=True, slots=True)
class FromApp:
    """Start from what is in force in an app one designs."""

    app: str


@dataclass(frozen=True, slots=True)
class FromNothing:
    """Start with one entity called so."""

    entity: dict[str, str]


Start = FromTemplate | FromApp | FromNothing


class Starting:
    """Starts apps. Its maker holds the highest role; nobody else sees it before its first version."""

    def __init__(self, db: Database, registry: Registry, catalogue: Catalogue, drafting: Drafting) -> None:
        self.db = db
        self.registry = registry
        self.catalogue = catalogue
        self.drafting = drafting

    def start(self, who: Who, what: Start, name: dict[str, str], keyed: Keyed) -> StartedApp | Refusal:
        """A new app with a draft; it can be sent again. Codes: not_found (who may not start, no such template or app),
        bad_request {reason: name, entity}, document_…."""

        def work(tx: Tx) -> StartedApp:
            kept = idempotency.find(tx, who.person, keyed.key, keyed.body)
            if kept is not None:
                return _ANSWERS.decode(kept)
            made = self.begin(tx, who, self._documents(tx, who, what), text_of(name, "name"))
            idempotency.keep(tx, who.person, keyed.key, keyed.body, msgspec.json.encode(made))
            return made

        return answered(self.db, work, write=True, keyed=True)

    def begin(self, tx: Tx, who: Who, documents: Json, name: dict[str, str]) -> StartedApp:
        """Keep documents as the draft of a new app. No role of it manages people, whom the whole organisation shares, unless
        its maker does already. Raises Abandoned."""
        if not self.drafting.may_start(tx, who):
            raise Abandoned(NOT_FOUND)
        key = self._key(tx, name)
        documents = {**documents, "app": {**documents["app"], "key": key, "name": name}}
        if not may_share_people(tx, self.registry, who.person):
            documents["access"] = _without_people(documents["access"])
        app = _read(documents)
        drafts.begin(tx, Draft(key, None, encoded(documents), updated_by=who.person))
        role = admin_role(app) or max(app.access.roles, key=lambda one: (app.access.roles[one].order, one))
        people.add_role(tx, who.person, key, role)
        return StartedApp(app=key)

    def _key(self, tx: Tx, name: dict[str, str]) -> str:
        """A key nobody has; of two who start at once the second takes the next."""
        base, taken = suggested_id(name["zh"]), set(RESERVED)
        while True:
            key = first_free(base, taken)
            if apps.add(tx, key):
                return key
            taken.add(key)

    def _documents(self, tx: Tx, who: Who, what: Start) -> Json:
        match what:
            case FromTemplate():
                return self._template(what.template)
            case FromApp():
                live = open_desk(tx, self.registry, who, what.app).live_documents
                if live is None:
                    raise Abandoned(NOT_FOUND)
                return copy.deepcopy(live)
            case FromNothing():
                label = text_of(what.entity, "entity")
                return app_documents("x", label, suggested_id(label["zh"]), label, NAME, "name")

    def _template(self, key: str) -> Json:
        """An app that begins as a template of the catalogue and says so. Whoever takes it owns it: what the template locks
        and leaves open is said to clones of its owner, and is for the new owner to say anew."""
        try:
            app = check_folder(self.catalogue.template(key)).app
        except KeyError as error:
            raise Abandoned(NOT_FOUND) from error
        if app is None:
            raise Abandoned(NOT_FOUND)
        documents = to_json(app)
        lineage = {"template": key, "version": app.app.version, "base": digest_of(app)}
        own = {name: value for name, value in documents["app"].items() if name not in ("locks", "clone_may_change")}
        return {**documents, "app": {**own, "lineage": lineage}}


def _without_people(access: Json) -> Json:
    """Access of an app in which no role manages people."""
    roles = {
        name: {member: said for member, said in role.items() if member != "people"}
        for name, role in access["roles"].items()
    }
    return {**access, "roles": roles}


def text_of(given: dict[str, Any], what: str) -> dict[str, str]:
    """A name in both languages. Raises Abandoned(bad_request)."""
    kept = {lang: " ".join(str(given.get(lang) or "").split()) for lang in ("zh", "en")}
    first = kept["zh"] or kept["en"]
    if not 0 < len(first) <= MAX_NAME or len(kept["en"]) > MAX_NAME:
        raise Abandoned(refuse("bad_request", reason=what))
    return {"zh": first, "en": kept["en"] or first}


def _read(documents: Json) -> AppDocument:
    try:
        return decode_app(documents)
    except DocumentError as error:
        raise Abandoned(unreadable(error.issues)) from error
