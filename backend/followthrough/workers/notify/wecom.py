"""企业微信应用消息: a text card to one person, by `cgi-bin/message/send` with an access token from `cgi-bin/gettoken`."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from followthrough.services.channel_text import OPEN, below, cut, inert, plain

from .letter import REST_S, Letter, NotSent, Way, call, code_of

STALE = frozenset({40014, 41001, 42001})
"""The token is no longer good: get another."""
FULL = frozenset({45009, 45033, 45047})
NOBODY = frozenset({40003, 60111, 81013, 82001})
"""No such person, or not one the app may write to."""
TITLE, TEXT = 128, 512  # bytes, by the vendor


def send(way: Way, letter: Letter) -> None:
    """Send it; a token the vendor refuses is renewed once."""
    answer: dict[str, Any] = {}
    for _ in range(2):
        token = way.tokens.of(letter, lambda: _token(way, letter))
        answer = call(way, f"{letter.base}/cgi-bin/message/send?access_token={quote(token)}", _body(letter))
        if code_of(answer, "errcode") not in STALE:
            break
        way.tokens.drop(letter, token)
    judge(answer, "wecom", FULL, NOBODY)
    refused = f"{answer.get('invaliduser') or ''}|{answer.get('unlicenseduser') or ''}".lower().split("|")
    if letter.target.lower() in refused:
        raise NotSent("wecom invaliduser", permanent=True)


def _token(way: Way, letter: Letter) -> tuple[str, int]:
    corp, secret = quote(letter.setting("corp_id")), quote(letter.secret.get("secret", ""))
    answer = call(way, f"{letter.base}/cgi-bin/gettoken?corpid={corp}&corpsecret={secret}", None)
    judge(answer, "wecom token", FULL, frozenset())
    return str(answer.get("access_token") or ""), int(answer.get("expires_in") or 7200)


def _body(letter: Letter) -> dict[str, Any]:
    said, agent = letter.message, letter.setting("agent_id")
    made: dict[str, Any] = {
        "touser": letter.target,
        "agentid": int(agent) if agent.isdigit() else agent,
        # The vendor drops what is the same within half an hour: a repeated attempt arrives once.
        "enable_duplicate_check": 1,
        "duplicate_check_interval": 1800,
    }
    if not said.url:
        return {**made, "msgtype": "text", "text": {"content": cut(plain(said), 2048)}}
    card = {
        "title": cut(inert(said.title), TITLE),
        "description": cut(below(said) or inert(said.title), TEXT),
        "url": said.url,
        "btntxt": OPEN[said.lang][:4] if said.lang == "zh" else "Open",
    }
    return {**made, "msgtype": "textcard", "textcard": card}


def judge(answer: dict[str, Any], vendor: str, full: frozenset[int], nobody: frozenset[int]) -> None:
    """Raises NotSent for what an `errcode` of this vendor family means; 0 is sent."""
    code = code_of(answer, "errcode")
    if code == 0:
        return
    if code in full:
        raise NotSent(f"{vendor} {code}", rest_s=REST_S)
    raise NotSent(f"{vendor} {code}", permanent=code in nobody, down=code not in nobody)
