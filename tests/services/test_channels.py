"""Channels: who may set them up, what is refused, and that secrets go in and never come out."""

from __future__ import annotations

import base64
import stat
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any

import msgspec
import pytest
import sqlalchemy as sa

from followthrough.services.channel_kinds import good_address
from followthrough.services.channels import ChannelChange, Channels, secret_place
from followthrough.services.refusal import Refusal
from followthrough.services.secrets import KEY_FILE, BadKey, SecretUnreadable, Vault
from followthrough.store import channels
from followthrough.store.platform import channel as channel_table
from tests.services.house import House
from tests.services.message_house import MAIL, WECOM, add_channel, put, states

CANARY = "canary-wecom-7f3a"
CHANGE = ChannelChange("wecom", "企业微信", WECOM, {"secret": CANARY})


def _code(found: Any) -> str:
    assert isinstance(found, Refusal), found
    return f"{found.code} {found.problem.params.get('field', '')}".strip()


BAD: tuple[tuple[dict[str, Any], str], ...] = (
    ({"kind": "sms"}, "channel_config kind"),
    ({"name": "  "}, "channel_config name"),
    ({"name": "a\nb\x00"}, "channel_config name"),
    ({"config": {"corp_id": "ww1"}}, "channel_config agent_id"),
    ({"config": {**WECOM, "x": "1"}}, "channel_config x"),
    ({"config": {**WECOM, "base": "ftp://x"}}, "channel_config base"),
    ({"config": {**WECOM, "base": "https://a@b"}}, "channel_config base"),
    ({"config": {**WECOM, "base": "https://b/path"}}, "channel_config base"),
    ({"config": {**WECOM, "per_minute": "0"}}, "channel_config per_minute"),
    ({"secret": None}, "secret_required secret"),
    ({"secret": {}}, "secret_required secret"),
    ({"secret": {"secret": "a\r\nb"}}, "secret_required secret"),
    ({"secret": {"secret": "a", "other": "b"}}, "secret_required other"),
    ({"kind": "email", "config": {**MAIL, "from": "x\r\nBcc: y@z.cn"}, "secret": {}}, "channel_config from"),
    ({"kind": "email", "config": {**MAIL, "user": "u"}, "secret": {}}, "secret_required password"),
    ({"kind": "webhook", "config": {"url": "file:///etc/passwd"}}, "channel_config url"),
    ({"kind": "webhook", "config": {"url": "https://a.cn/x"}, "secret": {"signing_key": "short"}}, "secret_required signing_key"),
    ({"revision": 3}, "version_conflict"),
)  # fmt: skip


@pytest.mark.parametrize(("change", "code"), BAD, ids=[case[1] for case in BAD])
def test_what_will_not_do(sqlite_house: House, change: dict[str, Any], code: str) -> None:
    found = sqlite_house.services.channels.put(sqlite_house.people["sun"], "wx", replace(CHANGE, **change))
    assert _code(found) == code
    with sqlite_house.db.read() as tx:
        assert channels.all_channels(tx) == []


def test_a_secret_stays_while_it_goes_to_the_same_place_and_has_to_be_given_again_when_not(house: House) -> None:
    sun, asked = house.people["sun"], house.services.channels
    first = add_channel(house, "wx")
    renamed = asked.put(sun, "wx", ChannelChange("wecom", "新名", WECOM, None, revision=first.revision))
    assert not isinstance(renamed, Refusal)
    assert (renamed.secret_set, renamed.revision) == (True, 2)
    moved = {**WECOM, "base": "https://evil.example.com"}
    for change in (
        ChannelChange("wecom", "新名", moved, None, revision=2),
        ChannelChange("dingtalk", "新名", {"client_id": "a", "agent_id": "1"}, None, revision=2),
    ):
        assert _code(asked.put(sun, "wx", change)).startswith("secret_required")
    default = {**WECOM, "base": "https://qyapi.weixin.qq.com"}
    kept = asked.put(sun, "wx", ChannelChange("wecom", "新名", default, None, revision=2))
    assert not isinstance(kept, Refusal), "the default said aloud is the same place"


def test_a_webhooks_secret_is_for_its_address(house: House) -> None:
    sun, asked = house.people["sun"], house.services.channels
    add_channel(house, "crm", "webhook")
    other = ChannelChange("webhook", "crm", {"url": "https://hooks.example.com/y"}, None, revision=1)
    assert _code(asked.put(sun, "crm", other)) == "secret_required signing_key"


def test_a_secret_is_sealed_for_its_place_and_nowhere_to_be_read(
    house: House, caplog: pytest.LogCaptureFixture
) -> None:
    add_channel(house, "wx", "wecom", "li")
    sun, services = house.people["sun"], house.services
    with house.db.read() as tx:
        sealed = channels.get(tx, "wx")
        rows = [str(row) for row in tx.rows(sa.select(channel_table))]
    assert sealed is not None
    assert sealed.secret is not None
    assert services.channels._vault.open(sealed.secret, secret_place("wx")) == {"secret": CANARY}
    with pytest.raises(SecretUnreadable):
        services.channels._vault.open(sealed.secret, secret_place("other"))
    answers = [services.channels.all(sun), services.channels.test(sun, "wx", "li"), services.delivering.page(
        sun, None, None, None, None, 50
    )]  # fmt: skip
    told = [msgspec.json.encode(answer).decode() for answer in answers]
    for text in (*rows, *told, repr(CHANGE), repr(sealed), caplog.text, repr(services.settings)):
        assert CANARY not in text


