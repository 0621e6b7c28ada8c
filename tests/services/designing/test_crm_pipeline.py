"""Real data: 8,800 opportunities in one file become an app of their own, and every row a record in its stage.

The file (crm_pipeline) is not ours to ship: where it is absent a sheet of the same shape takes its place.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from followthrough.services.refusal import Refusal
from followthrough.services.views_design import GuessView, StartedApp
from followthrough.store import query, standing
from followthrough.store.query import Query, reader_of
from tests.services.designing.studio import Studio, keyed
from tests.services.designing.test_starting import waited
from tests.services.house import House, template
from tests.support import crm_pipeline

FILE = "sales_pipeline.csv"
COLUMNS = {
    "opportunity_id": "text",
    "sales_agent": "text",
    "product": "choice",
    "account": "text",
    "deal_stage": "choice",
    "engage_date": "date",
    "close_date": "date",
    "close_value": "money",
}


def test_a_file_alone_becomes_an_app_with_all_its_rows(engine_url: str, tmp_path: Path) -> None:
    house = House(engine_url, tmp_path, template("pipeline")).settle()
    rows = crm_pipeline.rows_of(FILE)
    found = house.services.from_file.guess(house.people["chen"], FILE, crm_pipeline.sheet(FILE))
    assert isinstance(found, GuessView), found
    assert {one.name: one.kind for one in found.columns} == COLUMNS
    assert (found.rows, found.title, found.stages) == (8800, "opportunity_id", "deal_stage")
    (product,) = (one for one in found.columns if one.name == "product")
    assert set(product.options) == {row["product"] for row in rows}
    assert [one.name for one in found.columns if one.required] == [
        "opportunity_id",
        "sales_agent",
        "product",
        "deal_stage",
    ]
    made = house.services.from_file.start(house.people["chen"], found.job, {"zh": "商机"}, keyed())
    assert isinstance(made, StartedApp), made
    house.refresh()
    assert Studio(house, made.app).published().version == 1
    chen, importing = house.people["chen"], house.services.importing
    assert not isinstance(importing.map(chen, found.job, waited(house, found.job).mapping), Refusal)
    importing.check(chen, found.job)
    assert waited(house, found.job).counts["ok"] == 8800
    importing.run(chen, found.job)
    assert waited(house, found.job).counts["created"] == 8800
    entity, wanted = found.entity["entity"]["id"], {row["opportunity_id"]: row for row in rows}
    with house.db.read() as tx:
        app = house.services.registry.app(tx, made.app)
        assert app is not None
        flow = app.entities[entity].flow
        assert flow is not None
        places = standing.by_place(tx, app, entity).items()
        counted = {flow.stages[stage or ""].label["zh"]: n for (stage, _), n in places}
        reader = reader_of(app, chen.actor(made.app), house.services.registry.moment(tx))
        page = query.page(tx, app, reader, Query(entity, limit=200))
    assert counted == Counter(row["deal_stage"] for row in rows)
    for row in page.rows:
        said = wanted[str(row.values["opportunity_id"])]
        assert (row.values.get("engage_date") or "") == said["engage_date"]
        assert (row.values.get("close_date") or "") == said["close_date"]
        value = row.values.get("close_value")
        assert value == (round(float(said["close_value"]) * 100) if said["close_value"] else None)
    importing.close()
    house.close()
