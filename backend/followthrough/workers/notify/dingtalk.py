"""钉钉工作通知: an OA message to one person, by `topapi/message/corpconversation/asyncsend_v2` with a token from `gettoken`.

The vendor takes messages and delivers them later: its "ok" means taken. It delivers the same text to a person once a
day, so every message says when it was made.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from followthrough.services.channel_text import OPEN, below, cut, inert
from followthrough.services.wording_notices import moment

from .letter import Letter, Way, call, code_of
from .wecom import judge

STALE = frozenset({40014, 42001})
FULL = frozenset({90002, 90018, 143103, 143104, 143203, 143204, 1430003})
NOBODY = frozenset({40031, 40035, 33012, 60121, 1430000})
ALREADY = frozenset({143106, 143206})
"""The person has this very message: an earlier attempt arrived."""


def send(way: Way, letter: Letter) -> None:
    """Send it; a token the vendor refuses is renewed once."""
    answer: dict[str, Any] = {}
    for _ in range(2):
        token = way.tokens.of(letter, lambda: _token(way, letter))
        url = f"{letter.base}/topapi/message/corpconversation/asyncsend_v2?access_token={quote(token)}"
        answer = _flat(call(way, url, _body(letter)))
        if code_of(answer, "errcode") not in STALE:
            break
        way.tokens.drop(letter, token)
    if code_of(answer, "errcode") in ALREADY:
        return
    judge(answer, "dingtalk", FULL, NOBODY)


def _token(way: Way, letter: Letter) -> tuple[str, int]:
    key, secret = quote(letter.setting("client_id")), quote(letter.secret.get("client_secret", ""))
    answer = _flat(call(way, f"{letter.base}/gettoken?appkey={key}&appsecret={secret}", None))
    judge(answer, "dingtalk token", FULL, frozenset())
    return str(answer.get("access_token") or ""), int(answer.get("expires_in") or 7200)


def _flat(answer: dict[str, Any]) -> dict[str, Any]:
    """Code 88 is a wrapper: what it means stands in `sub_code`."""
    sub = str(answer.get("sub_code") or "")
    if code_of(answer, "errcode") == 88 and sub.isascii() and sub.isdigit() and len(sub) < 10:
        return {**answer, "errcode": int(sub)}
    return answer


def _body(letter: Letter) -> dict[str, Any]:
    said, agent = letter.message, letter.setting("agent_id")
    made = moment(said.at_ms, said.at_ms, "Asia/Shanghai", said.lang)
    text = "\n".join(part for part in (below(said), made) if part)
    shown: dict[str, Any] = {
        "head": {"bgcolor": "FF1F6FEB", "text": OPEN[said.lang]},
        "body": {"title": cut(inert(said.title), 150), "content": cut(text, 1500)},
    }
    if said.url:
        shown |= {"message_url": said.url, "pc_message_url": said.url}
    return {
        "agent_id": int(agent) if agent.isdigit() else agent,
        "userid_list": letter.target,
        "msg": {"msgtype": "oa", "oa": shown},
    }
