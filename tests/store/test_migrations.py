"""The migrations make exactly the tables the code knows, whole or not at all, and serving on others is refused."""

import json
import threading

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from followthrough.store import migrate, organisation, recomputes
from followthrough.store.database import Database
from followthrough.store.engines import Limits
from followthrough.store.errors import SchemaOutdated
from followthrough.store.platform import metadata, outbox, settling_record
from followthrough.store.recomputes import Work
from tests.store.conftest import opened
from tests.store.kill import killed_at

SCHEMA = {"sqlite": None, "postgresql": "org_one"}
PATIENT = Limits(wait_s=60)
"""The last of several waits for all the others."""


def test_migrated_tables_are_those_the_code_knows(engine_url: str) -> None:
    db = opened(engine_url)
    with db.read() as tx:
        options = {"compare_type": True, "compare_server_default": False}
        context = MigrationContext.configure(tx.connection, opts=options)
        assert compare_metadata(context, metadata) == []
    db.close()


def test_running_it_again_changes_nothing(db: Database) -> None:
    migrate.initialise(db)
    migrate.require_current(db)


def test_an_empty_database_is_not_served(engine_url: str) -> None:
    db = Database(engine_url)
    with pytest.raises(SchemaOutdated):
        migrate.require_current(db)
    db.close()


def test_a_database_of_a_later_revision_is_not_served(db: Database) -> None:
    table = sa.Table("alembic_version", sa.MetaData(), sa.Column("version_num"))
    with db.write() as tx:
        tx.execute(table.update().values(version_num="9999"))
    with pytest.raises(SchemaOutdated, match="9999"):
        migrate.require_current(db)


def test_records_that_wait_to_be_moved_come_out_of_the_payloads_of_their_jobs(db: Database) -> None:
    """As a server of the revision before left them."""
    said = {"what": "settle", "app": "a", "entity": "e", "via": "", "id": "to", "version": 2, "stage": "s", "path": "p"}
    payloads = {
        "listed": {**said, "among": ["r2", "r1"]},
        "whole": {**said, "among": None},
        "other": {**said, "what": ""},
    }
    revision = sa.Table("alembic_version", sa.MetaData(), sa.Column("version_num"))
    with db.write() as tx:
        rows = [
            {"id": key, "kind": "recompute", "payload": json.dumps(one), "dedupe": key, "created_ms": 1, "due_ms": 1}
            for key, one in payloads.items()
        ]
        tx.execute(outbox.insert(), rows)
        tx.execute(sa.schema.DropTable(settling_record))
        tx.execute(revision.update().values(version_num="0007"))
    migrate.initialise(db)
    migrate.require_current(db)
    with db.read() as tx:
        assert tx.rows(sa.select(settling_record.c.job, settling_record.c.record).order_by("record")) == [
            ("listed", "r1"),
            ("listed", "r2"),
        ]
        stored = {key: json.loads(text) for key, text in tx.rows(sa.select(outbox.c.id, outbox.c.payload))}
        assert stored == {**payloads, "listed": {**said, "among": True}}
        assert [recomputes.lists(tx, Work("listed", "a", "e", "", "to"), one) for one in ("r1", "r3")] == [True, False]


@pytest.mark.parametrize("statement", [1, 2, 5, 20, 40, 45])
def test_a_migration_killed_at_any_statement_is_finished_by_the_next(
    engine_url: str, engine_kind: str, statement: int
) -> None:
    def work() -> None:
        migrate.initialise(Database(engine_url, SCHEMA[engine_kind]))

    assert killed_at(f"migrate@{statement}:kill", work)
    db = Database(engine_url, SCHEMA[engine_kind])
    with pytest.raises(SchemaOutdated):
        migrate.require_current(db)
    migrate.initialise(db)
    migrate.require_current(db)
    db.close()


def test_several_processes_may_start_at_once(engine_url: str, engine_kind: str) -> None:
    errors: list[BaseException] = []

    def start() -> None:
        db = Database(engine_url, SCHEMA[engine_kind], limits=PATIENT)
        try:
            migrate.initialise(db)
        except BaseException as error:
            errors.append(error)
        finally:
            db.close()

    threads = [threading.Thread(target=start) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []


@pytest.mark.parametrize("name", ['x"; DROP SCHEMA public; --', "Ünit", "1a", "a" * 64, ""])
def test_a_schema_is_named_by_the_server_alone(postgresql_url: str, name: str) -> None:
    db = Database(postgresql_url, name or " ")
    with pytest.raises(ValueError, match="schema"):
        migrate.initialise(db)
    db.close()


def test_two_organisations_share_a_server_and_nothing_else(postgresql_url: str) -> None:
    one = opened(postgresql_url, "org_one")
    two = one.of_schema("org_two")
    migrate.initialise(two)
    for db, name in ((one, "甲"), (two, "乙")):
        with db.write() as tx:
            organisation.put(tx, "name", name)
    with one.read() as tx:
        assert organisation.settings(tx) == {"name": "甲"}
    with two.read() as tx:
        assert organisation.settings(tx) == {"name": "乙"}
    one.close()
