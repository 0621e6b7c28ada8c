"""The conformance cases of triggers through the command path, on both databases."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from followthrough.store import rosters
from followthrough.store.columns import from_json
from followthrough.store.entities import tables_of
from followthrough.store.platform import notice, outbox
from tests.scenarios.filling_stage import FillingStage
from tests.services.house import House
from tests.support.trigger_cases import Case, Told, cases, differences, files


class Telling(FillingStage):
    """The stage over the services, with what went out."""

    def went_out(self) -> Told:
        with self.house.db.read() as tx:
            found = tx.rows(sa.select(notice.c.person, notice.c.text).order_by(notice.c.seq))
            sent = sa.select(outbox.c.channel, outbox.c.payload).where(outbox.c.kind == "webhook")
            calls = tx.rows(sent.order_by(outbox.c.seq))
        notices = [(person, from_json(text)) for person, text in found]
        return Told(notices, [(str(name), from_json(payload)) for name, payload in calls], self._records())

    def _records(self) -> list[tuple[str, str, dict[str, Any], str | None, str | None]]:
        with self.house.db.read() as tx:
            app = self.house.services.registry.app(tx, self.app)
            assert app is not None
            keys = [
                (entity, key)
                for entity, compiled in app.entities.items()
                if compiled.rows_of is None
                for (key,) in tx.rows(sa.select(tables_of(app)[entity].record.c._id))
            ]
        records = [self.house.stored(entity, key, self.app).record for entity, key in keys]
        return [(record.entity, record.id, record.values, record.owner, record.unit) for record in records]


@pytest.fixture(params=files())
def staged(request: pytest.FixtureRequest, engine_url: str, tmp_path: Path) -> Iterator[tuple[tuple[Case, ...], House]]:
    """The cases of a file and the organisation they all share; the app is published anew for each."""
    found = cases(request.param)
    house = House(engine_url, tmp_path, found[0].app, clocked=True)
    yield found, house
    house.close()


def test_cases_come_out_as_told(staged: tuple[tuple[Case, ...], House]) -> None:
    found, house = staged
    stage, ids = Telling(house, found[0].app.app.key), {}
    wrong: dict[str, list[str]] = {}
    for number, case in enumerate(found):
        if number == 0:
            ids = _organisation(stage, case)
        else:
            house.services.publishing.documents(case.app)
        told = differences(case, stage, ids)
        if told:
            wrong[case.id] = told
    assert wrong == {}


def _organisation(stage: Telling, case: Case) -> dict[str, str]:
    """Units, people and who is on duty, the same for all cases of a file."""
    ids = stage.begin(case.story)
    with stage.house.db.write() as tx:
        for roster, shifts in case.duty.items():
            rosters.put(tx, rosters.Roster(roster, {"zh": roster}))
            made = [
                rosters.Shift(f"{roster}-{unit}", ids[person], ids.get(unit), 0, 4_000_000_000_000)
                for unit, person in shifts.items()
            ]
            rosters.replace(tx, roster, 0, 4_000_000_000_000, made)
    return ids
