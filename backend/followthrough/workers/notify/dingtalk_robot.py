"""钉钉群机器人: a text in a group, signed when the robot asks for it; how much there is, not which records."""

from __future__ import annotations

import base64
import hashlib
import hmac
from typing import Any
from urllib.parse import quote, quote_plus

from followthrough.services import clock
from followthrough.services.channel_text import cut, short

from .letter import Letter, Way, call
from .wecom import judge

FULL = frozenset({130101, 660026, 90018})


def send(way: Way, letter: Letter) -> None:
    """Send it."""
    url = f"{letter.base}/robot/send?access_token={quote(letter.secret.get('access_token', ''))}"
    if letter.secret.get("sign"):
        at_ms = clock.now_ms()
        url += f"&timestamp={at_ms}&sign={quote_plus(signature(letter.secret['sign'], at_ms))}"
    content, at = cut(short(letter.message), 15_000), {"isAtAll": False}
    body: dict[str, Any] = {"msgtype": "text", "text": {"content": content}, "at": at}
    if letter.target:
        mobile = letter.target.lstrip("+").isdigit()
        body["at"] = {**at, "atMobiles" if mobile else "atUserIds": [letter.target]}
        body["text"] = {"content": f"@{letter.target} {content}"}
    judge(call(way, url, body), "dingtalk_robot", FULL, frozenset())


def signature(secret: str, at_ms: int) -> str:
    """Base64 of HMAC-SHA256 with the secret over "<milliseconds>\\n<secret>"."""
    said = f"{at_ms}\n{secret}".encode()
    return base64.b64encode(hmac.new(secret.encode(), said, hashlib.sha256).digest()).decode()
