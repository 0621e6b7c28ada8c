"""Real data: 8,800 opportunities with their accounts and products go in, and every row is accounted for.

The files (crm_pipeline) are not ours to ship: where they are absent sheets of the same shape take their place
(`tests/support/crm_pipeline.py`). What must come out is worked out here by a plain reading of the CSV files.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest

from followthrough.services.importing.wire import ImportJobView
from followthrough.services.watching import ListAsked
from followthrough.store import query
from followthrough.store.query import Query, reader_of
from tests.services.house import House, template
from tests.services.importing.steps import Imports
from tests.support.crm_pipeline import rows_of, sheet
from tests.support.databases import ENGINES, Databases

STAGES = {"Prospecting": "prospecting", "Engaging": "engaging", "Won": "won", "Lost": "lost"}


class Imported:
    """All three files imported into the pipeline app, with the jobs and how long the last run took."""

    def __init__(self, house: House) -> None:
        self.house = house
        self.imports = Imports(house)
        self.accounts = self.imports.whole("account", sheet("accounts.csv"))
        self.products = self.imports.whole("product", sheet("products.csv"))
        self.uploaded = self.imports.upload("opportunity", sheet("sales_pipeline.csv"))
        started = time.monotonic()
        self.checked = self.imports.check(self.imports.answer(self.uploaded))
        self.deals: ImportJobView = self.imports.run(self.checked)
        self.seconds = time.monotonic() - started
        self.records = {record["code"]: record for record in self.all("opportunity")}

    def all(self, entity: str) -> list[dict[str, Any]]:
        """The values of all records, with `_id`, `_stage`, and titles instead of the ids of accounts and products."""
        with self.house.db.read() as tx:
            app = self.house.services.registry.app(tx, "pipeline")
            assert app is not None
            actor = self.imports.person.actor("pipeline")
            reader = reader_of(app, actor, self.house.services.registry.moment(tx))
            made: list[dict[str, Any]] = []
            after: str | None = None
            while True:
                page = query.page(tx, app, reader, Query(entity, after=after, limit=200))
                made += [{**row.values, "_id": row.id, "_stage": row.stage} for row in page.rows]
                after = page.next
                if after is None:
                    return made

    def names(self, entity: str) -> dict[str, str]:
        """Titles by id."""
        return {record["_id"]: record["name"] for record in self.all(entity)}


@pytest.fixture(scope="module", params=ENGINES)
def imported(
    request: pytest.FixtureRequest, databases: Databases, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Imported]:
    with databases.fresh(request.param) as url:
        house = House(url, tmp_path_factory.mktemp("pipeline"), template("pipeline")).settle()
        yield Imported(house)
        house.services.importing.close()
        house.close()


def test_every_row_of_every_file_has_become_a_record(imported: Imported) -> None:
    for job, name in (
        (imported.accounts, "accounts.csv"),
        (imported.products, "products.csv"),
        (imported.deals, "sales_pipeline.csv"),
    ):
        wanted = len(rows_of(name))
        assert (job.state, job.rows, job.counts["created"]) == ("done", wanted, wanted), name
    rows = imported.imports.rows(imported.deals)
    assert [row.n for row in rows] == list(range(1, 8801))
    assert {row.state for row in rows} == {"created"}
    assert {row.version for row in rows} == {1}
    ids = {record["code"]: record["_id"] for record in imported.records.values()}
    assert {row.cells[0]: row.record for row in rows} == ids, "each row names the record it became"


def test_it_takes_less_than_a_minute(imported: Imported) -> None:
    assert imported.seconds < 60


def test_columns_were_suggested_rightly(imported: Imported) -> None:
    assert {column.name: column.suggestion for column in imported.uploaded.columns} == {
        "opportunity_id": "code",
        "sales_agent": "agent",
        "product": "product",
        "account": "account",
        "deal_stage": "_stage",
        "engage_date": "engage_on",
        "close_date": "close_on",
        "close_value": "value",
    }
    assert not any(column.date_order == "ambiguous" for column in imported.uploaded.columns)


def test_a_product_written_otherwise_was_asked_once(imported: Imported) -> None:
    asked = [(q.value, q.rows, [one.title for one in q.suggestions]) for q in imported.uploaded.questions]
    wanted = sum(1 for row in rows_of("sales_pipeline.csv") if row["product"] == "GTXPro")
    assert asked == [("GTXPro", wanted, ["GTX Pro"])]
    assert wanted == 1480
    assert len(imported.all("product")) == 7, "no product was made beside the one meant"


def test_references_point_where_the_file_says(imported: Imported) -> None:
    accounts, products = imported.names("account"), imported.names("product")
    for row in rows_of("sales_pipeline.csv"):
        record = imported.records[row["opportunity_id"]]
        assert accounts.get(record.get("account", ""), "") == row["account"], row
        assert products[record["product"]] == row["product"].replace("GTXPro", "GTX Pro"), row


def test_empty_cells_stay_empty(imported: Imported) -> None:
    rows = rows_of("sales_pipeline.csv")
    for column, field in (("account", "account"), ("engage_date", "engage_on"), ("close_date", "close_on")):
        wanted = sum(1 for row in rows if not row[column])
        assert sum(1 for record in imported.records.values() if record.get(field) is None) == wanted, column
    open_without_date = [row for row in rows if row["deal_stage"] == "Prospecting" and not row["engage_date"]]
    assert len(open_without_date) == 500, "deals not yet begun come in without a date"


def test_stages_and_values_are_those_of_the_file(imported: Imported) -> None:
    rows = rows_of("sales_pipeline.csv")
    found = Counter(record["_stage"] for record in imported.records.values())
    assert found == Counter(STAGES[row["deal_stage"]] for row in rows)
    for row in rows:
        record = imported.records[row["opportunity_id"]]
        assert record.get("value") == (int(row["close_value"]) * 100 if row["close_value"] else None), row
        assert record.get("engage_on") == (row["engage_date"] or None)
        assert record.get("close_on") == (row["close_date"] or None)
    lost = [record for record in imported.records.values() if record["_stage"] == "lost"]
    assert {record["value"] for record in lost} == {0}, "a lost deal is worth nothing, which is not the same as unknown"


def test_what_is_misspelt_stays_as_it_was_written(imported: Imported) -> None:
    wanted = Counter(row["sector"] for row in rows_of("accounts.csv"))
    assert Counter(record["sector"] for record in imported.all("account")) == wanted
    assert wanted["technolgy"] == 12


def test_parent_companies_are_rows_of_the_same_file(imported: Imported) -> None:
    names = imported.names("account")
    found = {
        record["name"]: names[record["parent_company"]]
        for record in imported.all("account")
        if record.get("parent_company")
    }
    assert found == {row["account"]: row["subsidiary_of"] for row in rows_of("accounts.csv") if row["subsidiary_of"]}
    assert len(found) == 15


def test_accounts_count_their_opportunities(imported: Imported) -> None:
    wanted = Counter(row["account"] for row in rows_of("sales_pipeline.csv") if row["account"])
    found = {record["name"]: record.get("opportunity_count", 0) for record in imported.all("account")}
    assert found == {name: wanted[name] for name in found}


def test_each_opportunity_has_its_history(imported: Imported) -> None:
    row = next(row for row in rows_of("sales_pipeline.csv") if row["deal_stage"] == "Won")
    record = imported.records[row["opportunity_id"]]
    events = imported.house.events("opportunity", record["_id"], "pipeline")
    assert events[0].kind == "created"
    assert events[0].actor == imported.imports.person.person
    assert events[0].changes["code"] == [None, row["opportunity_id"]]


def test_the_result_opens_as_list_board_and_record(imported: Imported) -> None:
    watching, who = imported.house.services.watching, imported.imports.person
    page: Any = watching.page(who, "pipeline", "opportunity", ListAsked(sort="-value", limit=5))
    top = sorted((int(row["close_value"] or 0) for row in rows_of("sales_pipeline.csv")), reverse=True)[:5]
    assert [row.values["value"] // 100 for row in page.rows] == top
    board: Any = watching.board(who, "pipeline", "opportunity", ListAsked())
    assert {column.stage: column.count for column in board.columns} == Counter(
        STAGES[row["deal_stage"]] for row in rows_of("sales_pipeline.csv")
    )
    record: Any = watching.record(who, "pipeline", "opportunity", page.rows[0].id)
    assert record.record.title == page.rows[0].values["code"]


def test_nothing_is_stored_twice(imported: Imported) -> None:
    assert imported.imports.refused(imported.imports.service.run(imported.imports.person, imported.deals.id)) == (
        "import_state"
    )
    assert len(imported.all("opportunity")) == 8800
