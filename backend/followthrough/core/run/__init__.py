"""Decisions at run time: (compiled app, record, act, actor, now) -> Allow, Deny or Missing, with events and effects."""
