"""The samples of a trial: whoever acts as a rep has something of his own to act on at once, and what is not there says why."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from followthrough.core.compile import CompiledApp
from followthrough.core.model.app import AppDocument
from followthrough.services.refusal import Refusal
from followthrough.services.trying import cast
from followthrough.services.trying.samples import EACH, Samples, make_samples
from followthrough.services.watching import ListAsked
from followthrough.services.who import Who, who_is
from tests.services.house import CATALOGUE, House, changed, template

TEMPLATES = sorted(one.name for one in CATALOGUE.iterdir())


class Sampled:
    """A house with the people of a trial and their samples."""

    def __init__(self, url: str, folder: Path, app: AppDocument) -> None:
        self.house = House(url, folder, app, clocked=True)
        services, key = self.house.services, app.app.key
        with services.db.read() as tx:
            compiled = services.registry.app(tx, key)
        assert compiled is not None
        self.app: CompiledApp = compiled
        made = services.db.transact(lambda tx: cast.move_in(tx, compiled))
        with services.db.read() as tx:
            self.people = [one for key in made if (one := who_is(tx, key)) is not None]
        self.samples: Samples = make_samples(services, compiled, self.people)

    def of(self, role: str) -> list[Who]:
        """The people of a role."""
        return [one for one in self.people if one.roles[self.app.key] == role]

    def seen(self, who: Who, entity: str) -> tuple[int, int]:
        """How many records somebody sees, and how many of them are his."""
        found = self.house.services.watching.page(who, self.app.key, entity, ListAsked(limit=200))
        assert not isinstance(found, Refusal)
        return len(found.rows), sum(row.owner == who.person for row in found.rows)


@pytest.mark.parametrize("key", TEMPLATES)
def test_everybody_has_samples_of_his_own_of_all_he_may_make(key: str, sqlite_url: str, tmp_path: Path) -> None:
    tried = Sampled(sqlite_url, tmp_path, template(key))
    for who in tried.people:
        for entity, right in tried.app.doc.access.roles[who.roles[key]].entities.items():
            if tried.app.entities[entity].rows_of is not None:
                continue
            all_of_it, own = tried.seen(who, entity)
            least = 0 if not right.create else EACH if right.scope == "own" else 1
            assert own >= least, (who.name, entity)
            assert all_of_it >= max(least, 1), (who.name, entity)
    assert tried.samples.left_out == ()
    tried.house.close()


def test_samples_of_a_rep_refer_to_his_own(sqlite_url: str, tmp_path: Path) -> None:
    tried = Sampled(sqlite_url, tmp_path, template("sales"))
    (rep,) = tried.of("rep")
    watching = tried.house.services.watching
    mine = watching.page(rep, "sales", "opportunity", ListAsked(limit=200))
    quotes = watching.page(rep, "sales", "quote", ListAsked(limit=200))
    assert not isinstance(mine, Refusal)
    assert not isinstance(quotes, Refusal)
    assert {row.values["opportunity"] for row in quotes.rows} == {row.id for row in mine.rows}
    proofs = watching.page(rep, "sales", "payment", ListAsked(limit=200))
    assert not isinstance(proofs, Refusal)
    assert all(row.values["proof"] for row in proofs.rows), "evidence that must be there is drawn"
    tried.house.close()


def test_what_is_left_out_says_of_what_by_whom_and_why(sqlite_url: str, tmp_path: Path) -> None:
    def forbid(app: dict[str, Any]) -> None:
        field = app["entities"]["payment"]["properties"]["proof"]["field"]
        field.update(kind="file", accept={"audio": {}})

    tried = Sampled(sqlite_url, tmp_path, changed(template("sales"), forbid))
    (one,) = tried.samples.left_out
    names = tuple(who.name for role in ("rep", "manager", "supervisor", "hq_admin") for who in tried.of(role))
    assert (one.entity, one.by, one.count) == ("payment", names, EACH + 3), "who sees least first, then one try of each"
    assert one.why == {"zh": "“回款截图”必填", "en": "“Proof”: Required"}
    tried.house.close()
