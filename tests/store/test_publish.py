"""Publishing only adds, is whole or not at all, and does not stop those who write meanwhile."""

import copy
import json
import threading
from typing import Any

import pytest
import sqlalchemy as sa

from followthrough.core.compile import CompiledApp
from followthrough.store import apps, indexing, records
from followthrough.store import query as q
from followthrough.store.database import Database
from followthrough.store.engines import Limits
from followthrough.store.entities import tables_of
from followthrough.store.errors import PublishRefused, Retryable
from followthrough.store.publish import layout_of, publish
from tests.store.apps import DOCUMENT, SALES, action, compiled, entity, field, flow
from tests.store.conftest import opened
from tests.store.kill import killed_at
from tests.store.people import NOW, add, reader


def grown(version: int = 2) -> CompiledApp:
    """SALES with a new field, a filterable one, an action, a stage and an entity."""
    document = copy.deepcopy(DOCUMENT)
    properties = document["entities"]["customer"]["properties"]
    properties["note"] = field("long_text")
    properties["city"] = field("text", filterable=True)
    document["actions"]["demo"] = action("demo", "customer")
    document["flows"]["customer_flow"] = flow("customer", "lead", "quote", "won", "paid")
    document["entities"]["product"] = entity(
        "product", {"name": field("text"), "price": field("money", currency="CNY")}
    )
    return compiled(document, version)


def put_in_force(db: Database, app: CompiledApp, content: bytes) -> int:
    with db.write() as tx:
        return publish(tx, app.key, content, app, author="chen", note="说明")


def indexes_of(db: Database, table: str) -> set[str]:
    with db.read() as tx:
        found = sa.inspect(tx.connection).get_indexes(table, schema=db.schema)
    return {str(one["name"]) for one in found}


def test_a_version_is_kept_as_it_was_given(db: Database) -> None:
    assert put_in_force(db, SALES, b'{"a":1}') == 1
    with db.read() as tx:
        assert apps.content(tx, "sales", 1) == b'{"a":1}'
        assert apps.content(tx, "sales", 2) is None
        (live,) = apps.live(tx)
        assert (live.app, live.number) == ("sales", 1)
        (info,) = apps.versions(tx, "sales")
        assert (info.author, info.note, info.sha256) == ("chen", "说明", live.sha256)


def test_publishing_what_is_in_force_changes_nothing(db: Database) -> None:
    assert [put_in_force(db, SALES, b'{"v":1}'), put_in_force(db, SALES, b'{"v":1}')] == [1, 1]
    assert [put_in_force(db, SALES, b'{"v":2}'), put_in_force(db, SALES, b'{"v":1}')] == [2, 3]


def test_a_new_version_adds_what_is_new_and_keeps_the_records(db: Database) -> None:
    put_in_force(db, SALES, b'{"v":1}')
    with db.write() as tx:
        old = add(tx, "customer", {"name": "甲", "amount": 5}, owner="li", unit="east")
    app = grown()
    put_in_force(db, app, b'{"v":2}')
    with db.write() as tx:
        found = records.load(tx, app, "customer", old.id, lock=True)
        assert found is not None
        assert found.record == old
    with db.read() as tx:
        assert layout_of(tx, tables_of(app)["product"]) is not None
        stage = {"op": "is_empty", "a": [{"f": "city"}]}
        page = q.page(tx, app, q.reader.system_reader(app, NOW), q.Query("customer", filter=stage))
        assert [row.id for row in page.rows] == [old.id]
    # A process that still runs the version before goes on reading and writing.
    with db.write() as tx:
        add(tx, "customer", {"name": "乙"}, owner="li", unit="east")


def test_indexes_of_a_later_version_are_built_afterwards_and_once(db: Database) -> None:
    put_in_force(db, SALES, b'{"v":1}')
    app = grown()
    table = str(tables_of(app)["customer"].record.name)
    before = indexes_of(db, table)
    put_in_force(db, app, b'{"v":2}')
    assert indexes_of(db, table) == before
    (made,) = indexing.build_indexes(db, app)
    assert indexes_of(db, table) == before | {made}
    assert indexing.build_indexes(db, app) == []


def test_an_index_left_half_built_is_built_again(db: Database) -> None:
    put_in_force(db, SALES, b'{"v":1}')
    app = grown()
    put_in_force(db, app, b'{"v":2}')

    def build() -> None:
        own = Database(db.url, db.schema)
        with own.write() as tx:
            table = tables_of(app)["customer"].record
            tx.execute(sa.schema.CreateIndex(sa.Index("unrelated", table.c["city"])))
        indexing.build_indexes(own, app)

    assert killed_at("index:kill", build)
    (made,) = indexing.build_indexes(db, app)
    assert made in indexes_of(db, str(tables_of(app)["customer"].record.name))


def test_an_invalid_index_of_postgresql_is_replaced(postgresql_url: str) -> None:
    db = opened(postgresql_url, "org_one")
    put_in_force(db, SALES, b'{"v":1}')
    app = grown()
    put_in_force(db, app, b'{"v":2}')
    (made,) = indexing.build_indexes(db, app)
    with db.write() as tx:
        statement = "UPDATE pg_index SET indisvalid = false WHERE indexrelid = CAST(:name AS regclass)"
        tx.execute(sa.text(statement), {"name": f"org_one.{made}"})
        tx.execute(sa.text("UPDATE org_one.record_table SET columns = replace(columns, :name, 'gone')"), {"name": made})
    assert indexing.build_indexes(db, app) == [made]
    with db.read() as tx:
        valid = "SELECT indisvalid FROM pg_index WHERE indexrelid = CAST(:name AS regclass)"
        assert tx.scalar(sa.text(valid), {"name": f"org_one.{made}"}) is True
    db.close()


