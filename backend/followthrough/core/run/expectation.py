"""What a scenario expects, compared with what came of it; every difference in one line of plain words."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from followthrough.core.model import scenario as doc

from .acts import Values
from .approval import Approval
from .owed import Obligation

Key = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What an act came to: `kind` is ok, missing, invalid or deny; needs and issues as on the wire (acts.Need, acts.Issue).

    `record` is the acted (or created) record's id when allowed, `made` the (entity, id) an action created, `moved`
    the stages entered.
    """

    kind: str
    needs: tuple[Mapping[str, Any], ...] = ()
    issues: tuple[Mapping[str, Any], ...] = ()
    code: str | None = None
    record: str | None = None
    made: Key | None = None
    moved: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Truth:
    """A record as stored; `events` are "kind" or "kind:name" in order, `obligations` and `approvals` (oldest first) all
    there ever were."""

    version: int
    values: Values
    stage: str | None = None
    path: str | None = None
    owner: str | None = None
    unit: str | None = None
    archived: bool = False
    events: tuple[str, ...] = ()
    obligations: tuple[Obligation, ...] = ()
    approvals: tuple[Approval, ...] = ()


@dataclass(frozen=True, slots=True)
class Seen:
    """What a person sees of a record as next: NextStep as on the wire."""

    next: Mapping[str, Any] = field(default_factory=dict)


def compare_outcome(told: doc.Expect, outcome: Outcome, own: Key | None, values: Values) -> list[str]:
    """Differences between the outcome told and the one that came. `own` is the acted record, None before it exists."""
    wanted = _wanted(told)
    if outcome.kind != wanted:
        return [f"{outcome.kind} {_shown(outcome)}, told: {wanted}"]
    wrong: list[str] = []
    if told.missing is not None:
        wrong += _matched("needs", told.missing, outcome.needs, lambda m, n: need_matches(m, n, own, values))
    if told.invalid is not None:
        wrong += _matched("issues", told.invalid, outcome.issues, issue_matches)
    if told.deny is not None and outcome.code != told.deny:
        wrong.append(f"denied with {outcome.code}, told: {told.deny}")
    if told.moved is not None and list(outcome.moved) != list(told.moved):
        wrong.append(f"moved {list(outcome.moved)}, told: {told.moved}")
    return wrong


def _wanted(told: doc.Expect) -> str:
    if told.missing is not None:
        return "missing"
    if told.invalid is not None:
        return "invalid"
    return "deny" if told.deny is not None else "ok"


def _shown(outcome: Outcome) -> str:
    if outcome.kind == "missing":
        return str([need_text(need) for need in outcome.needs])
    if outcome.kind == "invalid":
        return str([f"{issue['path']}:{issue['code']}" for issue in outcome.issues])
    return outcome.code or ""


def _matched(
    what: str, told: list[Any], came: tuple[Mapping[str, Any], ...], matches: Callable[[Any, Mapping[str, Any]], bool]
) -> list[str]:
    """Each told matcher must take one of what came, and nothing may be left over."""
    left = list(came)
    unmet: list[Any] = []
    for matcher in told:
        hit = next((item for item in left if matches(matcher, item)), None)
        if hit is None:
            unmet.append(matcher)
        else:
            left.remove(hit)
    if not unmet and not left:
        return []
    extra = [need_text(item) if "kind" in item else f"{item['path']}:{item['code']}" for item in left]
    return [f"{what}: not there {unmet}, not told {extra}"]


def need_text(need: Mapping[str, Any]) -> str:
    """A need in its short spelling."""
    kind = str(need["kind"])
    name = _name(need)
    if kind == "field":
        return f"{need['entity']}.{name}"
    return f"{kind}:{name}" if name is not None else kind


def _name(need: Mapping[str, Any]) -> Any:
    """What a need is called: the id of what it asks for; an obligation's is its duty."""
    kind = str(need["kind"])
    return need.get("duty" if kind == "obligation" else kind)


def need_matches(matcher: Any, need: Mapping[str, Any], own: Key | None, values: Values) -> bool:
    """Whether a need is the one a matcher tells: "amount", "customer.core_need", "action:x", … or its members."""
    if isinstance(matcher, Mapping):
        return all(_same(need.get(name), value) for name, value in matcher.items())
    kind, colon, name = str(matcher).partition(":")
    if colon:
        return bool(need["kind"] == kind and _name(need) == name)
    if matcher == "evidence":
        return bool(need["kind"] == "evidence")
    via, dot, last = str(matcher).rpartition(".")
    if need["kind"] != "field" or need["field"] != last:
        return False
    if dot:
        return bool(need["record"] == values.get(via))
    return own is None or (need["entity"], need["record"]) == own


def issue_matches(matcher: Any, issue: Mapping[str, Any]) -> bool:
    """Whether an issue is the one a matcher tells: "path:code" or its members."""
    if isinstance(matcher, Mapping):
        return all(_same(issue.get(name), value) for name, value in matcher.items())
    return bool(f"{issue['path']}:{issue['code']}" == matcher)


