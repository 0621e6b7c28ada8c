"""Was anything owed, told or sent lost, doubled or half written? What follows from the acknowledged writes, beside what is
stored and what arrived."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from followthrough.store.columns import from_json
from followthrough.store.platform import event, notice, obligation, outbox
from followthrough.store.tx import Tx

from .clients import Told
from .history import Verdict


@dataclass(frozen=True)
class Figures:
    """What there was: obligations, of them breached and discharged; notices, messages, and messages that came twice."""

    owed: int
    breached: int
    discharged: int
    notices: int
    messages: int
    twice: int


def unsettled(tx: Tx) -> dict[str, int]:
    """What the workers still have to do."""
    now = tx.now_ms()
    counts = {
        "due": sa.select(sa.func.count()).where(obligation.c.next_ms <= now),
        "to come": sa.select(sa.func.count()).where(obligation.c.next_ms > now),
        "to compose": sa.select(sa.func.count()).select_from(notice).where(notice.c.composed_ms.is_(None)),
        "to send": sa.select(sa.func.count()).where(outbox.c.state == "waiting"),
    }
    return {name: int(tx.scalar(found) or 0) for name, found in counts.items()}


def judged_owed(tx: Tx, told: Iterable[Told], letters: Path, verdict: Verdict) -> Figures:
    """Add to the verdict what is wrong with obligations, notices and messages, once everything is quiet."""
    c = obligation.c
    owed = {
        row[0]: row
        for row in tx.rows(
            sa.select(c.id, c.record, c.duty, c.cycle, c.state, c.owner, c.due_ms, c.closed_ms).where(c.kind == "duty")
        )
    }
    signing = {row[0] for row in tx.rows(sa.select(c.id).where(c.kind == "approval"))}
    about: dict[str, Counter[str]] = defaultdict(Counter)
    for kind, data in tx.rows(sa.select(event.c.kind, event.c.data)):
        read = from_json(data)
        if "obligation" in read and read["obligation"] not in signing:
            about[str(read["obligation"])][kind] += 1
    told_of: dict[str, Counter[str]] = defaultdict(Counter)
    for of, kind in tx.rows(sa.select(notice.c.obligation, notice.c.kind).where(notice.c.obligation.is_not(None))):
        if of not in signing:
            told_of[of][kind] += 1
    _opened(told, owed.values(), verdict)
    for one in owed.values():
        _story(one, about.pop(one[0], Counter()), told_of.pop(one[0], Counter()), tx.now_ms(), verdict)
    verdict.half += [f"events of obligation {of}, which is not there" for of in about]
    verdict.half += [f"notices of obligation {of}, which is not there" for of in told_of]
    _composed(tx, verdict)
    messages, twice = _arrived(tx, letters, verdict)
    done = sum(1 for one in owed.values() if one[4] == "done")
    breached = int(tx.scalar(sa.select(sa.func.count()).where(event.c.kind == "breached")) or 0)
    notices = int(tx.scalar(sa.select(sa.func.count()).select_from(notice)) or 0)
    return Figures(len(owed), breached, done, notices, messages, twice)


def _opened(told: Iterable[Told], owed: Iterable[Any], verdict: Verdict) -> None:
    """Every acknowledged deal is owed its follow-up, once; every acknowledged follow-up has closed it."""
    of_record: dict[str, list[Any]] = defaultdict(list)
    for one in owed:
        of_record[one[1]].append(one)
    for said in told:
        if said.entity != "opportunity":
            continue
        found = [one for one in of_record[said.record] if one[2] == "follow_up"]
        if not found:
            verdict.lost.append(f"{said.key}: nothing is owed on {said.record}")
        elif len(found) > 1:
            verdict.doubled.append(f"{said.key}: {len(found)} follow-ups are owed on {said.record}")
        elif said.kind == "acted" and found[0][4] != "done":
            verdict.lost.append(f"{said.key}: followed up, and still {found[0][4]}")


def _story(one: Any, events: Counter[str], notices: Counter[str], now_ms: int, verdict: Verdict) -> None:
    """Each step of an obligation is told by one event, and by one notice to whom it concerns."""
    key, record, *_, state, _owner, due_ms, closed_ms = one
    name = f"obligation {key} of {record}"
    for kind in ("owed", "discharged", "breached", "escalated"):
        if events[kind] > 1:
            verdict.doubled.append(f"{name}: {kind} {events[kind]} times")
    if events["owed"] != 1:
        verdict.half.append(f"{name}: opened without its event")
    if (state == "done") != (events["discharged"] == 1) or (state == "done") != (closed_ms is not None):
        verdict.half.append(f"{name}: {state}, closed at {closed_ms}, discharged {events['discharged']} times")
    for step in ("breached", "escalated"):
        if state == "open" and due_ms + 2000 < now_ms and not events[step]:
            verdict.lost.append(f"{name}: overdue and never {step}")
    if events["breached"] and closed_ms is not None and closed_ms <= due_ms:
        verdict.doubled.append(f"{name}: breached, and met")
    for step, kind in (("breached", "breach"), ("escalated", "escalation")):
        if notices[kind] != events[step]:
            verdict.half.append(f"{name}: {step} {events[step]} times, told {notices[kind]} times")


def _composed(tx: Tx, verdict: Verdict) -> None:
    """Every notice went into exactly one message of its person."""
    counted = Counter(person for (person,) in tx.rows(sa.select(notice.c.person)))
    sent = Counter[str]()
    for person, payload in tx.rows(sa.select(outbox.c.person, outbox.c.payload).where(outbox.c.kind == "message")):
        sent[person] += int(json.loads(payload)["count"])
    for person in counted.keys() | sent.keys():
        gap = sent[person] - counted[person]
        if gap:
            (verdict.doubled if gap > 0 else verdict.lost).append(f"{person}: {gap:+} notices in messages")


def _arrived(tx: Tx, letters: Path, verdict: Verdict) -> tuple[int, int]:
    """Every message arrived, more than once only under its own id and with the same words."""
    came: dict[str, list[str]] = defaultdict(list)
    for line in letters.read_text().splitlines() if letters.exists() else ():
        key, said = line.split()
        came[key].append(said)
    wanted = sa.select(outbox.c.id, outbox.c.state).where(outbox.c.kind == "message")
    states: dict[str, str] = {row[0]: row[1] for row in tx.rows(wanted)}
    for key, state in states.items():
        if state != "sent" or key not in came:
            verdict.lost.append(f"message {key}: {state}, arrived {len(came.get(key, ()))} times")
    verdict.half += [f"message {key} arrived and is not there" for key in came.keys() - states.keys()]
    verdict.half += [f"message {key} arrived in two versions" for key, said in came.items() if len(set(said)) > 1]
    return len(states), sum(len(said) - 1 for said in came.values())
