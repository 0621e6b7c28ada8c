"""Publishing: a draft becomes the version in force, whole or not at all. There is no other way into force."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import msgspec

from followthrough.core.compile import CompiledApp, CompiledField, compile_app, compile_published
from followthrough.core.design.between import between
from followthrough.core.kit.ids import canonical_json, digest
from followthrough.core.model.app import AppDocument
from followthrough.core.model.decode import decode_app, to_json
from followthrough.core.run.acts import Moment
from followthrough.services.refusal import Abandoned, Refusal, Worded, refuse
from followthrough.services.registry import Registry
from followthrough.services.views_design import PublishedView
from followthrough.services.who import Who
from followthrough.services.wording import both
from followthrough.store import apps, drafts, idempotency, standing
from followthrough.store.database import Database
from followthrough.store.errors import StoreError
from followthrough.store.indexing import build_indexes
from followthrough.store.publish import lock_app
from followthrough.store.publish import publish as store_publish
from followthrough.store.tx import Tx

from .copying import copy_all
from .desk import Desk, answered, desk_of, open_desk
from .drafting import Keyed
from .edits import Given, judged, kept
from .finding import Findings, forbidding
from .granting import may_share_people, people_managed_by
from .mapping import Leaving, Stages, note_all, require_mapped, settle_all, stages_to_map

MAX_NOTE = 2000
FROM_FILES = {"zh": "从文件载入", "en": "Taken from files"}
_ANSWERS = msgspec.json.Decoder(PublishedView)


@dataclass(frozen=True, slots=True)
class Asked:
    """A publication as it is asked for: of the draft as it stood at `revision`."""

    revision: int
    note: str = ""
    mapping: Stages = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Ready:
    """A draft checked and compiled: its content, canonical, and the name of the draft it was made from."""

    digest: str
    content: bytes
    compiled: CompiledApp


class NotPublished(Exception):
    """Documents given whole could not be put into force. `refusal` says why; nothing was changed."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(f"{refusal.code} {dict(refusal.problem.params)}")
        self.refusal = refusal


class Publishing:
    """Puts drafts into force."""

    def __init__(self, db: Database, registry: Registry, findings: Findings) -> None:
        self.db = db
        self.registry = registry
        self.findings = findings

    def publish(self, who: Who, key: str, asked: Asked, keyed: Keyed) -> PublishedView | Refusal:
        """Put the draft into force; it can be sent again. Other servers go by the new version from their next request on.

        Codes: draft_changed {revision}, findings_forbid {findings}, mapping_needed {mappings_needed}, publish_blocked
        {reason, …}, grant_exceeds {place} (a first version with roles that manage people, by who manages none),
        bad_request {reason: note}, try_again, idempotency_key_reused.
        """
        if len(asked.note) > MAX_NOTE:
            return refuse("bad_request", reason="note")
        early = self.early(who, key)
        if isinstance(early, Refusal) and early.code != "findings_forbid":
            return early

        def work(tx: Tx) -> tuple[PublishedView, CompiledApp | None]:
            answer = idempotency.find(tx, who.person, keyed.key, keyed.body)
            if answer is not None:
                return _ANSWERS.decode(answer), None
            lock_app(tx, key)
            desk = open_desk(tx, self.registry, who, key, lock=True)
            if desk.draft.revision != asked.revision:
                raise Abandoned(refuse("draft_changed", revision=desk.draft.revision))
            ready = self.ready(desk, early)
            self.begins_within(tx, desk.live, ready, who)
            done, compiled = self.put(tx, desk, ready, who.person, asked)
            idempotency.keep(tx, who.person, keyed.key, keyed.body, msgspec.json.encode(done))
            return done, compiled

        return self._done(answered(self.db, work, write=True, keyed=True))

    def documents(
        self,
        app: AppDocument,
        *,
        author: str | None = None,
        note: str = "",
        mapping: Stages | None = None,
        over_draft: bool = False,
    ) -> int:
        """Put an app given whole into force, as from a folder; its version number (the present one when it says the same).

        Where there is a draft, it says this from now on, by an edit; one that has edits nobody published stays as it is
        and NotPublished(draft_ahead) is raised, unless `over_draft`. Raises CompileError when the check finds errors,
        NotPublished for what `publish` refuses.
        """
        key, content = app.app.key, canonical_json(to_json(app))
        ready = Ready("", content, compile_app(app))

        def work(tx: Tx) -> tuple[PublishedView, CompiledApp | None]:
            lock_app(tx, key)
            live = self.registry.app(tx, key)
            found = drafts.get(tx, key, lock=True)
            desk = None if found is None else self._overwritten(tx, desk_of(tx, live, key, ""), app, author, over_draft)
            return self.put(tx, desk, ready, author, Asked(0, note, mapping or {}), live)

        try:
            done = self._done(answered(self.db, work, write=True))
        except StoreError as error:
            raise NotPublished(refuse(error.code)) from error
        if isinstance(done, Refusal):
            raise NotPublished(done)
        return done.version

    def _overwritten(self, tx: Tx, desk: Desk, app: AppDocument, author: str | None, over_draft: bool) -> Desk:
        """The draft after it was made to say what `app` says."""
        steps = between(desk.documents, to_json(app))
        if steps and desk.ahead and not over_draft:
            raise Abandoned(refuse("draft_ahead", ahead=desk.ahead))
        if not steps:
            return desk
        given = Given(FROM_FILES, steps)
        edited = judged(tx, desk, given, granting=False, locks=False, capped=False)
        return replace(desk, draft=kept(tx, desk, author, given, edited))

    def early(self, who: Who, key: str) -> Ready | Refusal:
        """The draft checked and compiled, or why it is not. Both take longer than publishing: done before anybody has to wait
        for the transaction that publishes, which looks whether it is still the same draft (`ready`)."""
        return answered(self.db, lambda tx: self.ready(open_desk(tx, self.registry, who, key)))

    def ready(self, desk: Desk, early: Ready | Refusal | None = None) -> Ready:
        """Check and compile a draft, unless that was done `early`. Raises Abandoned(findings_forbid)."""
        if isinstance(early, Ready) and early.digest == desk.digest:
            return early
        app = decode_app(desk.documents)
        wrong = forbidding(self.findings.of(desk, app))
        if wrong:
            raise Abandoned(refuse("findings_forbid", count=len(wrong), findings=msgspec.to_builtins(wrong)))
        content = canonical_json(to_json(app))
        return Ready(desk.digest, content, compile_published(app, 0, digest(content)))

    def begins_within(self, tx: Tx, live: CompiledApp | None, ready: Ready, who: Who) -> None:
        """What is in force already measures every edit; a first version, which nothing measured, gives its publisher no
        people to manage. Raises Abandoned(grant_exceeds)."""
        place = people_managed_by(ready.compiled.doc) if live is None else None
        if place is not None and not may_share_people(tx, self.registry, who.person):
            raise Abandoned(refuse("grant_exceeds", place=place))

    def put(
        self,
        tx: Tx,
        desk: Desk | None,
        ready: Ready,
        author: str | None,
        asked: Asked,
        live: CompiledApp | None = None,
    ) -> tuple[PublishedView, CompiledApp]:
        """Put a checked app into force; records of stages that are no more are moved, and what new fields take over copied,
        with it or soon after. The app is locked."""
        live = desk.live if desk is not None else live
        new, key = ready.compiled, ready.compiled.key
        moment = self.registry.moment(tx)
        needed = kept_whole(tx, live, new, asked.mapping, moment)
        number = store_publish(tx, key, ready.content, new, author=author, note=asked.note)
        new = replace(new, version=number)
        note_all(tx, new, needed, asked.mapping)
        copied, copying = copy_all(tx, live, new, moment.zone)
        moved, waiting = settle_all(tx, new, moment.zone, needed)
        if desk is not None:
            draft = desk.draft
            drafts.save(tx, replace(draft, base=number, base_revision=draft.revision))
        return PublishedView(version=number, moved=moved, moving=waiting, copied=copied, copying=copying), new

    def _done(self, done: tuple[PublishedView, CompiledApp | None] | Refusal) -> PublishedView | Refusal:
        """Build what could not be built in the transaction; whoever dies before is made up for by the next publication."""
        if isinstance(done, Refusal):
            return done
        answer, compiled = done
        if compiled is not None:
            build_indexes(self.db, compiled)
        return answer


