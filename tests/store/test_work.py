"""Files and blobs, imports, drafts: kept as given, and tidied up when nothing holds them."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from followthrough.core.run.acts import FileInfo
from followthrough.store import apps, drafts, files, imports
from followthrough.store.blobs import BlobStore
from followthrough.store.database import Database
from followthrough.store.errors import StoreUnavailable, VersionConflict
from followthrough.store.files import FileLink, StoredFile
from followthrough.store.imports import ImportJob, ImportRow
from tests.store.ids import new_id
from tests.store.people import organisation

ID = "0190aaaa-bbbb-7ccc-8ddd-eeeeffff0000"
PLACE = FileLink("sales", "customer", "r1", "act:visit")


@pytest.fixture
def org(db: Database) -> Database:
    with db.write() as tx:
        organisation(tx)
    return db


def staged(name: str = "../../x\u202egnp.html", owner: str = "li") -> StoredFile:
    return StoredFile(new_id(), name, "image", 5, owner, False, "image/png", "ab" * 32, 0, {"width": 3})


def test_a_staged_file_is_linked_once(org: Database) -> None:
    one, two = staged(), staged(owner="wang")
    with org.write() as tx:
        files.stage(tx, one)
        files.stage(tx, two)
        assert files.staged_bytes(tx, "li") == 5
        assert files.load(tx, [one.id, new_id()]) == {one.id: FileInfo(one.id, one.name, "image", 5, "li")}
        files.link(tx, [one.id, one.id], PLACE)
        files.link(tx, [], PLACE)
        found = files.get(tx, one.id)
        assert found is not None
        assert found == replace(one, linked=True, created_ms=found.created_ms)
        assert files.links(tx, one.id) == [PLACE]
        assert (files.links(tx, two.id), files.get(tx, new_id()), files.load(tx, [])) == ([], None, {})
    with pytest.raises(VersionConflict), org.write() as tx:
        files.link(tx, [one.id, two.id], replace(PLACE, record="r2"))
    with org.read() as tx:
        assert files.load(tx, [two.id])[two.id].linked is False


def test_what_no_record_took_is_swept_after_its_time(org: Database) -> None:
    kept, old = staged(), staged()
    with org.write() as tx:
        for file in (kept, old):
            files.stage(tx, file)
        files.link(tx, [kept.id], PLACE)
        assert files.sweep(tx, tx.now_ms()) == []
        assert files.sweep(tx, tx.now_ms() + 1) == [old.id]
        assert files.get(tx, old.id) is None
        assert files.get(tx, kept.id) is not None


def test_a_blob_comes_back_and_goes_with_its_variants(tmp_path: Path) -> None:
    blobs, name = BlobStore(tmp_path), new_id()
    assert blobs.put(name, [b"ab", b"", b"c"]) == 3
    assert blobs.put(name, [b"t"], "thumb") == 1
    with open(tmp_path / "marker", "wb") as marker:
        marker.write(b"x")
    found, thumb = blobs.open(name), blobs.open(name, "thumb")
    assert found is not None
    assert thumb is not None
    with found, thumb:
        assert (found.read(), thumb.read()) == (b"abc", b"t")
    assert (blobs.size(name), blobs.size(new_id()), blobs.open(new_id())) == (3, None, None)
    blobs.delete(name)
    blobs.delete(name)
    assert (blobs.open(name), blobs.open(name, "thumb")) == (None, None)
    assert (tmp_path / "marker").exists()


@pytest.mark.parametrize("name", ["../../etc/passwd", "", "a" * 36, "x\0", ID.upper(), ID + "/..", ID + "\n"])
def test_a_path_is_made_of_ids_alone(tmp_path: Path, name: str) -> None:
    blobs = BlobStore(tmp_path)
    for use in (lambda: blobs.put(name, [b""]), lambda: blobs.open(name), lambda: blobs.delete(name)):
        with pytest.raises(ValueError, match="file id"):
            use()
    with pytest.raises(ValueError, match="file id"):
        blobs.open(new_id(), "../x")


def test_a_blob_appears_whole_or_not_at_all(tmp_path: Path) -> None:
    blobs, name = BlobStore(tmp_path), new_id()

    def cut_off() -> Iterator[bytes]:
        yield b"half"
        raise KeyError

    with pytest.raises(KeyError):
        blobs.put(name, cut_off())
    assert blobs.open(name) is None
    blobs.put(name, [b"old"])
    with pytest.raises(KeyError):
        blobs.put(name, cut_off())
    assert blobs.size(name) == 3
    assert [path.name for path in tmp_path.rglob("*") if path.is_file()] == [name]
    (tmp_path / "full").write_bytes(b"")
    with pytest.raises(StoreUnavailable):
        BlobStore(tmp_path / "full").put(new_id(), [b"x"])


def test_an_import_keeps_its_rows_and_what_became_of_them(org: Database) -> None:
    job = ImportJob(new_id(), "sales", "customer", "li", "read", "客户.xlsx", columns=[{"name": "名称"}], atomic=False)
    with org.write() as tx:
        imports.create(tx, job, [ImportRow(n, ["甲", n, None]) for n in range(1, 2502)])
        stored = imports.get(tx, job.id, lock=True)
        assert stored is not None
        assert (stored.total, stored.columns, stored.mapping, stored.atomic) == (2501, job.columns, {}, False)
        bad = ImportRow(7, ["乙", 7.5, None], "error", [{"code": "required", "path": "name"}])
        imports.save_rows(tx, job.id, [bad, ImportRow(8, ["丙"], "done", record="r8")])
        imports.save_rows(tx, job.id, [])
        imports.change(tx, job.id, state="checked", mapping={"name": 0}, failed=1)
    with org.read() as tx:
        assert imports.rows(tx, job.id, state="error") == [bad]
        assert [row.n for row in imports.rows(tx, job.id, after=6, limit=3)] == [7, 8, 9]
        assert imports.counts(tx, job.id) == {"waiting": 2499, "error": 1, "done": 1}
        changed = imports.get(tx, job.id)
        assert changed is not None
        assert (changed.state, changed.mapping, changed.failed) == ("checked", {"name": 0}, 1)
        assert [one.id for one in imports.of_owner(tx, "li")] == [job.id]
        assert (imports.get(tx, new_id()), imports.of_owner(tx, "wang")) == (None, [])


def test_an_app_has_one_draft_and_a_log_of_its_edits(org: Database) -> None:
    with org.write() as tx:
        assert apps.add(tx, "fresh")
        assert drafts.get(tx, "fresh") is None
        first = drafts.Draft("fresh", None, b"{}")
        drafts.begin(tx, first)
        drafts.begin(tx, replace(first, content=b"[]"))
        drafts.save(tx, replace(first, content=b"{1}", revision=2, updated_by="chen"))
        for revision in (1, 2):
            drafts.add_edit(tx, "fresh", revision, "chen", {"zh": f"第 {revision} 步"}, [{"path": "app/icon"}])
    with org.read() as tx:
        found = drafts.get(tx, "fresh")
        assert found is not None
        assert (found.content, found.revision, found.base, found.updated_by) == (b"{1}", 2, None, "chen")
        assert list(drafts.of_apps(tx, ["fresh", "other"])) == ["fresh"]
        assert [one.revision for one in drafts.edits(tx, "fresh", 1, 10)] == [2]
        assert [one.label["zh"] for one in drafts.backwards(tx, "fresh")] == ["第 2 步", "第 1 步"]
