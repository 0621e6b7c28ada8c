"""Opening an app: the menu, and the documents of an app less everything the role may not see."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Mapping
from typing import Any

import msgspec

from followthrough.core.compile import CompiledApp
from followthrough.core.kit.ids import digest
from followthrough.core.model.decode import to_json
from followthrough.core.run.access import rights
from followthrough.core.run.sight import Sight
from followthrough.store import calendars as stored
from followthrough.store.database import Database

from .calendar_days import ORGANISATION, for_browser, named_calendars, offsets_of, shipped_json
from .granting import manages, role_covers
from .refusal import NOT_FOUND, Refusal, refuse
from .registry import Registry
from .views import AppRights, AppView, Bundle, EntityLink, RightsView
from .who import Who
from .wording import both

Json = dict[str, Any]
_RULES = ("relevance", "required_when", "default_rule", "compute")
_KEPT = 64


class Opening:
    """What a person may open."""

    def __init__(self, db: Database, registry: Registry) -> None:
        self.db = db
        self.registry = registry
        self._bundles: dict[str, Bundle] = {}
        self._lock = threading.Lock()

    def apps(self, who: Who) -> list[AppView]:
        """The apps in which the person has a role, in order."""
        with self.db.read() as tx:
            live = self.registry.live(tx)
        return [_app_view(app, who.roles[key]) for key, app in live.items() if who.roles.get(key) in app.roles]

    def bundle(self, who: Who, key: str) -> Bundle | Refusal:
        """An app as the person's role may see it. Codes: not_found, no_role."""
        with self.db.read() as tx:
            app = self.registry.app(tx, key)
            zone = self.registry.organisation(tx)["zone"]
            stamps = stored.stamps(tx)
        if app is None:
            return NOT_FOUND
        role = who.roles.get(key, "")
        if role not in app.roles:
            return refuse("no_role")
        name = digest(f"{app.key}/{app.version}/{app.digest}/{role}/{zone}/{sorted(stamps)}".encode())
        with self._lock:
            found = self._bundles.get(name)
        if found is None:
            found = self._with_calendars(_bundle(app, role, zone, name))
            with self._lock:
                if len(self._bundles) >= _KEPT:
                    self._bundles.clear()
                self._bundles[name] = found
        return found

    def _with_calendars(self, bundle: Bundle) -> Bundle:
        """The bundle with the calendars its rules count by."""
        documents = (bundle.entities, bundle.forms, bundle.lists, bundle.flows, bundle.actions)
        wanted = frozenset().union(*map(named_calendars, documents))
        if not wanted:
            return bundle
        with self.db.read() as tx:
            kept = {one.id: one.built for one in stored.listing(tx)}
        known = {ORGANISATION: shipped_json(), **kept}
        found = {name: for_browser(known[name]) for name in sorted(wanted & known.keys())}
        return msgspec.structs.replace(bundle, calendars=found)


def _app_view(app: CompiledApp, role: str) -> AppView:
    said = app.doc.app
    seen = app.roles[role].entities
    links = [
        EntityLink(id=name, label=both(entity.label), icon=entity.info.icon, order=entity.info.order)
        for name, entity in app.entities.items()
        if name in seen and entity.rows_of is None
    ]
    return AppView(
        key=app.key,
        name=both(said.name),
        icon=said.icon,
        help=both(said.help) if said.help else None,
        version=app.version,
        entities=links,
        role=role,
        rights=AppRights(design=app.roles[role].doc.design),
        roles=_grantable(app, role),
    )


def _grantable(app: CompiledApp, role: str) -> dict[str, dict[str, str]]:
    """The roles of the app that the holder of `role` may give, in order."""
    if not manages(app, role):
        return {}
    listed = sorted(app.roles.items(), key=lambda pair: (pair[1].doc.order, pair[0]))
    return {name: both(found.doc.label) for name, found in listed if role_covers(app, role, name)}


def _bundle(app: CompiledApp, role: str, zone: str, name: str) -> Bundle:
    documents = msgspec.json.decode(msgspec.json.encode(to_json(app.doc)))
    seen = [entity for entity in app.entities if entity in app.roles[role].entities]
    cut = _Cut(app, role)
    return Bundle(
        key=app.key,
        name=both(app.doc.app.name),
        version=app.version,
        digest=name,
        zone=zone,
        role=role,
        entities={entity: cut.entity(entity, documents["entities"][entity]) for entity in seen},
        forms=cut.of(seen, documents.get("forms", {}), cut.form),
        lists=cut.of(seen, documents.get("lists", {}), cut.listed),
        flows=cut.of(seen, documents.get("flows", {}), cut.flow),
        actions=cut.of(seen, documents.get("actions", {}), cut.action),
        duties=cut.of(seen, documents.get("duties", {}), _words_of_duty),
        rights={entity: _rights(app, role, entity) for entity in seen},
        offsets=offsets_of(zone),
        calendars={},
    )


