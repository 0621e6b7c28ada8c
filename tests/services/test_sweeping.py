"""The sweep at many obligations: the index alone finds them, records are read once, and what is held is gone past."""

from __future__ import annotations

from contextlib import ExitStack

import pytest
import sqlalchemy as sa

from followthrough.services import sweeping
from followthrough.store import obligations, records
from followthrough.store.platform import obligation
from followthrough.store.publish import lock_app
from tests.services.owed_house import DAY_MS, OwedHouse


def test_the_first_of_many_due_are_found_by_the_index_without_sorting(owing: OwedHouse) -> None:
    """A million overdue since the same moment: a batch that sorted them all took most of a second."""
    owing.deal()
    owing.pass_time(9 * DAY_MS)
    with owing.db.write() as tx:
        asked = obligations.claiming(tx, 200, 5, {"x"})
        if tx.dialect == "postgresql":
            tx.execute(sa.text("SET LOCAL enable_seqscan = off"))
        said = asked.compile(tx.connection, compile_kwargs={"render_postcompile": True})
        explain = "EXPLAIN " if tx.dialect == "postgresql" else "EXPLAIN QUERY PLAN "
        values = (
            said.params if tx.dialect == "postgresql" else tuple(said.params[name] for name in said.positiontup or ())
        )
        schema = f"{tx.db.schema}." if tx.db.schema else ""
        text = str(said).replace("FROM obligation", f"FROM {schema}obligation")
        plan = "\n".join(str(row[-1]) for row in tx.connection.exec_driver_sql(explain + text, values))
    assert "ix_obligation_next_ms" in plan, plan
    assert "Sort" not in plan, plan
    assert "TEMP B-TREE" not in plan, plan


def test_whatever_else_is_due_on_a_record_is_told_with_it(owing: OwedHouse) -> None:
    deal, _ = owing.deal()
    owing.pass_time(6 * DAY_MS)
    swept = owing.services.sweeping._swept(None, 1)
    assert (swept.looked, swept.done) == (1, 2), "the follow-up and the week"
    assert owing.kinds(deal).count("breached") == 2


def test_a_sweep_goes_past_the_records_that_others_write(owing: OwedHouse, monkeypatch: pytest.MonkeyPatch) -> None:
    """All due at the same moment, a batch is two of them, and two in the middle are held."""
    monkeypatch.setattr(sweeping, "BATCH", {"sqlite": 2, "postgresql": 2})
    deals = [owing.deal()[0] for _ in range(7)]
    with owing.db.write() as tx:
        tx.execute(obligation.update().where(obligation.c.duty == "weekly").values(next_ms=None))
    held = set(sorted(deals)[2:4]) if owing.db.dialect == "postgresql" else set()  # on SQLite there is one writer
    owing.pass_time(DAY_MS + 1)
    with ExitStack() as stack:
        app = owing.services.registry.app(stack.enter_context(owing.db.read()), "sales")
        assert app is not None
        if held:
            other = stack.enter_context(owing.db.write())
            for deal in sorted(held):
                records.load(other, app, "opportunity", deal, lock=True)
        owing.sweep()
        told = {deal for deal in deals if owing.told(deal)}
    assert told == set(deals) - held
    owing.sweep()
    assert all(owing.told(deal) == [("breach", "li")] for deal in deals)


def test_a_sweep_goes_past_an_app_that_somebody_publishes(owing: OwedHouse) -> None:
    """He waits for what the sweep holds, and the sweep does not wait for him."""
    deal, _ = owing.deal()
    owing.pass_time(DAY_MS + 1)
    if owing.db.dialect == "postgresql":  # on SQLite there is one writer
        with owing.db.write() as publisher:
            lock_app(publisher, "sales")
            owing.sweep()
            assert owing.told(deal) == []
    owing.sweep()
    assert owing.told(deal) == [("breach", "li")]