def compare_truth(told: doc.RecordState, truth: Truth, seen_events: int, resolve: Callable[[Any], Any]) -> list[str]:
    """Differences between a record as told and as it is; of its events those after the first `seen_events`."""
    wrong: list[str] = []
    for name in ("stage", "path", "archived"):
        wanted = getattr(told, name)
        if wanted is not None and getattr(truth, name) != wanted:
            wrong.append(f"{name} is {getattr(truth, name)}, told: {wanted}")
    for name in ("owner", "unit"):
        alias = getattr(told, name)
        if alias is not None and getattr(truth, name) != resolve(f"@{alias}"):
            wrong.append(f"{name} is {getattr(truth, name)}, told: {alias}")
    for name, value in (told.values or {}).items():
        wanted = resolve(value)
        if not _same(truth.values.get(name), wanted):
            wrong.append(f"{name} is {truth.values.get(name)!r}, told: {wanted!r}")
    if told.events is not None:
        came = list(truth.events[seen_events:])
        if len(came) != len(told.events) or not all(map(_event_matches, told.events, came)):
            wrong.append(f"events {came}, told: {told.events}")
    return wrong


def obligation_called(told: str, known: Iterable[Obligation]) -> Obligation | None:
    """The one told as "duty/cycle" or, by its duty alone, its oldest open one, else its last."""
    duty, slash, cycle = told.partition("/")
    found = sorted(
        (one for one in known if one.duty == duty), key=lambda one: (one.opened_ms, len(one.cycle), one.cycle)
    )
    if slash:
        return next((one for one in found if one.cycle == cycle), None)
    return next((one for one in found if one.open), found[-1] if found else None)


def compare_owed(told: doc.RecordState, truth: Truth, now_ms: int, resolve: Callable[[Any], Any]) -> list[str]:
    """Differences between the obligations told and those there are."""
    wrong: list[str] = []
    for name, wanted in (told.obligations or {}).items():
        found = obligation_called(name, truth.obligations)
        if found is None:
            wrong.append(f"{name} is not owed")
            continue
        came = _owed(found, now_ms)
        for member in came:
            given = getattr(wanted, member)
            if given is not None and came[member] != _told_owed(member, given, resolve):
                wrong.append(f"{name}: {member} is {came[member]}, told: {given}")
    if told.exact:
        left = {(one.duty, one.cycle) for one in truth.obligations if one.open}
        named = (obligation_called(name, truth.obligations) for name in told.obligations or {})
        left -= {(one.duty, one.cycle) for one in named if one is not None}
        wrong += [f"owed though not told: {duty}/{cycle}" for duty, cycle in sorted(left)]
    return wrong


def _owed(one: Obligation, now_ms: int) -> dict[str, Any]:
    """An obligation as stories tell it; instants in epoch milliseconds."""
    return {
        "state": one.state,
        "due": one.due_ms,
        "original_due": one.original_due_ms,
        "owner": one.owner,
        "overdue": one.overdue(now_ms),
        "late": one.late(now_ms),
        "provisional": one.provisional,
    }


def _told_owed(member: str, given: Any, resolve: Callable[[Any], Any]) -> Any:
    if member in ("due", "original_due"):
        return round(datetime.fromisoformat(given).timestamp() * 1000) if given else None
    if member == "owner":
        return resolve(f"@{given}") if given else None
    return given


def compare_asked(told: doc.RecordState, truth: Truth, resolve: Callable[[Any], Any]) -> list[str]:
    """Differences between the approvals told and the latest there are."""
    wrong: list[str] = []
    for action, wanted in (told.approvals or {}).items():
        found = next((one for one in reversed(truth.approvals) if one.action == action), None)
        if found is None:
            wrong.append(f"{action} was not asked for")
            continue
        asked = sorted(turn.person or "" for turn in found.turns if turn.state == "asked")
        came = {"state": found.state, "step": found.step or "", "waiting": asked, "cause": found.cause}
        for member, value in came.items():
            given = getattr(wanted, member)
            if given is None:
                continue
            expected = (
                sorted(resolve(f"@{alias}") if alias else "" for alias in given) if member == "waiting" else given
            )
            if value != expected:
                wrong.append(f"{action}: {member} is {value}, told: {given}")
    return wrong


def _event_matches(told: str, came: str) -> bool:
    return told == came or told == came.partition(":")[0]


def compare_seen(told: doc.Ahead, seen: Seen, key: Key, values: Values) -> list[str]:
    """Differences between the next step told and the one shown."""
    wrong: list[str] = []
    ways = seen.next.get("to") or []
    ahead = ways[0] if ways else {"stage": None, "open": None, "needs": []}
    if told.to is not None and ahead["stage"] != told.to:
        wrong.append(f"way ahead is {ahead['stage']}, told: {told.to}")
    if told.open is not None and ahead["open"] != told.open:
        wrong.append(f"way ahead open: {ahead['open']}, told: {told.open}")
    if told.missing is not None:
        needs = tuple(ahead["needs"])
        wrong += _matched("next", told.missing, needs, lambda m, n: need_matches(m, n, key, values))
    offered = {offer["action"] for offer in seen.next.get("actions") or [] if offer["offered"]}
    wrong += [f"{name} is not offered" for name in told.offered if name not in offered]
    wrong += [f"{name} is offered" for name in told.refused if name in offered]
    return wrong


def _same(came: Any, wanted: Any) -> bool:
    """Equality of JSON values in which empty is one thing, and lists told may have members that match in part."""
    if wanted in (None, "", []):
        return came in (None, "", [], ())
    if isinstance(wanted, list) and isinstance(came, list | tuple):
        return len(wanted) == len(came) and all(map(_same, came, wanted))
    if isinstance(wanted, Mapping) and isinstance(came, Mapping):
        return all(_same(came.get(name), value) for name, value in wanted.items())
    return bool(came == wanted)
