"""The conformance cases of triggers, over the store in memory."""

from __future__ import annotations

import pytest

from followthrough.core.compile import compile_app
from followthrough.core.model.scenario import Scenario
from tests.support.stages import MemoryStage
from tests.support.trigger_cases import Case, Told, cases, differences, files

CASES = [case for file in files() for case in cases(file)]


class Telling(MemoryStage):
    """The stage in memory, with who is on duty."""

    def __init__(self, case: Case) -> None:
        super().__init__(compile_app(case.app, 1))
        self.case = case

    def begin(self, story: Scenario) -> dict[str, str]:
        ids = super().begin(story)
        for roster, shifts in self.case.duty.items():
            for unit, person in shifts.items():
                self.memory.effects.staff.duty[roster, ids.get(unit)] = ids[person]
        return ids

    def went_out(self) -> Told:
        effects = self.memory.effects
        told = [*self.memory.owing.notices, *effects.notices]
        records = [(r.entity, r.id, r.values, r.owner, r.unit) for r in self.memory.records.values()]
        notices = [(notice.person, dict(notice.text or {})) for notice in told]
        return Told(notices, [(call.endpoint, call.payload) for call in effects.calls], records)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_case_comes_out_as_told(case: Case) -> None:
    assert differences(case, Telling(case)) == [], case.why


def test_there_are_enough_cases_and_each_has_a_name_of_its_own() -> None:
    assert len(CASES) >= 25
    assert len({case.id for case in CASES}) == len(CASES)
