"""Telephone numbers, e-mail addresses and web addresses: our own checks, the same in the browser.

No user pattern and no library format is involved; each check is linear in the text.
"""

from __future__ import annotations

import re

MAX_PHONE = 32
MAX_EMAIL = 254
MAX_URL = 2000

_MOBILE = re.compile(r"1[3-9]\d{9}", re.ASCII)
_LANDLINE = re.compile(r"(0(?:10|2\d)|0[3-9]\d\d)([2-9]\d{6,7})", re.ASCII)
_SERVICE = re.compile(r"([48]00)(\d{3})(\d{4})", re.ASCII)
_SHORT = re.compile(r"9[56]\d{3,4}|1[0-2]\d{3}", re.ASCII)
_ABROAD = re.compile(r"\+[1-9]\d{6,14}", re.ASCII)
_WRITTEN = re.compile(r"[0-9 ()\-.+]{3,32}", re.ASCII)
_EXTENSION = re.compile(r"(.*?)(?:转|ext\.?|x|-)(\d{1,6})", re.ASCII)

_ATOM = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*", re.ASCII)
_LABEL = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?", re.ASCII)
_TOP = re.compile(r"[A-Za-z]{2,63}|xn--[A-Za-z0-9-]{1,59}", re.ASCII)


def phone_of(text: str) -> str | None:
    """The stored form of a telephone number, or None.

    13812345678 · 0571-88886666 and 0571-88886666-801 · 400-123-4567 · 95588 · +6561234567.
    """
    spaced = " ".join(text.lower().split())
    written = _national(spaced)
    if written is not None:
        return written
    found = _EXTENSION.fullmatch(spaced.replace(" ", ""))
    line = _national(found[1]) if found else None
    return f"{line}-{found[2]}" if found and line and line.startswith("0") else None


def phone_text(stored: str) -> str:
    """A stored number for reading: a mobile number as 138 1234 5678, others as stored."""
    return f"{stored[:3]} {stored[3:7]} {stored[7:]}" if _MOBILE.fullmatch(stored) else stored


def is_email(text: str) -> bool:
    """An address one can send to: ASCII local part and a host with a top-level domain."""
    local, at, host = text.rpartition("@")
    if not at or len(text) > MAX_EMAIL or not 1 <= len(local) <= 64 or not _ATOM.fullmatch(local):
        return False
    labels = host.split(".")
    return len(labels) > 1 and all(map(_LABEL.fullmatch, labels)) and bool(_TOP.fullmatch(labels[-1]))


def url_of(text: str) -> str | None:
    """The stored form of a web address, "https://" put before one without a scheme; None when it is none.

    Only http and https, no user name, no spaces, no backslash.
    """
    if not text or len(text) > MAX_URL or any(char.isspace() or char in '\\"<>`' for char in text):
        return None
    scheme, mark, rest = text.partition("://")
    if not mark:
        host = text.split("/")[0].split("?")[0].split("#")[0]
        named = host.isascii() and _is_host(host) and _TOP.fullmatch(host.rpartition(":")[0] or host.split(".")[-1])
        return f"https://{text}" if named and "." in host and ":" not in host else None
    authority = re.split(r"[/?#]", rest, maxsplit=1)[0]
    return text if scheme.lower() in ("http", "https") and _is_host(authority) else None


def _national(written: str) -> str | None:
    """A number without extension as dialled in China, or with + and the country code."""
    if not _WRITTEN.fullmatch(written):
        return None
    digits = written.translate(dict.fromkeys(map(ord, " ()-."))) if "+" not in written[1:] else ""
    if digits.startswith("00"):
        digits = f"+{digits[2:]}"
    if digits.startswith("+86"):
        home = digits[3:]
        digits = home if _MOBILE.fullmatch(home) or home.startswith("0") or _SERVICE.fullmatch(home) else f"0{home}"
    landline, service = _LANDLINE.fullmatch(digits), _SERVICE.fullmatch(digits)
    if landline:
        return f"{landline[1]}-{landline[2]}"
    if service:
        return "-".join(service.groups())
    return digits if any(form.fullmatch(digits) for form in (_MOBILE, _SHORT, _ABROAD)) else None


def _is_host(authority: str) -> bool:
    host, colon, port = authority.partition(":")
    if colon and not (port.isascii() and port.isdigit() and 0 < int(port[:6]) < 65_536):
        return False
    labels = host.split(".")
    return len(host) <= 253 and all(_is_label(label) for label in labels)


def _is_label(label: str) -> bool:
    if label.isascii():
        return bool(_LABEL.fullmatch(label))
    return len(label) <= 63 and all(char.isalnum() or char == "-" for char in label) and label.strip("-") == label
