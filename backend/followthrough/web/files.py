"""Routes of files: up by raw body, down as a picture made anew or as an attachment, never as a page of ours."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from typing import Any, BinaryIO
from urllib.parse import quote, unquote

from litestar import Response, get, post
from litestar.concurrency import sync_to_thread
from litestar.params import FromPath
from litestar.response import Stream

from followthrough.services.attaching import Opened
from followthrough.services.views import FileView
from followthrough.settings import Settings

from .guards import AnyRequest, held_of, services_of
from .problems import given, refuse

CHUNK = 1 << 16
UPLOAD_S = 600.0
"""Seconds a client has to send a file."""


async def raw_body(request: AnyRequest, limit: int) -> bytes:
    """The body as sent, at most `limit` bytes. Codes: body_too_large, body_too_slow."""
    chunks: list[bytes] = []
    size = 0
    try:
        async with asyncio.timeout(UPLOAD_S):
            async for chunk in request.stream():
                size += len(chunk)
                if size > limit:
                    raise refuse("body_too_large", limit=limit)
                chunks.append(chunk)
    except TimeoutError:
        raise refuse("body_too_slow") from None
    return b"".join(chunks)


def file_name(request: AnyRequest) -> str:
    """What the client calls the file: `X-File-Name`, percent-encoded UTF-8."""
    return unquote(request.headers.get("x-file-name", ""), errors="replace")[:255]


@post("/api/files", request_max_body_size=None, opt={"unkeyed": True})
async def upload(request: AnyRequest) -> FileView:
    """Take a file in; it is mine alone until a record holds it."""
    services = services_of(request)
    settings: Settings = request.app.state.settings
    data = await raw_body(request, settings.max_upload_bytes)
    return given(await sync_to_thread(services.attaching.upload, held_of(request).who, file_name(request), data))


@get("/api/files/{file:str}/about", sync_to_thread=True)
def about(request: AnyRequest, file: FromPath[str]) -> FileView:
    """Name, kind and size of a file I may see."""
    services = services_of(request)
    return given(services.attaching.describe(held_of(request).who, file))


@get("/api/files/{file:str}", sync_to_thread=True)
def download(request: AnyRequest, file: FromPath[str]) -> Response[Any]:
    """A file I may see."""
    return _sent(request, file, thumb=False)


@get("/api/files/{file:str}/thumb", sync_to_thread=True)
def thumb(request: AnyRequest, file: FromPath[str]) -> Response[Any]:
    """A small picture of a file I may see."""
    return _sent(request, file, thumb=True)


@get("/api/files/{file:str}/original", sync_to_thread=True)
def original(request: AnyRequest, file: FromPath[str]) -> Response[Any]:
    """A file as it was sent, for saving; for those who see more than their own records of its kind."""
    services = services_of(request)
    return _stream(request, f"{file}-original", given(services.attaching.original(held_of(request).who, file)))


def _sent(request: AnyRequest, file: str, *, thumb: bool) -> Response[Any]:
    services = services_of(request)
    opened: Opened = given(services.attaching.open(held_of(request).who, file, thumb=thumb))
    return _stream(request, f"{file}-thumb" if thumb else file, opened)


def _stream(request: AnyRequest, name: str, opened: Opened) -> Response[Any]:
    # Bytes never change, rights do: a browser may keep them, and asks each time whether it may still show them.
    tag = f'"{name}"'
    fresh = {"ETag": tag, "Cache-Control": "private, no-cache"}
    if request.headers.get("if-none-match") == tag:
        opened.stream.close()
        return Response(None, status_code=304, headers=fresh)
    way = "inline" if opened.inline else "attachment"
    headers = {
        "Content-Disposition": f"{way}; filename*=UTF-8''{quote(opened.name, safe='')}",
        "Content-Length": str(opened.size),
        "Content-Security-Policy": "sandbox; default-src 'none'",
        **fresh,
    }
    return Stream(_chunks(opened.stream), media_type=opened.mime, headers=headers)


def _chunks(stream: BinaryIO) -> Iterator[bytes]:
    with stream:
        while chunk := stream.read(CHUNK):
            yield chunk


ROUTES = [upload, about, download, thumb, original]
