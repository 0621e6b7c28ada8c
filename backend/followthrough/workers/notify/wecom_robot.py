"""企业微信群机器人: a text in a group that says how much there is and mentions one person; which records, it does not say."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from followthrough.services.channel_text import cut, short

from .letter import Letter, Way, call
from .wecom import judge

FULL = frozenset({45009})


def send(way: Way, letter: Letter) -> None:
    """Send it."""
    text: dict[str, Any] = {"content": cut(short(letter.message), 2048)}
    if letter.target:
        mobile = letter.target.lstrip("+").isdigit()
        text["mentioned_mobile_list" if mobile else "mentioned_list"] = [letter.target]
    key = quote(letter.secret.get("key", ""))
    answer = call(way, f"{letter.base}/cgi-bin/webhook/send?key={key}", {"msgtype": "text", "text": text})
    judge(answer, "wecom_robot", FULL, frozenset())
