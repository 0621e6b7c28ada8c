"""The tracked files of the repository, as the architecture tests look at them."""

import ast
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]

# Written by a tool, or by someone else: nobody reads them from top to bottom.
GENERATED = (
    "LICENSE",
    "*.lock",
    "frontend/package-lock.json",
    "frontend/src/api/schema.d.ts",
    "schemas/openapi.json",
    "schemas/*.schema.json",
    "backend/followthrough/store/migrations/versions/*",
)


@cache
def tracked() -> tuple[str, ...]:
    """Paths of all tracked files, relative to the root, that exist and are files (a symbolic link is not)."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True).stdout
    names = (name for name in listed.decode().split("\0") if name)
    return tuple(name for name in names if (ROOT / name).is_file() and not (ROOT / name).is_symlink())


def written() -> Iterator[tuple[str, str]]:
    """(path, text) of every tracked text file that people write and read."""
    for name in tracked():
        if any(Path(name).match(pattern) for pattern in GENERATED):
            continue
        try:
            yield name, (ROOT / name).read_text("utf-8")
        except UnicodeDecodeError:
            continue  # an image or a workbook


@cache
def modules(under: str = "backend/followthrough") -> tuple[tuple[str, ast.Module], ...]:
    """(path, syntax tree) of every tracked Python file below `under`."""
    names = [name for name in tracked() if name.startswith(f"{under}/") and name.endswith(".py")]
    return tuple((name, ast.parse((ROOT / name).read_text("utf-8"))) for name in names)


def dotted(node: ast.AST) -> str:
    """`a.b.c` for the expression a.b.c; "" for anything that is not a plain dotted name."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute) and (head := dotted(node.value)):
        return f"{head}.{node.attr}"
    return ""
