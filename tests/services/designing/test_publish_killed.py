"""A publication killed at each of its steps: the old version or the new one, in documents, tables and records alike."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
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


@dataclass(frozen=True)
class Drawn:
    """A draft to be published as `asked`; the tables there were before, and how many opportunities stood in each stage."""

    studio: Studio
    asked: Asked
    tables: set[str]
    stages: Counter[Any]

    def publish(self, by: Publishing) -> PublishedView:
        """Publish it; every time the same request."""
        done = by.publish(self.studio.house.people["sun"], "sales", self.asked, keyed(b"one"))
        assert not isinstance(done, Refusal), done
        return done

    def anew(self) -> None:
        """Publish it as a process of its own would."""
        self.publish(another(self.studio))


def drawn(studio: Studio) -> Drawn:
    """A draft with a new entity, a new field and a stage under another id."""
    stage, db = first_stage(studio), studio.house.db
    studio.house.create("li", "opportunity", **deal(studio))
    renamed(studio, stage)
    studio.put("sun", "entity/branch", NEW_ENTITY)
    studio.put("sun", "entity/customer/properties/note_two", NEW_FIELD)
    asked = Asked(studio.bench("sun").revision, "", {"opportunity": {stage: "renamed"}})
    with db.read() as tx:
        return Drawn(studio, asked, tables_in(sa.inspect(tx.connection), db.schema), stages_of(tx, live(studio)))


def tables_in(inspector: sa.Inspector, schema: str | None) -> set[str]:
    """The tables made for what is published."""
    return {name for name in inspector.get_table_names(schema=schema) if name.startswith(("r_", "m_"))}


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


def stands(draft: Drawn) -> int:
    """The version in force, after looking whether everything is of it alone: its tables and columns, as they are and as
    they are noted, and the stages of the records."""
    app, db = live(draft.studio), draft.studio.house.db
    with db.read(snapshot=True) as tx:
        inspector = sa.inspect(tx.connection)
        assert (tables_in(inspector, db.schema) == draft.tables) == (app.version == 1), (
            "tables are those of the version in force"
        )
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
    assert sum(stages.values()) == sum(draft.stages.values())
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
    draft = drawn(studio)
    step, ddl = 0, 0
    while True:
        step += 1
        if not killed_at(f"publish_ddl@{step}:kill", draft.anew):
            break
        ddl += 1
        assert stands(draft) == 1
    assert ddl >= 4, "tables, a column and indexes were made"
    # The child that met no failpoint any more has published.
    assert stands(draft) == 2
    works(studio)
    assert draft.publish(studio.house.services.publishing).version == 2, "the same request is answered as it was"


def test_killed_around_the_ddl_too(studio: Studio) -> None:
    draft = drawn(studio)
    passed = []
    for place in AROUND:
        if killed_at(f"{place}:kill", draft.anew):
            passed.append(place)
            assert stands(draft) == 1, place
            works(studio)
    assert passed == list(AROUND)
    assert killed_at("committed:kill", draft.anew), "what was acknowledged to nobody is whole all the same"
    assert stands(draft) == 2
    assert draft.publish(studio.house.services.publishing).version == 2
    works(studio)
