"""One draft per app: edits at different places are all kept, at the same place one wins, and every edit can be taken back."""

from __future__ import annotations

import threading
import time
from typing import Any

import pytest

from followthrough.core.design.between import between
from followthrough.core.design.operations import Operation, invert, read
from followthrough.core.model.decode import decode_app
from followthrough.services.designing import Given, NotPublished, edits
from followthrough.services.designing.edits import MAX_OPERATIONS
from followthrough.services.refusal import Refusal
from followthrough.services.views_design import EditedView, EditsView
from followthrough.store import drafts
from tests.services.designing.studio import LABEL, Studio, keyed
from tests.services.house import changed, template

LEVEL = "entity/customer/properties/level/field/label"
NAME = "entity/customer/properties/name/field/label"


def test_a_draft_begins_as_the_version_in_force_and_looking_at_it_keeps_nothing(studio: Studio) -> None:
    bench = studio.bench()
    assert (bench.revision, bench.ahead, bench.live) == (0, 0, 1)
    assert bench.documents == bench.live_documents
    assert bench.role == "supervisor"
    started = studio.drafting.start(studio.house.people["chen"])
    assert [(one.app, one.draft) for one in started.apps] == [("sales", None)]
    assert {one.key for one in started.templates} >= {"sales", "pipeline"}
    studio.put("chen", LEVEL, {"zh": "等级"})
    (one,) = studio.drafting.start(studio.house.people["sun"]).apps
    assert one.draft is not None
    assert one.draft.by is not None
    assert (one.draft.revision, one.draft.ahead, one.draft.by.name) == (1, 1, "chen")


@pytest.mark.parametrize("who", ["li", "wang"])
def test_who_holds_no_role_that_designs_finds_nothing(studio: Studio, who: str) -> None:
    person = studio.house.people[who]
    start = studio.drafting.start(person)
    assert (start.apps, start.templates, start.may_start) == ([], [], False)
    answers: list[Any] = [
        studio.drafting.workbench(person, "sales"),
        studio.drafting.edits(person, "sales", 0, 10),
        studio.edit(who, Operation(LEVEL, None, {"zh": "级"})),
        studio.drafting.discard(person, "sales", 0),
        studio.drafting.versions(person, "sales"),
        studio.drafting.version(person, "sales", 1),
        studio.drafting.restore(person, "sales", 1, 0),
        studio.drafting.suggest(person, "sales", "等级", "entity"),
    ]
    assert [answer.code for answer in answers] == ["not_found"] * len(answers)
    assert studio.drafting.workbench(studio.house.people["chen"], "no_such_app").code == "not_found"  # type: ignore[union-attr] # a refusal, or the test fails


def test_two_supervisors_at_different_places_are_both_kept(studio: Studio) -> None:
    seen = studio.bench()
    for who, path in (("chen", LEVEL), ("sun", NAME)):
        assert isinstance(studio.edit(who, Operation(path, read(seen.documents, path), {"zh": who})), EditedView)
    bench = studio.bench()
    assert bench.revision == 2
    assert (studio.at(LEVEL), studio.at(NAME)) == ({"zh": "chen"}, {"zh": "sun"})
    log = studio.drafting.edits(studio.house.people["sun"], "sales", 0, 100)
    assert isinstance(log, EditsView)
    assert [(one.revision, one.by.name if one.by else None) for one in log.edits] == [(1, "chen"), (2, "sun")]
    later = studio.drafting.edits(studio.house.people["sun"], "sales", 1, 100)
    assert isinstance(later, EditsView)
    assert [one.operations[0].path for one in later.edits] == [NAME]


def test_at_the_same_place_the_second_is_told_who_was_first(studio: Studio) -> None:
    was = studio.at(LEVEL)
    studio.put("sun", f"{LEVEL}/zh", "级别")
    refused = studio.refused("draft_conflict", "chen", Operation(LEVEL, was, {"zh": "等级"}))
    (conflict,) = refused.problem.params["conflicts"]
    assert (conflict["path"], conflict["was"]) == (LEVEL, was)
    assert conflict["now"] == {**was, "zh": "级别"}
    assert conflict["by"] == {"id": studio.house.people["sun"].person, "name": "sun"}
    assert conflict["at"].endswith("Z")


