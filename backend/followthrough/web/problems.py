"""The only place that makes HTTP errors: a problem of the catalogue in the one envelope.

Nothing but a code, its words, its remedy and what the texts quote leaves the server: no
traceback, no SQL, no library's message. What was not foreseen is logged under a reference
and answered as `internal`.
"""

from __future__ import annotations

import logging
import secrets
from collections.abc import Sequence
from typing import Any, TypeVar

import msgspec
from litestar import MediaType, Request, Response
from litestar.exceptions import HTTPException, ValidationException

from followthrough.core.kit.errors import Problem
from followthrough.services.refusal import Refusal
from followthrough.services.wiring import StoreError

log = logging.getLogger("followthrough.web")
T = TypeVar("T")


class Refused(Exception):
    """Ends a request with `problem`; `issues` and `needs` are on the wire as the services give them."""

    def __init__(
        self,
        problem: Problem,
        *,
        issues: Sequence[Any] = (),
        needs: Sequence[Any] = (),
        headers: dict[str, str] | None = None,
    ) -> None:
        super().__init__(problem.code)
        self.problem = problem
        self.issues = issues
        self.needs = needs
        self.headers = headers or {}


def refuse(code: str, **params: Any) -> Refused:
    """A refusal with a code of the catalogue."""
    return Refused(Problem(code, params))


def given(answer: T | Refusal) -> T:
    """What a service answered; a refusal ends the request."""
    if isinstance(answer, Refusal):
        raise Refused(answer.problem, issues=answer.issues, needs=answer.needs)
    return answer


def envelope(problem: Problem, issues: Sequence[Any] = (), needs: Sequence[Any] = ()) -> dict[str, Any]:
    """The one shape of an error: {code, message, remedy, params, issues, needs}."""
    return {
        "code": problem.code,
        "message": problem.message(),
        "remedy": problem.remedy(),
        "params": dict(problem.params),
        "issues": list(issues),
        "needs": list(needs),
    }


def encoded(problem: Problem) -> bytes:
    """The envelope as bytes, for answers made below the handlers."""
    return msgspec.json.encode(envelope(problem))


def _answer(refused: Refused) -> Response[bytes]:
    body = msgspec.json.encode(envelope(refused.problem, refused.issues, refused.needs))
    return Response(
        body,
        status_code=refused.problem.status,
        media_type=MediaType.JSON,
        headers={**_retry(refused), **refused.headers},
    )


def _retry(refused: Refused) -> dict[str, str]:
    seconds = refused.problem.params.get("seconds")
    if refused.problem.status == 429 and seconds is not None:
        return {"Retry-After": str(seconds)}
    return {"Retry-After": "1"} if refused.problem.status == 503 else {}


def on_refused(_: Request[Any, Any, Any], refused: Refused) -> Response[bytes]:
    """A refusal raised by a handler or a guard."""
    return _answer(refused)


_BY_STATUS = {
    400: "bad_request",
    404: "not_found",
    405: "method_not_allowed",
    413: "body_too_large",
    415: "unsupported_media_type",
}


def on_framework(_: Request[Any, Any, Any], error: HTTPException) -> Response[bytes]:
    """What the framework itself refuses: no such route, a body that does not decode, a malformed parameter."""
    if isinstance(error, ValidationException):
        return _answer(refuse("bad_request", reason=_first_reason(error)))
    code = _BY_STATUS.get(error.status_code)
    if code is None:
        return _answer(refuse("internal", reference=_logged(error)))
    return _answer(refuse(code))


def _first_reason(error: ValidationException) -> str:
    """Which member is wrong, in msgspec's words about the client's own input."""
    extra = error.extra if isinstance(error.extra, list) else []
    for item in extra:
        if isinstance(item, dict):
            return f"{item.get('key', '')}: {item.get('message', '')}".strip(": ")
    return ""


def on_store(_: Request[Any, Any, Any], error: StoreError) -> Response[bytes]:
    """The database cannot answer now, or the query cannot be asked: its own code, and nothing of the database's words."""
    if error.code == "internal":
        return _answer(refuse("internal", reference=_logged(error)))
    return _answer(refuse(error.code))


def on_unforeseen(_: Request[Any, Any, Any], error: Exception) -> Response[bytes]:
    """A fault of ours: logged with a reference, told without detail."""
    return _answer(refuse("internal", reference=_logged(error)))


def _logged(error: Exception) -> str:
    reference = secrets.token_hex(4)
    log.error("unforeseen %s", reference, exc_info=error)
    return reference


HANDLERS: dict[Any, Any] = {
    Refused: on_refused,
    HTTPException: on_framework,
    StoreError: on_store,
    Exception: on_unforeseen,
}
"""Exception handlers of the app."""
