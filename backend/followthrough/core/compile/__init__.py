"""A checked app becomes an immutable compiled app: record schemas, form plans, rules, flow machine."""

from .access import as_granted
from .app import (
    PARENT,
    ActionNeed,
    CompiledAction,
    CompiledApp,
    CompiledCreation,
    CompiledEntity,
    CompiledField,
    CompiledFlow,
    CompiledInput,
    CompiledPath,
    CompiledRole,
    CompiledRollup,
    CompiledStatement,
    CompiledTransition,
    CompiledWrite,
    Feed,
    FieldNeed,
    Gate,
    Right,
)
from .build import CompileError, compile_app, compile_published, digest_of
from .resting import running
from .rule import CompiledRule

__all__ = [
    "PARENT",
    "ActionNeed",
    "CompileError",
    "CompiledAction",
    "CompiledApp",
    "CompiledCreation",
    "CompiledEntity",
    "CompiledField",
    "CompiledFlow",
    "CompiledInput",
    "CompiledPath",
    "CompiledRole",
    "CompiledRollup",
    "CompiledRule",
    "CompiledStatement",
    "CompiledTransition",
    "CompiledWrite",
    "Feed",
    "FieldNeed",
    "Gate",
    "Right",
    "as_granted",
    "compile_app",
    "compile_published",
    "digest_of",
    "running",
]
