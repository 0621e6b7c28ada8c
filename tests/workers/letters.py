"""Letters for tests of senders."""

from __future__ import annotations

from typing import Any

from followthrough.services.channel_text import Message
from followthrough.workers.notify.letter import Letter

HOSTILE = (
    '「报价」<at user_id="all">所有人</at> @all [点我](javascript:alert(1)) {{98765*43210}} ${98765*43210}'
    " %(x)s {0.__class__} {phone}"
    "\r\nBcc: evil@example.com"
)
URL = "https://sales.example.com/a/sales/e/opportunity/1"


def message(title: str = "「新商机跟进」已逾期：监护仪更新", *lines: str, url: str = URL) -> Message:
    """A message in Chinese."""
    return Message(title, lines or ("截止时间：3月5日 18:00",), url, "您有 1 条新提醒：1 项已逾期", 1_772_413_200_000)


def letter(
    kind: str,
    config: dict[str, str],
    secret: dict[str, str],
    target: str = "",
    said: Message | None = None,
    **more: Any,
) -> Letter:
    """A letter of a kind."""
    given: dict[str, Any] = {"id": "01a2-delivery", "channel": kind, "revision": 1, "payload": {}} | more
    return Letter(
        kind=kind,
        config=config,
        secret=secret,
        target=target,
        message=said or message(),
        created_ms=1_772_413_200_000,
        **given,
    )
