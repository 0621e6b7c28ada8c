"""Findings before publish: every dangling id, type error, dead end and requirement nobody can meet."""

from __future__ import annotations

from followthrough.core.model.app import AppDocument

from .access import check_access
from .actions import check_actions
from .approvals import check_approvals
from .context import Context
from .cycles import check_cycles, check_metric_cycles, check_trigger_loops
from .demands import check_demands
from .duties import check_duties
from .entities import check_entities
from .findings import CATALOGUE, Finding, Severity
from .flows import check_flows
from .gates import check_fields_satisfiable, check_gates_satisfiable
from .layouts import check_layouts
from .metrics import check_metrics
from .places import check_places
from .retired import check_retired
from .tables import check_tables
from .triggers import check_triggers

CHECKS = (
    check_entities,
    check_cycles,
    check_fields_satisfiable,
    check_flows,
    check_gates_satisfiable,
    check_demands,
    check_actions,
    check_approvals,
    check_access,
    check_layouts,
    check_tables,
    check_duties,
    check_triggers,
    check_metrics,
    check_places,
    check_retired,
    check_trigger_loops,
    check_metric_cycles,
)


def check(app: AppDocument) -> list[Finding]:
    """Every finding of an app, errors first, then by place; [] means nothing to say. Errors forbid publishing."""
    ctx = Context(app)
    for part in CHECKS:
        part(ctx)
    once = [finding for place, finding in enumerate(ctx.findings) if finding not in ctx.findings[:place]]
    return sorted(once, key=lambda finding: (finding.severity != "error", finding.path, finding.code))


__all__ = ["CATALOGUE", "CHECKS", "Finding", "Severity", "check"]
