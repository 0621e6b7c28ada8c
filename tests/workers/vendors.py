"""Vendors as they publish their protocols: tokens that end, codes in the body of a 200, limits, signatures."""

from __future__ import annotations

import base64
import hashlib
import hmac
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler
from typing import Any

import msgspec

from .servers import Asked, as_json


@dataclass
class WeCom:
    """qyapi.weixin.qq.com: `gettoken`, `message/send`, `webhook/send`."""

    corp: str = "ww1"
    secret: str = "app-secret"
    key: str = "robot-key"
    tokens: int = 0
    sent: list[dict[str, Any]] = field(default_factory=list)
    answers: list[dict[str, Any]] = field(default_factory=list)
    """Given instead of an ok, one after the other."""

    @property
    def token(self) -> str:
        return f"token-{self.tokens}"

    def expire(self) -> None:
        """The token given out holds no longer."""
        self.tokens += 1

    def __call__(self, handler: BaseHTTPRequestHandler, asked: Asked) -> None:
        as_json(self._answer(asked))(handler, asked)

    def _answer(self, asked: Asked) -> dict[str, Any]:
        if asked.path == "/cgi-bin/gettoken":
            if (asked.query.get("corpid"), asked.query.get("corpsecret")) != (self.corp, self.secret):
                return {"errcode": 40001, "errmsg": "invalid credential"}
            self.tokens += 1
            return {"errcode": 0, "errmsg": "ok", "access_token": self.token, "expires_in": 7200}
        if asked.path == "/cgi-bin/message/send":
            if asked.query.get("access_token") != self.token:
                return {"errcode": 42001, "errmsg": "access_token expired"}
        elif asked.path != "/cgi-bin/webhook/send" or asked.query.get("key") != self.key:
            return {"errcode": 93000, "errmsg": "invalid webhook url"}
        return _taken(self, asked, {"errcode": 0, "errmsg": "ok", "invaliduser": "", "msgid": "m"})


@dataclass
class DingTalk:
    """oapi.dingtalk.com: `gettoken`, `asyncsend_v2`, `robot/send`."""

    key: str = "ding-key"
    secret: str = "ding-secret"
    robot: str = "robot-token"
    sign: str = "SECabc"
    tokens: int = 0
    sent: list[dict[str, Any]] = field(default_factory=list)
    answers: list[dict[str, Any]] = field(default_factory=list)

    @property
    def token(self) -> str:
        return f"token-{self.tokens}"

    def expire(self) -> None:
        """The token given out holds no longer."""
        self.tokens += 1

    def __call__(self, handler: BaseHTTPRequestHandler, asked: Asked) -> None:
        as_json(self._answer(asked))(handler, asked)

    def _answer(self, asked: Asked) -> dict[str, Any]:
        if asked.path == "/gettoken":
            if (asked.query.get("appkey"), asked.query.get("appsecret")) != (self.key, self.secret):
                return {"errcode": 40089, "errmsg": "不合法的corpid或corpsecret"}
            self.tokens += 1
            return {"errcode": 0, "access_token": self.token, "errmsg": "ok", "expires_in": 7200}
        if asked.path == "/topapi/message/corpconversation/asyncsend_v2":
            if asked.query.get("access_token") != self.token:
                return {"errcode": 88, "errmsg": "error", "sub_code": "40014", "sub_msg": "不合法的access_token"}
            return _taken(self, asked, {"errcode": 0, "task_id": 256271667526, "request_id": "r"})
        said = f"{asked.query.get('timestamp')}\n{self.sign}".encode()
        signed = base64.b64encode(hmac.new(self.sign.encode(), said, hashlib.sha256).digest()).decode()
        if asked.path != "/robot/send" or asked.query.get("access_token") != self.robot:
            return {"errcode": 300001, "errmsg": "token is not exist"}
        if asked.query.get("sign") != signed:
            return {"errcode": 310000, "errmsg": "sign not match"}
        return _taken(self, asked, {"errcode": 0, "errmsg": "ok"})


@dataclass
class Feishu:
    """open.feishu.cn: `tenant_access_token/internal`, `im/v1/messages`, `bot/v2/hook`. Refusals come as 400 with a code."""

    app: str = "cli_1"
    secret: str = "feishu-secret"
    hook: str = "hook-1"
    sign: str = "feishu-sign"
    tokens: int = 0
    sent: list[dict[str, Any]] = field(default_factory=list)
    answers: list[dict[str, Any]] = field(default_factory=list)

    @property
    def token(self) -> str:
        return f"t-{self.tokens}"

    def expire(self) -> None:
        """The token given out holds no longer."""
        self.tokens += 1

    def __call__(self, handler: BaseHTTPRequestHandler, asked: Asked) -> None:
        made = self._answer(asked)
        as_json(made, 200 if made.get("code") == 0 or "StatusCode" in made else 400)(handler, asked)

    def _answer(self, asked: Asked) -> dict[str, Any]:
        if asked.path == "/open-apis/auth/v3/tenant_access_token/internal":
            if (asked.json.get("app_id"), asked.json.get("app_secret")) != (self.app, self.secret):
                return {"code": 10014, "msg": "app secret invalid"}
            self.tokens += 1
            return {"code": 0, "msg": "ok", "tenant_access_token": self.token, "expire": 7200}
        if asked.path == "/open-apis/im/v1/messages":
            if asked.headers.get("authorization") != f"Bearer {self.token}":
                return {"code": 99991663, "msg": "Invalid access token for authorization."}
            assert asked.query["receive_id_type"] == "open_id"
            assert isinstance(msgspec.json.decode(asked.json["content"]), dict), "content is JSON in a string"
            return _taken(self, asked, {"code": 0, "msg": "success", "data": {"message_id": "om_1"}})
        key = f"{asked.json.get('timestamp')}\n{self.sign}".encode()
        signed = base64.b64encode(hmac.new(key, b"", hashlib.sha256).digest()).decode()
        if asked.path != f"/open-apis/bot/v2/hook/{self.hook}":
            return {"code": 19001, "msg": "param invalid: incoming webhook access token invalid"}
        if asked.json.get("sign") != signed:
            return {"code": 19021, "msg": "sign match fail or timestamp is not within one hour from current time"}
        return _taken(
            self, asked, {"StatusCode": 0, "StatusMessage": "success", "code": 0, "data": {}, "msg": "success"}
        )


def _taken(vendor: WeCom | DingTalk | Feishu, asked: Asked, good: dict[str, Any]) -> dict[str, Any]:
    if vendor.answers:
        return vendor.answers.pop(0)
    vendor.sent.append(asked.json)
    return good
