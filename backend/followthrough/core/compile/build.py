"""Makes an app document into a compiled app."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from followthrough.core.check import Finding, check
from followthrough.core.fields.options import merged_into
from followthrough.core.kit.ids import digest, plain_json
from followthrough.core.model.app import AppDocument
from followthrough.core.model.decode import to_json
from followthrough.core.model.scope import EntityScope, archived_entities, flow_of, in_order, roots

from .access import compile_role
from .action import compile_action
from .app import CompiledAction, CompiledApp, CompiledEntity, CompiledField, CompiledFlow, CompiledRollup, Gate
from .duty import duties_of
from .entity import compile_fields, derive_order, feeds_of, owner_chain, path_types, record_schema
from .flow import compile_flow
from .followers import followers_of, nightly_of
from .readers import gate_readers
from .resting import in_use, running
from .rule import CompiledRule
from .table import CompiledTable, tables_of
from .trigger import triggers_of

Fields = Mapping[str, Mapping[str, CompiledField]]


class CompileError(Exception):
    """The document has errors and cannot run. `findings` are those errors."""

    def __init__(self, findings: list[Finding]) -> None:
        super().__init__("; ".join(f"{finding.path}: {finding.code}" for finding in findings[:5]))
        self.findings = findings


def compile_app(app: AppDocument, version: int = 0) -> CompiledApp:
    """A document ready to run as version `version`. Raises CompileError when the check finds errors."""
    wrong = [finding for finding in check(app) if finding.severity == "error"]
    if wrong:
        raise CompileError(wrong)
    return compile_published(app, version)


def digest_of(app: AppDocument) -> str:
    """The sha256 of an app's canonical JSON: what a version is stored and told apart by."""
    return digest(plain_json(to_json(app)))


def compile_published(doc: AppDocument, version: int, known_digest: str | None = None) -> CompiledApp:
    """As `compile_app`, for a document that passed the check when it was published (a version never changes).

    `known_digest` is the digest stored with the version; without it, it is made anew.
    """
    app = running(doc)
    scopes = {name: EntityScope(app, name) for name in app.entities}
    fields = {name: compile_fields(app, name, scopes[name]) for name in app.entities}
    rollups = {name: {key: part.rollup for key, part in own.items() if part.rollup} for name, own in fields.items()}
    ordered = sorted(app.entities, key=lambda name: (app.entities[name].entity.order, name))
    entities = {name: _entity(app, name, fields[name], rollups, scopes[name]) for name in ordered}
    archived = archived_entities(app)
    roles = {name: compile_role(name, role, fields, archived) for name, role in in_order(app.access.roles)}
    readers = gate_readers(entities)
    digest_ = known_digest or digest_of(doc)
    return CompiledApp(
        key=app.app.key,
        version=version,
        digest=digest_,
        doc=doc,
        running=app,
        granted=compile_published(in_use(doc), version, digest_) if archived else None,
        entities=entities,
        roles=roles,
        readers=readers,
        followers=followers_of(entities),
        nightly=nightly_of(entities),
    )


