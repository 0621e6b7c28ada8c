"""飞书群机器人: a rich text in a group, signed when the robot asks for it; how much there is, not which records."""

from __future__ import annotations

import base64
import hashlib
import hmac
from typing import Any
from urllib.parse import quote

from followthrough.services import clock

from .feishu import judge, post
from .letter import Letter, Way, call


def send(way: Way, letter: Letter) -> None:
    """Send it."""
    made = post(letter.message, ())
    if letter.target:
        made["content"] = [[{"tag": "at", "user_id": letter.target}], *made["content"]]
    body: dict[str, Any] = {"msg_type": "post", "content": {"post": {"zh_cn": made}}}
    if letter.secret.get("sign"):
        at_s = clock.now_ms() // 1000
        body |= {"timestamp": str(at_s), "sign": signature(letter.secret["sign"], at_s)}
    hook = quote(letter.secret.get("hook", ""), safe="")
    judge(call(way, f"{letter.base}/open-apis/bot/v2/hook/{hook}", body), "feishu_robot")


def signature(secret: str, at_s: int) -> str:
    """Base64 of HMAC-SHA256 of nothing, with "<seconds>\\n<secret>" as the key."""
    return base64.b64encode(hmac.new(f"{at_s}\n{secret}".encode(), b"", hashlib.sha256).digest()).decode()
