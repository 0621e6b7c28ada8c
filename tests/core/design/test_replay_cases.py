"""The conformance cases of schemas/conformance/replay."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from followthrough.core.compile import CompiledApp, compile_app
from followthrough.core.design.replay import History, PastEvent, Replay, Report, Shape
from followthrough.core.design.replay.events import acts_of
from followthrough.core.design.replay.report import ActGroup
from followthrough.core.design.replay.side import Surroundings
from followthrough.core.model.decode import decode_app
from tests.core.run.test_duty_model import PEOPLE, START_MS, STEPS, staff
from tests.support.duty_cases import documents, merged

FOLDER = Path(__file__).resolve().parents[3] / "schemas" / "conformance" / "replay"
Json = dict[str, Any]
MINUTE = 60_000


def cases() -> list[Any]:
    return [
        pytest.param(case, id=f"{path.stem}: {case['name']}")
        for path in sorted(FOLDER.glob("*.json"))
        for case in json.loads(path.read_text("utf-8"))["cases"]
    ]


class Log:
    """Turns the steps of a case into events, as the store would have kept them."""

    def __init__(self) -> None:
        self.events: list[PastEvent] = []
        self.versions: dict[str, int] = {}
        self.stages: dict[str, str | None] = {}
        self.values: dict[str, Json] = {}

    def take(self, step: list[Any]) -> None:
        minute, what, record, *rest = step
        match what:
            case "create":
                stage, given, *more = rest
                who, entity = (*more, "li", "deal")[0], (more[1] if len(more) > 1 else "deal")
                self.stages[record] = stage
                place = {"_owner": who, "_unit": "shop1"} | ({"_path": "main"} if stage else {})
                values = {"title": record, **given} if entity == "deal" else given
                changes = {name: [None, value] for name, value in (values | place).items()}
                self.values[record] = dict(values)
                self.tell(minute, who, entity, record, "created", to=stage, changes=changes)
            case "edit":
                given, *more = rest
                who, entity = (more[0] if more else "li"), (more[1] if len(more) > 1 else "deal")
                changes = {name: [self.values[record].get(name), value] for name, value in given.items()}
                self.values[record] |= given
                self.tell(minute, who, entity, record, "edited", changes=changes)
            case "move":
                goals, _, *more = rest
                for number, goal in enumerate(goals):
                    was = self.stages[record]
                    name = STEPS[str(was), goal] if (was, goal) in STEPS else "to_won"
                    self.tell(minute, (*more, "li")[0], "deal", record, "moved", name, was, goal, same=number > 0)
                    self.stages[record] = goal
            case "act":
                name, inputs = rest
                self.tell(minute, "li", "deal", record, "acted", name, data={"inputs": inputs})
            case _:
                duty, cycle = rest
                data = {"cycle": cycle, "reason": "客户暂停"}
                self.tell(minute, "wang", "deal", record, what, duty, data=data, about=True)

    def tell(
        self, minute: int, who: str, entity: str, record: str, kind: str, name: str | None = None, was: str | None = None,
        to: str | None = None, changes: Json | None = None, data: Json | None = None, *, same: bool = False, about: bool = False,
    ) -> None:  # fmt: skip
        kept = dict(data or {})
        if not about:
            self.versions[record] = self.versions.get(record, 0) + (not same)
            kept["record_version"] = self.versions[record]
        at, seq = START_MS + minute * MINUTE, len(self.events) + 1
        self.events.append(PastEvent(seq, at, who, entity, record, kind, name, was, to, changes or {}, kept, 1))


def app_of(patch: Json, version: int) -> CompiledApp:
    return compile_app(decode_app(merged({**json.loads(documents("care")), "duties": {}}, patch)), version)


def report_of(case: Json) -> Report:
    log = Log()
    for step in case["log"]:
        log.take(step)
    old, new = app_of(case.get("old", {}), 2), app_of(case["new"], 3)
    judged = app_of(case["then"] if "then" in case else case.get("old", {}), 1)
    since, until = case.get("window", [0, 10_000])
    window = (START_MS + since * MINUTE, START_MS + until * MINUTE)
    shapes = {1: Shape.of(judged.doc), 2: Shape.of(old.doc)}
    around = Surroundings("Asia/Shanghai", {}, staff())
    replay = Replay(old, new, History(shapes, around, lambda person: PEOPLE[person][0], window))
    for act in acts_of(log.events):
        replay.take(act)
    return replay.report()


def groups(found: tuple[ActGroup, ...]) -> Json:
    return {
        f"{group.kind}:{group.name}": [
            group.count,
            group.undetermined,
            sorted({", ".join(f"{want.kind} {want.name}" for want in case.wants) for case in group.examples}),
        ]
        for group in found
    }


@pytest.mark.parametrize("case", cases())
def test_case(case: Json) -> None:
    report, expect = report_of(case), case["expect"]
    assert case["why"]
    for name, found in (("blocked", report.blocked), ("unblocked", report.unblocked)):
        if name in expect:
            assert groups(found) == expect[name]
    if "checked" in expect:
        assert report.checked == expect["checked"]
    if "duties" in expect:
        said = {
            one.duty: [one.change, *({name: n for name, n in part.items() if n} for part in (one.old, one.new))]
            for one in report.duties
        }
        assert said == expect["duties"]
        owed = [[one.person, one.week, one.duty, [*one.opened], [*one.breached]] for one in report.owed]
        assert owed == expect["owed"]
        assert [[one.person, one.week, one.kind, one.old, one.new] for one in report.messages] == expect["messages"]
    if "triggers" in expect:
        assert [[one.trigger, one.effect, one.kind, one.old, one.new] for one in report.triggers] == expect["triggers"]
        assert set(expect["notes"]) <= {note.code for note in report.notes}
    if "tables" in expect:
        tables = {
            one.table: [
                one.asked, one.changed, one.undetermined,
                [[case.before, case.after, case.row_before, case.row_after] for case in one.examples],
            ]
            for one in report.tables
        }  # fmt: skip
        assert tables == expect["tables"]
