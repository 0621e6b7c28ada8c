"""Routes of talking about an app (docs/designing.md, section 6): its rules, remarks on places, proposals."""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec
from litestar import delete, get, patch, post
from litestar.params import FromPath, JSONBody, QueryParameter

from followthrough.core.design.operations import Operation
from followthrough.services.talking import Proposed, Remarked
from followthrough.services.views_talk import RulesView, TopicDetail, TopicPage

from .design import OperationBody, keyed
from .guards import AnyRequest, held_of, services_of
from .problems import given
from .wire import Body

TALK = "/api/design/{app:str}/talk"
TOPIC = TALK + "/{topic:str}"
REPLY = TOPIC + "/replies/{n:int}"
MOST = 2**53
Only = Annotated[Literal["open", "settled"] | None, QueryParameter()]
Place = Annotated[str, QueryParameter(max_length=2000)]
After = Annotated[int, QueryParameter(ge=0, le=MOST)]
Limit = Annotated[int, QueryParameter(ge=1, le=200)]
Where = Annotated[str, msgspec.Meta(max_length=2000)]
Words = Annotated[str, msgspec.Meta(max_length=10_000)]
# Saying one's own words anew, or taking them back, comes to the same however often it is done.
REPEATABLE = {"unkeyed": True}


class RemarkBody(Body, tag="remark", tag_field="kind"):
    """What I say of a place; "app": of the app as a whole."""

    path: Where
    text: Words


class ProposalBody(Body, tag="proposal", tag_field="kind"):
    """What I propose to change, and why: `operations` on the rules as I see them."""

    path: Where
    text: Words
    operations: list[OperationBody]


class TextBody(Body):
    """What I say."""

    text: Words


class SettleBody(Body):
    """What is done with a topic; rejecting says why."""

    do: Literal["resolve", "reopen", "accept", "reject", "withdraw"]
    text: Words = ""


@get("/api/design/{app:str}/rules", sync_to_thread=True)
def rules(request: AnyRequest, app: FromPath[str]) -> RulesView:
    """The rules in force as I may see them."""
    return given(services_of(request).talking.rules(held_of(request).who, app))


@get(TALK, sync_to_thread=True)
def topics(
    request: AnyRequest, app: FromPath[str], only: Only = None, path: Place = "", after: After = 0, limit: Limit = 50
) -> TopicPage:
    """Remarks and proposals that I may know of, where something was done last first."""
    wanted = None if only is None else only == "open"
    talking = services_of(request).talking
    return given(talking.page(held_of(request).who, app, open_=wanted, path=path, after=after, limit=limit))


@get(TOPIC, sync_to_thread=True)
def topic(request: AnyRequest, app: FromPath[str], topic: FromPath[str]) -> TopicDetail:
    """A topic with all that was said under it."""
    return given(services_of(request).talking.topic(held_of(request).who, app, topic))


@post(TALK, sync_to_thread=True)
def begin(request: AnyRequest, app: FromPath[str], data: JSONBody[RemarkBody | ProposalBody]) -> TopicDetail:
    """Remark on a place, or propose a change."""
    said: Remarked | Proposed
    if isinstance(data, ProposalBody):
        said = Proposed(data.path, data.text, [Operation(one.path, one.was, one.value) for one in data.operations])
    else:
        said = Remarked(data.path, data.text)
    return given(services_of(request).talking.begin(held_of(request).who, app, said, keyed(request, data)))


@post(TOPIC + "/replies", sync_to_thread=True)
def reply(request: AnyRequest, app: FromPath[str], topic: FromPath[str], data: JSONBody[TextBody]) -> TopicDetail:
    """Say something under a topic."""
    talking = services_of(request).talking
    return given(talking.reply(held_of(request).who, app, topic, data.text, keyed(request, data)))


@post(TOPIC + "/settle", status_code=200, sync_to_thread=True)
def settle(request: AnyRequest, app: FromPath[str], topic: FromPath[str], data: JSONBody[SettleBody]) -> TopicDetail:
    """Resolve or reopen a remark; accept, reject or withdraw a proposal."""
    talking = services_of(request).talking
    return given(talking.settle(held_of(request).who, app, topic, data.do, data.text, keyed(request, data)))


@patch(TOPIC, opt=REPEATABLE, sync_to_thread=True)
def change(request: AnyRequest, app: FromPath[str], topic: FromPath[str], data: JSONBody[TextBody]) -> TopicDetail:
    """Say my topic in other words."""
    return given(services_of(request).talking.change(held_of(request).who, app, topic, None, data.text))


@patch(REPLY, opt=REPEATABLE, sync_to_thread=True)
def change_reply(
    request: AnyRequest, app: FromPath[str], topic: FromPath[str], n: FromPath[int], data: JSONBody[TextBody]
) -> TopicDetail:
    """Say my reply in other words."""
    return given(services_of(request).talking.change(held_of(request).who, app, topic, n, data.text))


@delete(TOPIC, opt=REPEATABLE, sync_to_thread=True)
def take_back(request: AnyRequest, app: FromPath[str], topic: FromPath[str]) -> None:
    """Take my remark back while nobody answered."""
    given(services_of(request).talking.delete(held_of(request).who, app, topic, None))


@delete(REPLY, opt=REPEATABLE, sync_to_thread=True)
def take_back_reply(request: AnyRequest, app: FromPath[str], topic: FromPath[str], n: FromPath[int]) -> None:
    """Take my reply back."""
    given(services_of(request).talking.delete(held_of(request).who, app, topic, n))


ROUTES = [rules, topics, topic, begin, reply, settle, change, change_reply, take_back, take_back_reply]
