"""Checks of entities: what they name, what they belong to, ids that cannot be used, and each field by itself."""

from __future__ import annotations

from collections.abc import Iterator

from followthrough.core.fields import KINDS, FieldIssue
from followthrough.core.fields.options import merged_into
from followthrough.core.kit.fieldtype import FieldType
from followthrough.core.model.entity import Entity, Option, Property
from followthrough.core.model.scope import PARENT, fields_in_order, own_type, target_of

from .context import Context
from .copies import check_copy

RESERVED = frozenset({"act", "new", "constructor", "prototype", "rowid", "oid"})
"""`act.` and `new.` begin paths of action rules; the others mean something to JavaScript or SQLite."""

LONGEST = 60
"""Entity and field id together; indexes and messages are named after both."""

FILTERABLE = 40
"""Filterable fields of one entity: each costs an index."""

UNTITLED = frozenset({"rows", "file", "image", "address", "poly_reference", "choices", "tags"})


_COMPUTES = {"compute": "formula", "rollup": "rollup"}
"""By what member which kind is worked out."""


def check_entities(ctx: Context) -> None:
    """Every entity and each of its fields."""
    for name, entity in sorted(ctx.app.entities.items()):
        at = f"entity/{name}"
        _info(ctx, name, entity, f"{at}/entity")
        _rows(ctx, name, entity, f"{at}/entity")
        _ids(ctx, name, entity, at)
        count = sum(prop.field.filterable for prop in entity.properties.values())
        if count > FILTERABLE:
            ctx.add("too_many_filterable", at, None, entity=name, count=count, limit=FILTERABLE)
        for key, prop in fields_in_order(entity):
            _field(ctx, name, key, prop, f"{at}/properties/{key}")
    _owner_cycles(ctx)


def _info(ctx: Context, name: str, entity: Entity, at: str) -> None:
    info = entity.entity
    if ctx.own_field(name, info.title, f"{at}/title") and entity.properties[info.title].field.kind in UNTITLED:
        ctx.add("title_unsuitable", f"{at}/title", None, field=info.title)
    if info.subtitle is not None:
        ctx.own_field(name, info.subtitle, f"{at}/subtitle")
    owner = info.belongs_to
    if owner is not None and ctx.own_field(name, owner, f"{at}/belongs_to"):
        kind = entity.properties[owner].field.kind
        if kind != "reference":
            ctx.add("belongs_to_wrong", f"{at}/belongs_to", None, field=owner)


def _rows(ctx: Context, name: str, entity: Entity, at: str) -> None:
    info = entity.entity
    if info.rows_of is not None and ctx.entity(info.rows_of, f"{at}/rows_of") is not None:
        holders = [key for key, prop in ctx.app.entities[info.rows_of].properties.items() if _rows_of(prop, name)]
        if len(holders) != 1:
            ctx.add("rows_mismatch", f"{at}/rows_of", None, field="、".join(holders) or "–", entity=name)


def _rows_of(prop: Property, child: str) -> bool:
    return prop.field.kind == "rows" and prop.field.target == child


def _ids(ctx: Context, name: str, entity: Entity, at: str) -> None:
    if name in RESERVED:
        ctx.add("id_reserved", at, None, id=name)
    for key in entity.properties:
        if key in RESERVED:
            ctx.add("id_reserved", f"{at}/properties/{key}", None, id=key)
        if len(name) + len(key) > LONGEST:
            ctx.add("id_too_long", f"{at}/properties/{key}", None, entity=name, field=key, limit=LONGEST)


def _field(ctx: Context, entity: str, key: str, prop: Property, at: str) -> None:
    _rules(ctx, entity, key, prop, f"{at}/field")
    _targets(ctx, entity, key, prop, f"{at}/field")
    _options(ctx, prop, f"{at}/field")
    _worked_out(ctx, entity, prop, f"{at}/field")
    check_bounds(ctx, key, prop, at)
    check_default(ctx, key, prop, f"{at}/field/default")
    if prop.field.rollup is not None:
        _rollup(ctx, entity, prop, f"{at}/field/rollup")
    if prop.field.lookup is not None:
        _lookup(ctx, entity, prop, f"{at}/field/lookup")
    if prop.field.copied_from is not None:
        check_copy(ctx, entity, key, prop, f"{at}/field/copied_from")


def _rules(ctx: Context, entity: str, key: str, prop: Property, at: str) -> None:
    scope, spec = ctx.scope(entity), prop.field
    kind = own_type(ctx.app, entity, key)
    ctx.condition(spec.relevance, scope, f"{at}/relevance")
    ctx.condition(spec.required_when, scope, f"{at}/required_when")
    ctx.rule(spec.default_rule, scope, f"{at}/default_rule", _storable(kind))
    ctx.rule(spec.compute, scope, f"{at}/compute", kind)
    for name, statement in spec.constraint.items():
        ctx.condition(statement.rule, scope, f"{at}/constraint/{name}/rule")


def _storable(kind: FieldType | None) -> FieldType | None:
    return None if kind is None or kind.base == "opaque" else kind


def _targets(ctx: Context, entity: str, key: str, prop: Property, at: str) -> None:
    spec = prop.field
    named = [(spec.target, f"{at}/target")] if spec.target is not None else []
    named += [(target, f"{at}/targets/{target}") for target in spec.targets]
    for target, place in named:
        found = ctx.entity(target, place)
        if found is None:
            continue
        if spec.kind == "rows":
            if found.entity.rows_of != entity:
                ctx.add("rows_mismatch", place, None, field=key, entity=target)
        elif found.entity.rows_of is not None:
            ctx.add("reference_to_rows", place, None, entity=target)