def _words_of_duty(duty: Json) -> Json | None:
    """What a page needs to speak of a duty: never its rules, which may read what the role does not see."""
    return {key: duty[key] for key in ("id", "entity", "label", "action", "unit", "help") if key in duty}


def _rights(app: CompiledApp, role: str, entity: str) -> RightsView:
    held = rights(app, role, entity)
    assert held is not None
    return RightsView(
        scope=held.scope,
        create=held.create,
        edit=held.edit,
        assign=held.assign,
        archive=held.archive,
        imports=held.imports,
        exports=held.exports,
        fields={name: "read" for name, level in held.fields.items() if level == "read"},
    )


class _Cut:
    """Takes out of documents what a role may not see: fields, and rules that read such fields (the server asks them)."""

    def __init__(self, app: CompiledApp, role: str) -> None:
        self.app = app
        self.role = role
        self._sight = Sight(app, role)

    def of(self, seen: Iterable[str], documents: Mapping[str, Json], cut: Callable[[Json], Json | None]) -> Json:
        """The documents that belong to entities the role sees."""
        kept = {name: cut(part) for name, part in documents.items() if part["entity"] in set(seen)}
        return {name: part for name, part in kept.items() if part is not None}

    def entity(self, name: str, document: Json) -> Json:
        """An entity's properties."""
        kept = {key: prop for key, prop in document["properties"].items() if key in self._sight.seen[name]}
        for prop in kept.values():
            field = prop["field"]
            for rule in _RULES:
                if not self._sight.rule(name, field.get(rule)):
                    del field[rule]
            if "constraint" in field:
                field["constraint"] = self._statements(name, field["constraint"])
        return {**document, "properties": kept}

    def form(self, document: Json) -> Json:
        """A form's fields."""
        for section in document["sections"].values():
            section["fields"] = self._paths(document["entity"], section["fields"])
        return document

    def listed(self, document: Json) -> Json:
        """A list's columns and views."""
        entity = document["entity"]
        document["columns"] = self._paths(entity, document["columns"])
        views = document.get("views", {})
        document["views"] = {key: view for key, view in views.items() if self._sight.rule(entity, view.get("filter"))}
        kanban = document.get("kanban")
        if kanban is not None:
            kanban["fields"] = self._paths(entity, kanban.get("fields", {}))
            if not self._sight.path(entity, kanban.get("total") or "_id"):
                del kanban["total"]
        return document

    def flow(self, document: Json) -> Json:
        """A flow's demands and conditions."""
        entity = document["entity"]
        for stage in document["stages"].values():
            self._demands(entity, stage.get("entry"))
        for part in (*document["paths"].values(), *document["transitions"].values()):
            if not self._sight.rule(entity, part.get("when")):
                del part["when"]
            self._demands(entity, part.get("requires"))
        return document

    def action(self, document: Json) -> Json | None:
        """An action the role is admitted to; inputs that write hidden fields carry their own description."""
        roles, entity = document.get("roles"), document["entity"]
        access = self.app.roles[self.role].entities[entity]
        if (self.role not in roles) if roles else not access.edit:
            return None
        if not self._sight.rule(entity, document.get("when")):
            del document["when"]
        self._demands(entity, document.get("requires"))
        compiled = self.app.entities[entity].actions[document["id"]]
        for key, part in document.get("fields", {}).items():
            for rule in ("relevance", "required_when", "default_rule"):
                if not self._sight.rule(entity, part.get(rule)):
                    del part[rule]
            if "property" not in part and key in compiled.inputs:
                part["property"] = to_json(compiled.inputs[key].property)
        for member in ("effective", "writes"):
            document.pop(member, None)
        return document

    def _demands(self, entity: str, requirement: Json | None) -> None:
        if requirement is None:
            return
        if "fields" in requirement:
            requirement["fields"] = self._paths(entity, requirement["fields"])
        if "statements" in requirement:
            requirement["statements"] = self._statements(entity, requirement["statements"])
        for part in (*requirement.get("fields", {}).values(), *requirement.get("actions", {}).values()):
            if not self._sight.rule(entity, part.get("when")):
                del part["when"]

    def _statements(self, entity: str, statements: Json) -> Json:
        return {key: part for key, part in statements.items() if self._sight.rule(entity, part.get("rule"))}

    def _paths(self, entity: str, paths: Json) -> Json:
        return {path: part for path, part in paths.items() if self._sight.path(entity, path)}
