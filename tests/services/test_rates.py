"""Exchange rates come in by import, and the contracts in that currency follow."""

from __future__ import annotations

from pathlib import Path

from followthrough.core.run.acts import Create
from followthrough.services.recomputing import recompute
from followthrough.services.refusal import Refusal
from tests.services.house import House, template

RATES = (("2026-01", "2026-01-30", 8.0), ("2026-02", "2026-02-27", 8.08), ("2026-03", "2026-03-31", 8.4))


def test_imported_rates_reach_currency_and_contracts(engine_url: str, tmp_path: Path) -> None:
    house = House(engine_url, tmp_path, template("sales"), clocked=True).settle()
    try:
        euro = house.create("chen", "currency", code="EUR").id
        customer = house.create("li", "customer", name="莱茵医疗", grade="standard", country="de").id
        deal = house.create(
            "li", "opportunity", title="监护仪", customer=customer, product_line="monitor", intent="mid"
        ).id
        values = {"opportunity": deal, "amount": 100, "signed_on": "2026-03-02", "currency": euro}
        contract = house.done("li", "contract", None, Create("contract", "", values)).record
        assert (contract.values["risk"], contract.values["pace"]) == ("no_rate", "normal"), "no rate, no colour"
        (table, _) = contract.tables
        assert (table.table, table.row, table.value) == ("payment_risk", "no_rate", "no_rate")
        _import(house, euro)
        now = house.stored("currency", euro).record.values
        assert (now["rate"], now["monthly_move"], now["month_on"]) == (8.4, 0.0396, "2026-03-31")
        assert recompute(house.services) > 0
        after = house.stored("contract", contract.id).record.values
        assert (after["risk"], after["pace"]) == ("yellow", "fast")
        last = [e for e in house.events("contract", contract.id) if "risk" in e.changes][-1]
        assert last.data["tables"]["payment_risk"] == {
            "row": "fx_move",
            "inputs": {"country": "de", "usual": None, "term": None, "move": 0.0396, "rated": True},
        }
        owed = [e.name for e in house.events("contract", contract.id) if e.kind == "owed"]
        assert owed == ["collect_normal", "early_reminder", "collect_fast"]
    finally:
        house.close()


def _import(house: House, currency: str) -> None:
    """As an import stores its rows: many acts in one transaction, the oldest first."""
    services = house.services
    with house.db.write() as tx:
        app = services.registry.app(tx, "sales")
        assert app is not None
        with services.filling.batch(tx, house.people["chen"], app) as batch:
            for month, day, rate in RATES:
                values = {"currency": currency, "code": "EUR", "month": month, "month_on": day, "rate": rate}
                done = batch.run("fx_rate", None, Create("fx_rate", "", values, entry="import"))
                assert not isinstance(done, Refusal)
