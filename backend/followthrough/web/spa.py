"""The built front end: hashed assets for ever, the one page for every address that is not the API's.

Assets are read once at start: their names are the only paths that can be asked for, so
nothing outside the folder is ever opened.
"""

from __future__ import annotations

import gzip
import mimetypes
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from litestar import Request, Response, get

from .problems import refuse

_COMPRESS = (".js", ".css", ".html", ".svg", ".json", ".webmanifest")


@dataclass(frozen=True, slots=True)
class Asset:
    """A file of the build and its gzip form (None where that saves nothing)."""

    body: bytes
    packed: bytes | None
    media: str
    lasting: bool


def _load(folder: Path) -> dict[str, Asset]:
    found: dict[str, Asset] = {}
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if not path.is_file() or name.startswith("."):
            continue
        body = path.read_bytes()
        packed = gzip.compress(body, 9, mtime=0) if path.suffix in _COMPRESS else None
        if packed is not None and len(packed) >= len(body):
            packed = None
        media = mimetypes.guess_type(name)[0] or "application/octet-stream"
        media = "text/javascript" if path.suffix == ".js" else media
        found[name] = Asset(body, packed, media, lasting=name.startswith("assets/"))
    return found


def _answer(asset: Asset, accepts: str) -> Response[bytes]:
    packed = asset.packed if "gzip" in accepts else None
    headers = {
        "Cache-Control": "public, max-age=31536000, immutable" if asset.lasting else "no-cache",
        "Vary": "Accept-Encoding",
    }
    if packed is not None:
        headers["Content-Encoding"] = "gzip"
    return Response(packed if packed is not None else asset.body, media_type=asset.media, headers=headers)


def routes(folder: Path) -> list[Any]:
    """Handlers over the files of `folder`; without a build the page says what to do."""
    assets = _load(folder) if folder.is_dir() else {}
    missing = Asset(b"<!doctype html><title>Followthrough</title><p>make build", None, "text/html", lasting=False)

    @get(["/", "/{path:path}"], sync_to_thread=False, include_in_schema=False, opt={"public": True})
    def page(request: Request[Any, Any, Any]) -> Response[bytes]:
        name = str(request.path_params.get("path", "")).lstrip("/")
        if name.startswith(("api/", "health/")) or name in ("api", "health"):
            raise refuse("not_found")
        accepts = request.headers.get("accept-encoding", "")
        asset = assets.get(name)
        if asset is None and name.startswith("assets/"):
            raise refuse("not_found")
        return _answer(asset or assets.get("index.html", missing), accepts)

    return [page]
