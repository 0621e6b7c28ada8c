"""Checks of forms and lists: the fields they name, and what lists sort, filter and sum by."""

from __future__ import annotations

from collections.abc import Iterator

from followthrough.core.model.base import Node
from followthrough.core.model.layout import ListDoc
from followthrough.core.model.scope import in_order, property_at
from followthrough.core.rules import fields_of

from .context import Context


def check_layouts(ctx: Context) -> None:
    """Every form and every list."""
    for name in sorted(ctx.app.forms):
        _form(ctx, name)
    for name, document in sorted(ctx.app.lists.items()):
        if ctx.entity(document.entity, f"list/{name}/entity") is not None:
            _list(ctx, document, f"list/{name}")
    _unused(ctx)


def _form(ctx: Context, name: str) -> None:
    form = ctx.app.forms[name]
    if ctx.entity(form.entity, f"form/{name}/entity") is None:
        return
    seen: set[str] = set()
    for section_id, section in in_order(form.sections):
        for field, _ in in_order(section.fields):
            at = f"form/{name}/sections/{section_id}/fields/{field}"
            if not ctx.own_field(form.entity, field, at):
                continue
            if field in seen:
                ctx.add("form_field_twice", at, None, field=field)
            seen.add(field)
            _archived(ctx, form.entity, field, at)


def _list(ctx: Context, document: ListDoc, at: str) -> None:
    entity = document.entity
    for path in document.columns:
        if ctx.field_path(entity, path, f"{at}/columns/{path}") is not None:
            _archived(ctx, entity, path, f"{at}/columns/{path}")
    _sort(ctx, entity, document.sort, f"{at}/sort")
    for name, view in in_order(document.views):
        here = f"{at}/views/{name}"
        if ctx.condition(view.filter, ctx.scope(entity), f"{here}/filter"):
            _filter(ctx, entity, view.filter, f"{here}/filter")
        if view.sort is not None:
            _sort(ctx, entity, view.sort, f"{here}/sort")
    if document.kanban is None:
        return
    if ctx.flow(entity) is None:
        ctx.add("kanban_without_flow", f"{at}/kanban", None, entity=entity)
    for path in document.kanban.fields:
        ctx.field_path(entity, path, f"{at}/kanban/fields/{path}")
    total = document.kanban.total
    if total is not None:
        kind = ctx.field_path(entity, total, f"{at}/kanban/total")
        if kind is not None and kind.base != "number":
            ctx.add("not_a_number", f"{at}/kanban/total", None, field=total)


def _sort(ctx: Context, entity: str, key: str, at: str) -> None:
    path = key.removeprefix("-")
    if ctx.field_path(entity, path, at) is not None and not _filterable(ctx, entity, path):
        ctx.add("not_filterable", at, None, field=path)


def _filter(ctx: Context, entity: str, node: Node | None, at: str) -> None:
    for path in sorted(fields_of(node)) if node is not None else ():
        if not _filterable(ctx, entity, path):
            ctx.add("not_filterable", at, None, field=path)


def _filterable(ctx: Context, entity: str, path: str) -> bool:
    """System fields always are; others where their property says so."""
    found = property_at(ctx.app, entity, path)
    return found is None or found[1].field.filterable


def _archived(ctx: Context, entity: str, path: str, at: str) -> None:
    found = property_at(ctx.app, entity, path)
    if found is not None and found[1].field.archived:
        ctx.add("archived_field_used", at, None, field=path)


def _unused(ctx: Context) -> None:
    """Fields nobody ever meets. Only looked for where an entity has a form: without one all fields show."""
    used = set(_used(ctx))
    with_forms = {form.entity for form in ctx.app.forms.values()}
    for entity in sorted(with_forms & set(ctx.app.entities)):
        document = ctx.app.entities[entity]
        for name, prop in sorted(document.properties.items()):
            if not prop.field.archived and (entity, name) not in used:
                ctx.add("field_unused", f"entity/{entity}/properties/{name}", None, field=name)


def _used(ctx: Context) -> Iterator[tuple[str, str]]:
    app = ctx.app
    for form in app.forms.values():
        yield from ((form.entity, field) for section in form.sections.values() for field in section.fields)
    for document in app.lists.values():
        kanban = document.kanban.fields if document.kanban else {}
        for path in (*document.columns, *kanban):
            yield from ends(ctx, document.entity, path)
        for view in document.views.values():
            yield from _read(ctx, document.entity, view.filter)
    for action in app.actions.values():
        for path in (*(part.target for part in action.fields.values() if part.target), *action.writes):
            if path.startswith("new.") and action.creates is not None:
                yield action.creates.entity, path.removeprefix("new.")
            yield from ends(ctx, action.entity, path)
        if action.creates is not None:
            yield from ((action.creates.entity, field) for field in (action.creates.link, *action.creates.values))
    for entity, entity_doc in app.entities.items():
        info = entity_doc.entity
        yield from ((entity, name) for name in (info.title, info.subtitle, info.belongs_to) if name)
        for prop in entity_doc.properties.values():
            spec = prop.field
            for node in (spec.relevance, spec.required_when, spec.compute, spec.default_rule):
                yield from _read(ctx, entity, node)
            if spec.lookup is not None:
                yield from ends(ctx, entity, f"{spec.lookup.via}.{spec.lookup.value}")
            if spec.rollup is not None:
                yield from ((spec.rollup.entity, part) for part in (spec.rollup.via, spec.rollup.value) if part)
                yield from _read(ctx, spec.rollup.entity, spec.rollup.where)
    yield from _flow_reads(ctx)


def _flow_reads(ctx: Context) -> Iterator[tuple[str, str]]:
    for flow in ctx.app.flows.values():
        whens = [path.when for path in flow.paths.values()] + [step.when for step in flow.transitions.values()]
        gates = [stage.entry for stage in flow.stages.values()] + [step.requires for step in flow.transitions.values()]
        for gate in gates:
            whens += [statement.rule for statement in gate.statements.values()]
            for path in gate.fields:
                yield from ends(ctx, flow.entity, path)
        for node in whens:
            yield from _read(ctx, flow.entity, node)


def _read(ctx: Context, entity: str, node: Node | None) -> Iterator[tuple[str, str]]:
    if node is not None and ctx.good(node, ctx.scope(entity), None):
        for path in fields_of(node):
            yield from ends(ctx, entity, path)


def ends(ctx: Context, entity: str, path: str) -> Iterator[tuple[str, str]]:
    """The fields a path passes: the reference it starts with and the field it ends at."""
    yield entity, path.partition(".")[0]
    found = property_at(ctx.app, entity, path)
    if found is not None:
        yield found[0], path.rpartition(".")[2]
