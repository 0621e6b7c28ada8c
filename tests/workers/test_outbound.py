"""The guarded client: what may be reached, and that nothing a receiver does keeps us waiting or fills our memory."""

from __future__ import annotations

import datetime as dt
import ipaddress
import ssl
import time
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from followthrough.workers.outbound import MAX_BODY, Outbound, OutboundError
from followthrough.workers.reach import WEB_PORTS, Allowed, Forbidden, public, reachable

from .servers import Say, answer, as_json, canary, drip, drip_head, flood, hang, serving

# Each names this machine, its neighbours or something that leads there, in one of the spellings resolvers take.
FORMS = (
    "127.0.0.1", "127.1", "127.0.1", "2130706433", "0x7f.1", "0x7f000001", "017700000001", "0", "0.0.0.0", "127.0.0.1.",
    "localhost", "LOCALHOST.", "１２７.0.0.1", "①②⑦.0.0.1", "127。0。0。1", "[::1]", "[::]", "[0:0:0:0:0:0:0:1]",
    "[::ffff:127.0.0.1]", "[::ffff:7f00:1]", "[::ffff:0:127.0.0.1]", "[::127.0.0.1]", "[64:ff9b::7f00:1]",
    "[64:ff9b:1::7f00:1]", "[2002:7f00:1::]", "[2001:0:7f00:1::]", "[fec0::1]", "[fe80::1%25lo]", "[fe80::1]", "[fd00::1]",
    "[ff02::1]", "[2001:db8::1]", "[3fff::1]", "169.254.169.254", "100.100.100.200", "10.0.0.1", "172.16.0.1",
    "192.168.1.1", "198.18.0.1", "192.0.2.1", "224.0.0.1", "240.0.0.1", "255.255.255.255", "192.88.99.1",
)  # fmt: skip


@pytest.mark.parametrize("form", FORMS)
def test_no_spelling_of_an_inner_address_is_reached(form: str) -> None:
    with canary() as (port, came):
        for scheme, at in (("https", ""), ("https", f":{port}"), ("http", f":{port}"), ("http", "")):
            with pytest.raises(OutboundError) as refused:
                Outbound(deadline_s=3).post(f"{scheme}://{form}{at}/", b"{}")
            assert refused.value.reason == "unreachable", (scheme, at)
    assert came == []


ADDRESSES = (
    ("8.8.8.8", True), ("223.5.5.5", True), ("2400:3200::1", True), ("2606:4700::1111", True), ("127.0.0.1", False),
    ("::ffff:8.8.8.8", False), ("64:ff9b::808:808", False), ("2002:808:808::1", False), ("100.64.0.1", False),
)  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), ADDRESSES)
def test_public(text: str, expected: bool) -> None:
    assert public(ipaddress.ip_address(text)) is expected


def test_one_inner_address_among_public_ones_refuses_the_name() -> None:
    with pytest.raises(Forbidden):
        reachable("example.com", 443, Allowed(), lambda *_: ["93.184.216.34", "10.0.0.7"], WEB_PORTS)


def test_a_name_that_changes_its_address_is_asked_once_only() -> None:
    """DNS rebinding: public at first, this machine at the second look, which there is not."""
    asked: list[str] = []

    def resolve(name: str, _: int) -> list[str]:
        asked.append(name)
        return ["203.0.113.1", "127.0.0.1"][len(asked) - 1 :][:1]

    with canary() as (port, came):
        with pytest.raises(OutboundError):
            Outbound(["203.0.113.1:" + str(port)], resolve=resolve, deadline_s=1).get(f"https://rebind.example:{port}/")
        assert asked == ["rebind.example"]
    assert came == []


ALLOWED = (
    (("127.0.0.0/8:{port}",), "http://127.0.0.1:{port}/", True, "a network with the port"),
    (("127.0.0.1:{port}",), "http://127.0.0.1:{port}/", True, "an address with the port"),
    (("localhost:{port}",), "http://localhost:{port}/", True, "a name with the port"),
    (("127.0.0.1",), "http://127.0.0.1:{port}/", False, "the usual ports only"),
    (("127.0.0.1:1",), "http://127.0.0.1:{port}/", False, "another port"),
    (("10.0.0.0/8:{port}",), "http://127.0.0.1:{port}/", False, "another network"),
    (("127.0.0.1:{port}",), "http://user:pw@127.0.0.1:{port}/", False, "no login in an address"),
    (("127.0.0.1:{port}",), "ftp://127.0.0.1:{port}/", False, "web only"),
    (("127.0.0.1:{port}",), "file:///etc/passwd", False, "no files"),
    (("127.0.0.1:{port}",), "http://127.0.0.1:{port}\\@x/", False, "nothing that is read in two ways"),
)


