"""Dates and instants: everything from the environment, nothing from a clock."""

from __future__ import annotations

from followthrough.core.rules import dates
from followthrough.core.rules.closures.base import Closure, Maker, strict1, strict2
from followthrough.core.rules.env import Env
from followthrough.core.rules.tree import Node
from followthrough.core.rules.zones import date_of


def _today(_args: list[Closure], _node: Node) -> Closure:
    return lambda env: env.today


def _now(_args: list[Closure], _node: Node) -> Closure:
    return lambda env: env.now


def _date_of(args: list[Closure], _node: Node) -> Closure:
    (part,) = args

    def run(env: Env) -> int | None:
        second = part(env)
        return None if second is None else dates.within(date_of(env.zone, second))

    return run


def _add_workdays(args: list[Closure], node: Node) -> Closure:
    day_part, number_part = args[:2]
    name = node["a"][2]["v"]

    def run(env: Env) -> int | None:
        day, number = day_part(env), number_part(env)
        if day is None or number is None:
            return None
        whole = int(number)
        calendar = env.calendars.get(name)
        if whole == 0:
            return dates.within(day)
        return None if calendar is None else dates.within(calendar.add(day, whole))

    return run


def _workdays_between(args: list[Closure], node: Node) -> Closure:
    start_part, end_part = args[:2]
    name = node["a"][2]["v"]

    def run(env: Env) -> float | None:
        start, end = start_part(env), end_part(env)
        calendar = env.calendars.get(name)
        if start is None or end is None or calendar is None:
            return None
        found = calendar.between(start, end)
        return None if found is None else float(found)

    return run


def _add_work_time(args: list[Closure], node: Node) -> Closure:
    second_part, number_part = args[:2]
    name = node["a"][2]["v"]

    def run(env: Env) -> int | None:
        second, number = second_part(env), number_part(env)
        if second is None or number is None:
            return None
        whole = int(number)
        calendar = env.calendars.get(name)
        if whole == 0:
            return dates.within_seconds(second)
        return None if calendar is None else dates.within_seconds(calendar.add_work(second, whole))

    return run


def _work_hours_between(args: list[Closure], node: Node) -> Closure:
    start_part, end_part = args[:2]
    name = node["a"][2]["v"]

    def run(env: Env) -> float | None:
        start, end = start_part(env), end_part(env)
        calendar = env.calendars.get(name)
        if start is None or end is None or calendar is None:
            return None
        found = calendar.work_seconds(start, end)
        return None if found is None else found / 3600

    return run


TIME: dict[str, Maker] = {
    "today": _today,
    "now": _now,
    "year": strict1(lambda day: float(dates.parts(day)[0])),
    "month": strict1(lambda day: float(dates.parts(day)[1])),
    "day": strict1(lambda day: float(dates.parts(day)[2])),
    "weekday": strict1(lambda day: float(dates.weekday(day))),
    "date_of": _date_of,
    "month_start": strict1(dates.month_start),
    "week_start": strict1(lambda day: day - dates.weekday(day) + 1),
    "quarter_start": strict1(dates.quarter_start),
    "add_days": strict2(dates.add_days),
    "add_months": strict2(dates.add_months),
    "add_workdays": _add_workdays,
    "add_work_time": _add_work_time,
    "add_hours": strict2(dates.add_hours),
    "days_between": strict2(lambda a, b: float(b - a)),
    "hours_between": strict2(lambda a, b: (b - a) / 3600),
    "months_between": strict2(lambda a, b: float(dates.months_between(a, b))),
    "workdays_between": _workdays_between,
    "work_hours_between": _work_hours_between,
}