def _entity(
    app: AppDocument,
    name: str,
    fields: Mapping[str, CompiledField],
    rollups: Mapping[str, Mapping[str, CompiledRollup]],
    scope: EntityScope,
) -> CompiledEntity:
    info = app.entities[name].entity
    flow_doc = flow_of(app, name)
    flow = compile_flow(flow_doc, scope) if flow_doc else None
    of_entity = {key: action for key, action in app.actions.items() if action.entity == name}
    actions = {key: compile_action(app, key, rollups[name]) for key, _ in in_order(of_entity)}
    tables = tables_of(app, name, scope)
    triggers = triggers_of(app, name)
    duties = duties_of(app, name, scope)
    reads = frozenset(_reads(fields, flow, actions, tables))
    reads = reads.union(duties.reads())
    reads |= {path for listed in triggers.values() for trigger in listed for path in trigger.reads}
    order = derive_order(fields)
    rows_field = _rows_field(app, name)
    return CompiledEntity(
        id=name,
        info=info,
        label=info.label,
        fields=fields,
        writable=tuple(key for key, part in fields.items() if not part.computed and not part.archived),
        derive_order=order,
        relevance_order=tuple(key for key in order if fields[key].relevance),
        compute_order=tuple(key for key in order if fields[key].compute and not fields[key].live),
        live=tuple(key for key in order if fields[key].live),
        references={key: part.targets for key, part in fields.items() if part.targets and part.rows is None},
        rows={key: part.rows for key, part in fields.items() if part.rows},
        rows_of=(info.rows_of, rows_field) if info.rows_of and rows_field else None,
        rollups=rollups[name],
        feeds=feeds_of(rollups, name),
        owner_chain=owner_chain(app, name),
        reads_through=roots(path for path in reads if "." in path),
        paths=path_types(fields, reads, scope),
        columns={key: part.column for key, part in fields.items() if part.column.value != "none"},
        scope=scope,
        schema=record_schema(fields),
        flow=flow,
        actions=actions,
        forms=dict(in_order({key: form for key, form in app.forms.items() if form.entity == name})),
        lists=dict(in_order({key: part for key, part in app.lists.items() if part.entity == name})),
        tables=tables,
        triggers=triggers,
        duties=duties,
        copies={key: str(part.property.field.copied_from) for key, part in fields.items() if _copies(part, fields)},
        merges={key: found for key, part in fields.items() if (found := _merges(part))},
    )


def _merges(part: CompiledField) -> dict[str, str]:
    options = part.property.field.options
    found = {} if part.computed else {one: merged_into(options, one) for one in options}
    return {one: into for one, into in found.items() if into is not None}


def _copies(part: CompiledField, fields: Mapping[str, CompiledField]) -> bool:
    source = fields.get(part.property.field.copied_from or "")
    return source is not None and not source.live and not part.computed


def _rows_field(app: AppDocument, child: str) -> str | None:
    parent = app.entities.get(app.entities[child].entity.rows_of or "")
    if parent is None:
        return None
    return next(
        (key for key, prop in parent.properties.items() if prop.field.kind == "rows" and prop.field.target == child),
        None,
    )


def _reads(
    fields: Mapping[str, CompiledField],
    flow: CompiledFlow | None,
    actions: Mapping[str, CompiledAction],
    tables: Mapping[str, CompiledTable],
) -> Iterator[str]:
    """Every path of the entity's records that its rules, demands, lookups and actions read or write."""
    for part in fields.values():
        rules = (part.relevance, part.required_when, part.default_rule, part.compute)
        yield from _of_rules(*rules, *(statement.rule for statement in part.constraints))
        if part.lookup is not None:
            yield f"{part.lookup.via}.{part.lookup.value}"
    for table in tables.values():
        yield from table.reads
    if flow is not None:
        yield from _of_rules(*(path.when for path in flow.paths.values()))
        for gate in flow.entry.values():
            yield from _of_gate(gate)
        for step in flow.transitions.values():
            yield from _of_rules(step.when)
            yield from _of_gate(step.gate)
    for action in actions.values():
        yield from (path for path in _of_action(action) if path.partition(".")[0] not in ("act", "new"))


def _of_action(action: CompiledAction) -> Iterator[str]:
    yield from _of_rules(action.when, action.effective, *(write.rule for write in action.writes))
    yield from _of_gate(action.gate)
    yield from (write.path for write in action.writes)
    if action.approval is not None:
        yield from _of_rules(*action.approval.rules)
        yield from action.approval.fields
    for part in (*action.inputs.values(), *(action.approval.inputs.values() if action.approval else ())):
        yield from _of_rules(part.required_when, part.relevance, part.default_rule)
        if part.doc.target:
            yield part.doc.target
    if action.creates is not None:
        yield from _of_rules(*action.creates.values.values())


def _of_gate(gate: Gate) -> Iterator[str]:
    yield from (need.path for need in gate.fields)
    whens = [need.when for need in gate.fields] + [need.when for need in gate.actions]
    yield from _of_rules(*whens, *(statement.rule for statement in gate.statements))


def _of_rules(*rules: CompiledRule | None) -> Iterator[str]:
    for made in rules:
        if made is not None:
            yield from made.reads
