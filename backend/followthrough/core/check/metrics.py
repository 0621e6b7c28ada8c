"""Checks of metrics and boards: what they name and what they lack."""

from __future__ import annotations

from collections.abc import Iterable

from followthrough.core.model.metric import Metric

from .context import Context
from .duties import DATED, known_duties
from .patterns import check_pattern


def check_metrics(ctx: Context) -> None:
    """Every metric and every board of cards."""
    for name, metric in sorted(ctx.app.metrics.items()):
        if ctx.entity(metric.entity, f"metric/{name}/entity") is not None:
            _metric(ctx, metric, f"metric/{name}")
    for name, board in sorted(ctx.app.boards.items()):
        ctx.roles(board.roles, f"board/{name}/roles")
        for key, card in sorted(board.cards.items()):
            _metrics(ctx, (card.metric, card.against), f"board/{name}/cards/{key}")


def _metrics(ctx: Context, names: Iterable[str | None], at: str) -> None:
    for name in names:
        if name is not None and name not in ctx.app.metrics:
            ctx.add("unknown_metric", at, None, metric=name)


def _metric(ctx: Context, metric: Metric, at: str) -> None:
    ctx.condition(metric.where, ctx.scope(metric.entity), f"{at}/where")
    for member, pattern in (("start", metric.start), ("end", metric.end)):
        if pattern is not None:
            check_pattern(ctx, pattern, f"{at}/{member}")
    for member, path in (("start_field", metric.start_field), ("end_field", metric.end_field), ("field", metric.field)):
        kind = ctx.field_path(metric.entity, path, f"{at}/{member}") if path is not None else None
        if kind is None or path is None:
            continue
        wanted = frozenset({"number"}) if member == "field" else DATED
        if kind.base not in wanted:
            ctx.add("wrong_field_type", f"{at}/{member}", None, field=path, expected="/".join(sorted(wanted)))
    for path in metric.dimensions:
        ctx.field_path(metric.entity, path, f"{at}/dimensions/{path}")
    _metrics(ctx, (metric.numerator, metric.denominator, *(term.metric for term in metric.terms.values())), at)
    known_duties(ctx, metric.duties, f"{at}/duties")
    for member in _lacking(metric):
        ctx.add("incomplete", at, None, member=member)


def _lacking(metric: Metric) -> list[str]:
    """What a metric of this kind needs and does not say."""
    dated = metric.start_field is not None and metric.end_field is not None
    needs: dict[str, dict[str, bool]] = {
        "duration": {"start": dated or metric.start is not None, "end": dated or metric.end is not None},
        "rate": {"start": metric.start is not None, "end": metric.end is not None},
        "ratio": {"numerator": metric.numerator is not None, "denominator": metric.denominator is not None},
        "index": {"terms": bool(metric.terms)},
        "value": {"op": metric.op is not None, "field": metric.field is not None},
    }
    return [member for member, there in needs.get(metric.kind, {}).items() if not there]
