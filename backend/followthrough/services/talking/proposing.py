"""What a proposal would do: to what its author sees, when it is made; to the draft as it stands, when it is decided."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import msgspec

from followthrough.core.check import Finding, check
from followthrough.core.design.changes import Change, changes
from followthrough.core.design.operations import Operation, apply, read
from followthrough.core.design.place_words import place_words
from followthrough.core.design.places import is_place
from followthrough.core.kit.shape import ShapeIssue
from followthrough.core.model.access import Access, EntityAccess
from followthrough.core.model.app import AppDocument
from followthrough.core.model.decode import DocumentError, decode_app
from followthrough.services.designing.desk import Desk
from followthrough.services.designing.edits import Edited, Given, judged, unreadable
from followthrough.services.designing.finding import view
from followthrough.services.refusal import Abandoned, Refusal, refuse
from followthrough.services.views_base import PersonRef
from followthrough.services.views_talk import HinderedBy, Outcome, PlaceConflict, ProposedChange
from followthrough.store.talk import Topic
from followthrough.store.tx import Tx

from .room import Room, operations_of

MAX_OPERATIONS = 100
MAX_BYTES = 100_000
_PROPOSABLE = frozenset({"entity", "flow", "action", "duty", "trigger", "decision_table"})
"""Documents to which somebody who does not design may propose changes: those that say rules."""


def content_of(tx: Tx, room: Room, operations: Sequence[Operation]) -> dict[str, Any]:
    """What is kept of a proposal: its operations, and what they change in the words of what its author sees.

    It is judged on nothing but that, so an answer tells nothing of what is hidden from him. Raises Abandoned: bad_request,
    bulk_too_many, body_too_large, document_…, draft_conflict, findings_forbid.
    """
    sent = [{"path": one.path, "was": one.was, "value": one.value} for one in operations]
    if not sent:
        raise Abandoned(refuse("bad_request", reason="operations"))
    if len(sent) > MAX_OPERATIONS:
        raise Abandoned(refuse("bulk_too_many", max=MAX_OPERATIONS))
    if len(msgspec.json.encode(sent)) > MAX_BYTES:
        raise Abandoned(refuse("body_too_large", limit=MAX_BYTES))
    wrong = [one.path for one in operations if not is_place(one.path) or not _open_to(room, one.path)]
    if wrong:
        raise Abandoned(
            unreadable([ShapeIssue(path[:200], "document_bad_place", {"path": path[:200]}) for path in wrong])
        )
    before = room.eyes.app
    after = _by_designer(tx, room.desk, operations) if room.desk is not None else _by_reader(room, operations)
    found = changes(before, after)
    if not found:
        raise Abandoned(refuse("bad_request", reason="operations"))
    return {"operations": sent, "said": msgspec.to_builtins([proposed(one) for one in found])}


def proposed(one: Change) -> ProposedChange:
    """A change in words."""
    return ProposedChange(
        kind=one.weight, path=one.path, place=one.place, words=one.words, before=one.before, after=one.after
    )


def changes_of(topic: Topic) -> list[ProposedChange]:
    """What a proposal changes, as its author saw it."""
    return msgspec.convert(topic.content.get("said", []), list[ProposedChange])


def edit_for(tx: Tx, desk: Desk, topic: Topic, author: str) -> tuple[Given, Edited]:
    """The edit that accepts a proposal, judged as one of him who accepts it. Raises Abandoned as every edit does."""
    label = {
        "zh": f"采纳{author}的提议：{_short(topic.label, 'zh')}",
        "en": f"Accept what {author} proposed: {_short(topic.label, 'en')}",
    }
    given = Given(label, operations_of(topic))
    return given, judged(tx, desk, given)


def outcome_of(tx: Tx, desk: Desk, topic: Topic) -> Outcome:
    """What a proposal means for the draft as it stands."""
    before = decode_app(desk.documents)
    try:
        after = judged(tx, desk, Given(topic.label, operations_of(topic))).app
    except Abandoned as abandoned:
        refusal: Refusal = abandoned.result
        if refusal.code == "draft_conflict":
            return Outcome(changes=[], findings=[], conflicts=_conflicts(desk, before, refusal), hindered=None)
        problem = refusal.problem
        hindered = HinderedBy(code=problem.code, message=problem.message(), remedy=problem.remedy())
        return Outcome(changes=changes_of(topic), findings=[], conflicts=[], hindered=hindered)
    return Outcome(
        changes=[proposed(one) for one in changes(before, after)],
        findings=[view(one) for one in _new(before, after)],
        conflicts=[],
        hindered=None,
    )


def _open_to(room: Room, path: str) -> bool:
    return room.designs or path.partition("/")[0] in _PROPOSABLE


def _by_designer(tx: Tx, desk: Desk, operations: Sequence[Operation]) -> AppDocument:
    """The draft as it would be. Whether it grants too much, or is locked, is asked when somebody accepts it."""
    return judged(tx, desk, Given({"zh": "提议"}, operations), granting=False, locks=False).app


def _by_reader(room: Room, operations: Sequence[Operation]) -> AppDocument:
    """What he sees as it would be; it must make sense."""
    documents, before = room.eyes.documents, room.eyes.app
    done = apply(documents, operations)
    if done.conflicts:
        stands = [
            {"path": one.path, "was": one.was, "now": read(documents, one.path), "by": None, "at": None}
            for one in done.conflicts
        ]
        raise Abandoned(refuse("draft_conflict", conflicts=stands))
    try:
        after = decode_app(done.app)
    except DocumentError as error:
        raise Abandoned(unreadable(error.issues)) from error
    wrong = [view(one) for one in _new(_open_to_all(before), _open_to_all(after)) if one.severity == "error"]
    if wrong:
        raise Abandoned(refuse("findings_forbid", count=len(wrong), findings=msgspec.to_builtins(wrong)))
    return after


def _open_to_all(app: AppDocument) -> AppDocument:
    """The app as if every role might do everything: what he sees says nothing of rights, so nothing may hang on them."""
    whole = EntityAccess(scope="all", create=True, edit=True, assign=True, archive=True)
    roles = {
        name: msgspec.structs.replace(role, entities=dict.fromkeys(app.entities, whole))
        for name, role in app.access.roles.items()
    }
    return msgspec.structs.replace(app, access=Access(roles=roles))


def _new(before: AppDocument, after: AppDocument) -> list[Finding]:
    """What the check finds in the one and not in the other."""
    known = {(one.code, one.path, repr(sorted(one.params.items(), key=str))) for one in check(before)}
    return [one for one in check(after) if (one.code, one.path, repr(sorted(one.params.items(), key=str))) not in known]


def _conflicts(desk: Desk, app: AppDocument, refusal: Refusal) -> list[PlaceConflict]:
    """Where the draft says something else by now."""
    listed: Sequence[Mapping[str, Any]] = refusal.problem.params["conflicts"]
    live = desk.live.doc if desk.live is not None else app
    return [
        PlaceConflict(
            path=one["path"],
            place=place_words(app, one["path"]) or place_words(live, one["path"]) or {"zh": "", "en": ""},
            was=one["was"],
            now=one["now"],
            by=PersonRef(**one["by"]) if one["by"] else None,
            at=one["at"],
        )
        for one in listed
    ]


def _short(label: Mapping[str, str], lang: str) -> str:
    return (label.get(lang) or label.get("zh", ""))[:120]
