"""A message as the channels show it. Every text of a person is inert: it mentions nobody, links nowhere, marks up nothing."""

from __future__ import annotations

import html
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from followthrough.core.fields.cells import Lang

Format = Literal["text", "html"]
OPEN: Mapping[Lang, str] = {"zh": "打开落实", "en": "Open Followthrough"}
# No vendor documents an escape inside its texts, so what begins a mention or a tag becomes its full-width twin.
_INERT = str.maketrans({"<": "＜", ">": "＞", "@": "＠"})


@dataclass(frozen=True, slots=True)
class Message:
    """A message in one language: a title, lines below it, the page it leads to ("" none), and `brief`: what may be said
    where others read along. `at_ms` is when it was made."""

    title: str
    lines: tuple[str, ...]
    url: str
    brief: str
    at_ms: int
    lang: Lang = "zh"


def message_of(payload: Mapping[str, Any]) -> Message:
    """The message of an outbox row."""
    lang: Lang = "en" if payload.get("lang") == "en" else "zh"
    lines = tuple(str(line) for line in payload.get("lines") or ())
    texts = (str(payload.get(name) or "") for name in ("title", "url", "brief"))
    title, url, brief = texts
    return Message(title, lines, url, brief or title, int(payload.get("at_ms") or 0), lang)


def inert(text: str) -> str:
    """One line in which nothing is a mention, a tag or a control character."""
    kept = "".join(sign if sign.isprintable() else " " for sign in text)
    return " ".join(kept.translate(_INERT).split())


def cut(text: str, most: int) -> str:
    """At most `most` bytes of UTF-8, with an ellipsis where something is left out."""
    data = text.encode()
    return text if len(data) <= most else data[: most - 3].decode(errors="ignore") + "…"


def plain(message: Message) -> str:
    """Title, lines and the address, each on its line."""
    lines = [inert(message.title), *(inert(line) for line in message.lines)]
    return "\n".join([*(line for line in lines if line), *([message.url] if message.url else [])])


def below(message: Message) -> str:
    """The lines below the title."""
    return "\n".join(line for line in (inert(one) for one in message.lines) if line)


def short(message: Message) -> str:
    """For a group: how many things, and where to look; never which."""
    return "\n".join([inert(message.brief), *([message.url] if message.url else [])])


def mail_html(message: Message) -> str:
    """The same as a page of mail, every text escaped."""
    rows = "".join(f"<p>{html.escape(one)}</p>" for one in (_line(line) for line in message.lines) if one)
    link = html.escape(message.url, quote=True)
    shown = f'<p><a href="{link}">{OPEN[message.lang]}</a></p>' if message.url else ""
    title = html.escape(_line(message.title))
    return f'<!doctype html><html><body style="font-family:sans-serif"><h3>{title}</h3>{rows}{shown}</body></html>'


def _line(text: str) -> str:
    return " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())


def mail_text(message: Message) -> str:
    """The same as plain mail."""
    lines = [_line(message.title), "", *(_line(line) for line in message.lines)]
    return "\n".join([*lines, *(["", message.url] if message.url else [])]) + "\n"


def subject(message: Message) -> str:
    """The subject of a mail: one line."""
    return cut(_line(message.title), 200)


def shown(kind: str, message: Message) -> tuple[Format, str]:
    """What a person reads on a channel of a kind."""
    if kind == "email":
        return "html", mail_html(message)
    return "text", short(message) if kind.endswith("_robot") else plain(message)
