"""Was anything asked, signed, noted or done by a trigger lost, doubled or half written? What follows from the acknowledged
requests, signatures and contracts, beside what is stored."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from followthrough.core.compile import CompiledApp
from followthrough.store.entities import tables_of
from followthrough.store.platform import approval, event, evidence_finding
from followthrough.store.tx import Tx

from .clients import Told
from .history import Verdict

ASKED = "ask_board"


@dataclass(frozen=True)
class Decided:
    """What there was: requests, of them approved; pictures handed in again; exceptions that a trigger made."""

    requests: int
    approved: int
    reused: int
    triggered: int


def judged_decided(tx: Tx, app: CompiledApp, told: Iterable[Told], verdict: Verdict) -> Decided:
    """Add to the verdict what is wrong with approvals, findings and what the trigger made."""
    said = list(told)
    c = approval.c
    requests: dict[str, list[str]] = defaultdict(list)
    for record, state in tx.rows(sa.select(c.record, c.state)):
        requests[record].append(state)
    events: dict[str, Counter[str]] = defaultdict(Counter)
    wanted = sa.select(event.c.record, event.c.kind, event.c.name).where(event.c.name == ASKED)
    for record, kind, _ in tx.rows(wanted):
        events[record][kind] += 1
    asked = {one.record for one in said if one.kind == "asked"}
    signed = Counter(one.record for one in said if one.kind == "signed")
    for record in asked:
        _request(record, requests[record], events[record], signed[record], verdict)
    verdict.doubled += [f"{record} was asked for, and nobody was told" for record in requests.keys() - asked]
    made = _triggered(tx, app, said, verdict)
    approved = sum(states.count("approved") for states in requests.values())
    return Decided(len(asked), approved, _reused(tx, asked, verdict), made)


def _request(record: str, states: list[str], events: Counter[str], signed: int, verdict: Verdict) -> None:
    """One request, which its signature makes an act: each event once."""
    done = int(states == ["approved"])
    if not states:
        verdict.lost.append(f"{record}: asked for, and there is no approval")
    elif len(states) > 1:
        verdict.doubled.append(f"{record}: asked for once, {len(states)} approvals")
    if signed and not done:
        verdict.lost.append(f"{record}: signed, and {states}")
    wrong = {kind: events[kind] for kind in ("signed", "approved", "acted") if events[kind] != done}
    if wrong or events["requested"] != 1:
        verdict.half.append(f"{record}: {states}, events {dict(events)}")


def _reused(tx: Tx, asked: set[str], verdict: Verdict) -> int:
    c = evidence_finding.c
    found: list[tuple[Any, ...]] = list(tx.rows(sa.select(c.file, c.record)))
    twice = [file for file, count in Counter(file for file, _ in found).items() if count > 1]
    verdict.doubled += [f"picture {file} was noted twice" for file in twice]
    verdict.half += [f"a finding on {record}, on which nothing was asked" for _, record in found if record not in asked]
    return len(found)


def _triggered(tx: Tx, app: CompiledApp, told: list[Told], verdict: Verdict) -> int:
    """Every contract led to one exception of its deal, and there are no others."""
    table = tables_of(app)["order_issue"].record
    made = Counter(deal for (deal,) in tx.rows(sa.select(table.c["opportunity"])))
    contract = tables_of(app)["contract"].record
    numbers = Counter(number for (number,) in tx.rows(sa.select(contract.c["number"])))
    contracts = Counter(deal for (deal,) in tx.rows(sa.select(contract.c["opportunity"])))
    for deal in made.keys() | contracts.keys():
        gap = made[deal] - contracts[deal]
        if gap:
            (verdict.doubled if gap > 0 else verdict.lost).append(f"{deal}: {gap:+} exceptions by the trigger")
    verdict.doubled += [f"contract number {number} {count} times" for number, count in numbers.items() if count > 1]
    written = sum(1 for one in told if one.kind == "created" and one.entity == "contract")
    if written != contracts.total():
        verdict.lost.append(f"{written} contracts acknowledged, {contracts.total()} stored")
    return made.total()
