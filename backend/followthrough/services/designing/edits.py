"""Bringing an edit into a draft: what may stand in it, what stands against it, and what the draft says after it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

import msgspec

from followthrough.core.design.operations import Operation, apply, read
from followthrough.core.design.places import is_place, locked_place, meet
from followthrough.core.kit.errors import Problem
from followthrough.core.kit.shape import ShapeIssue
from followthrough.core.model.app import AppDocument
from followthrough.core.model.decode import DocumentError, decode_app
from followthrough.core.rules import instant_text
from followthrough.services.refusal import Abandoned, Refusal, refuse
from followthrough.services.views import IssueView
from followthrough.store import drafts
from followthrough.store.drafts import Draft, DraftEdit
from followthrough.store.tx import Tx

from .desk import Desk, Json, encoded, refs
from .granting import granted_beyond, left_to_nobody

MAX_OPERATIONS = 500
MAX_SENT = 1_000_000
MAX_CONTENT = 4_000_000
MAX_LABEL = 300
_LOOKED_BACK = 500
"""So many edits are searched for who changed a place last."""


@dataclass(frozen=True, slots=True)
class Given:
    """An edit somebody gives: in what words, and what it does."""

    label: Mapping[str, str]
    operations: Sequence[Operation]


@dataclass(frozen=True, slots=True)
class Edited:
    """What a draft says after an edit, as bytes and as read."""

    content: bytes
    app: AppDocument


def judged(
    tx: Tx, desk: Desk, given: Given, *, granting: bool = True, locks: bool = True, capped: bool = True
) -> Edited:
    """The draft after an edit. `granting` asks whether the giver holds what it grants, `locks` whether it leaves alone
    what the manifest locks: no for what is in force already. `capped`: it comes from outside.

    Raises Abandoned: draft_conflict, place_locked, grant_exceeds, nobody_designs, document_…, body_too_large, bulk_too_many.
    """
    if capped:
        _fits(given)
    before = desk.documents
    done = apply(before, given.operations)
    if done.conflicts:
        raise Abandoned(refuse("draft_conflict", conflicts=_conflicts(tx, desk, done.conflicts)))
    content = encoded(done.app)
    if len(content) > MAX_CONTENT:
        raise Abandoned(refuse("body_too_large", limit=MAX_CONTENT))
    app = decoded(done.app, desk.draft.app)
    place = locked_place(before, done.app) if locks else None
    if place is not None:
        raise Abandoned(refuse("place_locked", place=place))
    if granting:
        _may_grant(desk, decode_app(before), app)
    return Edited(content, app)


def _may_grant(desk: Desk, was: AppDocument, app: AppDocument) -> None:
    """Whether the giver holds what an edit grants, and somebody still designs. Raises Abandoned."""
    if desk.live is not None and desk.role:
        place = granted_beyond(desk.live, desk.role, was, app)
        if place is not None:
            raise Abandoned(refuse("grant_exceeds", place=place))
    if left_to_nobody(was, app):
        raise Abandoned(refuse("nobody_designs"))


def kept(tx: Tx, desk: Desk, author: str | None, given: Given, edited: Edited) -> Draft:
    """Keep an edit that was judged on this very draft, which is locked; the draft after it."""
    now = _next(desk.draft, edited.content, author)
    drafts.add_edit(tx, now.app, now.revision, author, dict(given.label), [_plain(one) for one in given.operations])
    drafts.save(tx, now)
    return now


def _next(draft: Draft, content: bytes, author: str | None) -> Draft:
    """The draft one edit on."""
    return Draft(draft.app, draft.base, content, draft.revision + 1, draft.base_revision, updated_by=author)


def decoded(documents: dict[str, Any], key: str) -> AppDocument:
    """Documents as an app of that key. Raises Abandoned(document_…) with every place at which they do not read."""
    try:
        app = decode_app(documents)
    except DocumentError as error:
        raise Abandoned(unreadable(error.issues)) from error
    if app.app.key != key:
        raise Abandoned(unreadable([ShapeIssue("app/key", "document_wrong_id", {"id": app.app.key, "name": key})]))
    return app


def unreadable(issues: Sequence[ShapeIssue]) -> Refusal:
    """Documents that do not read, in words: the code of the first fault, and all of them with their places."""
    views = []
    for one in issues[:100]:
        said = Problem(one.code, one.params)
        views.append(
            IssueView(path=one.path, code=one.code, params=one.params, message=said.message(), remedy=said.remedy())
        )
    return Refusal(Problem(issues[0].code, {**issues[0].params, "place": issues[0].path}), issues=tuple(views))


def _fits(given: Given) -> None:
    """Whether an edit is one at all. Raises Abandoned."""
    if not given.operations:
        raise Abandoned(refuse("bad_request", reason="operations"))
    too_much = beyond(given.operations)
    if too_much is not None:
        raise Abandoned(too_much)
    if not given.label.get("zh") or any(len(text) > MAX_LABEL for text in given.label.values()):
        raise Abandoned(refuse("bad_request", reason="label"))
    wrong = [one.path for one in given.operations if not is_place(one.path)]
    if wrong:
        faults = [ShapeIssue(path[:200], "document_bad_place", {"path": path[:200]}) for path in wrong]
        raise Abandoned(unreadable(faults))


def beyond(operations: Sequence[Operation]) -> Refusal | None:
    """Why operations are more than one edit holds; None: they are not."""
    if len(operations) > MAX_OPERATIONS:
        return refuse("bulk_too_many", max=MAX_OPERATIONS)
    if len(msgspec.json.encode([_plain(one) for one in operations])) > MAX_SENT:
        return refuse("body_too_large", limit=MAX_SENT)
    return None


def as_one_edit(steps: Sequence[Operation], before: Json, after: Json) -> tuple[Operation, ...]:
    """The same in as many operations as one edit holds, where that is possible: documents with the most differences are
    put whole. Parts of it would be edits of their own, of which some could be refused."""
    by_document: dict[str, list[Operation]] = {}
    for one in steps:
        by_document.setdefault(_document(one.path), []).append(one)
    total = len(steps)
    for path, mine in sorted(by_document.items(), key=lambda item: (-len(item[1]), item[0])):
        if total <= MAX_OPERATIONS:
            break
        total -= len(mine) - 1
        by_document[path] = [Operation(path, read(before, path), read(after, path))]
    return tuple(one for mine in by_document.values() for one in mine)


def _document(path: str) -> str:
    """The document in which a place lies: "app", "access", or kind and id."""
    kind, *rest = path.split("/")
    return kind if kind in ("app", "access") else "/".join((kind, *rest[:1]))


def _conflicts(tx: Tx, desk: Desk, conflicts: Sequence[Operation]) -> list[dict[str, Any]]:
    """What stands where the edit expected something else, and who put it there and when."""
    by = _last_at(tx, desk.draft.app, [one.path for one in conflicts])
    people = refs(tx, {edit.author for edit in by if edit is not None})
    documents = desk.documents
    return [
        {
            "path": one.path,
            "was": one.was,
            "now": read(documents, one.path),
            "by": msgspec.to_builtins(people[edit.author]) if edit is not None else None,
            "at": instant_text(edit.at_ms // 1000) if edit is not None else None,
        }
        for one, edit in zip(conflicts, by, strict=True)
    ]


def _last_at(tx: Tx, app: str, paths: Sequence[str]) -> list[DraftEdit | None]:
    """For each place the last edit that touched it; None: it is too long ago."""
    found: list[DraftEdit | None] = [None] * len(paths)
    for edit in islice(drafts.backwards(tx, app), _LOOKED_BACK):
        for n, path in enumerate(paths):
            if found[n] is None and _touches(edit, path):
                found[n] = edit
        if None not in found:
            break
    return found


def _touches(edit: DraftEdit, path: str) -> bool:
    return any(meet(one["path"], path) for one in edit.operations)


def _plain(one: Operation) -> dict[str, Any]:
    return {"path": one.path, "was": one.was, "value": one.value}
