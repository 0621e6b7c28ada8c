"""Approvals at run time: asking, deciding, passing on, taking back, time-out (docs/approvals.md)."""

from .ask import ask
from .hand_on import pass_on, take_back
from .over import let_go, tick
from .redate import redate
from .sign import sign
from .signers import lost_role, stuck

__all__ = ["ask", "let_go", "lost_role", "pass_on", "redate", "sign", "stuck", "take_back", "tick"]
