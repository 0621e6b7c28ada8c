"""Secrets at rest: AES-256-GCM under a key that is not in the database, each bound to the place it is kept in.

A sealed secret is 1 byte version, 4 bytes that name the key, 12 bytes nonce, the rest ciphertext with its tag. The key
stands in FT_SECRET_KEY (base64 of 32 bytes; several, by comma, while it is being changed: the first seals) or in the
file `secret.key` of the data folder, one to a line, readable by the server's own account only.
"""

from __future__ import annotations

import base64
import binascii
import contextlib
import hashlib
import os
import secrets
from collections.abc import Sequence
from pathlib import Path

import msgspec
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

KEY_FILE = "secret.key"
_KEY = 32
_VERSION = b"\x01"
_encoder = msgspec.json.Encoder()
_decoder = msgspec.json.Decoder(dict[str, str])


class SecretUnreadable(Exception):
    """No key here opens this secret: the key was lost or changed, or the value does not belong in this place. The text names
    the place."""


class BadKey(Exception):
    """What is given as key is none. The text names the place, never the key."""


class Vault:
    """Seals and opens secrets. The key file is read when first needed, and made when something is sealed without one."""

    def __init__(self, folder: Path, given: str = "") -> None:
        self._path = folder / KEY_FILE
        self._given = _keys(given.split(","), "FT_SECRET_KEY") if given else []

    def seal(self, values: dict[str, str], place: str) -> bytes:
        """The secrets, encrypted for `place` ("channel:<id>:secret") and for no other."""
        key = self.ensure()
        nonce = secrets.token_bytes(12)
        return _VERSION + _name(key) + nonce + AESGCM(key).encrypt(nonce, _encoder.encode(values), place.encode())

    def open(self, sealed: bytes, place: str) -> dict[str, str]:
        """The secrets of a place. Raises SecretUnreadable."""
        for key in self._given or self._from_file():
            if sealed[:5] == _VERSION + _name(key):
                try:
                    return _decoder.decode(AESGCM(key).decrypt(sealed[5:17], sealed[17:], place.encode()))
                except InvalidTag as error:
                    raise SecretUnreadable(place) from error
        raise SecretUnreadable(place)

    def current(self, sealed: bytes) -> bool:
        """Whether a secret is sealed under the present key."""
        return sealed[:5] == _VERSION + _name(self.ensure())

    def ensure(self) -> bytes:
        """The key that seals; made, readable by this account only, when there is none."""
        keys = self._given or self._from_file()
        if keys:
            return keys[0]
        self._path.parent.mkdir(parents=True, exist_ok=True)
        # Written whole under a name of its own first: no other process, and no crash, sees or leaves half a file.
        made = self._path.with_name(f"{KEY_FILE}.{secrets.token_hex(8)}")
        self._store(made, [secrets.token_bytes(_KEY)])
        try:
            with contextlib.suppress(FileExistsError):  # another process made it just now
                os.link(made, self._path)
        finally:
            made.unlink(missing_ok=True)
        keys = self._from_file()
        if not keys:
            raise BadKey(f"{KEY_FILE}: it holds no key")
        return keys[0]

    @property
    def in_file(self) -> bool:
        """Whether the key is kept in the file, so that `renew` and `retire` can change it."""
        return not self._given

    def renew(self) -> None:
        """Put a new key before the others in the file: it seals from now on, the others still open."""
        self._write([secrets.token_bytes(_KEY), *self._from_file()])

    def retire(self) -> int:
        """Forget every key in the file but the first; how many. Call it when everything is sealed anew."""
        keys = self._from_file()
        self._write(keys[:1])
        return len(keys) - 1

    def _from_file(self) -> list[bytes]:
        if not self._path.exists():
            return []
        return _keys(self._path.read_text("ascii").split(), str(self._path.name))

    def _write(self, keys: Sequence[bytes]) -> None:
        """Replace the file in one step: a crash leaves the old one or the new one."""
        made = self._path.with_suffix(".new")
        made.unlink(missing_ok=True)
        self._store(made, keys)
        made.replace(self._path)

    @staticmethod
    def _store(path: Path, keys: Sequence[bytes]) -> None:
        """A new file with these keys, on the disk when this returns."""
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "wb") as file:
            file.write(b"".join(_line(key) for key in keys))
            file.flush()
            os.fsync(file.fileno())


def _name(key: bytes) -> bytes:
    """Tells which key sealed something, and nothing about it."""
    return hashlib.sha256(b"followthrough key" + key).digest()[:4]


def _line(key: bytes) -> bytes:
    return base64.b64encode(key) + b"\n"


def _keys(texts: Sequence[str], where: str) -> list[bytes]:
    keys = []
    for text in texts:
        try:
            key = base64.b64decode(text.strip(), validate=True)
        except (binascii.Error, ValueError) as error:
            raise BadKey(f"{where}: base64 is expected") from error
        if len(key) != _KEY:
            raise BadKey(f"{where}: a key has {_KEY} bytes")
        keys.append(key)
    return keys
