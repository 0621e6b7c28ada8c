"""What a field in force holds, as options of the field that would take its place: typed values become a list to choose from.

Values that differ in blanks, width or case alone are one, as one option would be found for them; of these the spelling
that most records have is told. Texts are told as far as the asker sees their records.
"""

from __future__ import annotations

from collections import Counter, defaultdict

from followthrough.core.compile import CompiledApp, CompiledField
from followthrough.core.fields.characters import folded
from followthrough.core.fields.convert import becomes, option_names
from followthrough.core.run.acts import Actor, Moment
from followthrough.services.designing.reading import hidden
from followthrough.services.refusal import NOT_FOUND, Abandoned, refuse
from followthrough.services.views_foresee import HeldSet, HeldValue, HeldValuesView
from followthrough.store.query import Held, held, reader_of
from followthrough.store.tx import Tx

OPTIONAL = ("choice", "choices", "tags")
"""Kinds whose options may be made of what is held."""
TOLD = 100
"""Values told."""
SETS = 1000
"""Different sets of them told."""
SPELLINGS = 10_000
"""Different values looked at, the most frequent ones."""
LONGEST = 60
"""Characters of what may be the name of an option."""


def held_of(tx: Tx, live: CompiledApp, actor: Actor, moment: Moment, of: tuple[str, str], kind: str) -> HeldValuesView:
    """What (entity, field) holds. Raises Abandoned(not_found, bad_request)."""
    holder, name = of
    entity = live.entities.get(holder)
    if entity is None or name not in entity.columns:
        raise Abandoned(NOT_FOUND)
    field = entity.fields[name]
    if kind not in OPTIONAL or field.kind.id in OPTIONAL or kind not in becomes(field.kind.id):
        raise Abandoned(refuse("bad_request", reason="kind"))
    if _secret(live, actor.role, holder, name):
        return HeldValuesView(values=[], sets=[], distinct=0, filled=0, cut=False, withheld=True)
    found = held(tx, live, reader_of(live, actor, moment), holder, name, SPELLINGS)
    return _told(found, field, kind)


def _secret(live: CompiledApp, role: str, holder: str, name: str) -> bool:
    """Whether the role does not see the field, or the rows it is of."""
    parent, rows = live.entities[holder].rows_of or (None, None)
    return hidden(live, role, holder, name) or (parent is not None and hidden(live, role, parent, rows))


def _told(found: Held, field: CompiledField, kind: str) -> HeldValuesView:
    spellings: dict[str, Counter[str]] = defaultdict(Counter)
    sets: Counter[tuple[str, ...]] = Counter()
    for value, records in found.values:
        names = {folded(name): name for name in option_names(value, field.property, kind)}
        sets[tuple(sorted(names))] += records
        for key, name in names.items():
            spellings[key][name] += records
    spellings.pop("", None)
    possible = sorted((-of.total(), key) for key, of in spellings.items() if len(_most(of)) <= LONGEST)
    place = {key: n for n, (_, key) in enumerate(possible[:TOLD])}
    whole = [(names, records) for names, records in sets.most_common() if names and all(one in place for one in names)]
    return HeldValuesView(
        values=[HeldValue(text=_most(spellings[key]), records=spellings[key].total()) for key in place],
        sets=[HeldSet(values=sorted(place[one] for one in names), records=records) for names, records in whole[:SETS]],
        distinct=len(spellings) + found.more,
        filled=found.filled,
        cut=found.more > 0 or found.filled > found.seen or len(whole) > SETS,
        withheld=False,
    )


def _most(spellings: Counter[str]) -> str:
    """The most frequent spelling, single spaces: the first of the alphabet where several are."""
    return " ".join(min(spellings, key=lambda one: (-spellings[one], one)).split())
