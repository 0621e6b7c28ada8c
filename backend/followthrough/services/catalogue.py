"""The catalogue of templates: folders of documents that can be checked."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from followthrough.core.check import Finding, check
from followthrough.core.kit.ids import is_id
from followthrough.core.kit.shape import ShapeIssue
from followthrough.core.model.app import AppDocument
from followthrough.core.model.base import Text
from followthrough.core.model.decode import DocumentError, decode_app
from followthrough.core.model.folder import BESIDE, from_files
from followthrough.services.json_file import BadJson, read_json

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
            files[name] = read_json(path.read_bytes())
        except BadJson as error:
            issues.append(ShapeIssue(name, "folder_bad_json", {"file": name, "line": error.line}))
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
    """The templates of a folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._known: dict[tuple[str, float], Template | None] = {}

    def templates(self) -> list[Template]:
        """What is on offer, by key. A folder is read once, and again when its manifest was changed."""
        paths = sorted(self.folder.glob("*/app.json")) if self.folder.is_dir() else []
        return [found for path in paths if (found := self._of(path)) is not None]

    def _of(self, path: Path) -> Template | None:
        key = (str(path), path.stat().st_mtime)
        if key not in self._known:
            checked = check_folder(path.parent)
            said = checked.app.app if checked.app is not None else None
            self._known[key] = Template(said.key, said.name, said.help, said.icon, said.version) if said else None
        return self._known[key]

    def template(self, key: str) -> Path:
        """The folder of a template. Raises KeyError for none of that name."""
        path = self.folder / key
        if not is_id(key) or not (path / "app.json").is_file():
            raise KeyError(key)
        return path
