"""A house with channels and notices, for tests of messages."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from followthrough.core.run.owed import NoticeDraft
from followthrough.services.channels import ChannelChange
from followthrough.services.refusal import Refusal
from followthrough.services.views_messages import ChannelView
from followthrough.store import channels, notices, outbox
from followthrough.store.outbox import Item
from followthrough.store.platform import outbox as outbox_table
from tests.services.house import House

WECOM = {"corp_id": "ww1", "agent_id": "1000002"}
MAIL = {"host": "mail.example.com", "from": "sales@example.com"}
SECRETS = {"wecom": {"secret": "canary-wecom-7f3a"}, "email": {}, "webhook": {"signing_key": "canary-webhook-9b21c4"}}
CONFIGS = {"wecom": WECOM, "email": MAIL, "webhook": {"url": "https://hooks.example.com/x"}}


def add_channel(house: House, channel: str, kind: str = "wecom", *reached: str, **config: str) -> ChannelView:
    """A channel that reaches some people, each under his alias."""
    change = ChannelChange(kind, channel, CONFIGS.get(kind, {}) | config, SECRETS.get(kind, {"key": "k" * 20}))
    made = house.services.channels.put(house.people["sun"], channel, change)
    assert not isinstance(made, Refusal), made
    at = "@example.com" if kind == "email" else ""
    with house.db.write() as tx:
        channels.set_addresses(tx, channel, {house.people[who].person: f"{who}{at}" for who in reached})
    return made


def tell(house: House, who: str, kind: Any = "breach", record: str = "", **more: Any) -> None:
    """A notice to somebody about an opportunity."""
    draft = NoticeDraft(house.people[who].person, kind, "opportunity", record, duty="follow_up", **more)
    with house.db.write() as tx:
        notices.add(tx, "sales", [draft])


def compose(house: House) -> int:
    """Compose until nothing is left; for how many."""
    total = 0
    while made := house.services.composing.compose():
        total += made
    return total


def queued(house: House) -> list[Item]:
    """What is in the outbox, oldest first."""
    with house.db.read() as tx:
        found, _ = outbox.page(tx, ("message", "webhook"), limit=1000)
    return list(reversed(found))


def put(house: House, channel: str, who: str | None = None, kind: str = "message", **payload: Any) -> str:
    """A row of the outbox."""
    person = house.people[who].person if who else None
    with house.db.write() as tx:
        made = outbox.add(tx, kind, {"title": "t", "lines": [], "url": ""} | payload, channel=channel, person=person)
    assert made is not None
    return made


def states(house: House) -> dict[str, int]:
    """How many rows of the outbox are in each state."""
    c = outbox_table.c
    with house.db.read() as tx:
        return dict(tx.rows(sa.select(c.state, sa.func.count()).group_by(c.state)))
