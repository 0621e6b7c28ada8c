"""One submit: decode, validate, rules, record, event, milestones, idempotency answer; beside its SQL alone."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import count
from typing import Any

import msgspec

from followthrough.core.run.acts import Act, Create, Edit, Perform
from followthrough.services.filling import Submission
from followthrough.services.ids import new_id
from followthrough.services.refusal import Refusal
from followthrough.services.views import Answer
from followthrough.services.watching import ListAsked
from followthrough.services.who import Who
from followthrough.store import idempotency
from followthrough.web.wire import ActBody, CreateBody, EditBody

from .bare import bare
from .place import Place, place, without_duties
from .recorded import Said, Var, recorded
from .report import Report
from .timing import Rate, measured, middle

BUDGETS: dict[str, dict[str, float]] = {"sqlite": {"least": 0.19, "p95_ms": 25}, "postgresql": {"least": 0.25}}
FRESH = Var("('bench-' || :n)", lambda n: f"bench-{n}")
SECOND = Var("('second-' || :n)", lambda n: f"second-{n}")
NUMBER = Var(":n", lambda n: n)
_keys = count(1)


@dataclass(frozen=True)
class Case:
    """A submit as the client sends it: JSON text, decoded anew each time. `record` None: a creation."""

    name: str
    who: Who
    entity: str
    record: str | None
    body: bytes

    def submission(self) -> tuple[Submission, str | None]:
        """The decoded request under a fresh key, and the id it gives to what it creates."""
        made, number = new_id(), next(_keys)
        act: Act
        if self.record is None:
            sent = msgspec.json.decode(self.body, type=CreateBody)
            act = Create(self.entity, made, sent.values)
        elif self.name.startswith("act"):
            done = msgspec.json.decode(self.body, type=ActBody)
            act = Perform(done.action, done.inputs, tuple(done.files), made)
        else:
            values = msgspec.json.decode(self.body, type=EditBody).values
            act = Edit({name: f"{value} {number}" for name, value in values.items()})
        key = f"bench-key-{number:012d}"
        return Submission("sales", self.entity, self.record, act, key, idempotency.body_hash(self.body)), made


def cases(place: Place, wanted: int = 64) -> dict[str, list[Case]]:
    """For each kind of submit several of the same: on records of several reps, so that they do not wait for one row."""
    found: dict[str, list[Case]] = {"create a customer": [], "edit an opportunity": [], "act: log a follow-up": []}
    for who in place.reps[:16]:
        page = place.services.watching.page(who, "sales", "opportunity", ListAsked(limit=40))
        assert not isinstance(page, Refusal), page.code
        for row in page.rows:
            _on_record(place, found, who, row.id)
        customers = place.services.watching.page(who, "sales", "customer", ListAsked(limit=4))
        assert not isinstance(customers, Refusal), customers.code
        for row in customers.rows:
            values = {k: v for k, v in row.values.items() if k in ("name", "grade", "level", "country", "phone")}
            body = msgspec.json.encode({"values": values})
            _keep(place, found["create a customer"], Case("create", who, "customer", None, body))
    assert all(found.values()), {name: len(made) for name, made in found.items()}
    return {name: made[:wanted] for name, made in found.items()}


def _on_record(place: Place, found: dict[str, list[Case]], who: Who, record: str) -> None:
    edit = {"version": 1, "values": {"need_summary": "三台老机停机频繁，周四再谈"}}
    follow = {"way": "visit", "content": "拜访采购负责人，介绍新方案", "next_step": "周四发方案"}
    act = {"action": "log_follow_up", "inputs": follow, "files": [], "version": 1}
    _keep(place, found["edit an opportunity"], Case("edit", who, "opportunity", record, msgspec.json.encode(edit)))
    _keep(place, found["act: log a follow-up"], Case("act", who, "opportunity", record, msgspec.json.encode(act)))


def _keep(place: Place, kept: list[Case], case: Case) -> None:
    """Only what is allowed is measured."""
    judged = place.services.filling.judge(case.who, case.submission()[0])
    if not isinstance(judged, Refusal) and judged.decision == "allow":
        kept.append(case)


def through_filling(place: Place, made: list[Case], seconds: float) -> Rate:
    """`services.filling.submit` from 16 threads. A submit that is refused ends the run; on the same record
    another's edit may come between, which is waited for as the database does."""
    numbers = [count(number) for number in range(64)]
    stride = max(1, len(made) // 16)

    def once(thread: int) -> None:
        case = made[(thread * stride + next(numbers[thread]) % stride) % len(made)]
        answer = place.services.filling.submit(case.who, case.submission()[0])
        assert isinstance(answer, Answer), answer.code
        msgspec.json.encode(answer)

    return measured(once, seconds)


def script(place: Place, case: Case) -> list[Said]:
    """The statements of a case, with what differs between two submits left open."""
    for _ in range(3):  # what is compiled or remembered at first is not part of it
        place.services.filling.submit(case.who, case.submission()[0])
    asked, made = case.submission()
    with recorded(place.db) as heard:
        answer = place.services.filling.submit(case.who, asked)
    assert isinstance(answer, Answer)
    known: dict[Any, Var] = {asked.key: FRESH}
    if made is not None:
        known[made] = SECOND
    return [_opened(said, known) for said in heard]


def _opened(said: Said, known: dict[Any, Var]) -> Said:
    """An event takes a place in its record's chain that nobody took; an update finds the version it leaves behind."""
    values = said.values
    if "INSERT INTO" in said.text and "from_stage" in said.text:
        if isinstance(values, dict):
            values = values | {"n": NUMBER}
        else:
            names = [name.strip(' "') for name in said.text[said.text.index("(") + 1 : said.text.index(")")].split(",")]
            values = [NUMBER if name == "n" else value for name, value in zip(names, values, strict=True)]
    elif said.text.startswith("UPDATE") and "_judged_by" in said.text:
        named = isinstance(values, dict)
        values = values | {"_was": values["_version"]} if named else [*values[:-1], values[-1] + 1]
    return Said(said.text, values).varied(known)


def run(place: Place, report: Report, seconds: float, repeat: int) -> None:
    """All cases, ours and bare in turn."""
    for name, made in cases(place).items():
        ours, alone, scripts = [], [], [script(place, made[0])]
        for _ in range(repeat):
            ours.append(through_filling(place, made, seconds))
            scripts = [script(place, case) for case in made[:: max(1, len(made) // 16)][:16]]
            alone.append(bare(place.engine, place.bare, scripts, seconds, writes=True))
        report.ratio(
            f"{place.engine}: {name} ({len(scripts[0])} statements)",
            middle(ours),
            middle(alone),
            **BUDGETS[place.engine],
        )


def duties(engine: str, report: Report, seconds: float, repeat: int, deals: int) -> None:
    """What duties cost a submit: the same submits where the template's duties hold, and where there are none, in turn."""
    with place(engine, deals) as owing, place(engine, deals, without_duties) as free:
        asked, freely = cases(owing), cases(free)
        for name, made in asked.items():
            held, let = [], []
            for _ in range(repeat):
                held.append(through_filling(owing, made, seconds))
                let.append(through_filling(free, freely[name], seconds))
            report.ratio(f"{engine}: {name}, with duties beside without", middle(held), middle(let))