def test_of_many_at_once_at_one_place_one_wins_and_elsewhere_all_do(studio: Studio) -> None:
    was = studio.at(LEVEL)
    answers: dict[str, Any] = {}

    def work(name: str, path: str, seen: Any) -> None:
        answers[name] = studio.edit("chen" if len(answers) % 2 else "sun", Operation(path, seen, {"zh": name}))

    fields = ["name", "grade", "industry", "region"]
    known = [name for name in fields if studio.at(f"entity/customer/properties/{name}")]
    jobs = [(f"same{n}", LEVEL, was) for n in range(6)]
    jobs += [(name, p := f"entity/customer/properties/{name}/field/label", studio.at(p)) for name in known]
    threads = [threading.Thread(target=work, args=job) for job in jobs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    kept = {name for name, answer in answers.items() if isinstance(answer, EditedView)}
    assert len([name for name in kept if name.startswith("same")]) == 1
    assert kept >= set(known)
    assert {answers[name].code for name in answers.keys() - kept} == {"draft_conflict"}
    assert studio.bench().revision == 1 + len(known)


def test_an_edit_sent_twice_is_done_once(studio: Studio) -> None:
    operation = Operation(LEVEL, studio.at(LEVEL), {"zh": "等级"})
    key = keyed(b"same")
    first, again = (studio.edit("chen", operation, key=key) for _ in range(2))
    assert isinstance(first, EditedView)
    assert isinstance(again, EditedView)
    assert (first.revision, again.revision, studio.bench().revision) == (1, 1, 1)
    other = type(key)(key.key, b"other")
    assert studio.edit("chen", operation, key=other).code == "idempotency_key_reused"


def test_undo_is_an_edit_like_any_other(studio: Studio) -> None:
    before = studio.bench().documents
    field = {"kind": "text", "label": {"zh": "注"}}
    operations = [
        Operation("entity/customer/properties/note_2", None, {"type": "string", "field": field}),
        Operation(f"{LEVEL}/zh", "客户等级", "等级"),
    ]
    assert isinstance(studio.edit("chen", *operations), EditedView)
    assert isinstance(studio.edit("chen", *invert(operations), label={"zh": "撤销"}), EditedView)
    bench = studio.bench()
    assert (bench.revision, bench.documents) == (2, before)
    studio.put("sun", f"{LEVEL}/zh", "级别")
    studio.refused("draft_conflict", "chen", operations[1])


def test_a_draft_is_taken_back_to_what_is_in_force_and_that_can_be_undone(studio: Studio) -> None:
    studio.put("chen", LEVEL, {"zh": "等级"})
    chen = studio.house.people["chen"]
    assert studio.drafting.discard(chen, "sales", 0).code == "draft_changed"  # type: ignore[union-attr] # a refusal, or the test fails
    assert isinstance(studio.drafting.discard(chen, "sales", 1), EditedView)
    bench = studio.bench()
    assert (bench.revision, bench.documents == bench.live_documents) == (2, True)
    log = studio.drafting.edits(chen, "sales", 1, 10)
    assert isinstance(log, EditsView)
    back = [Operation(one.path, one.value, one.was) for one in reversed(log.edits[0].operations)]
    assert isinstance(studio.edit("chen", *back), EditedView)
    assert studio.at(LEVEL) == {"zh": "等级"}


def test_a_default_written_out_is_no_difference_once_published_and_a_real_one_is(sqlite_studio: Studio) -> None:
    studio, serial = sqlite_studio, "entity/customer/properties/number/field/serial"
    studio.put(
        "chen",
        "entity/customer/properties/number",
        {"type": "string", "field": {"kind": "serial", "label": {"zh": "编号"}, "order": 90, "serial": {}}},
    )
    studio.put("chen", f"{serial}/digits", 4)
    studio.put("chen", f"{serial}/prefix", "")
    assert studio.bench().documents != studio.bench().live_documents
    studio.published()
    bench = studio.bench()
    assert studio.at(serial) == {"digits": 4, "prefix": ""}
    assert (bench.ahead, bench.documents == bench.live_documents) == (0, True)
    studio.put("chen", f"{serial}/digits", 5)
    bench = studio.bench()
    assert bench.live_documents is not None
    (differs,) = between(bench.live_documents, bench.documents)
    assert (differs.path, differs.value) == (f"{serial}/digits", 5)


def test_however_much_was_edited_one_edit_takes_it_back_and_one_undoes_that(sqlite_studio: Studio) -> None:
    """An edit of more than 500 operations could be made by the server and never be sent by anybody: it was not undone."""
    studio = sqlite_studio
    options = "entity/customer/properties/level/field/options"
    for part in range(2):
        some = range(300 * part, 300 * (part + 1))
        edit = [Operation(f"{options}/o{n}", None, {"label": {"zh": f"选项{n}"}, "order": 1000 + n}) for n in some]
        assert isinstance(studio.edit("chen", *edit), EditedView)
    studio.put("chen", NAME, {"zh": "改了名字"})
    edited = studio.bench().documents
    chen = studio.house.people["chen"]
    assert isinstance(studio.drafting.discard(chen, "sales", 3), EditedView)
    bench = studio.bench()
    assert bench.documents == bench.live_documents
    log = studio.drafting.edits(chen, "sales", 3, 10)
    assert isinstance(log, EditsView)
    assert len(log.edits[0].operations) <= MAX_OPERATIONS
    back = [Operation(one.path, one.value, one.was) for one in reversed(log.edits[0].operations)]
    assert isinstance(studio.edit("chen", *back), EditedView)
    assert studio.bench().documents == edited


def test_an_older_version_is_restored_by_an_edit(studio: Studio) -> None:
    studio.put("chen", LEVEL, {"zh": "等级"})
    assert studio.published().version == 2
    chen = studio.house.people["chen"]
    done = studio.drafting.restore(chen, "sales", 1, studio.bench().revision)
    assert isinstance(done, EditedView)
    assert studio.at(LEVEL)["zh"] == "客户等级"
    assert studio.published().version == 3
    versions = studio.drafting.versions(chen, "sales")
    assert not isinstance(versions, Refusal)
    assert [(one.number, one.live, one.by.name if one.by else None) for one in versions] == [
        (3, True, "chen"),
        (2, False, "chen"),
        (1, False, None),
    ]
    assert studio.drafting.restore(chen, "sales", 9, studio.bench().revision).code == "not_found"  # type: ignore[union-attr] # a refusal, or the test fails


SENSELESS = [
    ("document_bad_place", Operation("customer/level", None, "x")),
    ("document_bad_place", Operation("entity", None, {})),
    ("document_bad_place", Operation("entity/客户", None, {})),
    ("document_bad_place", Operation("entity/customer/__proto__/x", None, 1)),
    ("document_bad_place", Operation("app//name", None, 1)),
    ("document_bad_place", Operation("app/" + "/".join("a" * 30), None, 1)),
    ("document_wrong_type", Operation(f"{LEVEL}/zh", "客户等级", 5)),
    ("document_unknown_member", Operation("entity/customer/properties/level/field/colour", None, "red")),
    ("document_missing_member", Operation("access/roles", "anything", None)),
    ("document_wrong_id", Operation("app/key", "sales", "other")),
    ("document_bad_rule", Operation("entity/customer/properties/level/field/relevance", None, {"op": 5})),
]


@pytest.mark.parametrize(("code", "operation"), SENSELESS, ids=[f"{code} {one.path[:40]}" for code, one in SENSELESS])
def test_what_would_not_read_is_refused_with_its_place(sqlite_studio: Studio, code: str, operation: Operation) -> None:
    if operation.was == "anything":
        operation = Operation(operation.path, sqlite_studio.at(operation.path), operation.value)
    refused = sqlite_studio.refused(code, "sun", operation)
    assert refused.issues
    assert refused.issues[0].code == code
    assert refused.issues[0].message["zh"]


def test_sizes_are_capped(sqlite_studio: Studio) -> None:
    text = {"zh": "长" * 1000}
    many = [
        Operation(f"entity/customer/properties/level/field/options/o{n}", None, {"label": text}) for n in range(501)
    ]
    sqlite_studio.refused("bulk_too_many", "chen", *many)
    sqlite_studio.refused("body_too_large", "chen", *many[:400])
    sqlite_studio.refused("bad_request", "chen")
    assert sqlite_studio.edit("chen", many[0], label={"zh": ""}).code == "bad_request"
    assert sqlite_studio.edit("chen", many[0], label={"zh": "长" * 301}).code == "bad_request"
    for start in range(0, 5):
        part = [
            Operation(f"entity/customer/properties/level/field/options/p{start}_{n}", None, {"label": text})
            for n in range(300)
        ]
        sqlite_studio.edit("chen", *part)
    refused = sqlite_studio.edit("chen", *many[:300])
    assert (refused.code, refused.problem.params["limit"]) == ("body_too_large", 4_000_000)


def test_ids_are_suggested_from_what_people_write(sqlite_studio: Studio) -> None:
    def suggested(text: str, within: str) -> str:
        found = sqlite_studio.drafting.suggest(sqlite_studio.house.people["chen"], "sales", text, within)
        assert not isinstance(found, Refusal), found
        return found.id

    within = "entity/customer/properties"
    assert suggested("客户满意度", within) == "ke_hu_man_yi_du"
    assert suggested("Level", within) == "level_2", "taken"
    assert suggested("Level", "entity/customer/properties/level/field/options") == "level"
    assert suggested("2026 年目标", within) == "x_2026_nian_mu_biao"
    assert suggested("！？", within) == "x"
    assert len(suggested("很长很长的字段名称" * 10, within)) <= 40
    assert suggested("Customer", "entity") == "customer_2"
    chen = sqlite_studio.house.people["chen"]
    assert sqlite_studio.drafting.suggest(chen, "sales", "x", "nowhere").code == "bad_request"  # type: ignore[union-attr] # a refusal, or the test fails


def test_findings_follow_each_edit_and_cost_little(sqlite_studio: Studio) -> None:
    before = {one.code for one in sqlite_studio.bench().findings}
    label = "entity/customer/properties/level/field/relevance"
    spent = []

    def put(value: str) -> EditedView:
        began = time.thread_time()
        done = sqlite_studio.put("chen", label, {"op": "eq", "a": [{"f": "gone"}, {"v": value}]})
        spent.append(time.thread_time() - began)
        return done

    _, _, done = put("x"), put("y"), put("z")
    found = [one for one in done.findings if one.severity == "error" and one.path.startswith(label)]
    assert found
    assert found[0].message["zh"]
    assert found[0].code not in before
    assert min(spent) < 1.0, "of computing: an edit of the sales app is answered at once"


def test_an_edit_reads_the_draft_once(sqlite_studio: Studio, monkeypatch: pytest.MonkeyPatch) -> None:
    read_: list[str] = []
    sound = decode_app

    def noted(documents: Any) -> Any:
        read_.append(documents["entities"]["customer"]["properties"]["level"]["field"]["label"]["zh"])
        return sound(documents)

    before = sqlite_studio.at(f"{LEVEL}/zh")
    monkeypatch.setattr(edits, "decode_app", noted)
    sqlite_studio.put("chen", f"{LEVEL}/zh", "客户等级")
    assert sorted(read_) == sorted([before, "客户等级"]), "as it was, and as it is"


def test_the_log_keeps_what_was_said(sqlite_studio: Studio) -> None:
    chen = sqlite_studio.house.people["chen"]
    given = Given({"zh": "改名", "en": "Rename"}, [Operation(f"{LEVEL}/zh", "客户等级", "等级")])
    sqlite_studio.drafting.edit(chen, "sales", given, keyed())
    log = sqlite_studio.drafting.edits(chen, "sales", 0, 10)
    assert isinstance(log, EditsView)
    assert log.edits[0].label == {"zh": "改名", "en": "Rename"}
    assert log.edits[0].label != LABEL
    assert (log.edits[0].operations[0].was, log.edits[0].operations[0].value) == ("客户等级", "等级")


def test_long_edits_are_read_a_few_at_a_time(studio: Studio, monkeypatch: pytest.MonkeyPatch) -> None:
    for n in range(6):
        studio.put("sun" if n == 0 else "chen", NAME if n == 0 else f"{LEVEL}/en", f"{n}" * 300 if n else {"zh": "名"})
    monkeypatch.setattr(drafts, "PAGE_LENGTH", 1000)
    chen, read_ = studio.house.people["chen"], list[int]()
    while len(read_) < 6:
        page = studio.drafting.edits(chen, "sales", len(read_), 100)
        assert isinstance(page, EditsView)
        assert 1 <= len(page.edits) < 6
        read_ += [one.revision for one in page.edits]
    assert read_ == [1, 2, 3, 4, 5, 6]
    refused = studio.refused("draft_conflict", "chen", Operation(NAME, None, {"zh": "号"}))
    assert [one["by"]["name"] for one in refused.problem.params["conflicts"]] == ["sun"], "however far back it is"


def test_a_draft_does_not_begin_on_a_version_that_goes_out_of_force_meanwhile(
    studio: Studio, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Somebody's first edit and a folder from the command line at once: the folder is not undone by the next publication."""
    house = studio.house
    folder = changed(template("sales"), lambda plain: plain["app"].update(icon="star"))
    begun, done = drafts.begin, list[Any]()

    def publish() -> None:
        try:
            done.append(house.services.publishing.documents(folder))
        except NotPublished as refused:
            done.append(refused.refusal.code)

    publisher = threading.Thread(target=publish)

    def begin(*given: Any) -> None:
        publisher.start()
        publisher.join(1.0)
        begun(*given)

    monkeypatch.setattr(drafts, "begin", begin)
    studio.put("chen", LEVEL, {"zh": "等级"})
    publisher.join()
    bench = studio.bench()
    assert done == ["draft_ahead"]
    assert (bench.live, bench.ahead) == (1, 1)
