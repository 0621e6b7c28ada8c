"""Lives the demo: some months up to now, seeded, so that the same seed and end give the same life."""

from __future__ import annotations

from pathlib import Path
from random import Random

from followthrough.services.views import RowPage, RowView
from followthrough.services.watching import ListAsked
from followthrough.services.who import Who
from followthrough.services.wiring import Services, services_over
from followthrough.settings import Settings
from followthrough.store.database import Database

from . import dutiful, holidays, seals
from .customers import Market
from .deals import Deal
from .organisation import Cast
from .rates import rates
from .sessions import live_sessions
from .town import Life, Tally, Town
from .working_hours import DAY_MS, SimulatedClock

MONTHS = 4
SEED = 20260301


def simulate(
    settings: Settings,
    cast: Cast,
    folder: Path,
    *,
    until_ms: int,
    opportunities: int = 60,
    months: int = MONTHS,
    seed: int = SEED,
) -> Tally:
    """Live `months` up to `until_ms` with so many opportunities; what happened.

    Opens the settings' database anew under a clock of its own: the command path is the server's, only the time is told.
    """
    clock = SimulatedClock(until_ms - months * 30 * DAY_MS)
    db = Database(settings.database_url, settings.database_schema, clock=clock)
    try:
        return live(services_over(db, settings), cast, clock, folder, until_ms, opportunities, months, seed)
    finally:
        db.close()


def live(
    services: Services,
    cast: Cast,
    clock: SimulatedClock,
    folder: Path,
    until_ms: int,
    opportunities: int,
    months: int,
    seed: int,
) -> Tally:
    """The same over open services whose database tells `clock`."""
    rng = Random(seed)  # noqa: S311 - a story, not a secret
    town = Town(services, cast, clock, folder, rng)
    market = Market(town)
    began = clock.now_ms
    town.start(_stock(market, cast), began)
    reps = [(who, _city(cast, who)) for who in cast.of("rep")]
    span = months * 30 * DAY_MS
    for number in range(opportunities):
        who, city = reps[number % len(reps)]
        # More of them later: the pipeline shows something in every stage today.
        at = began + DAY_MS + int(span * rng.betavariate(1.4, 1.1) * 0.96)
        town.start(_deal(town, market, who, city), at)
    for number in range(opportunities // 2 + 4):
        who, city = reps[number % len(reps)]
        town.start(market.lead(who, city), began + DAY_MS + int(span * rng.random() * 0.98))
    town.start(_managers(town, cast), began + 5 * DAY_MS)
    _obliged(town, cast, folder, began, until_ms)
    if seals.published(town):
        for number in range(opportunities // 5 + 2):
            who, _ = reps[number % len(reps)]
            town.start(seals.request(town, who), began + 8 * DAY_MS + int(span * rng.random() * 0.93))
    town.run(until_ms)
    return town.tally


def _obliged(town: Town, cast: Cast, folder: Path, began: int, until_ms: int) -> None:
    """What is owed: exchange rates, who is on duty, everybody's mornings, the managers' rounds and the worker's nights."""
    holidays.plan(town, began, until_ms)
    town.start(rates(town, cast.of("supervisor")[0], folder), began)
    for number, who in enumerate(cast.of("rep")):
        town.start(dutiful.mornings(town, who, number), began + 2 * DAY_MS)
    for manager in cast.of("manager"):
        town.start(dutiful.rounds(town, manager), began + 6 * DAY_MS)
    town.start(dutiful.nights(town), began + DAY_MS)
    town.start(live_sessions(town, cast), began + 9 * DAY_MS)


def _stock(market: Market, cast: Cast) -> Life:
    market.stock(cast.of("supervisor")[0])
    yield 0


def _deal(town: Town, market: Market, who: Who, city: str) -> Life:
    customer = market.customer(who, city)
    yield town.hours(0.2, 30)
    yield from Deal(town, customer).live()
    if town.may(0.25):
        yield town.days(3, 20)
        yield from Deal(town, customer).live()


def _managers(town: Town, cast: Cast) -> Life:
    """Managers look after their region: credit limits of customers, and dead leads taken out of the way."""
    dead = ListAsked(filter={"op": "eq", "a": [{"f": "_stage"}, {"v": "invalid"}]}, limit=10)
    while True:
        for manager in cast.of("manager"):
            customers = _rows(town, manager, "customer", ListAsked(limit=50))
            for row in town.rng.sample(customers, min(2, len(customers))):
                limit = town.rng.randrange(5, 60) * 1_000_000
                town.edit(manager, "customer", row.id, credit_limit=limit, usual_pay_days=town.rng.randrange(20, 120))
            for row in _rows(town, manager, "lead", dead)[:1]:
                town.archive(manager, "lead", row.id)
        yield town.days(5, 12)


def _rows(town: Town, who: Who, entity: str, asked: ListAsked) -> list[RowView]:
    page = town.services.watching.page(who, "sales", entity, asked)
    return page.rows if isinstance(page, RowPage) else []


def _city(cast: Cast, who: Who) -> str:
    names = {unit: alias for alias, unit in cast.units.items()}
    return names[who.unit]
