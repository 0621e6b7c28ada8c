"""The one OpenAPI document, with what the framework cannot know: the error envelope, the headers writes carry, the session.

`schemas/openapi.json` is this document, made by `followthrough openapi`; the front end's
types are generated from it.
"""

from __future__ import annotations

import json
from typing import Any

from litestar import Litestar

from .guards import CSRF_HEADER, KEY_HEADER, MAX_KEY

Json = dict[str, Any]
_TEXT: Json = {
    "type": "object",
    "required": ["zh", "en"],
    "properties": {"zh": {"type": "string"}, "en": {"type": "string"}},
}
PROBLEM: Json = {
    "title": "Problem",
    "type": "object",
    "description": "Every refusal: `code` is a row of schemas/errors.json; `issues` say what cannot be stored, "
    "`needs` what a gate still asks for.",
    "required": ["code", "message", "remedy", "params", "issues", "needs"],
    "properties": {
        "code": {"type": "string"},
        "message": _TEXT,
        "remedy": _TEXT,
        "params": {"type": "object", "additionalProperties": {}},
        "issues": {"type": "array", "items": {"$ref": "#/components/schemas/IssueView"}},
        "needs": {"type": "array", "items": {"$ref": "#/components/schemas/NeedView"}},
    },
}
_STATUSES = {
    "400": "Malformed, or lacks something",
    "401": "No session holds, or the login is wrong",
    "403": "Not for this role, or not from one of our pages",
    "404": "Not there, or not to be seen: the same answer",
    "408": "The body did not arrive in time",
    "409": "The record is in another state than the request takes it to be",
    "413": "Too large",
    "415": "Another content type than is taken here",
    "422": "Read and refused: a gate, a rule or a value",
    "429": "Too often; Retry-After says when to come again",
    "503": "Not now; the same request may be sent again",
}
_WRITES = frozenset({"post", "put", "patch", "delete"})


def document(app: Litestar) -> Json:
    """The OpenAPI document of an app, as JSON."""
    made: Json = json.loads(json.dumps(app.openapi_schema.to_schema()))
    components = made.setdefault("components", {})
    components["schemas"]["Problem"] = PROBLEM
    components["responses"] = {
        _name(status): {
            "description": said,
            "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Problem"}}},
        }
        for status, said in _STATUSES.items()
    }
    components["securitySchemes"] = {"session": {"type": "apiKey", "in": "cookie", "name": "followthrough"}}
    components["parameters"] = {
        "csrf": _header(CSRF_HEADER, "`csrf` of the session", {"type": "string"}),
        "key": _header(
            KEY_HEADER,
            "the same for every try of one act: it is done once",
            {"type": "string", "minLength": 8, "maxLength": MAX_KEY},
        ),
    }
    opts = {(path, method.lower()): opt for path, method, opt in routes_of(app)}
    for path, methods in made["paths"].items():
        for method, operation in methods.items():
            _complete(operation, path, method, opts[path, method])
    return made


def routes_of(app: Litestar) -> list[tuple[str, str, Json]]:
    """Every route of an app: (path as OpenAPI writes it, METHOD, what the handler opts for)."""
    found = []
    for route in app.routes:
        for handler in getattr(route, "route_handlers", ()):
            path = "/".join(_plain(part) for part in route.path.split("/"))
            found += [(path, method, dict(handler.opt)) for method in sorted(handler.http_methods)]
    return [one for one in found if one[1] != "OPTIONS"]


def _plain(part: str) -> str:
    return f"{{{part[1:-1].partition(':')[0]}}}" if part.startswith("{") else part


def _name(status: str) -> str:
    return f"Problem{status}"


def _header(name: str, said: str, schema: Json) -> Json:
    return {"name": name, "in": "header", "required": True, "description": said, "schema": schema}


def _complete(operation: Json, path: str, method: str, opt: Json) -> None:
    """Say what an operation may be refused with and what it must carry."""
    public, writes = bool(opt.get("public")), method in _WRITES
    statuses = {"400", "503"} if path.startswith("/api") else {"400"}
    statuses |= set() if public else {"401", "403"}
    statuses |= {"404"} if "{" in path else set()
    statuses |= {"403", "408", "409", "413", "415", "422"} if writes else set()
    statuses |= {"401", "429"} if path.startswith("/api/session") and writes else set()
    if writes and not public:
        carried = [{"$ref": "#/components/parameters/csrf"}]
        carried += [] if opt.get("unkeyed") else [{"$ref": "#/components/parameters/key"}]
        operation["parameters"] = [*operation.get("parameters", []), *carried]
    operation["security"] = [] if public else [{"session": []}]
    responses = operation["responses"]
    for status in sorted(statuses):
        if not (status == "503" and status in responses):
            responses[status] = {"$ref": f"#/components/responses/{_name(status)}"}
