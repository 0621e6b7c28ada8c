"""The kinds of channels: what each is set up with, and what a person's address is there."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import get_args

from .views_base import Text
from .views_messages import ChannelField, ChannelKind, ChannelKindView

ID = re.compile(r"[a-z][a-z0-9_]{0,39}")
MAX_VALUE = 500
MAX_ADDRESS = 200
_URL = re.compile(r"https?://[^\s/?#@\\]+(?::\d{1,5})?")
_HOOK = re.compile(r"https?://[^\s/?#@\\]+(?:/[^\s#\\]*)?(?:\?[^\s#\\]*)?")
_HOST = re.compile(r"[A-Za-z0-9._-]{1,253}|\[[0-9A-Fa-f:.]{2,45}\]")
_MAIL = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+")
_ACCOUNT = re.compile(r"[A-Za-z0-9_.@+-]{1,64}")
_EVERYBODY = frozenset({"@all", "all", "@everyone"})

RATES: Mapping[ChannelKind, int] = {
    "wecom": 600,
    "wecom_robot": 20,
    "dingtalk": 1000,
    "dingtalk_robot": 20,
    "feishu": 900,
    "feishu_robot": 90,
    "email": 60,
    "webhook": 600,
}
"""Messages a minute: what the vendors publish, or less; `per_minute` of a channel says otherwise."""

# What a secret goes to: when it changes, the secret is given anew.
PLACES: Mapping[ChannelKind, tuple[str, ...]] = {
    **dict.fromkeys(get_args(ChannelKind), ("base",)),
    "email": ("host", "port", "security", "user"),
    "webhook": ("url",),
}

_AGENT = ("agent_id", "应用 AgentId", "AgentId of the app")
_BASE: Text = {"zh": "接口地址（私有部署时修改）", "en": "API address (for a private deployment)"}
_PER_MINUTE = ChannelField(
    name="per_minute", label={"zh": "每分钟最多发送", "en": "At most this many a minute"}, required=False
)
_SIGN = ChannelField(
    name="sign",
    label={"zh": "加签密钥（机器人安全设置里的「加签」）", "en": "Signing secret of the robot"},
    required=False,
    secret=True,
)
_MENTION: Text = {"zh": "群里 @ 的手机号", "en": "Mobile number to mention in the group"}


def _field(
    name: str, zh: str, en: str, *, required: bool = True, secret: bool = False, default: str = ""
) -> ChannelField:
    return ChannelField(name=name, label={"zh": zh, "en": en}, required=required, secret=secret, default=default)


def _base(url: str) -> ChannelField:
    return ChannelField(name="base", label=_BASE, required=False, default=url)


def _kind(
    kind: ChannelKind, zh: str, en: str, address: Text | None, *fields: ChannelField, personal: bool = False
) -> ChannelKindView:
    label = {"zh": zh, "en": en}
    return ChannelKindView(kind=kind, label=label, personal=personal, address=address, fields=[*fields, _PER_MINUTE])


KINDS: Mapping[str, ChannelKindView] = {
    found.kind: found
    for found in (
        _kind(
            "wecom", "企业微信应用消息", "WeCom app message", {"zh": "企业微信账号（UserID）", "en": "WeCom UserID"},
            _field("corp_id", "企业 ID", "Corporation id"), _field(*_AGENT), _base("https://qyapi.weixin.qq.com"),
            _field("secret", "应用 Secret", "Secret of the app", secret=True), personal=True,
        ),
        _kind(
            "wecom_robot", "企业微信群机器人", "WeCom group robot", _MENTION, _base("https://qyapi.weixin.qq.com"),
            _field("key", "机器人 key（Webhook 地址 key= 后面）", "Key (after key= in its address)", secret=True),
        ),
        _kind(
            "dingtalk", "钉钉工作通知", "DingTalk work notice", {"zh": "钉钉 userid", "en": "DingTalk userid"},
            _field("client_id", "Client ID（原 AppKey）", "Client id (AppKey)"), _field(*_AGENT),
            _base("https://oapi.dingtalk.com"),
            _field("client_secret", "Client Secret（原 AppSecret）", "Client secret (AppSecret)", secret=True),
            personal=True,
        ),
        _kind(
            "dingtalk_robot", "钉钉群机器人", "DingTalk group robot", _MENTION, _base("https://oapi.dingtalk.com"),
            _field(
                "access_token", "access_token（Webhook 地址中 access_token= 后面的部分）",
                "access_token (in the robot's address)", secret=True,
            ),
            _SIGN,
        ),
        _kind(
            "feishu", "飞书应用消息", "Feishu app message", {"zh": "飞书 open_id", "en": "Feishu open_id"},
            _field("app_id", "App ID", "App id"),
            _field("id_type", "收件人标识类型", "Kind of the address", required=False, default="open_id"),
            _base("https://open.feishu.cn"),
            _field("app_secret", "App Secret", "App secret", secret=True), personal=True,
        ),
        _kind(
            "feishu_robot", "飞书群机器人", "Feishu group robot",
            {"zh": "群里 @ 的 open_id", "en": "open_id to mention in the group"},
            _base("https://open.feishu.cn"),
            _field("hook", "机器人标识（Webhook 地址最后一段）", "Token (the end of its address)", secret=True), _SIGN,
        ),
        _kind(
            "email", "邮件", "E-mail", {"zh": "邮箱地址", "en": "E-mail address"},
            _field("host", "SMTP 服务器", "SMTP server"), _field("port", "端口", "Port", required=False, default="587"),
            _field("security", "加密方式", "Encryption", required=False, default="starttls"),
            _field("user", "登录账号", "Login", required=False), _field("from", "发件地址", "From"),
            _field("password", "密码或授权码", "Password", required=False, secret=True), personal=True,
        ),
        _kind(
            "webhook", "签名 Webhook（对接其他系统）", "Signed webhook", None, _field("url", "地址", "Address"),
            _field("signing_key", "签名密钥（至少 16 位）", "Signing key (16 characters or more)", secret=True),
        ),
    )
}  # fmt: skip
PERSONAL = tuple(kind for kind, found in KINDS.items() if found.address is not None)
"""Kinds that write to people: to the person himself, or to a group that mentions him."""


def bad_config(kind: ChannelKindView, config: Mapping[str, str]) -> str | None:
    """The name of a value that will not do; None: all will. Unknown, missing, or not what the field is."""
    known = {one.name: one for one in kind.fields if not one.secret}
    for name in config:
        if name not in known:
            return name
    for name, one in known.items():
        value = config.get(name, "")
        if not value and one.required:
            return name
        if value and not _good(name, value):
            return name
    return None


def _good(name: str, value: str) -> bool:
    if len(value) > MAX_VALUE or not value.isprintable() or value != value.strip():
        return False
    match name:
        case "base":
            return _URL.fullmatch(value) is not None
        case "url":
            return _HOOK.fullmatch(value) is not None
        case "host":
            return _HOST.fullmatch(value) is not None
        case "port":
            return value.isdigit() and value.isascii() and 0 < int(value) < 65536
        case "per_minute":
            return value.isdigit() and value.isascii() and 0 < int(value) <= 100_000
        case "security":
            return value in ("starttls", "tls", "none")
        case "id_type":
            return value in ("open_id", "user_id", "union_id", "email")
        case "from":
            return _MAIL.fullmatch(value) is not None
        case _:
            return True


def bad_secret(kind: ChannelKindView, config: Mapping[str, str], secret: Mapping[str, str]) -> str | None:
    """The name of a secret that is missing, unknown or will not do; None: all will."""
    known = {one.name: one for one in kind.fields if one.secret}
    for name, value in secret.items():
        if name not in known or len(value) > MAX_VALUE or not value.isprintable():
            return name
    for name, one in known.items():
        wanted = one.required or (name == "password" and bool(config.get("user")))
        if wanted and not secret.get(name):
            return name
    return "signing_key" if len(secret.get("signing_key", "x" * 16)) < 16 else None


def good_address(kind: str, value: str) -> bool:
    """Whether `value` names one person on such a channel, and nobody else."""
    if kind == "email":
        return len(value) <= MAX_ADDRESS and _MAIL.fullmatch(value) is not None
    return _ACCOUNT.fullmatch(value) is not None and value.lower() not in _EVERYBODY


def setting(kind: str, config: Mapping[str, str], name: str) -> str:
    """A value of a channel, its default where none is set."""
    for one in KINDS[kind].fields:
        if one.name == name:
            return config.get(name) or one.default
    return config.get(name, "")
