"""Routes about approvals (审批): boxes, one approval, decisions; and one's own delegations."""

from __future__ import annotations

from typing import Annotated, Any, Literal

import msgspec
from litestar import delete, get, post
from litestar.params import FromPath, FromQuery, JSONBody, QueryParameter

from followthrough.core.rules import second_of
from followthrough.core.run.acts import PassOn, Sign, Signing, TakeBack
from followthrough.services.approving import Box, Decision
from followthrough.services.delegating import NewDelegation
from followthrough.services.views import PersonView
from followthrough.services.views_approval import ApprovalPage, DelegationView
from followthrough.services.views_signing import ApprovalDetail

from .fill import body_hash, drawn
from .guards import KEY_HEADER, AnyRequest, held_of, services_of
from .problems import given, refuse
from .wire import Body

APPROVALS = "/api/apps/{app:str}/approvals"
ONE = APPROVALS + "/{approval:str}"
Words = Annotated[str, QueryParameter(max_length=100)]
Limit = Annotated[int, QueryParameter(ge=1, le=200)]
Said = Annotated[str, msgspec.Meta(max_length=2000)]
Instant = Annotated[str, msgspec.Meta(max_length=40)]


class SignBody(Body):
    """A decision as of `version` of the record: approve with `inputs`, refuse, or return to `to_step` (null: to who asked)."""

    verdict: Literal["approve", "refuse", "return"]
    version: int
    inputs: dict[str, Any] = msgspec.field(default_factory=dict)
    comment: Said = ""
    to_step: str | None = None


class PassOnBody(Body):
    """Another signer in one's place; with `added` besides oneself, `before` or after. `turn`: whose place (null: mine)."""

    person: str
    version: int
    added: bool = False
    before: bool = True
    comment: Said = ""
    turn: int | None = None


class TakeBackBody(Body):
    """One's own request withdrawn."""

    version: int
    reason: Said = ""


class DelegationBody(Body):
    """`deputy` decides for me from an instant until another (ISO 8601)."""

    deputy: str
    from_: Instant = msgspec.field(name="from")
    to: Instant
    reason: Said = ""


@get(APPROVALS, sync_to_thread=True)
def page(
    request: AnyRequest,
    app: FromPath[str],
    box: FromQuery[Box] = "to_sign",
    after: FromQuery[str | None] = None,
    limit: Limit = 50,
) -> ApprovalPage:
    """A box of approvals."""
    return given(services_of(request).approving.page(held_of(request).who, app, box, after, limit))


@get(ONE, sync_to_thread=True)
def one(request: AnyRequest, app: FromPath[str], approval: FromPath[str]) -> ApprovalDetail:
    """An approval with its turns and the form of the step under way."""
    return given(services_of(request).approving.one(held_of(request).who, app, approval))


@get(ONE + "/people", sync_to_thread=True)
def signers(
    request: AnyRequest, app: FromPath[str], approval: FromPath[str], added: FromQuery[bool] = False, q: Words = ""
) -> list[PersonView]:
    """Who can sign in one's place (`added`: besides), by part of the name."""
    return given(services_of(request).approving.signers(held_of(request).who, app, approval, added, q))


@post(ONE + "/sign", status_code=200, sync_to_thread=True)
def sign(request: AnyRequest, app: FromPath[str], approval: FromPath[str], data: JSONBody[SignBody]) -> ApprovalDetail:
    """Approve, refuse or return."""
    act = Sign(approval, data.verdict, data.inputs, data.comment, data.to_step)
    return _decide(request, app, approval, act, data)


@post(ONE + "/pass_on", status_code=200, sync_to_thread=True)
def pass_on(
    request: AnyRequest, app: FromPath[str], approval: FromPath[str], data: JSONBody[PassOnBody]
) -> ApprovalDetail:
    """Let another sign instead of, or besides, oneself."""
    act = PassOn(approval, data.person, data.added, data.before, data.comment, data.turn)
    return _decide(request, app, approval, act, data)


@post(ONE + "/take_back", status_code=200, sync_to_thread=True)
def take_back(
    request: AnyRequest, app: FromPath[str], approval: FromPath[str], data: JSONBody[TakeBackBody]
) -> ApprovalDetail:
    """Withdraw one's request."""
    return _decide(request, app, approval, TakeBack(approval, data.reason), data)


def _decide(
    request: AnyRequest, app: str, approval: str, act: Signing, data: SignBody | PassOnBody | TakeBackBody
) -> ApprovalDetail:
    key = request.headers[KEY_HEADER]
    asked = Decision(approval, act, data.version, key, body_hash(request, data), drawn(request))
    return given(services_of(request).approving.decide(held_of(request).who, app, asked))


@get("/api/delegations", sync_to_thread=True)
def delegations(request: AnyRequest) -> list[DelegationView]:
    """My delegations, and those by which I decide for others now."""
    return services_of(request).delegating.mine(held_of(request).who)


# A second one for the same time is refused: repeating it does nothing twice.
@post("/api/delegations", opt={"unkeyed": True}, sync_to_thread=True)
def delegate(request: AnyRequest, data: JSONBody[DelegationBody]) -> DelegationView:
    """Let another decide for me while I am away."""
    new = NewDelegation(data.deputy, _instant_ms(data.from_), _instant_ms(data.to), data.reason)
    return given(services_of(request).delegating.add(held_of(request).who, new))


@delete("/api/delegations/{delegation:str}", opt={"unkeyed": True}, sync_to_thread=True)
def undelegate(request: AnyRequest, delegation: FromPath[str]) -> None:
    """End a delegation of mine."""
    given(services_of(request).delegating.remove(held_of(request).who, delegation))


def _instant_ms(text: str) -> int:
    try:
        return second_of(text) * 1000
    except ValueError as error:
        raise refuse("bad_request", reason="instant") from error


ROUTES = [page, one, signers, sign, pass_on, take_back, delegations, delegate, undelegate]
