"""Duties drawn for the differential test, over the fixture app "care"."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

Json = dict[str, Any]
ZONE = {"zh": "x"}
LEVEL_A = {"op": "eq", "a": [{"f": "level"}, {"v": "a"}]}
LIVE = {"op": "eq", "a": [{"f": "live"}, {"v": True}]}
GOOD = {"op": "eq", "a": [{"f": "act.result"}, {"v": "good"}]}
EFFECTIVE = {"op": "eq", "a": [{"f": "act._effective"}, {"v": True}]}
ACTIONS = ["call", "send", "settle", "sign"]
DAYS = ["P0D", "P1D", "P2D", "P5D", "P1W"]
TIMES = ["PT1H", "PT4H", "PT24H", "PT90S", "P1DT2H", "PT30H"]
CALENDARS = [None, "work"]


def some(strategy: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """Often nothing."""
    return st.none() | strategy


@st.composite
def patterns(draw: st.DrawFn, breached: str | None) -> Json:
    """An event pattern; `breached` names a duty whose breach may be waited for."""
    kinds = ["acted", "acted", "acted", "edited", "edited", "moved", "assigned", "archived"]
    kind = draw(st.sampled_from([*kinds, *["breached"] * 4] if breached else kinds))
    found: Json = {"entity": "deal", "kind": kind}
    if kind == "acted":
        found["action"] = draw(st.sampled_from(ACTIONS))
        if found["action"] == "call" and draw(st.booleans()):
            found["when"] = draw(st.sampled_from([GOOD, EFFECTIVE]))
    elif kind == "moved" and draw(st.booleans()):
        found["stage"] = draw(st.sampled_from(["talk", "quote", "lost"]))
    elif kind == "edited" and draw(st.booleans()):
        found["fields"] = {draw(st.sampled_from(["level", "note", "due_on"])): {}}
    elif kind == "breached":
        found["duty"] = breached
    if "when" not in found and draw(st.integers(0, 4)) == 0:
        found["when"] = draw(st.sampled_from([LEVEL_A, LIVE]))
    return found


@st.composite
def dues(draw: st.DrawFn) -> Json:
    """A deadline. No hours are counted backwards on a calendar."""
    found: Json = {}
    field = draw(st.sampled_from([None, None, "due_on"]))
    days = draw(st.booleans())
    if field is not None:
        found["field"] = field
    if field is None or draw(st.booleans()):
        after = draw(st.sampled_from(DAYS if days else TIMES))
        found["after"] = ("-" if field and days and draw(st.booleans()) else "") + after
    calendar = draw(st.sampled_from(CALENDARS))
    if calendar is not None:
        found["calendar"] = calendar
    if days and draw(st.booleans()):
        found["at"] = draw(st.sampled_from(["09:00", "18:00", "02:30"]))
    if draw(st.integers(0, 2)) == 0:
        limits = DAYS if "at" in found else DAYS + TIMES
        variant: Json = {"when": draw(st.sampled_from([LEVEL_A, LIVE])), "after": draw(st.sampled_from(limits))}
        calendar = draw(st.sampled_from(CALENDARS))
        found["variants"] = {"v": variant if calendar is None else {**variant, "calendar": calendar}}
    return found


PERSONS: list[Json] = [
    {"to": "owner"},
    {"to": "role", "role": "manager"},
    {"to": "field", "field": "helper"},
    {"to": "roster", "roster": "night"},
]
REPEATS: list[Json | None] = [
    None,
    {"period": "each"},
    {"period": "since_last", "every": "P2D"},
    {"period": "since_last", "every": "PT36H"},
    {"period": "day"},
    {"period": "week"},
    {"period": "month"},
    {"period": "quarter"},
]


@st.composite
def duty(draw: st.DrawFn, name: str, other: str | None = None, repeats: Any = ...) -> Json:
    """A duty called `name`; `other` one whose breach it may wait for; `repeats` if it is said already."""
    found: Json = {
        "id": name,
        "entity": "deal",
        "label": ZONE,
        "opens_when": draw(patterns(other)),
        "action": draw(st.sampled_from(ACTIONS)),
        "due": draw(dues()),
        "order": draw(st.integers(0, 1)),
        "waive": {"manager": {}},
        "assign": draw(st.sampled_from(PERSONS)),
    }
    again = draw(st.sampled_from(REPEATS)) if repeats is ... else repeats
    if again is not None:
        found["repeats"] = again
    if draw(st.booleans()):
        found["owed_while"] = draw(
            st.sampled_from([LIVE, LEVEL_A, {"op": "eq", "a": [{"f": "_stage"}, {"v": "talk"}]}])
        )
    if found["action"] == "call" and draw(st.integers(0, 2)) == 0:
        found["counts"] = draw(st.sampled_from([GOOD, EFFECTIVE, LEVEL_A]))
    if draw(st.integers(0, 2)) == 0:
        when = draw(some(st.just(GOOD)))
        found["resets_on"] = {"call": {} if when is None else {"when": when}}
    if draw(st.booleans()):
        found["remind"] = {"soon": {"before": draw(st.sampled_from(["PT2H", "P1D"]))}}
    if draw(st.booleans()):
        person = {"to": "role", "role": draw(st.sampled_from(["manager", "boss"]))}
        found["escalate"] = {"up": {"after": draw(st.sampled_from(["PT0S", "PT4H", "P1D"])), "person": person}}
    if draw(st.booleans()):
        when = draw(st.sampled_from(["open", "breached"]))
        found["blocks"] = {draw(st.sampled_from(["to_talk", "to_quote", "to_won", "to_lost"])): {"when": when}}
    return found
