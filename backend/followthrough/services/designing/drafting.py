"""Drafts: reading one, editing it, taking it back to a version; and where designing begins."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

import msgspec

from followthrough.core.compile import CompiledApp
from followthrough.core.design.between import between
from followthrough.core.design.operations import Operation, apply, invert, read
from followthrough.core.design.places import is_place
from followthrough.core.rules import instant_text
from followthrough.services.catalogue import Catalogue
from followthrough.services.refusal import NOT_FOUND, Abandoned, Refusal, refuse
from followthrough.services.registry import Registry
from followthrough.services.views_design import (
    DesignedApp,
    DesignStart,
    DraftState,
    EditedView,
    EditsView,
    EditView,
    OperationView,
    SuggestedId,
    TemplateView,
    VersionDocuments,
    VersionView,
    WorkbenchView,
)
from followthrough.services.who import Who
from followthrough.services.wording import both
from followthrough.store import apps, drafts, idempotency
from followthrough.store.database import Database
from followthrough.store.tx import Tx

from .copying import copying
from .desk import Desk, Json, answered, designs, open_desk, refs
from .edits import Edited, Given, as_one_edit, judged, kept
from .finding import Findings
from .going_back import gone_back
from .mapping import moving
from .naming import suggested_id

DISCARDED = {"zh": "放弃未发布的修改", "en": "Discard what is not published"}
RESTORED = {"zh": "恢复到第 {number} 版", "en": "Restore version {number}"}


@dataclass(frozen=True, slots=True)
class Keyed:
    """What makes a repeated request answer the same: the Idempotency-Key, and the hash of what was sent."""

    key: str
    body: bytes


class Drafting:
    """The drafts of those who design. Everybody else is answered not_found."""

    def __init__(self, db: Database, registry: Registry, catalogue: Catalogue) -> None:
        self.db = db
        self.registry = registry
        self.catalogue = catalogue
        self.findings = Findings()

    def start(self, who: Who) -> DesignStart:
        """The apps one designs, in order, and what a new one can be started from."""
        with self.db.read() as tx:
            mine = self._designed(tx, who)
            begun = drafts.of_apps(tx, [key for key, _ in mine])
            people = refs(tx, {one.updated_by for one in begun.values()})
            rows = []
            for key, live in mine:
                found = begun.get(key)
                state = None
                if found is not None:
                    state = DraftState(
                        revision=found.revision,
                        ahead=found.revision - found.base_revision,
                        updated_at=instant_text(found.updated_ms // 1000),
                        by=people[found.updated_by],
                    )
                said = Desk(found, live, "").documents["app"] if found is not None else None
                rows.append(_designed_app(key, live, said, state))
            starts = self.may_start(tx, who)
        templates = self.catalogue.templates() if starts else []
        return DesignStart(
            apps=rows,
            templates=[
                TemplateView(
                    key=one.key,
                    name=both(one.name),
                    help=both(one.help) if one.help else None,
                    icon=one.icon,
                    version=one.version,
                )
                for one in templates
            ],
            may_start=starts,
        )

    def may_start(self, tx: Tx, who: Who) -> bool:
        """Whether one may start an app: who designs one, or manages people in one."""
        live = self.registry.live(tx)
        held = [live[key].roles[role].doc for key, role in who.roles.items() if key in live and role in live[key].roles]
        return any(role.design or role.people for role in held)

    def workbench(self, who: Who, key: str) -> WorkbenchView | Refusal:
        """The draft of an app whole."""
        desk = self._open(who, key)
        if isinstance(desk, Refusal):
            return desk
        return WorkbenchView(
            app=key,
            revision=desk.draft.revision,
            live=desk.live.version if desk.live else None,
            ahead=desk.ahead,
            documents=desk.documents,
            live_documents=desk.live_as_drafted,
            findings=self.findings.of(desk),
            role=desk.role,
        )

    def edits(self, who: Who, key: str, after: int, limit: int) -> EditsView | Refusal:
        """What was done to a draft after a revision."""

        def work(tx: Tx) -> tuple[Desk, list[EditView]]:
            desk = open_desk(tx, self.registry, who, key)
            found = drafts.edits(tx, key, after, limit)
            people = refs(tx, {one.author for one in found})
            return desk, [
                EditView(
                    revision=one.revision,
                    at=instant_text(one.at_ms // 1000),
                    by=people[one.author],
                    label=one.label,
                    operations=[OperationView(**part) for part in one.operations],
                )
                for one in found
            ]

        found = answered(self.db, work)
        if isinstance(found, Refusal):
            return found
        desk, views = found
        return EditsView(revision=desk.draft.revision, edits=views, findings=self.findings.of(desk))

    def edit(self, who: Who, key: str, given: Given, keyed: Keyed) -> EditedView | Refusal:
        """Bring an edit into the draft, whole or not at all; it can be sent again.

        Codes: draft_conflict {conflicts: [{path, was, now, by, at}]}, document_… (issues name the places), place_locked
        and grant_exceeds {place}, bulk_too_many, body_too_large, idempotency_key_reused.
        """
        # Judging takes longer than keeping: it is done before the draft is locked, and again only if it moved meanwhile.
        early = answered(self.db, lambda tx: self._judged(tx, open_desk(tx, self.registry, who, key), given))
        ready = None if isinstance(early, Refusal) else early

        def work(tx: Tx) -> tuple[Desk, Edited | None]:
            answer = idempotency.find(tx, who.person, keyed.key, keyed.body)
            desk = open_desk(tx, self.registry, who, key, lock=answer is None)
            if answer is not None:
                return replace(desk, draft=replace(desk.draft, revision=int(answer))), None
            stands = ready is not None and ready[0] == (desk.draft.revision, desk.digest)
            edited = ready[1] if ready is not None and stands else judged(tx, desk, given)
            now = kept(tx, desk, who.person, given, edited)
            idempotency.keep(tx, who.person, keyed.key, keyed.body, str(now.revision).encode())
            return replace(desk, draft=now), edited

        return self._edited(answered(self.db, work, write=True, keyed=True))

    def discard(self, who: Who, key: str, revision: int) -> EditedView | Refusal:
        """Let the draft say what is in force again (or, before any version, what it was started from), by an edit that
        can be taken back. Code: draft_changed."""

        def target(tx: Tx, desk: Desk) -> Json:
            return desk.live_documents or _started(tx, desk)

        return self._taken_to(who, key, revision, target, DISCARDED, ours=False)

    def restore(self, who: Who, key: str, number: int, revision: int) -> EditedView | Refusal:
        """Let the draft say what a version said, by an edit; what people wrote since is retired (`gone_back`). Codes:
        draft_changed, place_locked, grant_exceeds."""

        def target(tx: Tx, desk: Desk) -> Json:
            return gone_back(tx, desk, _version(tx, key, number)).documents

        label = {lang: text.format(number=number) for lang, text in RESTORED.items()}
        return self._taken_to(who, key, revision, target, label, ours=True)

    def versions(self, who: Who, key: str) -> list[VersionView] | Refusal:
        """The versions of an app, newest first."""

        def work(tx: Tx) -> list[VersionView]:
            desk = open_desk(tx, self.registry, who, key)
            found = apps.versions(tx, key)
            people = refs(tx, {one.author for one in found})
            live = desk.live.version if desk.live else None
            left = moving(tx, desk.live) if desk.live else 0
            uncopied = copying(tx, desk.live) if desk.live else 0
            return [
                VersionView(
                    number=one.number,
                    at=instant_text(one.at_ms // 1000),
                    by=people[one.author],
                    note=one.note,
                    live=one.number == live,
                    moving=left if one.number == live else 0,
                    copying=uncopied if one.number == live else 0,
                )
                for one in found
            ]

        return answered(self.db, work)

    def version(self, who: Who, key: str, number: int) -> VersionDocuments | Refusal:
        """What a version says."""

        def work(tx: Tx) -> VersionDocuments:
            open_desk(tx, self.registry, who, key)
            return VersionDocuments(documents=_version(tx, key, number))

        return answered(self.db, work)

    def suggest(self, who: Who, key: str, text: str, within: str) -> SuggestedId | Refusal:
        """An id for what is called `text`, free within a collection: a document's kind ("entity"), or a path to members
        ("entity/customer/properties"). Code: bad_request {reason: within}."""
        if not is_place(within if "/" in within or within in ("app", "access") else f"{within}/x"):
            return refuse("bad_request", reason="within")
        desk = self._open(who, key)
        if isinstance(desk, Refusal):
            return desk
        taken = {**_members(desk.documents, within), **_members(desk.live_documents or {}, within)}
        return SuggestedId(id=suggested_id(text, taken))

    def _open(self, who: Who, key: str) -> Desk | Refusal:
        return answered(self.db, lambda tx: open_desk(tx, self.registry, who, key))

    def _judged(self, tx: Tx, desk: Desk, given: Given) -> tuple[tuple[int, str], Edited]:
        return (desk.draft.revision, desk.digest), judged(tx, desk, given)

    def _taken_to(
        self,
        who: Who,
        key: str,
        revision: int,
        target: Callable[[Tx, Desk], Json],
        label: dict[str, str],
        *,
        ours: bool,
    ) -> EditedView | Refusal:
        """Let the draft say something else whole. `ours`: as if it was written now, so grants and locks are asked for."""

        def work(tx: Tx) -> tuple[Desk, Edited | None]:
            desk = open_desk(tx, self.registry, who, key, lock=True)
            if desk.draft.revision != revision:
                raise Abandoned(refuse("draft_changed", revision=desk.draft.revision))
            said = target(tx, desk)
            # What one edit holds is what one edit takes back.
            steps = as_one_edit(between(desk.documents, said), desk.documents, said)
            if not steps:
                return desk, None
            given = Given(label, steps)
            edited = judged(tx, desk, given, granting=ours, locks=ours, capped=False)
            return replace(desk, draft=kept(tx, desk, who.person, given, edited)), edited

        return self._edited(answered(self.db, work, write=True))

    def _edited(self, done: tuple[Desk, Edited | None] | Refusal) -> EditedView | Refusal:
        if isinstance(done, Refusal):
            return done
        desk, edited = done
        return EditedView(revision=desk.draft.revision, findings=self.findings.of(desk, edited.app if edited else None))

    def _designed(self, tx: Tx, who: Who) -> list[tuple[str, CompiledApp | None]]:
        """The apps one designs: those in force in their order, then those that have no version yet."""
        live = self.registry.live(tx)
        mine: list[tuple[str, CompiledApp | None]] = [
            (key, app) for key, app in live.items() if designs(app, who.roles.get(key, ""))
        ]
        waiting = sorted(key for key in who.roles if key not in live and apps.exists(tx, key))
        return mine + [(key, None) for key in waiting]


def _designed_app(
    key: str, live: CompiledApp | None, said: Mapping[str, Any] | None, state: DraftState | None
) -> DesignedApp:
    """An app as its draft calls it, else as it is called in force."""
    if said is not None:
        return DesignedApp(
            app=key,
            name=both(said["name"]),
            icon=said.get("icon"),
            live=live.version if live else None,
            draft=state,
        )
    assert live is not None, "an app without a version has a draft"
    manifest = live.doc.app
    return DesignedApp(app=key, name=both(manifest.name), icon=manifest.icon, live=live.version, draft=state)


def _version(tx: Tx, key: str, number: int) -> Json:
    """What a version says. Raises Abandoned(not_found)."""
    found = apps.content(tx, key, number)
    if found is None:
        raise Abandoned(NOT_FOUND)
    documents: Json = msgspec.json.decode(found)
    return documents


def _started(tx: Tx, desk: Desk) -> Json:
    """What a draft was started from: all its edits taken back."""
    documents = desk.documents
    for edit in drafts.backwards(tx, desk.draft.app):
        operations = [Operation(one["path"], one.get("was"), one.get("value")) for one in edit.operations]
        documents = apply(documents, invert(operations)).app
    return documents


def _members(documents: Json, within: str) -> dict[str, Any]:
    found = read(documents, within)
    return found if isinstance(found, dict) else {}
