"""Sample records of a trial, made by its people through ordinary acts: what a gate refuses is left out, and said why."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from followthrough.core.compile import CompiledApp, CompiledEntity
from followthrough.core.run.acts import Create
from followthrough.services.filling import Submission
from followthrough.services.refusal import Refusal
from followthrough.services.views_base import Text
from followthrough.services.who import Who
from followthrough.services.wording import LANGS, field_label

from .folder import LeftOut
from .sampler import Sampler

if TYPE_CHECKING:
    from followthrough.services.wiring import Services

EACH = 3
"""So many records of each entity for whoever sees least; everybody else gets one."""
TRIES = 4
_WIDTH = {"own": 0, "unit": 1, "subtree": 2, "all": 3}
_NARROW = ("own", "unit")


@dataclass(frozen=True, slots=True)
class Samples:
    """How many records were made, and what was left out."""

    made: int
    left_out: tuple[LeftOut, ...]


@dataclass(frozen=True, slots=True)
class _Share:
    """Samples are made for `owner`, by himself or, where he only sees them, by who may give him some."""

    owner: Who
    maker: Who


def make_samples(services: Services, app: CompiledApp, people: list[Who]) -> Samples:
    """Make records of every entity people create by themselves, those that others refer to first: EACH for whoever sees
    least, one for everybody else who may have his own."""
    made: dict[str, list[tuple[str, str]]] = {}
    refused = _Refused()
    for entity in _in_order(app):
        here = made.setdefault(entity.id, [])
        number, many = 0, EACH
        for share in _shares(app, entity, people):
            for _ in range(many):
                sampler = Sampler(services, app, made, share.maker, share.owner, number)
                number += 1
                done = _create(services, app, entity, share, sampler)
                if not isinstance(done, Refusal):
                    here.append((done, share.owner.person))
                    continue
                refused.note(entity.id, share.maker.name, _why(app, entity, done))
                if number > EACH:
                    break
            many = 1 if here else EACH
    return Samples(sum(map(len, made.values())), refused.all())


class _Refused:
    """What could not be made: that of one entity and for one reason together."""

    def __init__(self) -> None:
        self._found: dict[tuple[str, str], tuple[Text, Counter[str]]] = {}

    def note(self, entity: str, by: str, why: Text) -> None:
        """One more."""
        self._found.setdefault((entity, why["zh"]), (why, Counter()))[1][by] += 1

    def all(self) -> tuple[LeftOut, ...]:
        """In the order in which they were refused."""
        return tuple(
            LeftOut(entity=entity, by=tuple(names), count=names.total(), why=why)
            for (entity, _), (why, names) in self._found.items()
        )


def _in_order(app: CompiledApp) -> list[CompiledEntity]:
    """Entities with records of their own, each after those it refers to (as far as they do not go round in a circle)."""
    left = [one for one in app.entities.values() if one.rows_of is None and not one.info.archived]
    left.sort(key=lambda one: (one.info.order, one.id))
    done: list[CompiledEntity] = []
    while left:
        waiting = {one.id for one in left}
        free = [one for one in left if not _needs(app, one) & (waiting - {one.id})]
        done.append((free or left)[0])
        left.remove(done[-1])
    return done


def _needs(app: CompiledApp, entity: CompiledEntity) -> set[str]:
    """What it refers to, in its detail rows too."""
    rows = [app.entities[one] for one in entity.rows.values()]
    fields = [field for one in (entity, *rows) for field in one.fields.values() if not field.archived]
    return {target for field in fields for target in field.targets} - {entity.id}


def _shares(app: CompiledApp, entity: CompiledEntity, people: list[Who]) -> list[_Share]:
    """Who gets samples of an entity, those who see least first: whoever may create one, and whoever sees only what is his
    or his unit's and waits for others to make it."""
    able, waiting = [], []
    for who in people:
        right = app.doc.access.roles[who.roles[app.key]].entities.get(entity.id)
        if right is None:
            continue
        if right.create:
            able.append((_WIDTH[right.scope], who.name, who, right.assign))
        elif right.scope in _NARROW:
            waiting.append((_WIDTH[right.scope], who.name, who))
    able.sort(key=lambda one: one[:2])
    # A record that belongs to another is whose that is; of one by itself somebody must be able to say whose it becomes.
    givers = [who for _, _, who, assigns in able if assigns or entity.owner_chain]
    found = [(width, name, _Share(who, who)) for width, name, who, _ in able]
    found += [(width, name, _Share(who, givers[-1])) for width, name, who in waiting if givers]
    return [share for _, _, share in sorted(found, key=lambda one: one[:2])]


def _create(
    services: Services, app: CompiledApp, entity: CompiledEntity, share: _Share, sampler: Sampler
) -> str | Refusal:
    """One record, or why not: what an answer says is wrong is left empty at the next try, what it misses is supplied."""
    values = sampler.values(entity)
    given = share.owner is not share.maker and not entity.owner_chain
    owner, unit = (share.owner.person, share.owner.unit) if given else (None, None)
    left = TRIES
    while True:
        act = Create(entity.id, "", values, owner=owner, unit=unit)
        done = services.filling.submit(share.maker, Submission(app.key, entity.id, None, act))
        if not isinstance(done, Refusal):
            return done.record.id
        left -= 1
        changed = dict(_without(done, values))
        for name in _missed(done) - changed.keys():
            value = sampler.demanded(entity, name)
            if value is not None:
                changed[name] = value
        if changed == values or not left:
            return done
        values = changed


def _without(refused: Refusal, values: dict[str, object]) -> Iterator[tuple[str, object]]:
    wrong = {_top(one.path) for one in refused.issues}
    return ((name, value) for name, value in values.items() if name not in wrong)


def _missed(refused: Refusal) -> set[str]:
    """Fields of the record itself that must be filled in."""
    lacks = {one.field for one in refused.needs if one.field is not None and one.record_title is None}
    return lacks | {_top(one.path) for one in refused.issues if one.code == "required"}


def _top(path: str) -> str:
    return re.split(r"[.\[/]", path, maxsplit=1)[0]


def _why(app: CompiledApp, entity: CompiledEntity, refused: Refusal) -> Text:
    """What stood in the way, in words: the fields and what was wrong with them, else what was missing, else the refusal."""
    said: list[Text] = []
    for one in refused.issues:
        label = field_label(app, entity.id, one.path)
        said.append({lang: _named(label, one.message, lang) for lang in LANGS})
    said += [one.message for one in refused.needs]
    if not said:
        return refused.problem.message()
    return {lang: ("；" if lang == "zh" else "; ").join(dict.fromkeys(one[lang] for one in said)) for lang in LANGS}


def _named(label: Text | None, message: Text, lang: str) -> str:
    if label is None:
        return message[lang]
    return f"“{label[lang]}”{message[lang]}" if lang == "zh" else f"“{label[lang]}”: {message[lang]}"
