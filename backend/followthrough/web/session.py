"""Routes: sign in, who am I, change the password, sign out."""

from __future__ import annotations

from litestar import Response, delete, get, post
from litestar.datastructures import Cookie
from litestar.params import JSONBody

from followthrough.services.refusal import Refusal
from followthrough.services.signing_in import SignedIn
from followthrough.services.views import OrganisationView, SessionView
from followthrough.services.who import Who
from followthrough.services.wiring import Services
from followthrough.settings import Settings

from .guards import AnyRequest, cookie_name, held_of, services_of
from .problems import given
from .wire import Body


class SignInBody(Body):
    """What a person types to sign in."""

    login: str
    password: str


class PasswordBody(Body):
    """A change of one's own password."""

    old: str
    new: str


def _view(services: Services, who: Who, csrf: str) -> SessionView:
    said = services.organisation()
    return SessionView(
        person=services.managing.myself(who),
        csrf=csrf,
        organisation=OrganisationView(name=said["name"], zone=said["zone"]),
    )


def _cookie(settings: Settings, token: str, life_s: int) -> Cookie:
    return Cookie(
        key=cookie_name(settings),
        value=token,
        path="/",
        max_age=life_s,
        secure=settings.https,
        httponly=True,
        samesite="lax",
    )


def _opened(request: AnyRequest, signed: SignedIn | Refusal) -> Response[SessionView]:
    done = given(signed)
    cookie = _cookie(request.app.state.settings, done.token, done.life_s)
    return Response(_view(services_of(request), done.who, done.csrf), cookies=[cookie])


@post("/api/session", opt={"public": True, "unkeyed": True}, status_code=200, sync_to_thread=True)
def sign_in(request: AnyRequest, data: JSONBody[SignInBody]) -> Response[SessionView]:
    """Sign in: a new session cookie, whatever cookie came along."""
    services = services_of(request)
    address = request.client.host if request.client else ""
    return _opened(request, services.signing_in.sign_in(data.login, data.password, address))


@get("/api/session", opt={"before_password_change": True}, sync_to_thread=True)
def who_am_i(request: AnyRequest) -> SessionView:
    """The session of this browser."""
    held = held_of(request)
    return _view(services_of(request), held.who, held.csrf)


@delete("/api/session", opt={"unkeyed": True, "before_password_change": True}, sync_to_thread=True)
def sign_out(request: AnyRequest) -> Response[None]:
    """End the session and its cookie."""
    services = services_of(request)
    services.signing_in.sign_out(held_of(request))
    # A `__Host-` cookie is only taken back by one that is as secure as it was.
    return Response(None, status_code=204, cookies=[_cookie(request.app.state.settings, "", 0)])


@post(
    "/api/session/password",
    opt={"unkeyed": True, "before_password_change": True},
    status_code=200,
    sync_to_thread=True,
)
def change_password(request: AnyRequest, data: JSONBody[PasswordBody]) -> Response[SessionView]:
    """Change the password: all sessions end, this browser gets a new one."""
    services = services_of(request)
    return _opened(request, services.signing_in.change_password(held_of(request), data.old, data.new))


ROUTES = [sign_in, who_am_i, sign_out, change_password]
