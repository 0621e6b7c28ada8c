"""What an installation can be told from outside: the only place that reads the environment."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

_LOCAL = frozenset({"localhost", "127.0.0.1", "[::1]"})
_SCHEMA = re.compile(r"[a-z_][a-z0-9_]{0,62}")


class BadSetting(Exception):
    """A setting that cannot be meant. `name` is the variable."""

    def __init__(self, name: str, reason: str) -> None:
        super().__init__(f"{name}: {reason}")
        self.name = name


@dataclass(frozen=True, slots=True)
class Settings:
    """Settings of one server process.

    `database_url` is `sqlite:///file` or `postgresql://…`; `database_schema` the organisation's schema on PostgreSQL.
    `data_dir` holds uploaded files (and the SQLite file by default). `base_url` is the address people use: links,
    cookies and the check of where a request comes from follow it, never the request. `hosts` are the names the server
    answers to. `pages` is the built front end. `session_idle_s` and `session_life_s` end sessions. `templates` is the
    catalogue's folder. `worker_inside`: a server process runs the worker in a thread of its own. `secret_key` seals the
    secrets of channels ("": the key in the file `secret.key` of `data_dir`).
    `outbound_allow` names what messages may reach besides the public internet: `host`, `address` or `network/bits`, each
    with `:port` where it is not one of the usual ports. `keep_…_days`: how long messages that were sent, notices that were
    read and findings that were looked at stay.
    """

    data_dir: Path = Path("var")
    database_url: str = "sqlite:///var/followthrough.db"
    database_schema: str | None = None
    base_url: str = "http://localhost:8000"
    host: str = "127.0.0.1"
    port: int = 8000
    hosts: tuple[str, ...] = ("localhost", "127.0.0.1")
    pages: Path = Path("frontend/dist")
    templates: Path = Path("templates_catalog")
    session_idle_s: int = 12 * 3600
    session_life_s: int = 7 * 86400
    max_upload_bytes: int = 20_000_000
    workers: int = 1
    worker_inside: bool = False
    secret_key: str = field(default="", repr=False)
    outbound_allow: tuple[str, ...] = ()
    keep_messages_days: int = 90
    keep_notices_days: int = 180
    keep_findings_days: int = 730

    @property
    def https(self) -> bool:
        """Whether people reach the server over https."""
        return self.base_url.startswith("https://")

    @property
    def sqlite(self) -> bool:
        """Whether the database is a file of this process."""
        return self.database_url.startswith("sqlite")


def read_settings(given: Mapping[str, str] | None = None) -> Settings:
    """The settings of the environment (or of `given`); variables are called `FT_<NAME>`. Raises BadSetting."""
    said = os.environ if given is None else given
    data_dir = Path(said.get("FT_DATA_DIR") or "var")
    host = said.get("FT_HOST") or "127.0.0.1"
    port = _number(said, "FT_PORT", 8000, 0, 65535)
    base_url = (said.get("FT_BASE_URL") or f"http://localhost:{port}").rstrip("/")
    root = _root()
    return Settings(
        data_dir=data_dir,
        database_url=said.get("FT_DATABASE_URL") or f"sqlite:///{data_dir / 'followthrough.db'}",
        database_schema=_schema(said.get("FT_DATABASE_SCHEMA")),
        base_url=base_url,
        host=host,
        port=port,
        hosts=_hosts(said.get("FT_HOSTS"), base_url),
        pages=Path(said.get("FT_PAGES") or root / "frontend" / "dist"),
        templates=Path(said.get("FT_TEMPLATES") or root / "templates_catalog"),
        session_idle_s=_number(said, "FT_SESSION_IDLE_S", 12 * 3600, 60, 30 * 86400),
        session_life_s=_number(said, "FT_SESSION_LIFE_S", 7 * 86400, 60, 90 * 86400),
        max_upload_bytes=_number(said, "FT_MAX_UPLOAD_BYTES", 20_000_000, 1000, 200_000_000),
        workers=_number(said, "FT_WORKERS", 1, 1, 64),
        worker_inside=_inside(said),
        secret_key=said.get("FT_SECRET_KEY") or "",
        outbound_allow=_list(said.get("FT_OUTBOUND_ALLOW")),
        keep_messages_days=_number(said, "FT_KEEP_MESSAGES_DAYS", 90, 7, 36500),
        keep_notices_days=_number(said, "FT_KEEP_NOTICES_DAYS", 180, 7, 36500),
        keep_findings_days=_number(said, "FT_KEEP_FINDINGS_DAYS", 730, 7, 36500),
    )


def terminal_language(given: Mapping[str, str] | None = None) -> str:
    """The language the command line speaks: "zh" where the locale of the terminal is Chinese, else "en"."""
    env = os.environ if given is None else given
    said = next(filter(None, (env.get(name) for name in ("LC_ALL", "LC_MESSAGES", "LANG"))), "")
    return "zh" if said.startswith("zh") else "en"


def _root() -> Path:
    """The folder that holds `templates_catalog` and `frontend`: that of a source checkout."""
    return Path(__file__).resolve().parents[2]


def _number(said: Mapping[str, str], name: str, default: int, least: int, most: int) -> int:
    text = said.get(name)
    if not text:
        return default
    if not re.fullmatch(r"\d{1,12}", text) or not least <= int(text) <= most:
        raise BadSetting(name, f"a whole number from {least} to {most} is expected")
    return int(text)


def _list(text: str | None) -> tuple[str, ...]:
    return tuple(part.strip() for part in (text or "").split(",") if part.strip())


def _inside(said: Mapping[str, str]) -> bool:
    """Whether a server runs the worker too. On SQLite it does, unless told otherwise."""
    text = said.get("FT_WORKER_INSIDE")
    if text not in (None, "", "0", "1"):
        raise BadSetting("FT_WORKER_INSIDE", "0 or 1 is expected")
    return text == "1" if text else not (said.get("FT_DATABASE_URL") or "sqlite").startswith("postgresql")


def _schema(text: str | None) -> str | None:
    if text and not _SCHEMA.fullmatch(text):
        raise BadSetting("FT_DATABASE_SCHEMA", "small letters, digits and underscores")
    return text or None


def _hosts(text: str | None, base_url: str) -> tuple[str, ...]:
    parsed = urlsplit(base_url)
    if parsed.scheme not in ("http", "https") or not parsed.hostname or parsed.path or parsed.query:
        raise BadSetting("FT_BASE_URL", "an address such as https://sales.example.com is expected")
    if parsed.scheme == "http" and parsed.hostname not in _LOCAL and not text:
        raise BadSetting("FT_BASE_URL", "http is for this machine only; name FT_HOSTS to say that you mean it")
    named = [name.strip().lower() for name in (text or "").split(",") if name.strip()]
    return tuple(dict.fromkeys([parsed.hostname, *named, *(("127.0.0.1",) if parsed.hostname == "localhost" else ())]))