def test_the_key_is_the_servers_alone_and_can_be_changed(house: House) -> None:
    for name in ("a", "b", "c"):
        add_channel(house, name)
    path = house.settings.data_dir / KEY_FILE
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    before = path.read_text("ascii")
    with house.db.read() as tx:
        old = {one.id: one.secret for one in channels.all_channels(tx)}
    assert house.services.channels.rotate_key() == 3
    assert path.read_text("ascii").split() not in (before.split(), [])
    assert len(path.read_text("ascii").split()) == 1
    with house.db.read() as tx:
        for one in channels.all_channels(tx):
            assert one.secret is not None
            assert one.secret != old[one.id]
            assert Vault(house.settings.data_dir).open(one.secret, secret_place(one.id)) == {"secret": CANARY}
    assert house.services.channels.rotate_key() == 3, "again"


def test_processes_that_begin_at_once_make_one_key(tmp_path: Path) -> None:
    for round_ in range(20):
        folder = tmp_path / str(round_)
        with ThreadPoolExecutor(8) as pool:
            keys = set(pool.map(lambda _, folder=folder: Vault(folder).ensure(), range(8)))
        assert len(keys) == 1
        assert [path.name for path in folder.iterdir()] == [KEY_FILE], "and leave nothing else"
        assert stat.S_IMODE((folder / KEY_FILE).stat().st_mode) == 0o600
    (tmp_path / KEY_FILE).write_text("")
    with pytest.raises(BadKey):
        Vault(tmp_path).seal({"a": "b"}, "p")


def test_a_key_of_the_environment_and_its_change(house: House, tmp_path: Path) -> None:
    first, second = (base64.b64encode(bytes([n]) * 32).decode() for n in (1, 2))
    vault = Vault(tmp_path / "none", first)
    sealed = vault.seal({"a": "b"}, "p")
    changing = Vault(tmp_path / "none", f"{second},{first}")
    assert changing.open(sealed, "p") == {"a": "b"}
    assert not changing.current(sealed)
    with pytest.raises(SecretUnreadable):
        Vault(tmp_path / "none", second).open(sealed, "p")
    assert not (tmp_path / "none").exists(), "no file is made beside it"
    under = Channels(house.db, house.services.registry, changing)
    assert under.rotate_key() == 0


@pytest.mark.parametrize("text", ["x", "ä", base64.b64encode(b"short").decode()])
def test_a_key_that_is_none_is_refused_without_being_quoted(text: str, tmp_path: Path) -> None:
    with pytest.raises(BadKey) as refused:
        Vault(tmp_path, text)
    assert text not in str(refused.value) or len(text) == 1


def test_only_who_manages_people_sets_up_channels(house: House) -> None:
    add_channel(house, "wx")
    asked = house.services.channels
    for who in ("li", "wang", "chen"):
        person = house.people[who]
        for found in (
            asked.all(person), asked.put(person, "wx", CHANGE), asked.remove(person, "wx"), asked.test(person, "wx", ""),
            asked.addresses(person, "wx"), asked.set_addresses(person, "wx", {}),
        ):  # fmt: skip
            assert _code(found) == "not_permitted"


ADDRESSES = (
    ("wecom", "ZhangSan", True), ("wecom", "@all", False), ("wecom", "a|b", False), ("wecom", "a,b", False),
    ("wecom", "a b", False), ("wecom", "张三", False), ("feishu", "ou_7d8a6e6df7621556ce0d21922b676706ccs", True),
    ("wecom_robot", "13800001111", True), ("wecom_robot", "@ALL", False), ("email", "li@example.com", True),
    ("email", "li@example.com,zhou@example.com", False), ("email", "li@example.com\r\nBcc: x@y.cn", False),
    ("email", "Li <li@example.com>", False), ("email", "li", False), ("email", "li@localhost", False),
)  # fmt: skip


@pytest.mark.parametrize(("kind", "value", "good"), ADDRESSES)
def test_an_address_is_one_person(kind: str, value: str, good: bool) -> None:
    assert good_address(kind, value) is good


def test_addresses_are_of_people_there_are(house: House) -> None:
    add_channel(house, "wx")
    asked, sun, li = house.services.channels, house.people["sun"], house.people["li"].person
    found = asked.set_addresses(sun, "wx", {li: "LiSi"})
    assert not isinstance(found, Refusal)
    assert {one.value for one in found if one.person.id == li} == {"LiSi"}
    assert _code(asked.set_addresses(sun, "wx", {"nobody": "x"})) == "person_not_found"
    assert _code(asked.set_addresses(sun, "wx", {li: "@all"})) == "address_invalid"
    emptied = asked.set_addresses(sun, "wx", {li: ""})
    assert not isinstance(emptied, Refusal)
    assert all(one.value == "" for one in emptied)


def test_what_waits_for_a_channel_that_is_removed_is_dead_and_seen_so(house: House) -> None:
    add_channel(house, "wx", "wecom", "li")
    put(house, "wx", "li")
    assert house.services.channels.remove(house.people["sun"], "wx") is None
    assert states(house) == {"dead": 1}
    page = house.services.delivering.page(house.people["sun"], "dead", None, None, None, 50)
    assert not isinstance(page, Refusal)
    assert [(row.error, row.channel, row.channel_name) for row in page.rows] == [("channel_gone", "wx", "")]
