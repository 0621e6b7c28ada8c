"""Routes for whoever watches the server."""

from __future__ import annotations

from typing import Any

from litestar import Request, Response, get

from followthrough.services.wiring import Services


@get("/health/live", opt={"public": True}, sync_to_thread=False)
def live() -> dict[str, str]:
    """The process answers."""
    return {"status": "live"}


@get("/health/ready", opt={"public": True}, sync_to_thread=True)
def ready(request: Request[Any, Any, Any]) -> Response[dict[str, str]]:
    """The database answers and its schema is ours; 503 otherwise. `worker` is stale when no worker was seen lately: people
    can work, but nobody is reminded."""
    services: Services = request.app.state.services
    if services.ready():
        return Response({"status": "ready", "worker": "stale" if services.heartbeat.state().stale else "running"})
    return Response({"status": "unavailable"}, status_code=503, headers={"Retry-After": "2"})


ROUTES = [live, ready]
