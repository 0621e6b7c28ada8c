"""What the services answer about remarks and proposals (docs/designing.md, section 6)."""

from __future__ import annotations

from typing import Any

from msgspec import field as member

from followthrough.store.talk import ReplyKind, TopicKind, TopicState

from .views_base import PersonRef, Text, View
from .views_design import FindingView, OperationView


class RulesView(View, frozen=True, kw_only=True):
    """The rules in force as I may see them: documents less what is hidden from my role (whole, where I design). `version`
    None: never published. `author` and `note` are those of the version."""

    app: str
    name: Text
    version: int | None
    at: str | None
    author: PersonRef | None
    note: str
    role: str
    designs: bool
    documents: dict[str, Any]


class ProposedChange(View, frozen=True, kw_only=True):
    """One change a proposal makes, in business words; `kind` breaking, narrowing, additive or wording."""

    kind: str
    path: str
    place: Text
    words: Text
    before: Text
    after: Text


class Decided(View, frozen=True, kw_only=True):
    """What became of a topic: who, when, in what words. `version`: of an accepted proposal the version that says it
    (None: not published yet, or taken back before)."""

    by: PersonRef
    at: str
    text: str
    version: int | None


class TopicView(View, frozen=True, kw_only=True):
    """A remark on a place, or a proposal. `place` in words; `gone`: the place is not there any more, and this is what it
    was called. `may`: what I may do here (reply, edit, delete, resolve, reopen, accept, reject, withdraw)."""

    id: str
    kind: TopicKind
    path: str
    place: Text
    gone: bool
    author: PersonRef
    mine: bool
    text: str
    at: str
    edited: bool
    state: TopicState
    changes: list[ProposedChange]
    replies: int
    last_at: str
    decided: Decided | None
    may: list[str]


class ReplyView(View, frozen=True, kw_only=True):
    """What somebody said, or did with the topic. `deleted`: its author took it back; its text is gone."""

    n: int
    kind: ReplyKind
    author: PersonRef
    mine: bool
    text: str
    at: str
    edited: bool
    deleted: bool
    may: list[str]


class PlaceConflict(View, frozen=True, kw_only=True):
    """A place that says something else by now than the proposal saw. `by` and `at`: who changed it last, where known."""

    path: str
    place: Text
    was: Any
    now: Any
    by: PersonRef | None
    at: str | None


class HinderedBy(View, frozen=True, kw_only=True):
    """Why the draft could not take a proposal, in the words of the catalogue."""

    code: str
    message: Text
    remedy: Text


class Outcome(View, frozen=True, kw_only=True):
    """What a proposal means for the draft as it stands now: its changes, what the check finds with it that it does not find
    now, the places that were changed meanwhile, and what else is in the way."""

    changes: list[ProposedChange]
    findings: list[FindingView]
    conflicts: list[PlaceConflict]
    hindered: HinderedBy | None


class TopicDetail(TopicView, frozen=True, kw_only=True):
    """A topic with all that was said. `operations` and `outcome`: of a proposal, for those who design."""

    thread: list[ReplyView]
    operations: list[OperationView]
    outcome: Outcome | None


class TopicPage(View, frozen=True, kw_only=True):
    """Topics, where something was done last first; `next`: where the following page begins. `open`: per place how many are
    open; `waiting`: how many proposals wait for a decision."""

    topics: list[TopicView]
    next: int | None
    open: dict[str, int] = member(default_factory=dict)
    waiting: int = 0
    designs: bool = False