def test_a_field_never_changes_its_column(db: Database) -> None:
    put_in_force(db, SALES, b'{"v":1}')
    document: dict[str, Any] = copy.deepcopy(DOCUMENT)
    document["entities"]["customer"]["properties"]["phone"] = field("number")
    document["entities"]["product"] = entity("product", {"name": field("text")})
    with pytest.raises(PublishRefused) as refused:
        put_in_force(db, compiled(document, 2), b'{"v":2}')
    assert refused.value.params == {
        "reason": "kind_changed", "what": "customer.phone", "entity": "customer", "field": "phone",
        "was": "text", "now": "double",
    }  # fmt: skip
    with db.read() as tx:
        assert [one.number for one in apps.live(tx)] == [1]
        assert not sa.inspect(tx.connection).has_table(
            str(tables_of(compiled(document))["product"].record.name), db.schema
        )


def test_apps_stand_in_the_order_in_which_they_came(db: Database) -> None:
    for key in ("sales", "after", "pipeline", "sales"):
        document = copy.deepcopy(DOCUMENT)
        document["app"]["key"] = key
        with db.read() as tx:
            content = json.dumps({key: len(apps.live(tx))}).encode()
        put_in_force(db, compiled(document), content)
    with db.read() as tx:
        assert [one.app for one in apps.live(tx)] == ["sales", "after", "pipeline"]


def test_two_apps_with_the_same_entity_have_tables_of_their_own(db: Database) -> None:
    put_in_force(db, SALES, b'{"v":1}')
    document = copy.deepcopy(DOCUMENT)
    document["app"]["key"] = "sales_two"
    other = compiled(document)
    put_in_force(db, other, b'{"v":1}')
    names = {str(t.record.name) for app in (SALES, other) for t in tables_of(app).values()}
    assert len(names) == 2 * len(tables_of(SALES))


PLACES = ["publish_begin", "publish_live", "commit", *(f"publish_ddl@{n}" for n in (1, 2, 3, 9, 20))]


@pytest.mark.parametrize("place", PLACES)
def test_a_publication_killed_on_the_way_leaves_nothing_and_can_be_repeated(db: Database, place: str) -> None:
    with db.write() as tx:
        publish(tx, "sales", b'{"v":0}', compiled({**DOCUMENT, "entities": {}, "flows": {}, "actions": {}}))

    def work() -> None:
        put_in_force(Database(db.url, db.schema), SALES, b'{"v":1}')

    assert killed_at(f"{place}:kill", work)
    with db.read() as tx:
        assert [one.number for one in apps.live(tx)] == [1]
        names = sa.inspect(tx.connection).get_table_names(schema=db.schema)
        assert not [name for name in names if name.startswith("r_")]
    assert put_in_force(db, SALES, b'{"v":1}') == 2
    with db.write() as tx:
        add(tx, "customer", {"name": "甲"})


def test_a_publisher_who_cannot_have_his_moment_gives_up_and_is_tried_again(postgresql_url: str) -> None:
    db = opened(postgresql_url)
    put_in_force(db, SALES, b'{"v":1}')
    busy, done = threading.Event(), threading.Event()

    def reads_for_long() -> None:
        with db.write() as tx:
            tx.execute(sa.select(sa.func.count()).select_from(tables_of(SALES)["customer"].record))
            busy.set()
            done.wait(10)

    thread = threading.Thread(target=reads_for_long)
    thread.start()
    busy.wait(10)
    hasty = Database(db.url, limits=Limits(pool=2, lock_ms=50))
    with pytest.raises(Retryable):
        put_in_force(hasty, grown(), b'{"v":2}')
    done.set()
    thread.join()
    assert hasty.transact(lambda tx: publish(tx, "sales", b'{"v":2}', grown())) == 2
    hasty.close()
    db.close()


def test_what_a_boss_sees_is_unchanged_by_a_publication(db: Database) -> None:
    put_in_force(db, SALES, b'{"v":1}')
    with db.write() as tx:
        add(tx, "customer", {"name": "甲", "amount": 5}, owner="li", unit="east")

    def shown() -> Any:
        with db.read() as tx:
            return q.page(tx, SALES, reader("chen", "boss"), q.Query("customer"))

    before = shown()
    put_in_force(db, grown(), b'{"v":2}')
    assert shown() == before


def test_submits_go_on_while_versions_are_published(db: Database) -> None:
    put_in_force(db, SALES, b'{"v":0}')
    with db.write() as tx:
        first = add(tx, "customer", {"name": "甲"}).id
    answers: list[Any] = []

    def submits() -> None:
        for n in range(25):
            try:
                made = db.transact(lambda tx: add(tx, "customer", {"name": "乙"}).id, keyed=True)
                with db.read() as tx:
                    found = records.load(tx, SALES, "customer", made)
                    assert records.load(tx, SALES, "customer", first) is not None
                answers.append(found is not None and found.record.id == made and n >= 0)
            except BaseException as error:
                answers.append(error)

    threads = [threading.Thread(target=submits) for _ in range(4)]
    for thread in threads:
        thread.start()
    document = copy.deepcopy(DOCUMENT)
    for version in range(1, 9):
        document["entities"]["customer"]["properties"][f"more_{version}"] = field("text")
        put_in_force(db, compiled(document, version + 1), json.dumps({"v": version}).encode())
    for thread in threads:
        thread.join()
    assert answers == [True] * 100
