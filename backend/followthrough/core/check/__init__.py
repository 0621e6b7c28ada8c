"""Findings before publish: every dangling id, type error, dead end and requirement nobody can meet."""
