"""The catalogue of templates: folders of documents that can be checked and put into force."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from followthrough.core.check import Finding, check
from followthrough.core.compile import compile_app
from followthrough.core.kit.ids import canonical_json, is_id
from followthrough.core.kit.shape import ShapeIssue
from followthrough.core.model.app import AppDocument
from followthrough.core.model.base import Text
from followthrough.core.model.decode import DocumentError, decode_app, to_json
from followthrough.core.model.folder import BESIDE, from_files
from followthrough.store.database import Database
from followthrough.store.indexing import build_indexes
from followthrough.store.publish import publish as store_publish

MAX_FILE = 2_000_000


@dataclass(frozen=True, slots=True)
class Template:
    """A template on offer."""

    key: str
    name: Text
    help: Text | None
    icon: str | None
    version: str


@dataclass(frozen=True, slots=True)
class Checked:
    """A folder read: the app (None where its documents do not decode), what is wrong with single documents, and what
    the check finds in the whole."""

    app: AppDocument | None
    issues: tuple[ShapeIssue, ...]
    findings: tuple[Finding, ...]

    @property
    def ok(self) -> bool:
        """Whether it may be published: warnings do not forbid it."""
        return self.app is not None and not any(finding.severity == "error" for finding in self.findings)


def read_folder(folder: Path) -> tuple[dict[str, Any], list[ShapeIssue]]:
    """The documents of a template folder as `decode_app` takes them; unreadable files are issues."""
    files: dict[str, Any] = {}
    issues: list[ShapeIssue] = []
    for path in _documents(folder):
        name = path.relative_to(folder).as_posix()
        if path.stat().st_size > MAX_FILE:
            issues.append(ShapeIssue(name, "body_too_large", {"limit": MAX_FILE}))
            continue
        try:
            files[name] = json.loads(path.read_text("utf-8"))
        except (ValueError, RecursionError) as error:
            issues.append(ShapeIssue(name, "bad_json", {"reason": str(error)}))
    app, misplaced = from_files(files)
    return app, issues + misplaced


def _documents(folder: Path) -> Iterator[Path]:
    """The files of the app, without what stands beside it (scenarios, demo)."""
    for path in sorted(folder.rglob("*")):
        if path.is_file() and path.relative_to(folder).parts[0] not in BESIDE:
            yield path


def check_folder(folder: Path) -> Checked:
    """Read and check a template folder."""
    documents, issues = read_folder(folder)
    try:
        app = decode_app(documents)
    except DocumentError as error:
        return Checked(None, (*issues, *error.issues), ())
    return Checked(app if not issues else None, tuple(issues), tuple(check(app)))


class Catalogue:
    """The templates of a folder, and publishing them."""

    def __init__(self, db: Database, folder: Path) -> None:
        self.db = db
        self.folder = folder

    def templates(self) -> list[Template]:
        """What is on offer, by key."""
        found = []
        for path in sorted(self.folder.glob("*/app.json")) if self.folder.is_dir() else ():
            checked = check_folder(path.parent)
            if checked.app is not None:
                said = checked.app.app
                found.append(Template(said.key, said.name, said.help, said.icon, said.version))
        return found

    def template(self, key: str) -> Path:
        """The folder of a template. Raises KeyError for none of that name."""
        path = self.folder / key
        if not is_id(key) or not (path / "app.json").is_file():
            raise KeyError(key)
        return path

    def publish(self, app: AppDocument, *, author: str | None = None, note: str = "") -> int:
        """Put a checked document into force, then build the indexes it wants; its version number (the present one when
        nothing changed).

        Raises CompileError when the check finds errors, PublishRefused when stored data forbids it.
        """
        compiled = compile_app(app)
        content = canonical_json(to_json(app))
        number = self.db.transact(
            lambda tx: store_publish(tx, app.app.key, content, compiled, author=author, note=note)
        )
        build_indexes(self.db, compiled)
        return number