@pytest.mark.parametrize(("allow", "url", "reached", "why"), ALLOWED, ids=[case[3] for case in ALLOWED])
def test_what_the_operator_allows(allow: tuple[str, ...], url: str, reached: bool, why: str) -> None:
    with serving(answer(200, b"here")) as fake:
        entries = [entry.format(port=fake.port) for entry in allow]
        outbound = Outbound(entries, deadline_s=3)
        if reached:
            assert outbound.get(url.format(port=fake.port)).body == b"here"
        else:
            with pytest.raises(OutboundError):
                outbound.get(url.format(port=fake.port))
            assert fake.seen == [], why


@pytest.mark.parametrize("entry", ["", "1.2.3.4.5", "a b", "host:99999", "host:x", "10.0.0.0/33"])
def test_what_an_operator_cannot_mean_is_told(entry: str) -> None:
    with pytest.raises(ValueError):
        Allowed([entry])


def test_a_redirect_is_an_answer_and_not_followed() -> None:
    with canary() as (port, came), serving(answer(302, b"", location=f"http://127.0.0.1:{port}/")) as fake:
        assert Outbound([fake.allow, f"127.0.0.1:{port}"]).get(fake.url).status == 302
        time.sleep(0.1)
        assert came == []


SLOW: tuple[tuple[str, Say], ...] = (("silence", hang), ("a body that drips", drip), ("headers that drip", drip_head))


@pytest.mark.parametrize(("name", "say"), SLOW)
def test_the_deadline_holds_against(name: str, say: Say) -> None:
    with serving(say) as fake:
        began = time.monotonic()
        with pytest.raises(OutboundError) as late:
            Outbound([fake.allow], deadline_s=0.5).get(fake.url)
        assert late.value.reason == "timeout"
        assert time.monotonic() - began < 2


def test_a_resolver_that_hangs_is_not_waited_for() -> None:
    def resolve(*_: object) -> list[str]:
        time.sleep(2)
        return []

    began = time.monotonic()
    with pytest.raises(OutboundError) as late:
        Outbound(resolve=resolve, deadline_s=0.3).get("https://example.com/")
    assert (late.value.reason, time.monotonic() - began < 1.5) == ("timeout", True)


def test_a_flood_is_cut_off() -> None:
    with serving(flood) as fake:
        assert len(Outbound([fake.allow]).get(fake.url).body) == MAX_BODY


def test_what_is_not_asked_for_is_not_waited_for() -> None:
    with serving(drip) as fake:
        began = time.monotonic()
        assert Outbound([fake.allow]).post(fake.url, b"{}", read=False).status == 200
        assert time.monotonic() - began < 1


def test_settings_of_the_environment_are_not_heeded(monkeypatch: pytest.MonkeyPatch) -> None:
    with canary() as (port, came), serving(as_json({})) as fake:
        for name in ("http_proxy", "HTTP_PROXY", "ALL_PROXY", "all_proxy"):
            monkeypatch.setenv(name, f"http://127.0.0.1:{port}")
        assert Outbound([fake.allow]).get(fake.url).status == 200
        assert came == []


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A certificate for 127.0.0.1 that nobody but the test trusts, and its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "test")])
    now = dt.datetime.now(dt.UTC)
    made = (
        x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
        .serial_number(x509.random_serial_number()).not_valid_before(now - dt.timedelta(days=1))
        .not_valid_after(now + dt.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )  # fmt: skip
    folder = tmp_path_factory.mktemp("tls")
    (folder / "cert.pem").write_bytes(made.public_bytes(serialization.Encoding.PEM))
    (folder / "key.pem").write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    return folder / "cert.pem", folder / "key.pem"


def test_a_certificate_nobody_vouches_for_is_refused_and_a_good_one_is_not(certificate: tuple[Path, Path]) -> None:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(*certificate)
    with serving(answer(200, b"secret"), context) as fake:
        with pytest.raises(OutboundError) as refused:
            Outbound([fake.allow]).get(fake.url)
        assert (refused.value.reason, fake.seen) == ("unreachable", [])
        trusting = ssl.create_default_context(cafile=certificate[0])
        assert Outbound([fake.allow], context=trusting).get(fake.url).body == b"secret"
