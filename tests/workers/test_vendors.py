"""Senders against the vendors' published protocols: tokens and their renewal, codes, limits, and texts that stay texts."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import msgspec
import pytest

from followthrough.workers.notify import SENDERS
from followthrough.workers.notify.letter import Letter, NotSent, Way
from followthrough.workers.outbound import Outbound

from .letters import HOSTILE, URL, letter, message
from .servers import Say, answer, as_json, drip, flood, hang, serving
from .vendors import DingTalk, Feishu, WeCom

Vendor = WeCom | DingTalk | Feishu
SETUPS: dict[str, tuple[type[Vendor], dict[str, str], dict[str, str], str]] = {
    "wecom": (WeCom, {"corp_id": "ww1", "agent_id": "1000002"}, {"secret": "app-secret"}, "ZhangSan"),
    "wecom_robot": (WeCom, {}, {"key": "robot-key"}, "13800001111"),
    "dingtalk": (DingTalk, {"client_id": "ding-key", "agent_id": "123"}, {"client_secret": "ding-secret"}, "manager1"),
    "dingtalk_robot": (DingTalk, {}, {"access_token": "robot-token", "sign": "SECabc"}, "13800001111"),
    "feishu": (Feishu, {"app_id": "cli_1"}, {"app_secret": "feishu-secret"}, "ou_1"),
    "feishu_robot": (Feishu, {}, {"hook": "hook-1", "sign": "feishu-sign"}, "ou_1"),
}
WITH_TOKEN = ("wecom", "dingtalk", "feishu")


@contextmanager
def vendor_of(kind: str) -> Iterator[tuple[Vendor, Way, Letter]]:
    """A vendor, the way to it, and a letter."""
    make, config, secret, target = SETUPS[kind]
    vendor = make()
    with serving(vendor) as fake:
        yield vendor, Way(Outbound([fake.allow])), letter(kind, {**config, "base": fake.url}, secret, target)


@pytest.mark.parametrize("kind", SETUPS)
def test_a_message_arrives_for_one_person(kind: str) -> None:
    with vendor_of(kind) as (vendor, way, one):
        SENDERS[kind](way, one)
        assert len(vendor.sent) == 1
        assert one.target in msgspec.json.encode(vendor.sent[0]).decode()


@pytest.mark.parametrize("kind", WITH_TOKEN)
def test_a_token_is_kept_and_renewed_when_the_vendor_refuses_it(kind: str) -> None:
    with vendor_of(kind) as (vendor, way, one):
        for _ in range(3):
            SENDERS[kind](way, one)
        assert vendor.tokens == 1, "one token for all"
        vendor.expire()
        SENDERS[kind](way, one)
        assert (len(vendor.sent), vendor.tokens) == (4, 3), "renewed, and the message sent once"


@pytest.mark.parametrize("kind", WITH_TOKEN)
def test_a_token_that_is_refused_again_is_given_up_for_now(kind: str) -> None:
    stale = {"wecom": {"errcode": 40014}, "dingtalk": {"errcode": 42001}, "feishu": {"code": 99991663}}[kind]
    with vendor_of(kind) as (vendor, way, one):
        vendor.answers = [stale, stale]
        with pytest.raises(NotSent) as failed:
            SENDERS[kind](way, one)
        assert (failed.value.permanent, failed.value.down, vendor.tokens) == (False, True, 2)


# kind, the vendor's answer, error, permanent, rests, the channel is down
CODES: tuple[tuple[str, dict[str, Any], str, bool, bool, bool], ...] = (
    ("wecom", {"errcode": 45009, "errmsg": "api freq out of limit"}, "wecom 45009", False, True, False),
    ("wecom", {"errcode": -1, "errmsg": "system busy"}, "wecom -1", False, False, True),
    ("wecom", {"errcode": 81013, "errmsg": "all invalid"}, "wecom 81013", True, False, False),
    ("wecom", {"errcode": 60020, "errmsg": "not allow to access from your ip"}, "wecom 60020", False, False, True),
    ("wecom", {"errcode": 0, "invaliduser": "zhangsan"}, "wecom invaliduser", True, False, False),
    ("wecom_robot", {"errcode": 45009}, "wecom_robot 45009", False, True, False),
    ("dingtalk", {"errcode": 88, "sub_code": "90018"}, "dingtalk 90018", False, True, False),
    ("dingtalk", {"errcode": 143103}, "dingtalk 143103", False, True, False),
    ("dingtalk", {"errcode": 40035, "errmsg": "不合法的参数"}, "dingtalk 40035", True, False, False),
    ("dingtalk_robot", {"errcode": 130101}, "dingtalk_robot 130101", False, True, False),
    ("dingtalk_robot", {"errcode": 310000}, "dingtalk_robot 310000", False, False, True),
    ("feishu", {"code": 99991400, "msg": "request trigger frequency limit"}, "feishu 99991400", False, True, False),
    ("feishu", {"code": 230013, "msg": "Bot has NO availability to this user."}, "feishu 230013", True, False, False),
    ("feishu_robot", {"code": 9499, "msg": "Too Many Request"}, "feishu_robot 9499", False, True, False),
    ("feishu_robot", {"code": 19024, "msg": "Key Words Not Found"}, "feishu_robot 19024", False, False, True),
)


@pytest.mark.parametrize(
    ("kind", "said", "error", "permanent", "rests", "down"), CODES, ids=[case[2] for case in CODES]
)
def test_codes(kind: str, said: dict[str, Any], error: str, permanent: bool, rests: bool, down: bool) -> None:
    with vendor_of(kind) as (vendor, way, one):
        vendor.answers = [said]
        with pytest.raises(NotSent) as failed:
            SENDERS[kind](way, one)
        told = failed.value
        assert (told.error, told.permanent, told.rest_s > 0, told.down) == (error, permanent, rests, down)


def test_dingtalk_has_it_already() -> None:
    """The same text to the same person again: an earlier attempt arrived, whatever we heard of it."""
    with vendor_of("dingtalk") as (vendor, way, one):
        vendor.answers = [{"errcode": 143106, "errmsg": "单应用给单人推送重复消息超限"}]
        SENDERS["dingtalk"](way, one)


@pytest.mark.parametrize("kind", SETUPS)
def test_wrong_secrets_are_the_channels_fault_and_are_not_quoted(kind: str) -> None:
    with vendor_of(kind) as (_, way, one):
        bad = letter(kind, dict(one.config), dict.fromkeys(one.secret, "WRONG-secret"), one.target)
        with pytest.raises(NotSent) as failed:
            SENDERS[kind](way, bad)
        assert (failed.value.permanent, failed.value.down) == (False, True)
        assert "WRONG" not in failed.value.error
        assert "WRONG" not in repr(bad)


TROUBLE: tuple[tuple[str, Say, str, bool], ...] = (
    ("500", answer(500, b"oops"), "http 500", False),
    ("a page instead of JSON", answer(200, b"<html>"), "garbled", False),
    ("a list instead of an object", as_json([1]), "garbled", False),
    ("429 with a time", answer(429, b"", Retry_After="7"), "http 429", True),
    ("503", answer(503), "http 503", True),
    ("silence", hang, "timeout", False),
    ("drip", drip, "timeout", False),
    ("a flood", flood, "garbled", False),
    ("a redirect", answer(302, b"", location="http://127.0.0.1/"), "http 302", False),
)


@pytest.mark.parametrize(("name", "say", "error", "rests"), TROUBLE, ids=[case[0] for case in TROUBLE])
@pytest.mark.parametrize("kind", ["wecom", "feishu_robot"])
def test_trouble_is_told_in_our_words_and_tried_again(kind: str, name: str, say: Say, error: str, rests: bool) -> None:
    _, config, secret, target = SETUPS[kind]
    with serving(say) as fake:
        way, one = (
            Way(Outbound([fake.allow], deadline_s=0.4)),
            letter(kind, {**config, "base": fake.url}, secret, target),
        )
        with pytest.raises(NotSent) as failed:
            SENDERS[kind](way, one)
    assert (failed.value.error, failed.value.permanent, failed.value.rest_s > 0) == (error, False, rests)
    if name == "429 with a time":
        assert failed.value.rest_s == 7


@pytest.mark.parametrize("kind", SETUPS)
def test_what_people_wrote_mentions_nobody_and_marks_up_nothing(kind: str) -> None:
    with vendor_of(kind) as (vendor, way, one):
        hostile = letter(kind, dict(one.config), dict(one.secret), one.target, message(HOSTILE, HOSTILE))
        SENDERS[kind](way, hostile)
        sent = msgspec.json.encode(vendor.sent[0]).decode()
        assert "<at" not in sent
        assert "@all" not in sent
        assert "\\r" not in sent
        assert str(98765 * 43210) not in sent, "nothing was worked out"
        if kind.endswith("_robot"):
            assert "报价" not in sent, "a group is told how much there is, not which records"
        else:
            assert "{phone}" in sent, "a placeholder in a value stays what it is"


def test_wecom_sends_a_card_that_leads_to_the_record() -> None:
    with vendor_of("wecom") as (vendor, way, one):
        SENDERS["wecom"](way, letter("wecom", dict(one.config), dict(one.secret), "ZhangSan", message("长" * 300)))
        sent = vendor.sent[0]
        assert (sent["touser"], sent["agentid"], sent["msgtype"]) == ("ZhangSan", 1000002, "textcard")
        assert sent["textcard"]["url"] == URL
        assert len(sent["textcard"]["title"].encode()) <= 128
        assert sent["enable_duplicate_check"] == 1


def test_feishu_repeats_under_the_same_uuid() -> None:
    with vendor_of("feishu") as (vendor, way, one):
        SENDERS["feishu"](way, one)
        SENDERS["feishu"](way, one)
        assert [sent["uuid"] for sent in vendor.sent] == [one.id, one.id]
