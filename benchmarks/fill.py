"""Many rows at once: the simulator's rows over and over, written straight into the tables.

Not through the command path, which would take an hour for a million. Every row is one that the simulator made through
it, under a new id, with a rep, a unit, a customer and a time of its own; 500 opportunities and 125 customers a rep, ten
reps a store, stores under the demo's units in turn: what grows is the organisation, not a rep's own list.
"""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.schema import CreateIndex, DropIndex

from followthrough.services.ids import new_id
from followthrough.services.who import Who, who_is
from followthrough.store import people, units
from followthrough.store.ddl import index, indexes
from followthrough.store.entities import tables_of
from followthrough.store.tables import EntityTable
from followthrough.store.tx import Tx

from .place import Place

PER_REP = 500
PER_CUSTOMER = 4
REPS_PER_STORE = 10
FIRST = 20_000
"""A place may be filled twice, with fewer rows than these first; the second rows come beside them."""
SPAN_S = 3 * 365 * 86_400
IDS = {
    "postgresql": "'{mark}0000000-0000-7000-8000-' || lpad(({n})::text, 12, '0')",
    "sqlite": "printf('{mark}0000000-0000-7000-8000-%012d', {n})",
}
SERIES = {
    "postgresql": "generate_series(0::bigint, {last}) AS s(i)",
    "sqlite": "(WITH RECURSIVE c(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM c WHERE i < {last}) SELECT i FROM c) AS s",
}


def fill(place: Place, rows: int) -> list[Who]:
    """Add `rows` opportunities and a quarter as many customers; some of the reps who own them."""
    reps = place.db.transact(lambda tx: _reps(place, tx, max(1, rows // PER_REP)))
    tables = tables_of(place.app())
    first = rows < FIRST
    wanted = [tables["customer"], tables["opportunity"]]
    place.db.transact(lambda tx: _drop_indexes(tx, wanted))
    place.db.transact(lambda tx: _patterns(tx, tables["opportunity"], tables["customer"]))
    place.db.transact(
        lambda tx: _copies(tx, tables["customer"], rows // PER_CUSTOMER, PER_CUSTOMER, "a" if first else "c")
    )
    place.db.transact(lambda tx: _copies(tx, tables["opportunity"], rows, 1, "b" if first else "d"))
    place.db.transact(lambda tx: _build_indexes(tx, wanted))
    _settle(place)
    return reps


def _reps(place: Place, tx: Tx, wanted: int) -> list[Who]:
    """People and stores; each rep's place is kept in `bench_rep`. A few of them come back, able to act."""
    stores = [place.cast.units[alias] for alias in ("shanghai", "hangzhou", "shenzhen")]
    for name in ("bench_rep", "bench_pattern"):
        tx.execute(sa.text(f"DROP TABLE IF EXISTS {name}"))
    tx.execute(sa.text("CREATE TABLE bench_rep (r INTEGER PRIMARY KEY, person TEXT, unit TEXT)"))
    made: list[dict[str, object]] = []
    unit = ""
    for number in range(wanted):
        if number % REPS_PER_STORE == 0:
            unit = new_id()
            units.create(tx, units.Unit(unit, f"门店{number}", stores[number // REPS_PER_STORE % 3], "store", number))
        person = people.Person(new_id(), f"销售{number}", f"bench{wanted}_{number}", unit, roles={"sales": "rep"})
        people.create(tx, person, None)
        made.append({"r": number, "person": person.id, "unit": unit})
    tx.execute(sa.text("INSERT INTO bench_rep VALUES (:r, :person, :unit)"), made)
    some = [who_is(tx, str(one["person"])) for one in made[:: max(1, wanted // 64)]]
    return [who for who in some if who is not None]


def _patterns(tx: Tx, deal: EntityTable, customer: EntityTable) -> None:
    """The rows to repeat, numbered from 0: opportunities of the simulator, each with its customer."""
    q = tx.connection.dialect.identifier_preparer.format_table
    o, c, s = deal.record, customer.record, tx.db.schema
    pre = f"{s}." if s else ""
    tx.execute(
        sa.text(
            f"CREATE TABLE bench_pattern AS SELECT row_number() OVER (ORDER BY o._id) - 1 AS k, o._id AS deal, "
            f"c._id AS customer FROM {pre}{q(o)} o JOIN {pre}{q(c)} c ON c._id = o.customer "
            "WHERE NOT o._archived AND o._id NOT LIKE '%0000-0000-7000-8000-%'"
        )
    )


def _copies(tx: Tx, table: EntityTable, count: int, per: int, mark: str) -> None:
    """Row i is a copy of pattern (deal i / 4, customer i), owned by rep i / 500; `per` opportunities a row."""
    kind, pre = tx.dialect, f"{tx.db.schema}." if tx.db.schema else ""
    deal = per == 1
    key = "deal" if deal else "customer"
    many = int(tx.scalar(sa.text("SELECT count(*) FROM bench_pattern")))
    group = f"s.i / {PER_CUSTOMER}" if deal else "s.i"
    now = tx.now_ms() // 1000
    # Spread over the whole span, so that neighbours in time belong to different reps, as they do in life.
    at = f"{now} - {SPAN_S} + ((s.i * 7919) % {count}) * {SPAN_S} / {count}"
    own = {
        "_id": IDS[kind].format(mark=mark, n="s.i"),
        "_owner": "b.person",
        "_unit": "b.unit",
        "_created_at": at,
        "_updated_at": at,
        "contact": "NULL",
    }
    if deal:
        own["customer"] = IDS[kind].format(mark="a" if mark == "b" else "c", n=group)
    columns = [column.name for column in table.record.columns]
    shown = ", ".join(own.get(name, f'r."{name}"') for name in columns)
    named = ", ".join(f'"{name}"' for name in columns)
    join = (
        f"FROM {SERIES[kind].format(last=count - 1)} JOIN bench_rep b ON b.r = s.i / {PER_REP // per} "
        f"JOIN bench_pattern p ON p.k = ({group}) % {many} "
    )
    tx.execute(
        sa.text(
            f'INSERT INTO {pre}"{table.record.name}" ({named}) SELECT {shown} {join}'
            f'JOIN {pre}"{table.record.name}" r ON r._id = p.{key}'
        )
    )


def _drop_indexes(tx: Tx, tables: list[EntityTable]) -> None:
    for table in tables:
        for name, columns in indexes(table).items():
            tx.execute(DropIndex(index(table, name, columns)))


def _build_indexes(tx: Tx, tables: list[EntityTable]) -> None:
    for table in tables:
        for name, columns in indexes(table).items():
            tx.execute(CreateIndex(index(table, name, columns)))


def _settle(place: Place) -> None:
    """PostgreSQL's autovacuum would come by itself; here it is not waited for."""
    if place.engine == "postgresql":
        with place.db.alone() as connection:
            connection.execute(sa.text("VACUUM ANALYZE"))