def kept_whole(tx: Tx, live: CompiledApp | None, new: CompiledApp, mapping: Stages, moment: Moment) -> list[Leaving]:
    """The stages whose records have to move, all of which the mapping places. Raises Abandoned(publish_blocked) when data
    would lose its place, Abandoned(mapping_needed) when records would."""
    _keep_data(tx, live, new)
    needed = stages_to_map(tx, live, new, moment)
    require_mapped(needed, mapping)
    return needed


def _keep_data(tx: Tx, live: CompiledApp | None, new: CompiledApp) -> None:
    """Nothing is taken away that data refers to: archive it instead. Raises Abandoned(publish_blocked)."""
    for name, entity in live.entities.items() if live is not None else ():
        assert live is not None
        after = new.entities.get(name)
        if after is None:
            if standing.any_record(tx, live, name):
                raise Abandoned(_blocked(live, name, reason="entity_holds_records"))
            continue
        for gone in sorted(entity.columns.keys() - after.fields.keys()):
            if standing.any_value(tx, live, name, gone):
                raise Abandoned(_blocked(live, name, gone, reason="field_holds_values"))
        for kept_on in sorted(entity.columns.keys() & after.fields.keys()):
            was, now = entity.fields[kept_on], after.fields[kept_on]
            if _turned(was, now) and standing.any_value(tx, live, name, kept_on):
                if (was.archived or entity.info.archived) and _worked_out(tx, live, name, kept_on):
                    continue
                kinds = {"was": was.kind.id, "now": now.kind.id}
                raise Abandoned(_blocked(live, name, kept_on, reason="kind_changed", **kinds))


def _blocked(live: CompiledApp, entity: str, field: str = "", **params: str) -> Refusal:
    """What holds data, by its name."""
    named = both(live.entities[entity].label)
    if field:
        label = both(live.entities[entity].fields[field].property.field.label)
        named = {lang: f"{text} · {label[lang]}" for lang, text in named.items()}
    of = {"entity": entity, **({"field": field} if field else {}), "what": f"{entity}.{field}" if field else entity}
    return Refusal(Worded("publish_blocked", {**params, **of}, {lang: {"what": text} for lang, text in named.items()}))


def _worked_out(tx: Tx, live: CompiledApp, entity: str, field: str) -> bool:
    """Whether a field, which is archived and so was written by nobody since, was filled by a decision table when it was
    last in use: it is retired without its table when the app goes back to a version that had neither."""
    for number in range(live.version - 1, 0, -1):
        content = apps.content(tx, live.key, number)
        said = msgspec.json.decode(content) if content is not None else {}
        found = said.get("entities", {}).get(entity, {}).get("properties", {}).get(field)
        if found is None:
            return False
        if not found["field"].get("archived") and not said["entities"][entity]["entity"].get("archived"):
            tables = said.get("decision_tables", {}).values()
            return any(one["entity"] == entity and one.get("output") == field for one in tables)
    return False


def _turned(was: CompiledField, now: CompiledField) -> bool:
    """Whether what people wrote would be read as something else, or worked out anew over it."""
    return was.kind.id != now.kind.id or (now.computed and not was.computed)
