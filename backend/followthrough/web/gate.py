"""The one JSON gate: what every request body passes before anything decodes it.

An ASGI middleware reads the body of JSON requests once, refuses what no handler should
see, and replays it. Refused: other content types, bodies over the cap, nesting over
`MAX_DEPTH`, control characters (except tab and line ends), lone surrogates and bytes that
are not UTF-8. What is left is well-formed enough for every layer below.
"""

from __future__ import annotations

import re
from urllib.parse import unquote_to_bytes

from followthrough.core.kit.errors import Problem

MAX_BODY = 1_000_000
MAX_DEPTH = 64

# One pass, linear: a string that never ends runs to the end of the body instead of being tried again.
_TOKEN = re.compile(rb'"(?:[^"\\]|\\.)*+(?:"|\Z|\\\Z)|[\[\]{}]', re.DOTALL)
_ESCAPE = re.compile(rb"\\(?:u([0-9a-fA-F]{4})|.)", re.DOTALL)
_RAW_CONTROL = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


def screen(body: bytes) -> Problem | None:
    """What is wrong with a JSON body before it is decoded; None: it may be decoded.

    Codes: body_too_large, bad_text, too_deep.
    """
    if len(body) > MAX_BODY:
        return Problem("body_too_large", {"limit": MAX_BODY})
    if _RAW_CONTROL.search(body) or not _utf8(body):
        return Problem("bad_text")
    if b"\\" in body and _bad_escape(body):
        return Problem("bad_text")
    if _depth(body) > MAX_DEPTH:
        return Problem("too_deep", {"limit": MAX_DEPTH})
    return None


def clean_address(path: str, query: bytes) -> bool:
    """Whether the path and the query of a request hold only text that may be stored or looked for."""
    try:
        said = path.encode()
    except UnicodeEncodeError:
        return False
    asked = unquote_to_bytes(query.replace(b"+", b" "))
    return _utf8(asked) and not _RAW_CONTROL.search(said) and not _RAW_CONTROL.search(asked)


def _utf8(body: bytes) -> bool:
    try:
        body.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _depth(body: bytes) -> int:
    deepest = depth = 0
    for match in _TOKEN.finditer(body):
        token = match[0][:1]
        if token == b'"':
            continue
        if token in b"[{":
            depth += 1
            deepest = max(deepest, depth)
            if deepest > MAX_DEPTH:
                break
        else:
            depth -= 1
    return deepest


def _bad_escape(body: bytes) -> bool:
    """Whether an escape stands for a control character or half a surrogate pair."""
    awaiting_low = -1
    for match in _ESCAPE.finditer(body):
        code = int(match[1], 16) if match[1] else None
        if awaiting_low >= 0:
            if code is None or match.start() != awaiting_low or not 0xDC00 <= code <= 0xDFFF:
                return True
            awaiting_low = -1
            continue
        if code is None:
            if match[0] in (b"\\b", b"\\f"):
                return True
        elif (code < 0x20 and code not in (0x09, 0x0A, 0x0D)) or code == 0x7F or 0xDC00 <= code <= 0xDFFF:
            return True
        elif 0xD800 <= code <= 0xDBFF:
            awaiting_low = match.end()
    return awaiting_low >= 0
