"""Routes about messages: the inbox, one's own settings, channels and what became of deliveries."""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec
from litestar import delete, get, post, put
from litestar.params import FromPath, FromQuery, JSONBody, QueryParameter
from msgspec import field as member

from followthrough.services.channels import ChannelChange
from followthrough.services.views_messages import (
    AddressView,
    ChannelsView,
    ChannelView,
    DeliveryPage,
    DeliveryView,
    Digest,
    MessageSettings,
    NoticePage,
    PreviewAnswer,
    TestView,
)

from .guards import AnyRequest, held_of, services_of
from .problems import given, refuse
from .wire import Body

Clock = Annotated[str, msgspec.Meta(pattern=r"^([01]\d|2[0-3]):[0-5]\d$")]
After = Annotated[int | None, QueryParameter(ge=0, le=2**62)]
Limit = Annotated[int, QueryParameter(ge=1, le=200)]
Short = Annotated[str, msgspec.Meta(max_length=200)]
# A change says the whole new state, and what is read or tried again stays so: repeating these does nothing twice.
REPEATABLE = {"unkeyed": True}


class ReadBody(Body):
    """Notices I have read: some, or all."""

    seqs: list[int] = member(default_factory=list)
    all: bool = False


class QuietBody(Body, rename={"start": "from", "end": "to"}):
    """Quiet hours by the organisation's clock; `to` before `from` is over night."""

    start: Clock
    end: Clock


class SettingsBody(Body):
    """One's own settings; a channel left out is on."""

    quiet: QuietBody | None = None
    digest: Digest = "off"
    channels: dict[str, bool] = member(default_factory=dict)


class ChannelBody(Body):
    """A channel. `secret` left out keeps the one there, as long as it goes to the same place; `revision` 0: a new one."""

    kind: str
    name: Short
    config: dict[str, str] = member(default_factory=dict)
    secret: dict[str, str] | None = None
    active: bool = True
    revision: int = 0


class AddressesBody(Body):
    """Addresses by person; "" takes one away, a person left out stays."""

    addresses: dict[str, Short]


class TestBody(Body):
    """Where to send a test message: an address of that channel; "" my own there."""

    to: Short = ""


class PreviewBody(Body):
    """A text with `{field}` placeholders of an entity."""

    text: dict[str, Annotated[str, msgspec.Meta(max_length=2000)]]
    app: str
    entity: str


@get("/api/notices", sync_to_thread=True)
def notices(request: AnyRequest, after: After = None, unread: FromQuery[bool] = False, limit: Limit = 50) -> NoticePage:
    """My inbox."""
    return services_of(request).noticing.page(held_of(request).who, after=after, unread=unread, limit=limit)


@post("/api/notices/read", opt=REPEATABLE, status_code=204, sync_to_thread=True)
def read_notices(request: AnyRequest, data: JSONBody[ReadBody]) -> None:
    """Mark notices as read."""
    if len(data.seqs) > 1000:
        raise refuse("bad_request", reason="seqs")
    services_of(request).noticing.mark_read(held_of(request).who, None if data.all else data.seqs)


@get("/api/messages/settings", sync_to_thread=True)
def my_settings(request: AnyRequest) -> MessageSettings:
    """When and by what I am told."""
    return services_of(request).channels.settings_of(held_of(request).who)


@put("/api/messages/settings", opt=REPEATABLE, sync_to_thread=True)
def set_my_settings(request: AnyRequest, data: JSONBody[SettingsBody]) -> MessageSettings:
    """Set it."""
    quiet = (data.quiet.start, data.quiet.end) if data.quiet else None
    channels = services_of(request).channels
    return given(channels.set_settings(held_of(request).who, quiet, data.digest, data.channels))


@get("/api/channels", sync_to_thread=True)
def list_channels(request: AnyRequest) -> ChannelsView:
    """The channels, for who manages people."""
    return given(services_of(request).channels.all(held_of(request).who))


@put("/api/channels/{channel:str}", opt=REPEATABLE, sync_to_thread=True)
def put_channel(request: AnyRequest, channel: FromPath[str], data: JSONBody[ChannelBody]) -> ChannelView:
    """Set up or change a channel."""
    change = ChannelChange(data.kind, data.name, data.config, data.secret, data.active, data.revision)
    return given(services_of(request).channels.put(held_of(request).who, channel, change))


@delete("/api/channels/{channel:str}", opt=REPEATABLE, sync_to_thread=True)
def remove_channel(request: AnyRequest, channel: FromPath[str]) -> None:
    """Remove a channel; what waits for it is given up."""
    given(services_of(request).channels.remove(held_of(request).who, channel))


@post("/api/channels/{channel:str}/test", opt=REPEATABLE, status_code=202, sync_to_thread=True)
def try_channel(request: AnyRequest, channel: FromPath[str], data: JSONBody[TestBody]) -> TestView:
    """Send a test message."""
    return given(services_of(request).channels.test(held_of(request).who, channel, data.to))


@get("/api/channels/{channel:str}/addresses", sync_to_thread=True)
def addresses(request: AnyRequest, channel: FromPath[str]) -> list[AddressView]:
    """Where a channel reaches the active people."""
    return given(services_of(request).channels.addresses(held_of(request).who, channel))


@put("/api/channels/{channel:str}/addresses", opt=REPEATABLE, sync_to_thread=True)
def set_addresses(request: AnyRequest, channel: FromPath[str], data: JSONBody[AddressesBody]) -> list[AddressView]:
    """Set some of them."""
    return given(services_of(request).channels.set_addresses(held_of(request).who, channel, data.addresses))


@post("/api/channels/preview", opt=REPEATABLE, status_code=200, sync_to_thread=True)
def preview(request: AnyRequest, data: JSONBody[PreviewBody]) -> PreviewAnswer:
    """A text with sample values, as every kind of channel shows it."""
    asked = services_of(request).previewing
    return given(asked.show(held_of(request).who, data.app, data.entity, dict(data.text)))


@get("/api/deliveries", sync_to_thread=True)
def deliveries(
    request: AnyRequest,
    in_state: Annotated[Literal["waiting", "sent", "dead"] | None, QueryParameter(name="state")] = None,
    obligation: Annotated[str | None, QueryParameter(max_length=100)] = None,
    channel: Annotated[str | None, QueryParameter(max_length=100)] = None,
    after: After = None,
    limit: Limit = 50,
) -> DeliveryPage:
    """What went out and what did not, for who manages people."""
    asked = services_of(request).delivering
    return given(asked.page(held_of(request).who, in_state, obligation, channel, after, limit))


@post("/api/deliveries/{delivery:str}/replay", opt=REPEATABLE, status_code=200, sync_to_thread=True)
def replay(request: AnyRequest, delivery: FromPath[str]) -> DeliveryView:
    """Try a dead one again, under the same id."""
    return given(services_of(request).delivering.replay(held_of(request).who, delivery))


ROUTES = [
    notices,
    read_notices,
    my_settings,
    set_my_settings,
    list_channels,
    put_channel,
    remove_channel,
    try_channel,
    addresses,
    set_addresses,
    preview,
    deliveries,
    replay,
]
