"""Routes about pictures that were handed in before, for those who see more than their own records."""

from __future__ import annotations

from typing import Annotated

from litestar import get, post
from litestar.params import FromPath, QueryParameter

from followthrough.services.views_evidence import FindingPage, FindingView

from .guards import AnyRequest, held_of, services_of
from .problems import given

PATH = "/api/apps/{app:str}/evidence"
MAX_LIMIT = 200
Limit = Annotated[int, QueryParameter(ge=1, le=MAX_LIMIT)]
After = Annotated[str | None, QueryParameter(max_length=40)]


@get(PATH, sync_to_thread=True)
def findings(
    request: AnyRequest,
    app: FromPath[str],
    after: After = None,
    limit: Limit = 50,
    unseen: Annotated[bool, QueryParameter(description="only those nobody has looked at")] = False,
) -> FindingPage:
    """Pictures handed in before, newest first, on records I may see."""
    services = services_of(request)
    return given(services.evidence.page(held_of(request).who, app, after=after, limit=limit, unseen=unseen))


# Looking twice is looking once.
@post(PATH + "/{finding:str}/seen", status_code=200, opt={"unkeyed": True}, sync_to_thread=True)
def seen(request: AnyRequest, app: FromPath[str], finding: FromPath[str]) -> FindingView:
    """I have looked at this finding; who was first stays."""
    services = services_of(request)
    return given(services.evidence.see(held_of(request).who, app, finding))


ROUTES = [findings, seen]
