"""What people do about an obligation, not by way of it: waive, extend, reassign, remind (docs/duties.md, section 6)."""

from __future__ import annotations

from dataclasses import replace

from .acts import Actor, Allow, Decision, Deny, EventDraft, Extend, Invalid, Issue, Nudge, Reassign, Seeing, Waive
from .duties.ledger import notice, told
from .duties.marks import BY_HAND, EXTENDED, HAD, NUDGED, handed_on, marked
from .owed import NoticeDraft, Obligation, ObligationWrite, Reaction
from .permit import NOT_FOUND, in_scope
from .world import World

SHORTEST, LONGEST = 2, 500
"""Characters of a reason."""
NOT_YOURS = Deny("not_permitted", {"right": "waive"})
PAUSE_MS = 3_600_000
"""Nobody is reminded of the same obligation twice within the hour."""


def see(world: World, act: Seeing) -> Decision:
    """Judge an act about an obligation of the acted record, which the actor may see.

    Deny: not_found (no such obligation on this record), not_permitted {right: waive}, own_obligation, obligation_closed,
    due_not_later, person_not_possible, nudged_already. Invalid: reason_missing, too_long. Allow writes no record: its event
    tells the act, its reaction holds the obligation and who is told.
    """
    actor = world.actor
    assert actor is not None
    known = (one for one in world.snapshot.obligations if one.id == act.obligation)
    one = next((one for one in known if world.record((one.entity, one.record)) is world.snapshot.record), None)
    if one is None:
        return NOT_FOUND
    refused = _may(world, actor, one, act) or _state(actor, one, act) or _asked(world, one, act)
    if refused is not None:
        return refused
    issue = _said(act)
    return Invalid((issue,)) if issue is not None else _seen(world, one, act)


def _may(world: World, actor: Actor, one: Obligation, act: Seeing) -> Deny | None:
    """Reminding is for all who see the record; the rest for the roles the duty names. Where the duty is gone from the
    app, for those who design it; a signer's decision is passed on, never waived."""
    if isinstance(act, Nudge):
        return None
    duty = world.app.entities[one.entity].duties.get(one.duty) if one.kind == "duty" else None
    if duty is not None:
        return None if actor.role in duty.waive else NOT_YOURS
    role = world.app.roles.get(actor.role)
    return None if one.kind == "duty" and role is not None and role.doc.design else NOT_YOURS


def _state(actor: Actor, one: Obligation, act: Seeing) -> Deny | None:
    if actor.person in ({one.owner} if isinstance(act, Nudge) else owers(one)):
        return Deny("own_obligation")
    return None if one.open else Deny("obligation_closed")


def owers(one: Obligation) -> frozenset[str]:
    """Whoever owes it or has owed it: nobody gets out of it by handing the record on and letting it go from there."""
    return frozenset(person for person in (one.owner, *one.data.get(HAD, ())) if person is not None)


def _asked(world: World, one: Obligation, act: Seeing) -> Deny | None:
    now_ms = world.moment.now_ms
    match act:
        case Extend():
            later = act.due_ms > max(now_ms, one.due_ms or 0)
            return None if later else Deny("due_not_later")
        case Reassign():
            return None if _possible(world, one, act.person) else Deny("person_not_possible")
        case Nudge():
            if one.owner is None:
                return Deny("person_not_possible")
            last = one.data.get(NUDGED)
            return Deny("nudged_already") if last is not None and now_ms - last < PAUSE_MS else None
    return None


def _possible(world: World, one: Obligation, person: str) -> bool:
    """Whether the person can owe it instead: active, with a role, and able to see the record."""
    directory, record = world.snapshot.directory, world.snapshot.record
    found = directory.actor(person) if directory is not None else None
    return found is not None and record is not None and person != one.owner and in_scope(world, found, record)


def _said(act: Seeing) -> Issue | None:
    if isinstance(act, Nudge):
        return Issue("text", "too_long", {"max": LONGEST, "length": len(act.text)}) if len(act.text) > LONGEST else None
    length = len(act.reason.strip())
    return (
        None if SHORTEST <= length <= LONGEST else Issue("reason", "reason_missing", {"min": SHORTEST, "max": LONGEST})
    )


def _seen(world: World, one: Obligation, act: Seeing) -> Allow:
    now_ms = world.moment.now_ms
    match act:
        case Waive():
            after = replace(one, state="waived", closed_ms=now_ms)
            return _allow(world, one, after, told(after, "waived", reason=act.reason, overdue=one.overdue(now_ms)))
        case Extend():
            first = act.due_ms if one.original_due_ms is None else one.original_due_ms
            marks = marked(one, **{EXTENDED: act.due_ms})
            after = replace(one, due_ms=act.due_ms, original_due_ms=first, data=marks)
            return _allow(world, one, after, told(after, "extended", old=one.due_ms, new=act.due_ms, reason=act.reason))
        case Reassign():
            after = replace(one, owner=act.person, data=handed_on(one, **{BY_HAND: True}))
            event = told(after, "reassigned", **{"from": one.owner, "to": act.person, "reason": act.reason})
            return _allow(world, one, after, event, notice(after, "assigned", act.person))
        case Nudge():
            after = replace(one, data=marked(one, **{NUDGED: now_ms}))
            event = told(after, "nudged", to=one.owner, text=act.text)
            by = world.actor.person if world.actor is not None else None
            return _allow(world, one, after, event, notice(after, "nudge", str(one.owner), text=act.text, by=by))


def _allow(world: World, one: Obligation, after: Obligation, event: EventDraft, *notices: NoticeDraft) -> Allow:
    write = ObligationWrite(replace(after, judged_by=world.app.version), one)
    return Allow((), (event,), reaction=Reaction((write,), notices=notices))