def _worked_out(ctx: Context, entity: str, prop: Property, at: str) -> None:
    """What a computed field is worked out from must be said, unless it is retired and keeps the values it has."""
    kept = prop.field.archived or ctx.archived(entity)
    for kind in ("compute", "rollup"):
        if prop.field.kind == _COMPUTES[kind] and getattr(prop.field, kind) is None and not kept:
            ctx.add("incomplete", f"{at}/{kind}", None, member=kind)


def _options(ctx: Context, prop: Property, at: str) -> None:
    options = prop.field.options
    for name, option in options.items():
        place = f"{at}/options/{name}/parent"
        if option.parent is not None and option.parent not in options:
            ctx.add("unknown_option", place, None, option=option.parent)
        elif name in list(_ancestors(options, option)):
            ctx.add("option_cycle", place, None, option=name)
        if option.merged_into is not None:
            _merged(ctx, options, name, f"{at}/options/{name}/merged_into")


def _merged(ctx: Context, options: dict[str, Option], name: str, place: str) -> None:
    """Options are merged into one there is, and not in a circle."""
    into = options[name].merged_into
    if into not in options:
        ctx.add("unknown_option", place, None, option=into)
    elif merged_into(options, name) is None:
        ctx.add("option_cycle", place, None, option=name)


def _ancestors(options: dict[str, Option], option: Option) -> Iterator[str]:
    seen: set[str] = set()
    parent = option.parent
    while parent is not None and parent in options and parent not in seen:
        seen.add(parent)
        yield parent
        parent = options[parent].parent


def check_bounds(ctx: Context, key: str, prop: Property, at: str) -> None:
    """Lower bounds must not lie above upper ones (also of an action's own input)."""
    pairs = (
        ("minimum", prop.minimum, prop.maximum),
        ("minLength", prop.minLength, prop.maxLength),
        ("minItems", prop.minItems, prop.maxItems),
    )
    for name, low, high in pairs:
        if low is not None and high is not None and low > high:
            ctx.add("range_empty", f"{at}/{name}", None, field=key, low=low, high=high)


def check_default(ctx: Context, key: str, prop: Property, at: str) -> None:
    """A fixed default must be a value the kind accepts, and an option in use (also of an action's own input)."""
    value = prop.field.default
    if value in (None, "", []):
        return
    try:
        KINDS[prop.field.kind].normalise(value, prop)
    except FieldIssue as issue:
        ctx.add("default_invalid", at, None, field=key, reason=issue.code)
        return
    for option in value if isinstance(value, list) else [value]:
        known = prop.field.options.get(option) if isinstance(option, str) else None
        if known is not None and known.archived:
            ctx.add("option_unavailable", at, None, option=option)


def _rollup(ctx: Context, entity: str, prop: Property, at: str) -> None:
    spec = prop.field.rollup
    assert spec is not None
    if ctx.entity(spec.entity, f"{at}/entity") is None:
        return
    if target_of(ctx.app, spec.entity, spec.via) != entity:
        ctx.add("rollup_target", f"{at}/via", None, entity=spec.entity, via=spec.via)
    ctx.condition(spec.where, ctx.scope(spec.entity), f"{at}/where")
    if spec.op == "count":
        return
    if spec.value is None:
        ctx.add("incomplete", at, None, member="value")
        return
    if not ctx.own_field(spec.entity, spec.value, f"{at}/value"):
        return
    kind = own_type(ctx.app, spec.entity, spec.value)
    if kind is None or kind.base not in _AGGREGATES[spec.op]:
        ctx.add("rollup_value", f"{at}/value", None, field=spec.value, op=spec.op)
        return
    declared = KINDS["rollup"].rule_type(prop)
    if (declared.base, declared.unit) != (kind.base, kind.unit):
        ctx.add("rollup_type", at, None, expected=_worded(kind), found=_worded(declared))


_ORDERED = frozenset({"number", "date", "instant"})
_AGGREGATES = {"sum": frozenset({"number"}), "avg": frozenset({"number"}), "min": _ORDERED, "max": _ORDERED}


def _worded(kind: FieldType) -> str:
    return kind.unit or kind.base


def _lookup(ctx: Context, entity: str, prop: Property, at: str) -> None:
    spec = prop.field.lookup
    assert spec is not None
    if not ctx.own_field(entity, spec.via, f"{at}/via"):
        return
    if ctx.app.entities[entity].properties[spec.via].field.kind != "reference":
        ctx.add("lookup_target", f"{at}/via", None, via=spec.via)
        return
    target = target_of(ctx.app, entity, spec.via)
    if target is not None:  # an unknown target is reported at the reference itself
        ctx.own_field(target, spec.value, f"{at}/value")


def _owner_cycles(ctx: Context) -> None:
    reported: set[frozenset[str]] = set()
    for name in sorted(ctx.app.entities):
        chain = [name]
        while True:
            info = ctx.app.entities[chain[-1]].entity
            reference = PARENT if info.rows_of else info.belongs_to
            target = target_of(ctx.app, chain[-1], reference) if reference else None
            if target is None:
                break
            if target in chain:
                circle = chain[chain.index(target) :]
                if frozenset(circle) not in reported:
                    reported.add(frozenset(circle))
                    ctx.add("belongs_to_cycle", f"entity/{circle[0]}/entity/belongs_to", None, entities=circle)
                break
            chain.append(target)
