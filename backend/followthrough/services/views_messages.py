"""What the services answer about messages: the inbox, one's own settings, channels, deliveries (docs/contract.md, section 7)."""

from __future__ import annotations

from typing import Any, Literal

from msgspec import field as member

from .views_base import PersonRef, Text, View

ChannelKind = Literal[
    "wecom", "wecom_robot", "dingtalk", "dingtalk_robot", "feishu", "feishu_robot", "email", "webhook"
]
Digest = Literal["off", "hourly", "daily"]
DeliveryState = Literal["waiting", "sent", "dead"]


class NoticeView(View, frozen=True, kw_only=True):
    """Something I am told. `title` says it in a line, `body` what else there is to say ("" for nothing).

    `record` and `record_title` are None where there is no record, or I may not see it (any more). `due_at` is the
    deadline of the obligation as it stands now. `talk`: the remark or proposal it is about, None where there is none I
    may know of.
    """

    seq: int
    at: str
    kind: str
    title: Text
    body: Text
    app: str
    entity: str
    record: str | None
    record_title: str | None
    obligation: str | None
    duty: str | None
    due_at: str | None
    read: bool
    talk: str | None = None


class NoticePage(View, frozen=True, kw_only=True):
    """My inbox, newest first; `next` goes on with older ones. `unread` is how many in all."""

    rows: list[NoticeView]
    next: int | None
    unread: int


class QuietHours(View, frozen=True, kw_only=True, rename={"start": "from", "end": "to"}):
    """No messages between these times of day ("22:00" to "08:00") of the organisation's zone; the inbox has them at once."""

    start: str
    end: str


class MyChannel(View, frozen=True, kw_only=True):
    """A channel that can reach me. `on`: I want it. `reachable`: an address of mine is known there."""

    id: str
    kind: ChannelKind
    name: str
    on: bool
    reachable: bool


class MessageSettings(View, frozen=True, kw_only=True):
    """When and by what I am told outside the inbox. `digest` hourly or daily: everything since then in one message."""

    quiet: QuietHours | None
    digest: Digest
    channels: list[MyChannel]


class ChannelField(View, frozen=True, kw_only=True):
    """A value a kind of channel is set up with; `secret`: written, never read. `default` "" is none."""

    name: str
    label: Text
    required: bool
    secret: bool = False
    default: str = ""


class ChannelKindView(View, frozen=True, kw_only=True):
    """A kind of channel. `personal`: it writes to one person; `address`: what a person's address is there, None: it has none."""

    kind: ChannelKind
    label: Text
    personal: bool
    address: Text | None
    fields: list[ChannelField]


class ChannelView(View, frozen=True, kw_only=True):
    """A way out of the house. `config` holds no secret; `secret_set`: the secrets were given.

    `addresses`: how many people can be reached there. `waiting` and `dead`: messages on their way and given up.
    """

    id: str
    kind: ChannelKind
    name: str
    config: dict[str, str]
    secret_set: bool
    active: bool
    revision: int
    updated_at: str
    updated_by: PersonRef | None
    addresses: int
    waiting: int
    dead: int


class ChannelsView(View, frozen=True, kw_only=True):
    """The channels, and the kinds there are to set up."""

    rows: list[ChannelView]
    kinds: list[ChannelKindView]


class AddressView(View, frozen=True, kw_only=True):
    """Where a channel reaches an active person; `value` "": nowhere."""

    person: PersonRef
    value: str


class TestView(View, frozen=True, kw_only=True):
    """A test message is on its way under this delivery id; GET /api/deliveries tells what became of it."""

    delivery: str


class TryView(View, frozen=True, kw_only=True):
    """One attempt: when, how it went, how long it took in milliseconds."""

    at: str
    attempt: int
    state: str
    error: str
    took_ms: int


class DeliveryView(View, frozen=True, kw_only=True):
    """One message to one person (None: to a group or a system) by one channel.

    `id` is the same over all attempts. `error` is why the last one failed, "" for none. `next_at` is when a waiting one
    is tried again. `channel_name` "" when the channel is gone.
    """

    id: str
    seq: int
    kind: str
    channel: str
    channel_name: str
    person: PersonRef | None
    state: DeliveryState
    error: str
    attempts: int
    at: str
    next_at: str | None
    title: str
    tries: list[TryView] = member(default_factory=list)


class DeliveryPage(View, frozen=True, kw_only=True):
    """Deliveries, newest first; `next` goes on with older ones."""

    rows: list[DeliveryView]
    next: int | None


class PreviewView(View, frozen=True, kw_only=True):
    """How a channel of a kind shows a text. `format`: text, markdown or html."""

    kind: str
    format: Literal["text", "markdown", "html"]
    text: str


class PreviewAnswer(View, frozen=True, kw_only=True):
    """A text with sample values, as every kind of channel shows it."""

    values: dict[str, Any]
    shown: list[PreviewView]
