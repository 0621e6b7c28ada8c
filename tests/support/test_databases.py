"""The database fixtures themselves: what they promise, every storage test relies on."""

from pathlib import Path

import pytest
import sqlalchemy as sa

from tests.support import postgres
from tests.support.databases import Databases


def test_each_test_gets_an_empty_database_of_the_engine_it_is_told(engine_kind: str, engine_url: str) -> None:
    engine = sa.create_engine(engine_url)
    with engine.begin() as connection:
        assert connection.dialect.name == engine_kind
        assert sa.inspect(connection).get_table_names() == []
        connection.execute(sa.text("CREATE TABLE t (n INTEGER)"))
    engine.dispose()


@pytest.mark.parametrize("engine", ["sqlite", "postgresql"])
def test_two_fresh_databases_do_not_see_each_other(databases: Databases, engine: str) -> None:
    with databases.fresh(engine) as one, databases.fresh(engine) as other:
        first, second = sa.create_engine(one), sa.create_engine(other)
        with first.begin() as connection:
            connection.execute(sa.text("CREATE TABLE only_here (n INTEGER)"))
        assert sa.inspect(second).get_table_names() == []
        first.dispose()
        second.dispose()


def test_a_database_is_dropped_even_while_a_test_left_a_connection_open(databases: Databases) -> None:
    with databases.fresh("postgresql") as url:
        engine = sa.create_engine(url, poolclass=sa.NullPool)
        held = engine.connect()
        name = held.execute(sa.text("SELECT current_database()")).scalar_one()
    with databases.fresh("postgresql") as other:
        probe = sa.create_engine(other)
        with probe.connect() as connection:
            names = connection.execute(sa.text("SELECT datname FROM pg_database")).scalars().all()
        probe.dispose()
    assert name not in names
    held.invalidate()
    held.close()


@pytest.mark.parametrize(("durable", "shown"), [(False, "off"), (True, "on")])
def test_fsync_is_off_for_speed_and_on_where_asked(durable: bool, shown: str) -> None:
    with postgres.running(durable=durable) as cluster:
        engine = sa.create_engine(cluster.url("postgres"))
        with engine.connect() as connection:
            assert connection.execute(sa.text("SHOW fsync")).scalar_one() == shown
        engine.dispose()
    assert not cluster.directory.exists()


def test_without_the_binaries_a_test_fails_and_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("shutil.which", lambda name: None)
    monkeypatch.setattr("pathlib.Path.glob", lambda self, pattern: iter(()))
    with pytest.raises(postgres.PostgresMissingError, match="apt-get install postgresql"):
        postgres.start(tmp_path / "cluster")


def test_what_a_killed_run_left_is_removed_though_its_server_is_dead_too(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("tempfile.gettempdir", lambda: str(tmp_path))
    gone = 2**22 + 1  # above the kernel's highest pid: nobody's
    data = tmp_path / f"{postgres.PREFIX}{gone}-left" / "cluster" / "data"
    data.mkdir(parents=True, mode=0o755)
    tmp_path.chmod(0o755)
    (data / "postmaster.pid").write_text(f"{gone}\n{data}\n")
    postgres.sweep()
    assert list(tmp_path.iterdir()) == []
