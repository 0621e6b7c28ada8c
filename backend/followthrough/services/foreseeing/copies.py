"""What a publication of the draft would copy into fields that come in place of others, what it could not, and what it merges.

Every value is converted as it will be, a slice to a request. What the asker's role does not see in force is neither counted
nor told; named are only records that he sees.
"""

from __future__ import annotations

from collections.abc import Sequence

from followthrough.core.compile import CompiledApp
from followthrough.core.fields.convert import asks_elsewhere, called_by, convert
from followthrough.core.fields.elsewhere import Asked
from followthrough.core.run.access import in_scope
from followthrough.core.run.acts import Actor, Moment, Snapshot
from followthrough.services.designing.copying import Copy, Merge, copies_begun, merges_begun
from followthrough.services.designing.reading import hidden
from followthrough.services.loading import Surroundings
from followthrough.services.titling import named_by, names_of, record_title, text_of
from followthrough.services.views_foresee import CopyForeseen, LostValue, MergedOption, MergeForeseen
from followthrough.services.wording import both
from followthrough.store import standing
from followthrough.store.query import reader_of
from followthrough.store.tx import Tx

SLICE = 5000
"""Values converted in one request."""
NAMED = 5
"""Values named of each copy that have no form in the new kind."""
LOOKED_FOR = 50
"""Among so many of them, those that the asker sees."""
Lost = tuple[str, object]
"""(record, value as stored)."""


def copies_of(
    tx: Tx, moment: Moment, actor: Actor, old: CompiledApp, new: CompiledApp, after: tuple[str, str] | None
) -> tuple[list[CopyForeseen], tuple[str, str] | None]:
    """What of the copies that `new` begins lies in the slice after a place ("entity.field", id of the value looked at last;
    None: the first), and where to go on from."""
    begun = sorted(copies_begun(old, new), key=_name)
    told: list[CopyForeseen] = []
    left = SLICE
    for one in begun:
        if after is not None and _name(one) < after[0]:
            continue
        if left == 0:
            return told, (_name(one), "")
        since = after[1] if after is not None and _name(one) == after[0] else ""
        secret = _secret(old, new, actor.role, one)
        values = [] if secret else standing.values_of(tx, old, one.holder, one.source, one.empty(old), since, left)
        lost = _lost(tx, moment.zone, old, new, one, values)
        told.append(
            CopyForeseen(
                entity=one.entity,
                label=both(new.entities[one.holder].label),
                path=_name(one),
                field=both(new.entities[one.holder].fields[one.field].label),
                source=both(new.entities[one.holder].fields[one.source].label),
                kind=new.entities[one.holder].fields[one.field].kind.id,
                looked_at=len(values),
                lost=len(lost),
                examples=_named(tx, moment, actor, old, one, lost[:LOOKED_FOR]),
                withheld=secret,
            )
        )
        left -= len(values)
        if left == 0:
            return told, (_name(one), values[-1][0])
    return told, None


def merges_of(tx: Tx, actor: Actor, old: CompiledApp, new: CompiledApp) -> list[MergeForeseen]:
    """The options that `new` merges, with how many records hold them."""
    told: list[MergeForeseen] = []
    for one in merges_begun(old, new):
        field = new.entities[one.holder].fields[one.field]
        options = field.property.field.options
        secret = _hidden(old, actor.role, one)
        told.append(
            MergeForeseen(
                entity=one.entity,
                label=both(new.entities[one.holder].label),
                path=_name(one),
                field=both(field.label),
                options=[
                    MergedOption(label=both(options[name].label), into=both(options[into].label))
                    for name, into in sorted(one.options.items())
                ],
                records=0 if secret else standing.number_holding(tx, old, one.holder, one.field, one.options),
                withheld=secret,
            )
        )
    return told


def _name(one: Copy | Merge) -> str:
    return f"{one.holder}.{one.field}"


def _secret(old: CompiledApp, new: CompiledApp, role: str, one: Copy) -> bool:
    """Whether the role does not see what is copied, the titles it is read by, or (where something may stand there) what it is
    copied to."""
    seen = [(one.holder, one.source), (one.holder, one.empty(old) or one.source)]
    fields = new.entities[one.holder].fields
    called = called_by(fields[one.source].property, fields[one.field].property)
    seen += [(target, old.entities[target].info.title) for target in called if target in old.entities]
    return _hidden(old, role, one) or any(hidden(old, role, *name) for name in seen)


def _hidden(old: CompiledApp, role: str, one: Copy | Merge) -> bool:
    """Whether the role does not see the field, or the rows it is of."""
    rows = one.path.partition(".")[0] if one.entity != one.holder else None
    return hidden(old, role, one.holder, one.field) or hidden(old, role, one.entity, rows)


def _lost(
    tx: Tx, zone: str, old: CompiledApp, new: CompiledApp, one: Copy, values: Sequence[tuple[str, str, object]]
) -> list[Lost]:
    """Of (id, record, value) those that have no form in the new field."""
    fields = new.entities[one.holder].fields
    was, now = fields[one.source].property, fields[one.field].property
    elsewhere = Surroundings(tx, old, None, zone).elsewhere
    if asks_elsewhere(was, now):
        asked = Asked()
        for _, _, value in values:
            convert(value, was, now, zone, asked)
        elsewhere.learn(asked)
    return [(record, value) for _, record, value in values if convert(value, was, now, zone, elsewhere) is None]


def _named(tx: Tx, moment: Moment, actor: Actor, old: CompiledApp, one: Copy, lost: Sequence[Lost]) -> list[LostValue]:
    """The first that the asker sees, each with its record; what a value points at is called as he may see it."""
    around = Surroundings(tx, old, None, moment.zone)
    keys = {(one.entity, record) for record, _ in lost}
    around.read_many(keys)
    around.chains(keys)
    found, was = [], old.entities[one.holder].fields[one.source]
    pointed = {key for _, value in lost for key in named_by(was, value)}
    names = names_of(tx, old, reader_of(old, actor, moment), pointed)
    for name, value in lost:
        record = around.records.get((one.entity, name))
        if record is None or not in_scope(old, Snapshot(record, around.records), actor, record):
            continue
        words = {lang: text_of(was, value, lang, names) for lang in ("zh", "en")}
        title = record_title(old, actor.role, record)
        found.append(LostValue(entity=one.entity, record=name, title=title, value=words))
        if len(found) == NAMED:
            break
    return found
