"""What pictures look like, and where files were handed in before.

A print's four parts find those that may look the same; `looks` names the first picture of those that were found to.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from followthrough.core.run.acts import Use

from .platform import file, file_link, file_print
from .tx import Tx

_f, _l, _p = file.c, file_link.c, file_print.c
_BANDS = (_p.band_0, _p.band_1, _p.band_2, _p.band_3)


@dataclass(frozen=True, slots=True)
class Print:
    """The print of a picture: `bits` None for one without (a plain surface, unreadable); `looks` a file id."""

    file: str
    method: str
    bits: int | None
    bands: tuple[int, ...]
    looks: str


def add(tx: Tx, new: Print) -> None:
    """Keep a file's print, in place of an older one."""
    tx.execute(file_print.delete().where(_p.file == new.file))
    parts = new.bands if new.bits is not None else (-1,) * 4
    bits = f"{new.bits:016x}" if new.bits is not None else ""
    named = {f"band_{n}": part for n, part in enumerate(parts)}
    tx.execute(file_print.insert(), {"file": new.file, "method": new.method, "bits": bits, "looks": new.looks, **named})


def near(tx: Tx, method: str, probes: Sequence[Collection[int]]) -> list[Print]:
    """Pictures that share one of the four parts: `probes` are the values accepted for each."""
    shared = [band.in_(sorted(values)) for band, values in zip(_BANDS, probes, strict=True)]
    found = sa.select(_p.file, _p.method, _p.bits, *_BANDS, _p.looks).where(_p.method == method, sa.or_(*shared))
    return [
        Print(row[0], row[1], int(row[2], 16) if row[2] else None, tuple(row[3:7]), row[7]) for row in tx.rows(found)
    ]


def unprinted(tx: Tx, method: str, limit: int) -> list[str]:
    """Pictures without a print of this method, oldest first."""
    have = sa.select(_p.file).where(_p.file == _f.id, _p.method == method)
    wanted = sa.select(_f.id).where(_f.kind == "image", ~have.exists())
    return [row[0] for row in tx.rows(wanted.order_by(_f.created_ms, _f.id).limit(limit))]


def forget(tx: Tx, ids: Collection[str]) -> None:
    """Forget the prints of files about to be forgotten."""
    if ids:
        tx.execute(file_print.delete().where(_p.file.in_(sorted(ids))))


def uses(tx: Tx, app: str, ids: Iterable[str]) -> dict[str, tuple[Use, ...]]:
    """Per file of `ids` where the same file, or a picture that looks the same, was handed in before on a record of the
    app, the most alike first; files without are left out.

    Until the end of the transaction nobody else reads or adds uses of these files: of two acts at once with the same
    picture one sees the other.
    """
    given = list(dict.fromkeys(ids))
    known = _known(tx, given)
    _lock(tx, {key for one in known.values() for key in (one["sha"], one["looks"]) if key})
    found: dict[str, tuple[Use, ...]] = {}
    rows = _handed_in(tx, app, known)
    for mine in given:
        one = known.get(mine)
        if one is None:
            continue
        before = [
            Use(row["file"], row["entity"], row["record"], row["place"], row["person"], row["at"], _apart(one, row))
            for row in rows
            if _same(one, row) and (one["at"] is None or row["at"] < one["at"])
        ]
        if before:
            found[mine] = tuple(sorted(before, key=lambda use: (use.distance, use.at_ms, use.file)))
    return found


def alike(tx: Tx, ids: Sequence[str]) -> dict[str, str]:
    """Of files handed in together those that repeat an earlier one of them: file -> the one it repeats."""
    known = _known(tx, ids)
    found: dict[str, str] = {}
    for at, mine in enumerate(ids):
        for other in ids[:at]:
            if mine in known and other in known and mine != other and _same(known[mine], known[other]):
                found.setdefault(mine, other)
    return found


def _known(tx: Tx, ids: Collection[str]) -> dict[str, dict[str, Any]]:
    columns = (_f.id, _f.sha256, _p.looks, _p.bits, _l.at_ms)
    joined = file.outerjoin(file_print, _p.file == _f.id).outerjoin(file_link, _l.file == _f.id)
    rows = tx.rows(sa.select(*columns).select_from(joined).where(_f.id.in_(sorted(ids))))
    return {row[0]: dict(zip(("file", "sha", "looks", "bits", "at"), row, strict=True)) for row in rows}


def _handed_in(tx: Tx, app: str, known: Mapping[str, Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Every use in the app of a file that is, or looks like, one of those known; not of these themselves."""
    if not known:
        return []
    same = sa.select(_f.id).where(_f.sha256.in_(sorted({one["sha"] for one in known.values()})))
    looks = sorted({one["looks"] for one in known.values() if one["looks"]})
    either = same.union(sa.select(_p.file).where(_p.looks.in_(looks))) if looks else same
    columns = (_f.id, _f.sha256, _p.looks, _p.bits, _l.entity, _l.record, _l.place, _f.owner, _l.at_ms)
    joined = file_link.join(file, _f.id == _l.file).outerjoin(file_print, _p.file == _f.id)
    wanted = sa.select(*columns).select_from(joined).where(_l.file.in_(either), _l.app == app)
    names = ("file", "sha", "looks", "bits", "entity", "record", "place", "person", "at")
    return [dict(zip(names, row, strict=True)) for row in tx.rows(wanted.where(_f.id.not_in(sorted(known))))]


def _same(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    return bool(one["sha"] == other["sha"] or (one["looks"] and one["looks"] == other["looks"]))


def _apart(one: Mapping[str, Any], other: Mapping[str, Any]) -> int:
    """0 for the same file; otherwise 1 to 64 bits between the prints."""
    if one["sha"] == other["sha"]:
        return 0
    return max(1, (int(one["bits"] or "0", 16) ^ int(other["bits"] or "0", 16)).bit_count())


def lock_prints(tx: Tx) -> None:
    """Until the end of the transaction nobody else adds a print (PostgreSQL; SQLite has one writer)."""
    _lock(tx, {"prints"})


def _lock(tx: Tx, names: Collection[str]) -> None:
    if tx.dialect != "postgresql" or not tx.writable:
        return
    for name in sorted(names):
        key = int.from_bytes(
            hashlib.sha256(f"evidence/{tx.db.schema}/{name}".encode()).digest()[:8], "big", signed=True
        )
        tx.execute(sa.text("SELECT pg_advisory_xact_lock(:key)"), {"key": key})
    tx.waited()
