"""A publication killed at each of its steps: the old version or the new one, in documents, tables and records alike."""

from __future__ import annotations

from collections import Counter
from typing import Any

import sqlalchemy as sa

from followthrough.core.compile import CompiledApp
from followthrough.services.designing import Asked, Publishing
from followthrough.services.refusal import Refusal
from followthrough.services.views import Answer
from followthrough.services.views_design import PublishedView
from followthrough.store import standing, verify
from followthrough.store.database import Database
from followthrough.store.entities import tables_of
from followthrough.store.publish import layout_of
from followthrough.store.tx import Tx
from tests.services.designing.studio import Studio, keyed
from tests.services.designing.test_publishing import deal, first_stage, renamed
from tests.services.house import Create, Edit
from tests.store.kill import killed_at

NEW_ENTITY = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "type": "object",
    "entity": {"id": "branch", "label": {"zh": "门店"}, "title": "name", "order": 900},
    "properties": {
        "name": {"type": "string", "field": {"kind": "text", "label": {"zh": "店名"}}},
        "city": {"type": "string", "field": {"kind": "text", "label": {"zh": "城市"}, "filterable": True}},
    },
}
NEW_FIELD = {"type": "string", "field": {"kind": "text", "label": {"zh": "备注二"}}}
AROUND = ("publish_begin", "publish_live", "record", "events", "idempotency", "commit")


def drawn(studio: Studio) -> str:
    """A draft with a new entity, a new field and a stage under another id; the stage that is gone."""
    stage = first_stage(studio)
    studio.house.create("li", "opportunity", **deal(studio))
    renamed(studio, stage)
    studio.put("sun", "entity/branch", NEW_ENTITY)
    studio.put("sun", "entity/customer/properties/note_two", NEW_FIELD)
    return stage


def stages_of(tx: Tx, app: CompiledApp) -> Counter[Any]:
    """How many opportunities stand in each stage."""
    found: Counter[Any] = Counter()
    for (stage, _path), count in standing.by_place(tx, app, "opportunity").items():
        found[stage] += count
    return found


def live(studio: Studio) -> CompiledApp:
    with studio.house.db.read() as tx:
        app = studio.house.services.registry.app(tx, "sales")
    assert app is not None
    return app


def stands(studio: Studio, old: set[str], before: Counter[Any]) -> int:
    """The version in force, after looking whether everything is of it alone: its tables and columns, as they are and as
    they are noted, and the stages of the records."""
    app, db = live(studio), studio.house.db
    with db.read(snapshot=True) as tx:
        inspector = sa.inspect(tx.connection)
        names = {name for name in inspector.get_table_names(schema=db.schema) if name.startswith(("r_", "m_"))}
        assert (names == old) == (app.version == 1), "tables are those of the version in force"
        for table in tables_of(app).values():
            layout = layout_of(tx, table)
            assert layout is not None
            there = {str(one["name"]) for one in inspector.get_columns(str(table.record.name), schema=db.schema)}
            wanted = {column.name for column in table.record.c}
            assert wanted <= there
            assert wanted <= set(layout.record) | {name for name in wanted if name.startswith("_")}
            if app.version == 1:
                assert "note_two" not in there
        stages = stages_of(tx, app)
        assert list(verify.verify_all(tx)) == []
    assert ("renamed" in stages) == (app.version == 2)
    assert sum(stages.values()) == sum(before.values())
    return app.version


def another(studio: Studio) -> Publishing:
    """The same on connections of its own, for a process of its own; what was checked and compiled before is not again."""
    house = studio.house
    db = Database(house.db.url, house.db.schema)
    return Publishing(db, house.services.registry, house.services.publishing.findings)


def works(studio: Studio) -> None:
    """People go on: a record is made and changed, whichever version is in force."""
    house = studio.house
    made = house.submit(
        "li", "customer", None, Create("customer", "", {"name": "乙", "grade": "standard", "level": "a"})
    )
    assert isinstance(made, Answer), made
    assert isinstance(house.submit("li", "customer", made.record.id, Edit({"level": "b"})), Answer)


def test_killed_at_each_step_it_is_the_old_version_or_the_new(studio: Studio) -> None:
    house = studio.house
    stage = drawn(studio)
    app, asked = live(studio), Asked(studio.bench("sun").revision, "", {"opportunity": {stage: "renamed"}})
    with house.db.read() as tx:
        names = sa.inspect(tx.connection).get_table_names(schema=house.db.schema)
        before = stages_of(tx, app)
    old = {name for name in names if name.startswith(("r_", "m_"))}
    who, key = house.people["sun"], keyed(b"one")

    def publish() -> object:
        done = another(studio).publish(who, "sales", asked, key)
        assert not isinstance(done, Refusal), done
        return done

    step, ddl = 0, 0
    while True:
        step += 1
        if not killed_at(f"publish_ddl@{step}:kill", publish):
            break
        ddl += 1
        assert stands(studio, old, before) == 1
    assert ddl >= 4, "tables, a column and indexes were made"
    # The child that met no failpoint any more has published.
    assert stands(studio, old, before) == 2
    works(studio)
    again = house.services.publishing.publish(who, "sales", asked, key)
    assert isinstance(again, PublishedView), "the same request is answered as it was"
    assert again.version == 2


def test_killed_around_the_ddl_too(studio: Studio) -> None:
    house = studio.house
    stage = drawn(studio)
    app, asked = live(studio), Asked(studio.bench("sun").revision, "", {"opportunity": {stage: "renamed"}})
    with house.db.read() as tx:
        names = sa.inspect(tx.connection).get_table_names(schema=house.db.schema)
        before = stages_of(tx, app)
    old = {name for name in names if name.startswith(("r_", "m_"))}
    who, key = house.people["sun"], keyed(b"one")

    def publish() -> None:
        another(studio).publish(who, "sales", asked, key)

    passed = []
    for place in AROUND:
        if killed_at(f"{place}:kill", publish):
            passed.append(place)
            assert stands(studio, old, before) == 1, place
            works(studio)
    assert passed == list(AROUND)
    assert killed_at("committed:kill", publish), "what was acknowledged to nobody is whole all the same"
    assert stands(studio, old, before) == 2
    again = house.services.publishing.publish(who, "sales", asked, key)
    assert isinstance(again, PublishedView)
    assert again.version == 2
    works(studio)
