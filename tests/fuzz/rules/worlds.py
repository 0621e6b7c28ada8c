"""Entities, environments and records for the differential fuzzer: typed fields filled from pools of awkward values."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from functools import cache
from random import Random
from typing import Any

from followthrough.core.kit.fieldtype import FieldType
from followthrough.core.rules import zone_table
from tests.support.calendar_worlds import World

OPTIONS = frozenset({"a", "b", "c", "d"})
COLORS = frozenset({"red", "yellow", "green"})
CALENDARS: dict[str, dict[str, Any]] = {
    # The names that rules ask for; what stands behind them is mostly drawn (`calendars`).
    "cn": {
        "start": "2024-12-28",
        "workdays": "00" + "1101100" + "1111100" * 3 + "0111000000001111" + "1111100" * 9,
        "hours": {"1": [["09:00", "12:00"], ["13:30", "18:00"]]},
        "zone": [["2000-01-01T00:00:00Z", 28800]],
    },
    "shop": {
        "start": "2025-01-06",
        "workdays": "1110111" * 20,
        "pattern": "1120211" * 20,
        "hours": {"1": [["09:00", "12:00"], ["13:30", "18:00"]], "2": [["20:00", "02:30"]]},
        "zone": [["2024-10-27T01:00:00Z", 3600], ["2025-03-30T01:00:00Z", 7200], ["2025-10-26T01:00:00Z", 3600]],
    },
}
NEAR = (date(2024, 12, 20),)
"""Where the days of the two lie."""
LONG = 120
"""Days around which dates and instants are drawn."""
ZONES: list[list[tuple[str, int]]] = [
    [],
    [("2000-01-01T00:00:00Z", 28800)],
    [("2000-01-01T00:00:00Z", -12600)],
    [("2024-10-27T01:00:00Z", 3600), ("2025-03-30T01:00:00Z", 7200), ("2025-10-26T01:00:00Z", 3600)],
]


def choice(options: frozenset[str]) -> FieldType:
    return FieldType("choice", options=options)


def ref(target: str) -> FieldType:
    return FieldType("ref", target=target)


PEOPLE = FieldType("set", target="_person")
TAGS = FieldType("set", options=OPTIONS)
NUMBER, TEXT, FLAG = FieldType("number"), FieldType("text"), FieldType("boolean")
MONEY, PERCENT, SECONDS = (FieldType("number", unit=unit) for unit in ("money", "percent", "seconds"))
DATE, INSTANT, OPAQUE = FieldType("date"), FieldType("instant"), FieldType("opaque")

PARAMETERS = {"@limit": NUMBER, "@actor": ref("_person"), "@words": TEXT, "@since": DATE}
ENTITIES: tuple[dict[str, FieldType], ...] = (
    {
        **{"x": NUMBER, "y": NUMBER, "amount": MONEY, "budget": MONEY, "rate": PERCENT, "t": TEXT, "u": TEXT},
        **{"flag": FLAG, "d": DATE, "e": DATE, "i": INSTANT, "_created_at": INSTANT, "level": choice(OPTIONS)},
        **{"customer.level": choice(OPTIONS), "color": choice(COLORS), "tags": TAGS, "labels": TAGS},
        **{"people": PEOPLE, "_owner": ref("_person"), "helper": ref("_person"), "customer": ref("customer")},
        **{"photo": OPAQUE, "wait": SECONDS, **PARAMETERS},
    },
    {
        **{"x": NUMBER, "y": NUMBER, "z": NUMBER, "t": TEXT, "flag": FLAG, "ok": FLAG, "d": DATE, "i": INSTANT},
        **{"level": choice(OPTIONS), "tags": TAGS, "_owner": ref("_person"), "people": PEOPLE, **PARAMETERS},
    },
    {
        **{"amount": MONEY, "budget": MONEY, "customer.region_ref.code": TEXT, "t": TEXT, "flag": FLAG, "d": DATE},
        **{"e": DATE, "i": INSTANT, "j": INSTANT, "color": choice(COLORS), "level": choice(OPTIONS), "tags": TAGS},
        **{"labels": TAGS, "_unit": ref("_unit"), "file": OPAQUE, **PARAMETERS},
    },
)

NUMBERS = [
    *(0, 1, -1, 2, 3, 7, 10, 60, 90, 100, 0.5, 1.5, 2.5, -0.5, -1.5, -2.5, 0.1, 0.2, 0.3, 0.4, 1 / 3, 2.675, 1.005),
    *(4.35, -1.005, 0.285, 1e-9, -1e-9, 1e-6, 12345.678, 1e6, 1e9, 2**31, 2**47 + 0.5, 2**48, 2**49, 9e14, 1e15, -1e15),
    *(999999999999999, 1e15 - 0.125, 99.995, 24, 72, 1e8, 30000, 1000000),
]
TEXTS = [
    *("a", "b", "A", "ab", "abc", "Abc", "%", "_", "a%", "a_c", "\\", "'", '"', "--", "a'b", " ", " a ", "设备科主任"),
    *("主任", "客户😀", "😀", "é", "e\u0301", "HT-2025-01", "HT-", ".pdf", "报价.pdf", "VN", "TH", "null", "true", "0"),
    *("{0}", ":x", "?", "\ufb00", "ß", "SS", "ﾊﾝ", "a\nb"),
]
DATES = [
    *("2024-02-29", "2025-02-28", "2025-01-31", "2025-03-01", "2025-03-31", "2025-12-31", "2024-12-31", "2025-01-01"),
    *("2025-01-27", "2025-02-07", "2025-02-09", "1969-12-31", "1970-01-01", "1900-01-01", "1899-12-31", "2999-12-31"),
    *("3000-01-01", "0001-01-01", "9999-12-31", "2000-02-29", "2100-02-28", "1582-10-15", "2024-12-28"),
]
TIMES = ["00:00:00", "00:00:01", "08:00:00", "15:59:59", "16:00:00", "23:59:59"]


def number(random: Random) -> float:
    """A number within the bounds of stored numbers, often an awkward one."""
    pick = random.random()
    if pick < 0.5:
        return random.choice(NUMBERS)
    if pick < 0.75:
        return random.randint(-200, 200)
    return round(random.uniform(-1000, 1000), random.choice([0, 1, 2, 3, 9]))


def whole(random: Random) -> int:
    """An amount in minor units."""
    return random.choice([0, 1, 7, 99, 100, 1999, 100_000, 10_000_000, 2**31, 10**12, -5, random.randint(-300, 10**7)])


@cache
def drawn_calendar(seed: int) -> tuple[dict[str, Any], date]:
    """A calendar of a zone, with nights, lunches, shifts and days off as they come; its first day."""
    random = Random(seed)
    world = World(random, days=random.choice((8, 21, 60)))
    zone = [[datetime.fromtimestamp(start, UTC).isoformat()[:19] + "Z", east] for start, east in zone_table(world.zone)]
    return {**world.data(), "zone": zone}, world.start


def calendars(random: Random, pool: int) -> tuple[dict[str, dict[str, Any]], tuple[date, ...]]:
    """The calendars of a round by name, and around which days to ask; sometimes the two of old. So many different ones are
    drawn: making one takes a while."""
    if random.random() < 0.1:
        return CALENDARS, NEAR
    found = {name: drawn_calendar(random.randrange(pool)) for name in CALENDARS}
    return {name: data for name, (data, _) in found.items()}, tuple(start for _, start in found.values())


def day(random: Random, near: Sequence[date] = NEAR) -> str:
    """A date, mostly of the time around the calendars."""
    if random.random() < (0.4 if near is NEAR else 0.15):
        return random.choice(DATES)
    return (random.choice(near) + timedelta(days=random.randint(-2, LONG if near is NEAR else 25))).isoformat()


def instant(random: Random, near: Sequence[date] = NEAR) -> str:
    """An instant, often at the edge of a day."""
    time = (
        random.choice(TIMES) if random.random() < 0.5 else f"{random.randint(0, 23):02d}:{random.randint(0, 59):02d}:07"
    )
    return f"{day(random, near)}T{time}Z"


def value(random: Random, kind: FieldType, near: Sequence[date] = NEAR) -> Any:
    """A filled value of a type, as records hold it."""
    if kind.base == "number":
        return whole(random) if kind.unit in ("money", "seconds") else number(random)
    if kind.base == "set":
        members = sorted(kind.options or {"p1", "p2", "p10"})
        return sorted(random.sample(members, random.randint(1, len(members))))
    if kind.base in ("choice", "ref"):
        return random.choice(sorted(kind.options or {"p1", "p2", "p10"}))
    if kind.base == "text":
        return random.choice(TEXTS)
    if kind.base == "boolean":
        return random.random() < 0.5
    if kind.base == "date":
        return day(random, near)
    return instant(random, near) if kind.base == "instant" else ["f1"]


def record(random: Random, fields: dict[str, FieldType], near: Sequence[date] = NEAR) -> dict[str, Any]:
    """A record with about a quarter of its fields empty, in any of the ways a field can be empty."""
    made: dict[str, Any] = {}
    for path, kind in fields.items():
        pick = random.random()
        if path.startswith("@") or pick < 0.12:
            continue
        empty: Any = [] if kind.base in ("set", "opaque") else "" if kind.base == "text" else None
        made[path] = empty if pick < 0.24 else value(random, kind, near)
    return made


def environment(random: Random, fields: dict[str, FieldType], pool: int) -> tuple[dict[str, Any], tuple[date, ...]]:
    """now, today, zone, calendars and parameters, in the form of the corpus; around which days its calendars lie."""
    known, near = calendars(random, pool)
    parameters = {key: value(random, kind, near) for key, kind in fields.items() if key.startswith("@")}
    made = {
        "now": instant(random, near) if random.random() < 0.5 else f"2025-0{random.randint(1, 4)}-01T08:00:00Z",
        "today": day(random, near),
        "zone": random.choice(ZONES),
        "calendars": known,
        "parameters": {key: held for key, held in parameters.items() if random.random() < 0.8},
    }
    return made, near
