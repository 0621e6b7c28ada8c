"""An app as files: a zip of its folder of documents out, and in again as the edit that would bring it in."""

from __future__ import annotations

import io
import json
import zipfile
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from followthrough.core.design.between import between
from followthrough.core.kit.ids import canonical_json
from followthrough.core.kit.shape import ShapeIssue
from followthrough.core.model.app import AppDocument
from followthrough.core.model.decode import to_json
from followthrough.core.model.folder import PARTS, from_files, to_files
from followthrough.services.json_file import BadJson, read_json
from followthrough.services.refusal import Abandoned, Refusal, refuse
from followthrough.services.registry import Registry
from followthrough.services.showing_changes import grouped
from followthrough.services.views_design import ImportedFolder, OperationView
from followthrough.services.who import Who
from followthrough.store.database import Database
from followthrough.store.tx import Tx

from .desk import Desk, Json, answered, desk_of, open_desk
from .edits import as_one_edit, beyond, decoded, unreadable
from .page import arranged, page

MAX_ZIP = 4_000_000
MAX_UNPACKED = 16_000_000
MAX_FILE = 2_000_000
MAX_ENTRIES = 2000


@dataclass(frozen=True, slots=True)
class Folder:
    """A zip for downloading."""

    name: str
    data: bytes


class Files:
    """Drafts as files."""

    def __init__(self, db: Database, registry: Registry) -> None:
        self.db = db
        self.registry = registry

    def exported(self, who: Who, key: str) -> Folder | Refusal:
        """The draft as a zip of its folder, laid out as in the catalogue of templates."""
        desk = answered(self.db, lambda tx: open_desk(tx, self.registry, who, key))
        if isinstance(desk, Refusal):
            return desk
        return Folder(f"{key}.zip", zipped(texts(desk.documents, key)))

    def of(self, key: str, *, draft: bool = False) -> dict[str, str] | None:
        """The files of what is in force in an app, or of its draft, for the command line; None: there is no such app."""

        def work(tx: Tx) -> dict[str, str]:
            desk = desk_of(tx, self.registry.app(tx, key), key, "")
            documents = desk.documents if draft or desk.live_documents is None else desk.live_documents
            return texts(documents, key)

        found = answered(self.db, work)
        return None if isinstance(found, Refusal) else found

    def imported(self, who: Who, key: str, data: bytes) -> ImportedFolder | Refusal:
        """The operations that would make the draft say what a zip says, and what they mean, for confirmation: nothing is kept.

        The app keeps its key. They are one edit, taken whole or not at all. Codes: folder_not_zip, folder_too_large,
        folder_bad_name {file}, folder_bad_json {file, line}, document_…, bulk_too_many and body_too_large (it differs in more
        than one edit holds: the command line takes it).
        """

        def work(tx: Tx) -> tuple[Desk, AppDocument]:
            desk = open_desk(tx, self.registry, who, key)
            documents = unzipped(data)
            manifest = documents.get("app")
            if isinstance(manifest, dict):
                mine = desk.documents["app"].get("lineage")
                kept = {name: value for name, value in manifest.items() if name != "lineage"}
                documents["app"] = {**kept, "key": key, **({"lineage": mine} if mine else {})}
            return desk, decoded(documents, key)

        found = answered(self.db, work)
        if isinstance(found, Refusal):
            return found
        desk, after = found
        before = decoded(desk.documents, key)
        # What a folder leaves out or writes out of what is so anyway makes no difference.
        documents = to_json(after)
        steps = as_one_edit(between(to_json(before), documents), desk.documents, documents)
        too_much = beyond(steps)
        if too_much is not None:
            return too_much
        return ImportedFolder(
            revision=desk.draft.revision,
            operations=[OperationView(path=one.path, was=one.was, value=one.value) for one in steps],
            groups=grouped(before, after),
        )


def texts(documents: Json, key: str) -> dict[str, str]:
    """Files of an app by path, in a fixed order. They say the same in the same words whatever order the documents are kept
    in: what is no structure of its own (maps by id, rules) comes by name."""
    plain = to_json(decoded(json.loads(canonical_json(documents)), key))
    return {path: page(arranged(document)) for path, document in sorted(to_files(plain).items())}


def zipped(files: Mapping[str, str]) -> bytes:
    """A zip that is the same whenever it is made."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for path, text in files.items():
            packed.writestr(zipfile.ZipInfo(path, (1980, 1, 1, 0, 0, 0)), text, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def write_folder(files: Mapping[str, str], folder: Path) -> list[str]:
    """Write files below a folder; documents that are there and are no more part of the app are removed. What was written."""
    folder.mkdir(parents=True, exist_ok=True)
    for path, text in files.items():
        place = folder / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text, "utf-8")
    for place in sorted(folder.rglob("*.json")):
        name = place.relative_to(folder).as_posix()
        if name not in files and name.partition("/")[0] in PARTS:
            place.unlink()
    return list(files)


def unzipped(data: bytes) -> Json:
    """The documents in a zip. One folder around them all is looked through. Raises Abandoned."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            return _documents(packed)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError, ValueError) as error:
        raise Abandoned(refuse("folder_not_zip")) from error


def _documents(packed: zipfile.ZipFile) -> Json:
    entries = [one for one in packed.infolist() if not one.is_dir()]
    if len(entries) > MAX_ENTRIES or sum(one.file_size for one in entries) > MAX_UNPACKED:
        raise _too_large()
    names = [one.filename for one in entries]
    often = Counter(names)
    wrong = next((name for name in names if _strays(name) or often[name] > 1), None)
    if wrong is not None:
        raise Abandoned(refuse("folder_bad_name", file=wrong))
    top = _top(names)
    files: dict[str, Any] = {}
    for entry in entries:
        name = entry.filename.removeprefix(top)
        if name.endswith(".json"):
            files[name] = _json(name, _bounded(packed, entry))
    documents, misplaced = from_files(files)
    if misplaced:
        raise Abandoned(unreadable(misplaced))
    if not documents:
        raise Abandoned(unreadable([ShapeIssue("", "document_missing_member", {"member": "app"})]))
    return documents


def _bounded(packed: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bytes:
    """An entry; what it says of its own size is not believed."""
    with packed.open(entry) as stream:
        data = stream.read(MAX_FILE + 1)
    if len(data) > MAX_FILE:
        raise _too_large()
    return data


def _too_large() -> Abandoned:
    said = {"files": MAX_ENTRIES, "each": MAX_FILE // 1_000_000, "all": MAX_UNPACKED // 1_000_000}
    return Abandoned(refuse("folder_too_large", **said))


def _json(name: str, data: bytes) -> Any:
    try:
        return read_json(data)
    except BadJson as error:
        raise Abandoned(refuse("folder_bad_json", file=name, line=error.line)) from error


def _strays(name: str) -> bool:
    return name.startswith(("/", "\\")) or "\\" in name or ":" in name or "\0" in name or ".." in name.split("/")


def _top(names: list[str]) -> str:
    """The one folder everything lies in, as a packer makes it of a folder; "" where the documents lie open."""
    if "app.json" in names:
        return ""
    tops = {name.partition("/")[0] for name in names}
    return f"{tops.pop()}/" if len(tops) == 1 else ""
