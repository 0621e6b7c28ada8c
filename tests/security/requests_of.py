"""A request for every route of the matrix: what to send so that only who asks, and whose record it is, decides."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from followthrough.core.rules import instant_text
from followthrough.services.views_design import WorkbenchView
from followthrough.store import calendars, channels
from tests.web.site import Site, fresh_key

Place = str
PLACES: tuple[Place, ...] = ("own", "sibling", "parent", "missing")
UNIT_OF = {"own": "shanghai", "sibling": "south", "parent": "hq"}
PERSON_OF = {"own": "zhou", "sibling": "zhao", "parent": "spare"}
JOB_BY = {"own": "wang", "sibling": "liang", "parent": "sun"}
WINDOW = "?from=2026-02-13T16:00:00Z&to=2026-02-24T16:00:00Z"
QUERIES = {
    "shifts": WINDOW,
    "id": "?text=%E7%AD%89%E7%BA%A7&within=entity",
    "values": "?entity=customer&field=short_name&kind=choice",
}
SHEET = "客户名称,客户分级\n恒达,A\n".encode()


def address(site: Site, route: str, place: Place) -> str:
    """The path of a route for a record of a place."""
    known = site.known
    missing = known["missing"]
    parts = {
        "app": "sales",
        "entity": "customer" if route.endswith(("imports", "imports/template")) else "opportunity",
        "record": known[place],
        "file": known[f"{place}.file"],
        "finding": known.get(f"{place}.finding", missing),
        "job": known.get(f"{place}.job", missing),
        "obligation": known.get(f"{place}.obligation", missing),
        "approval": known.get(f"{place}.approval", missing),
        "delegation": missing,
        "replay": missing,
        "topic": missing,
        "person": site.people[PERSON_OF[place]].person if place != "missing" else missing,
        "unit": site.units[UNIT_OF[place]] if place != "missing" else missing,
        "key": "columns",
        "calendar": "organisation",
        "roster": "holidays",
        "n": "1",
        "path": "somewhere",
        "number": "1",
    }
    parts |= {
        "channel": "spare_mail" if route.endswith("{channel}") else known.get(f"{place}.channel", "no_such_channel"),
        "delivery": known.get(f"{place}.delivery", missing),
    }
    if route == "/api/stream":
        return "/api/stream?for_s=0"
    for name, value in parts.items():
        route = route.replace(f"{{{name}}}", value)
    return route + QUERIES.get(route.rpartition("/")[2], "")


def _version(site: Site, place: Place) -> int:
    stored = site.stored("opportunity", site.known[place])
    return int(stored.record.version) if stored else 1


def _customer(site: Site, place: Place) -> str:
    return site.known.get(f"{place}.customer", site.known["missing"])


def _archive(site: Site, place: Place) -> Any:
    stored = site.stored("opportunity", site.known[place])
    restore = stored is not None and stored.record.archived
    return {"version": _version(site, place), "reason": "试", "restore": restore}


def _assign(site: Site, place: Place) -> Any:
    stored = site.stored("opportunity", site.known[place])
    owner = stored.record.owner if stored else site.people["li"].person
    unit = stored.record.unit if stored else site.units["shanghai"]
    return {"version": _version(site, place), "owner": owner, "unit": unit, "reason": "试"}


def _created(site: Site, place: Place) -> Any:
    return {"values": {"title": "新", "customer": _customer(site, place), "product_line": "monitor"}}


def _new_person(site: Site, _: Place) -> Any:
    return {"name": "新人", "login": fresh_key(), "unit": site.units["south"], "roles": {"sales": "rep"}}


def _calendar(site: Site, _: Place) -> Any:
    with site.db.read() as tx:
        stored = calendars.get(tx, "organisation")
    assert stored is not None
    week = {str(day): [["08:30", "12:00"], ["13:00", "17:30"]] for day in range(1, 6)}
    return {
        "label": {"zh": "公司日历"},
        "zone": "Asia/Shanghai",
        "content": {"week": week},
        "revision": stored.revision,
    }


def _shifts(site: Site, _: Place) -> Any:
    window = {"from": "2026-02-14T01:00:00Z", "to": "2026-02-15T01:00:00Z"}
    return {"shifts": [{"person": site.people["li"].person, **window}]}


MAIL = {"host": "mail.example.com", "from": "sales@example.com"}


def _channel(site: Site, _: Place) -> Any:
    with site.db.read() as tx:
        found = channels.get(tx, "spare_mail")
    return {"kind": "email", "name": "邮件", "config": MAIL, "revision": found.revision if found else 0}


_SAID = {"way": "visit", "content": "拜访了采购负责人，确认需求", "next_step": "发方案"}
BODIES: dict[str, Callable[[Site, Place], Any]] = {
    "POST /api/session": lambda *_: {"login": fresh_key(), "password": "wrong wrong wrong"},
    "POST /api/session/password": lambda *_: {"old": "wrong wrong wrong", "new": "another 密码 here"},
    "POST /api/apps/{app}/{entity}": _created,
    "PATCH /api/apps/{app}/{entity}/{record}": lambda s, p: {"version": _version(s, p), "values": {"intent": "high"}},
    "POST /api/apps/{app}/{entity}/{record}/move": lambda s, p: {"version": _version(s, p), "to": "paid"},
    "POST /api/apps/{app}/{entity}/{record}/act": lambda s, p: {
        "version": _version(s, p),
        "action": "log_follow_up",
        "inputs": _SAID,
    },
    "POST /api/apps/{app}/{entity}/{record}/assign": _assign,
    "POST /api/apps/{app}/{entity}/{record}/archive": _archive,
    "POST /api/apps/{app}/{entity}/{record}/judge": lambda *_: {"act": {"kind": "move", "to": "paid"}},
    "POST /api/apps/{app}/{entity}/bulk": lambda s, p: {
        "items": [{"id": s.known["missing"], "version": 1}],
        "act": {"kind": "move", "to": "paid"},
    },
    "POST /api/apps/{app}/obligations/{obligation}/waive": lambda s, p: {
        "version": _version(s, p),
        "reason": "客户停产",
    },
    "POST /api/apps/{app}/obligations/{obligation}/extend": lambda s, p: {
        "version": _version(s, p),
        "due": "2099-01-01T00:00:00Z",
        "reason": "客户出差",
    },
    "POST /api/apps/{app}/obligations/{obligation}/reassign": lambda s, p: {
        "version": _version(s, p),
        "person": s.people["zhou"].person,
        "reason": "换人跟进",
    },
    "POST /api/apps/{app}/obligations/{obligation}/nudge": lambda s, p: {"version": _version(s, p), "text": "请尽快"},
    "POST /api/apps/{app}/approvals/{approval}/sign": lambda s, p: {"version": _version(s, p), "verdict": "approve"},
    "POST /api/apps/{app}/approvals/{approval}/pass_on": lambda s, p: {
        "version": _version(s, p),
        "person": s.people["zhou"].person,
    },
    "POST /api/apps/{app}/approvals/{approval}/take_back": lambda s, p: {"version": _version(s, p)},
    "POST /api/delegations": lambda s, _: {
        "deputy": s.people["spare"].person,
        "from": "2099-01-01T00:00:00Z",
        "to": "2099-01-05T00:00:00Z",
    },
    "PUT /api/imports/{job}/mapping": lambda *_: {"columns": [{"column": 0, "to": "name"}]},
    "POST /api/imports/{job}/run": lambda *_: {"atomic": True},
    "PATCH /api/imports/{job}/rows/{n}": lambda *_: {"skip": True},
    "POST /api/people": _new_person,
    "PATCH /api/people/{person}": lambda *_: {"lang": "zh"},
    "POST /api/units": lambda *_: {"name": "新区"},
    "PATCH /api/units/{unit}": lambda *_: {"kind": "area"},
    "PUT /api/calendars/{calendar}": _calendar,
    "PUT /api/rosters/{roster}": lambda *_: {"label": {"zh": "节假日值班"}},
    "PUT /api/rosters/{roster}/shifts": _shifts,
    "PUT /api/preferences/{key}": lambda *_: {"value": [1]},
}
BODIES |= {
    "POST /api/notices/read": lambda *_: {"all": True},
    "PUT /api/messages/settings": lambda *_: {"quiet": {"from": "22:00", "to": "08:00"}, "digest": "daily"},
    "PUT /api/channels/{channel}": _channel,
    "POST /api/channels/{channel}/test": lambda *_: {"to": "li@example.com"},
    "PUT /api/channels/{channel}/addresses": lambda *_: {"addresses": {}},
    "POST /api/channels/preview": lambda *_: {"text": {"zh": "看 {title}"}, "app": "sales", "entity": "opportunity"},
}


def _revision(site: Site, _: Place) -> Any:
    bench = site.services.drafting.workbench(site.people["sun"], "sales")
    return {"revision": getattr(bench, "revision", 0)}


def _unplanned(site: Site, _: Place) -> None:
    """Nothing is planned, whoever asked before."""
    site.services.planning.take_back(site.people["sun"], "sales")


def _plan(site: Site, place: Place) -> Any:
    _unplanned(site, place)
    with site.db.read() as tx:
        in_an_hour = tx.now_ms() // 1000 + 3600
    return {**_revision(site, place), "at": instant_text(in_an_hour)}


def _edit(site: Site, _: Place) -> Any:
    bench = site.services.drafting.workbench(site.people["sun"], "sales")
    icon = bench.documents["app"].get("icon") if isinstance(bench, WorkbenchView) else None
    said = {"path": "app/icon", "was": icon, "value": fresh_key()}
    return {"label": {"zh": "换图标"}, "operations": [said]}


BODIES |= {
    "POST /api/design": lambda *_: {"start": {"kind": "blank", "entity": {"zh": "门店"}}, "name": {"zh": "巡店"}},
    "PUT /api/design/guess/{job}": lambda *_: {"label": {"zh": "商机"}},
    "POST /api/design/{app}/edits": _edit,
    "POST /api/design/{app}/discard": _revision,
    "POST /api/design/{app}/versions/{number}/restore": _revision,
    "POST /api/design/{app}/publish": _revision,
    "POST /api/design/{app}/planned": _plan,
    "POST /api/design/{app}/trial": lambda *_: {"sample": False},
    "POST /api/design/{app}/trial/advance": lambda *_: {"seen": "2026-03-02T01:00:00Z", "by": "PT1H"},
    "POST /api/design/{app}/replay": lambda site, place: {"from": "2026-01-01T00:00:00Z", "to": "2026-02-01T00:00:00Z"},
}
BODIES |= {
    "POST /api/design/{app}/talk": lambda *_: {"kind": "remark", "path": "app", "text": "都很好"},
    "POST /api/design/{app}/talk/{topic}/replies": lambda *_: {"text": "同意"},
    "POST /api/design/{app}/talk/{topic}/settle": lambda *_: {"do": "resolve"},
    "PATCH /api/design/{app}/talk/{topic}": lambda *_: {"text": "换个说法"},
    "PATCH /api/design/{app}/talk/{topic}/replies/{n}": lambda *_: {"text": "换个说法"},
}
BEFORE = {"DELETE /api/design/{app}/planned": _unplanned}
"""What is done before a request without a body, so that its answer does not depend on those before it."""
RAW: dict[str, bytes] = {
    "POST /api/files": b"text",
    "POST /api/apps/{app}/{entity}/imports": SHEET,
    "POST /api/design/guess": SHEET,
    "POST /api/design/{app}/import": b"no zip",
}


def how(site: Site, route: str, place: Place) -> dict[str, Any]:
    """What to send with a route: body, raw body, headers."""
    if route in RAW:
        return {"raw": RAW[route], "headers": {"x-file-name": "a.csv", "content-type": "application/octet-stream"}}
    if route in BEFORE:
        BEFORE[route](site, place)
    make = BODIES.get(route)
    return {"body": make(site, place)} if make else {}
