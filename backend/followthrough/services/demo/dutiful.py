"""Living with what is owed: each morning people go through their list; some are diligent, some late, some waived."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from followthrough.core.rules import second_of
from followthrough.core.run.acts import Extend, Nudge, Perform, Waive
from followthrough.services.owing import OwedAsked
from followthrough.services.recomputing import recompute
from followthrough.services.views_owed import Owed, OwedPage
from followthrough.services.who import Who

from .town import APP, Life, Town
from .working_hours import DAY_MS

DILIGENT = (0.92, 0.9, 0.85, 0.8, 0.75, 0.6, 0.45)
"""How likely each rep does today what falls due today."""
CATCHES_UP = 0.3
"""How much of that is left for what is overdue."""
FORGOTTEN_AFTER_MS = 21 * DAY_MS


def mornings(town: Town, who: Who, number: int) -> Life:
    """A rep's working days: what falls due within a day, and what is overdue."""
    diligence = DILIGENT[number % len(DILIGENT)]
    while True:
        for one in _page(town, who, OwedAsked(limit=100)):
            if _today(town, one, diligence):
                _do(town, who, one)
        yield town.days(1, 1)


def rounds(town: Town, manager: Who) -> Life:
    """A manager's: what is overdue is nudged, at times extended or waived, mostly left to the rep."""
    while True:
        for one in _page(town, manager, OwedAsked(mine=False, overdue=True, limit=30)):
            _see(town, manager, one)
        yield town.days(2, 4)


def nights(town: Town) -> Life:
    """The worker's part, twice a day: what fell due is told, what reads elsewhere is worked out again."""
    while True:
        recompute(town.services)
        town.services.sweeping.sweep()
        yield town.hours(8, 12)


def _page(town: Town, who: Who, asked: OwedAsked) -> list[Owed]:
    page = town.services.owing.page(who, APP, asked)
    rows = page.rows if isinstance(page, OwedPage) else []
    return sorted(rows, key=lambda one: (one.due_at or "", one.duty, one.record_title, one.cycle))


def _today(town: Town, one: Owed, diligence: float) -> bool:
    """Whether he does it this morning."""
    if one.duty not in _ACTS or one.due_at is None:
        return False
    due_ms = second_of(one.due_at) * 1000
    if due_ms > town.clock.now_ms + DAY_MS:
        return False
    if due_ms < town.clock.now_ms - FORGOTTEN_AFTER_MS:
        return town.may(0.02)
    return town.may(diligence * CATCHES_UP if one.overdue else diligence)


def _do(town: Town, who: Who, one: Owed) -> None:
    inputs, files = _ACTS[one.duty](town, who)
    town.submit(who, one.entity, one.record, Perform(one.action, inputs, files))


def _see(town: Town, manager: Who, one: Owed) -> None:
    said = town.phrases["owed"]
    services = town.services
    if town.may(0.06) and one.rights.waive:
        act: Waive | Extend | Nudge = Waive(one.id, town.rng.choice(said["waived"]))
    elif town.may(0.06) and one.rights.waive:
        act = Extend(one.id, town.clock.now_ms + 3 * DAY_MS, town.rng.choice(said["waived"]))
    elif town.may(0.2):
        act = Nudge(one.id, town.rng.choice(said["nudges"]))
    else:
        return
    services.owing.do(manager, APP, one.id, act, "", b"", one.record_version)


# -- what each duty asks for --------------------------------------------------------------------------------------

Inputs = tuple[dict[str, Any], tuple[str, ...]]


def _follow_up(town: Town, who: Who) -> Inputs:
    del who
    content, following = town.rng.choice(town.phrases["owed"]["follow_ups"])
    way = town.rng.choice(("phone", "wechat", "visit"))
    return {"way": way, "content": content, "next_step": following, "next_on": town.date(3)}, ()


def _contact(town: Town, who: Who) -> Inputs:
    del who
    return {"way": "phone", "note": town.rng.choice(town.phrases["owed"]["contact"])}, ()


def _complete(town: Town, who: Who) -> Inputs:
    del who
    needs = sorted(town.rng.sample(("cost", "efficiency", "compliance", "replace", "expand"), 2))
    return {"core_need": needs, "decision_role": town.rng.choice(("technical", "buyer", "decider", "user"))}, ()


def _competitor(town: Town, who: Who) -> Inputs:
    said = town.phrases["owed"]
    told = {"rival": town.rng.choice(said["rivals"]), "news": town.rng.choice(said["news"])}
    return {**told, "impact": town.rng.choice(("high", "mid", "low", "none"))}, (town.photo(who, "chat"),)


def _remind(town: Town, who: Who) -> Inputs:
    note = town.rng.choice(town.phrases["owed"]["reminders"])
    told = {"way": town.rng.choice(("phone", "wechat", "email")), "promised_on": town.date(12), "note": note}
    return told, (town.photo(who, "reminder"),)


def _resolve(town: Town, who: Who) -> Inputs:
    del who
    return {"resolution": town.rng.choice(town.phrases["owed"]["resolved"])}, ()


def _answer(town: Town, who: Who) -> Inputs:
    del who
    return {"answer": town.rng.choice(town.phrases["owed"]["answers"])}, ()


_ACTS: dict[str, Callable[[Town, Who], Inputs]] = {
    "first_follow_up": _follow_up,
    "follow_up_after_material": _follow_up,
    "no_update_72h": _follow_up,
    "customer_first_contact": _contact,
    "customer_complete": _complete,
    "profile_after_material": _complete,
    "competitor_weekly": _competitor,
    "early_reminder": _remind,
    "collect_normal": _remind,
    "collect_fast": _remind,
    "resolve_order_issue": _resolve,
    "live_answer": _answer,
}
