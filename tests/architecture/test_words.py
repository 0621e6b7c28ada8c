"""What no tracked file may say: where it was written, where packages come from, that a test is off, a second word."""

import ast
import re
from collections.abc import Iterator

import pytest

from tests.support.tree import ROOT, modules, tracked, written

HERE = "tests/architecture/test_words.py"  # it has to name what it forbids

FORBIDDEN = {
    "a path of one machine": r"(?<![\w.])/(?:work|root|home|Users|opt)/\w",
    "a package registry or mirror": r"(?i)\b(?:files\.pythonhosted\.org|pypi\.org|registry\.\w+\.\w+|npmjs\.org"
    r"|npmmirror|unpkg\.com|jsdelivr|cdnjs|fonts\.googleapis|ghcr\.io|docker\.io|mirrors?\.\w+\.(?:com|cn|org|edu))",
    "a promise instead of work": r"\b(?:TODO|FIXME|XXX|HACK)\b",
    "a merge left half done": r"^(?:<{7}|>{7}) ",
    "a test that is switched off": r"\bpytest\.(?:mark\.)?(?:skip|skipif|xfail)\b"
    r"|\b(?:it|test|describe)\.(?:skip|only|todo)\b",
    "a check silenced without a reason": r"#\s*(?:type:\s*ignore(?:\[[\w,-]+\])?|noqa(?::\s*[\w,]+)?)\s*$"
    r"|eslint-disable(?!.* -- \w)|@ts-(?:ignore|nocheck)|@ts-expect-error\s*$",
}


def _hits(name: str, text: str, pattern: re.Pattern[str]) -> Iterator[str]:
    for number, line in enumerate(text.splitlines(), 1):
        if pattern.search(line):
            yield f"{name}:{number}: {line.strip()[:100]}"


@pytest.mark.parametrize("what", FORBIDDEN)
def test_no_tracked_file_holds(what: str) -> None:
    pattern = re.compile(FORBIDDEN[what])
    hits = [hit for name, text in written() if name != HERE for hit in _hits(name, text, pattern)]
    assert not hits, f"{what}:\n" + "\n".join(hits)


def test_the_locks_name_versions_and_digests_but_no_place() -> None:
    place = re.compile(
        FORBIDDEN["a package registry or mirror"] + r'|"resolved"|--(?:extra-)?index-url|--find-links|file:'
    )
    locks = [name for name in tracked() if name.endswith((".lock", "package-lock.json"))]
    assert len(locks) == 3
    for name in locks:
        assert not list(_hits(name, (ROOT / name).read_text("utf-8"), place))


# One word per meaning (the glossary in ARCHITECTURE.md); the second word a newcomer might bring along -> ours.
SECOND_WORDS = {
    "tenant": "organisation", "workspace": "organisation", "organization": "organisation", "company": "organisation",
    "workflow": "flow", "todo": "obligation", "task": "obligation", "department": "unit",
    "user": "person or actor", "ticket": "record", "item_type": "entity", "timer": "obligation",
}  # fmt: skip


def _defined(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """(line, name) of every class, function and parameter defined."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            yield node.lineno, node.name
        if isinstance(node, ast.arg):
            yield node.lineno, node.arg


def _tokens(name: str) -> set[str]:
    """Words in a snake_case or CamelCase name, in lower case."""
    return {word.lower() for word in re.findall(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])", name)}


def test_names_use_the_words_of_the_glossary() -> None:
    strangers = [
        f"{path}:{line} {name}: say {SECOND_WORDS[word]}"
        for path, tree in modules()
        for line, name in _defined(tree)
        for word in _tokens(name) & SECOND_WORDS.keys()
    ]
    assert not strangers, strangers


SEEN = [
    ("a path of one machine", 'open("/home/ann/x")'),
    ("a package registry or mirror", '"resolved": "https://registry.example.com/x"'),
    ("a promise instead of work", "# TODO: later"),
    ("a test that is switched off", "@pytest.mark.skip"),
    ("a test that is switched off", "it.only('x')"),
    ("a check silenced without a reason", "x = 1  # type: ignore[attr-defined]"),
    ("a check silenced without a reason", "x = 1  # noqa: S101"),
    ("a check silenced without a reason", "// eslint-disable-next-line no-console"),
]
UNSEEN = [
    ("a path of one machine", 'glob("/usr/lib/postgresql/*/bin")'),
    ("a path of one machine", 'app.get("/api/work/1")'),
    ("a check silenced without a reason", "x = 1  # type: ignore[attr-defined]  # re2 ships no types"),
    ("a check silenced without a reason", "// eslint-disable-next-line no-console -- the CLI prints"),
]


@pytest.mark.parametrize(("what", "line"), SEEN)
def test_the_search_sees(what: str, line: str) -> None:
    assert re.search(FORBIDDEN[what], line)


@pytest.mark.parametrize(("what", "line"), UNSEEN)
def test_the_search_passes_over(what: str, line: str) -> None:
    assert not re.search(FORBIDDEN[what], line)
