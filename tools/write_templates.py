"""Writes the documents of templates_catalog/ as an export of their app would (after an edit of one by hand)."""

from __future__ import annotations

from pathlib import Path

from followthrough.core.model.decode import to_json
from followthrough.services.catalogue import check_folder
from followthrough.services.designing.files import texts, write_folder

CATALOGUE = Path(__file__).resolve().parents[1] / "templates_catalog"


if __name__ == "__main__":
    for folder in sorted(CATALOGUE.iterdir()):
        checked = check_folder(folder)
        assert checked.app is not None, checked.issues
        write_folder(texts(to_json(checked.app), folder.name), folder)
