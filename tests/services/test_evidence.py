"""Evidence handed in before, on both databases: refused or noted, whoever had it, whatever became of the picture."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from followthrough.core.run.acts import Perform
from followthrough.services.filling import Submission
from followthrough.services.refusal import Refusal
from followthrough.services.views import Answer
from followthrough.services.views_evidence import FindingPage, FindingView
from followthrough.store.platform import file_print
from tests.scenarios.filling_stage import sample
from tests.services.house import House, changed, template
from tests.support.chats import HANDLED, again, chat, jpeg, layout

SAID = {"way": "wechat", "content": "客户发来竞品报价，附原始聊天截图", "next_step": "明天回访"}
ORIGINAL = {"min": 1, "max": 3, "accept": {"image": {}, "pdf": {}}, "label": {"zh": "原始截图", "en": "Original"}}


def _asking(plain: dict[str, Any]) -> None:
    """Following up takes an original, which is refused when it was used; what a board recorded is only noted."""
    plain["actions"]["log_follow_up"]["evidence"] = {**ORIGINAL, "reuse": "refuse"}
    noted = {"id": "record_board", "entity": "opportunity", "label": {"zh": "上会记录", "en": "Record the board"}}
    plain["actions"]["record_board"] = {**noted, "evidence": {**ORIGINAL, "reuse": "flag"}}


@pytest.fixture
def office(engine_url: str, tmp_path: Path) -> Iterator[House]:
    """The sales app asking for originals."""
    made = House(engine_url, tmp_path, changed(template("sales"), _asking)).settle()
    yield made
    made.close()


PICTURE = chat(1, layout(1))


def _follow(house: House, who: str, deal: str, *data: bytes, name: str = "截图.jpg") -> Answer | Refusal:
    files = tuple(house.upload(who, one, name) for one in data)
    return house.submit(who, "opportunity", deal, Perform("log_follow_up", SAID, files))


def _findings(house: House, who: str = "chen", **how: Any) -> list[FindingView]:
    page = house.services.evidence.page(house.people[who], "sales", **how)
    assert isinstance(page, FindingPage), page
    return page.rows


def _reused(answer: Answer | Refusal) -> dict[str, Any]:
    assert isinstance(answer, Refusal), answer
    assert [(issue.path, issue.code) for issue in answer.issues] == [("files[0]", "evidence_reused")]
    return {"message": answer.issues[0].message["zh"], **answer.issues[0].params}


def test_the_same_file_is_refused_on_the_same_record_and_told_to_supervisors(office: House) -> None:
    deal, _ = office.deal()
    assert isinstance(_follow(office, "li", deal, jpeg(PICTURE)), Answer)
    told = _reused(_follow(office, "li", deal, jpeg(PICTURE)))
    assert told["earlier"] == "监护仪更新"
    assert told["record"] == deal
    assert "「截图.jpg」以前提交过（监护仪更新）" in told["message"]
    acted = [event for event in office.events("opportunity", deal) if event.kind == "acted"]
    assert len(acted) == 1, "what is refused leaves no event"
    (one,) = _findings(office)
    assert (one.refused, one.same, one.distance, one.here.record) == (True, True, 0, deal)
    assert one.earlier is not None
    assert (one.earlier.record, one.earlier.place, one.earlier.person.name) == (deal, "act:log_follow_up", "li")


def test_a_colleagues_picture_is_refused_without_telling_whose_record_it_was(office: House) -> None:
    mine, theirs = office.deal("li")[0], office.deal("zhao")[0]
    assert isinstance(_follow(office, "zhao", theirs, jpeg(PICTURE)), Answer)
    told = _reused(_follow(office, "li", mine, jpeg(PICTURE, 60)))
    assert told["earlier"] is None
    assert "record" not in told
    assert "另一条记录" in told["message"]
    (one,) = _findings(office)
    assert not one.same
    assert one.earlier is not None
    assert one.earlier.person.name == "zhao"
    (seen,) = _findings(office, "wang")
    assert seen.earlier is None, "the record of another region stays hidden from this manager"
    assert _findings(office, "liang") == [], "nor does he of the other region see this one"
    assert isinstance(office.services.evidence.page(office.people["li"], "sales"), Refusal)


@pytest.mark.parametrize("how", ["half the size", "the top bar cut off", "a screenshot of a screenshot"])
def test_a_picture_that_was_handled_is_the_same_picture(how: str, office: House) -> None:
    deal, _ = office.deal()
    assert isinstance(_follow(office, "li", deal, jpeg(PICTURE)), Answer)
    _reused(_follow(office, "li", deal, jpeg(HANDLED[how](PICTURE))))


def test_other_words_in_the_same_bubbles_are_another_picture(office: House) -> None:
    deal, _ = office.deal()
    for words in (1, 2):
        assert isinstance(_follow(office, "li", deal, jpeg(chat(words, layout(1)))), Answer)
    assert _findings(office) == []


def test_the_same_picture_twice_in_one_act_does_not_make_two(office: House) -> None:
    deal, _ = office.deal()
    answer = _follow(office, "li", deal, jpeg(PICTURE), jpeg(again(PICTURE, 50)))
    assert isinstance(answer, Refusal)
    assert [(issue.path, issue.code) for issue in answer.issues] == [("files[1]", "evidence_reused")]


def test_the_same_document_is_known_by_its_content(office: House) -> None:
    deal, _ = office.deal()
    assert isinstance(_follow(office, "li", deal, sample("pdf"), name="a.pdf"), Answer)
    _reused(_follow(office, "li", deal, sample("pdf"), name="b.pdf"))


def test_what_is_only_noted_is_taken_and_its_event_says_so(office: House) -> None:
    deal, _ = office.deal()
    first = office.upload("li", jpeg(PICTURE))
    office.perform("li", deal, "record_board", first)
    second = office.upload("li", jpeg(PICTURE, 70))
    office.perform("li", deal, "record_board", second)
    acted = [event for event in office.events("opportunity", deal) if event.kind == "acted"]
    assert [event.data.get("reused") for event in acted] == [None, [second]]
    (one,) = _findings(office)
    assert (one.refused, one.here.file.id, one.seen_at) == (False, second, None)
    assert one.earlier is not None
    assert one.earlier.file.id == first


def test_trying_again_is_one_finding_and_looking_at_it_is_noted_once(office: House) -> None:
    deal, _ = office.deal()
    assert isinstance(_follow(office, "li", deal, jpeg(PICTURE)), Answer)
    file = office.upload("li", jpeg(PICTURE, 70))
    for _ in range(3):
        _reused(office.submit("li", "opportunity", deal, Perform("log_follow_up", SAID, (file,))))
    (one,) = _findings(office, unseen=True)
    for who in ("chen", "wang"):
        looked = office.services.evidence.see(office.people[who], "sales", one.id)
        assert isinstance(looked, FindingView)
        assert looked.seen_by is not None
        assert looked.seen_by.name == "chen"
    assert _findings(office, unseen=True) == []
    assert len(_findings(office)) == 1


def test_judging_leaves_no_finding(office: House) -> None:
    deal, _ = office.deal()
    assert isinstance(_follow(office, "li", deal, jpeg(PICTURE)), Answer)
    file = office.upload("li", jpeg(PICTURE))
    asked = Submission("sales", "opportunity", deal, Perform("log_follow_up", SAID, (file,)))
    judged = office.services.filling.judge(office.people["li"], asked)
    assert not isinstance(judged, Refusal)
    assert judged.decision == "invalid"
    assert _findings(office) == []


def test_a_refused_picture_stays_for_the_supervisor_and_the_original_with_it(office: House) -> None:
    deal, _ = office.deal()
    assert isinstance(_follow(office, "li", deal, jpeg(PICTURE)), Answer)
    data = jpeg(PICTURE, 66)
    _reused(_follow(office, "li", deal, data))
    (one,) = _findings(office)
    files = office.services.attaching
    for who, sees in (("chen", True), ("wang", True), ("liang", False), ("zhou", False)):
        opened = files.original(office.people[who], one.here.file.id)
        assert isinstance(opened, Refusal) is not sees, who
        if not isinstance(opened, Refusal):
            with opened.stream:
                assert opened.stream.read() == data
            assert not opened.inline
    assert isinstance(files.original(office.people["li"], one.here.file.id), Refusal), "he sees only his own records"


@pytest.mark.parametrize("round_", range(3))
def test_of_two_at_once_with_the_same_picture_one_is_refused(round_: int, office: House) -> None:
    deals = [office.deal(who)[0] for who in ("li", "zhao", "zhou")]
    data = jpeg(PICTURE, 80 + round_)
    files = [office.upload(who, data) for who in ("li", "zhao", "zhou")]
    answers: list[Answer | Refusal] = []
    start = threading.Barrier(3)

    def act(who: str, deal: str, file: str) -> None:
        start.wait()
        answers.append(office.submit(who, "opportunity", deal, Perform("log_follow_up", SAID, (file,))))

    threads = [threading.Thread(target=act, args=one) for one in zip(("li", "zhao", "zhou"), deals, files, strict=True)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(isinstance(answer, Answer) for answer in answers) == [False, False, True]
    assert len(_findings(office)) == 2


def test_pictures_from_before_get_their_prints(office: House) -> None:
    deal, _ = office.deal()
    assert isinstance(_follow(office, "li", deal, jpeg(PICTURE)), Answer)
    with office.db.write() as tx:
        tx.execute(file_print.delete())
    assert office.services.attaching.printing.catch_up() == 1
    assert office.services.attaching.printing.catch_up() == 0
    _reused(_follow(office, "li", deal, jpeg(PICTURE, 60)))
