"""What may be reached from here: a rule of what is public, and what the operator has added. Pure but for the resolver given.

An address of the public internet is said positively for IPv6 (a list of what is private is never complete). Every
address a name resolves to has to pass, and the one that passed is connected to: the name is not asked again.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Callable, Sequence
from dataclasses import dataclass

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Network = ipaddress.IPv4Network | ipaddress.IPv6Network
Resolve = Callable[[str, int], Sequence[str]]
"""(host, port) -> addresses as text. Raises OSError."""

WEB_PORTS = frozenset({80, 443, 8443})
MAIL_PORTS = frozenset({25, 465, 587, 2525})
_PUBLIC6 = ipaddress.ip_network("2000::/3")
_NOT_PUBLIC6 = tuple(
    ipaddress.ip_network(one) for one in ("2001::/23", "2002::/16", "2001:db8::/32", "3fff::/20", "2620:4f:8000::/48")
)
_NOT_PUBLIC4 = tuple(ipaddress.ip_network(one) for one in ("192.88.99.0/24", "192.31.196.0/24", "192.52.193.0/24"))


class BadEntry(ValueError):
    """What is said in FT_OUTBOUND_ALLOW cannot be meant."""


class Forbidden(Exception):
    """Not to be reached from here. It says nothing about why: the answer must not tell what is behind the wall."""


def public(address: Address) -> bool:
    """Whether an address is one of the public internet, and reaches nothing else by another name."""
    if isinstance(address, ipaddress.IPv4Address):
        special = address.is_multicast or address.is_reserved or any(address in one for one in _NOT_PUBLIC4)
        return address.is_global and not special
    return address.scope_id is None and address in _PUBLIC6 and not any(address in one for one in _NOT_PUBLIC6)


@dataclass(frozen=True, slots=True)
class _Entry:
    host: str | None
    network: Network | None
    port: int | None


class Allowed:
    """What the operator allows besides: `host`, an address or a network, each alone (usual ports) or with `:port`.

    Raises BadEntry for what is none of these.
    """

    def __init__(self, entries: Sequence[str] = ()) -> None:
        self._entries = tuple(_entry(one) for one in entries)

    def names(self, host: str, port: int, usual: frozenset[int]) -> bool:
        """Whether the operator allows this name, wherever it leads."""
        return any(one.host == host and _port(one, port, usual) for one in self._entries if one.host is not None)

    def covers(self, address: Address, port: int, usual: frozenset[int]) -> bool:
        """Whether the operator allows this address."""
        return any(
            address in one.network and _port(one, port, usual) for one in self._entries if one.network is not None
        )


def _port(entry: _Entry, port: int, usual: frozenset[int]) -> bool:
    return port == entry.port if entry.port is not None else port in usual


def _entry(text: str) -> _Entry:
    rest, port = text.strip().lower(), None
    if rest.startswith("["):
        inside, _, after = rest[1:].partition("]")
        rest, port = inside, _number(after[1:], text) if after.startswith(":") else None
    elif rest.count(":") == 1:
        rest, _, said = rest.partition(":")
        port = _number(said, text)
    try:
        return _Entry(None, ipaddress.ip_network(rest, strict=False), port)
    except ValueError:
        if not rest or not all(sign.isalnum() or sign in ".-_" for sign in rest) or rest.replace(".", "").isdigit():
            raise BadEntry(f"FT_OUTBOUND_ALLOW: {text}: a host, an address or a network is expected") from None
        return _Entry(rest, None, port)


def _number(said: str, text: str) -> int:
    if not said.isdigit() or not 0 < int(said) < 65536:
        raise BadEntry(f"FT_OUTBOUND_ALLOW: {text}: a port is expected")
    return int(said)


def plain_host(host: str) -> str:
    """The one spelling of a host name: ASCII, small letters, no final dot. Raises Forbidden for what is no name."""
    name = host.strip().lower().removesuffix(".")
    if "%" in name or not name:
        raise Forbidden
    try:
        ipaddress.ip_address(name)
        return name
    except ValueError:
        pass
    try:
        return name if name.isascii() else name.encode("idna").decode("ascii")
    except UnicodeError:
        raise Forbidden from None


def reachable(
    host: str, port: int, allowed: Allowed, resolve: Resolve, usual: frozenset[int], *, plain: bool = False
) -> list[str]:
    """The addresses of `host` that may be connected to. All of them have to be public, or all are allowed by the operator.

    `plain`: the connection is not encrypted, which only the operator allows. Raises Forbidden, OSError.
    """
    name = plain_host(host)
    found = list(dict.fromkeys(resolve(name, port)))
    try:
        addresses = [ipaddress.ip_address(one) for one in found]
    except ValueError:
        raise Forbidden from None
    if not addresses:
        raise Forbidden
    if allowed.names(name, port, usual) or all(allowed.covers(one, port, usual) for one in addresses):
        return found
    if plain or port not in usual or not all(public(one) for one in addresses):
        raise Forbidden
    return found
