"""Documents made from a document schema, and small damages to them."""

import copy
from typing import Any

from hypothesis import strategies as st

RULES = [
    {"f": "amount"},
    {"v": "a"},
    {"op": "eq", "a": [{"f": "customer.level"}, {"v": "a"}]},
    {"op": "and", "a": [{"op": "not_empty", "a": [{"f": "need"}]}, {"op": "gt", "a": [{"f": "amount"}, {"v": 5}]}]},
]
WORDS = st.sampled_from(["", "名称", "x", "sales_2", "2026-03-01", "a b", "😀"])
_DEEPEST = 6


class Documents:
    """Strategies for the values that a document schema describes."""

    def __init__(self, schema: dict[str, Any]) -> None:
        self.schema = schema

    def whole(self) -> st.SearchStrategy[Any]:
        return self.of(self.schema, 0)

    def of(self, schema: Any, depth: int) -> st.SearchStrategy[Any]:
        if schema is True:
            return st.sampled_from([None, 1, "x", True, ["a"]])
        if "$ref" in schema:
            return self._reference(schema["$ref"], depth)
        if "oneOf" in schema:
            return st.one_of([self.of(branch, depth) for branch in schema["oneOf"]])
        if "const" in schema:
            return st.just(schema["const"])
        if "enum" in schema:
            return st.sampled_from(schema["enum"])
        types = schema.get("type", "string")
        chosen = types[0] if isinstance(types, list) else types
        if chosen == "object":
            return self._object(schema, depth)
        if chosen == "array":
            return st.lists(self.of(schema.get("items", True), depth + 1), max_size=2)
        return self._scalar(chosen, schema)

    def _reference(self, ref: str, depth: int) -> st.SearchStrategy[Any]:
        if ref == "rules/rule.schema.json":
            return st.sampled_from(RULES)
        return self.of(self.schema["$defs"][ref.removeprefix("#/$defs/")], depth)

    def _object(self, schema: dict[str, Any], depth: int) -> st.SearchStrategy[Any]:
        members = schema.get("properties", {})
        required = {name: self.of(members[name], depth + 1) for name in schema.get("required", [])}
        if not members:
            return self._collection(schema, depth)
        rest = [] if depth >= _DEEPEST else [name for name in members if name not in required]
        optional = {name: self.of(members[name], depth + 1) for name in rest}
        some = st.sets(st.sampled_from(rest), max_size=4) if rest else st.just(set())
        return some.flatmap(
            lambda names: st.fixed_dictionaries(required | {name: optional[name] for name in sorted(names)})
        )

    def _collection(self, schema: dict[str, Any], depth: int) -> st.SearchStrategy[Any]:
        names = self.of(schema.get("propertyNames", {"type": "string"}), depth)
        least = schema.get("minProperties", 0)
        most = least if depth >= _DEEPEST else max(least, 2)
        return st.dictionaries(
            names, self.of(schema.get("additionalProperties", True), depth + 1), min_size=least, max_size=most
        )

    def _scalar(self, kind: str, schema: dict[str, Any]) -> st.SearchStrategy[Any]:
        if kind == "boolean":
            return st.booleans()
        if kind == "string":
            if "pattern" in schema:
                return st.from_regex(schema["pattern"].removesuffix("$") + r"\Z")
            least, most = schema.get("minLength", 0), schema.get("maxLength", 60)
            return WORDS.filter(lambda text: least <= len(text) <= most)
        low, high = schema.get("minimum", -1000), schema.get("maximum", 1000)
        return st.integers(int(low), int(high))


def places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """The paths of every value inside, the whole first."""
    inside = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [path, *(place for name, part in inside for place in places(part, (*path, name)))]


STRANGE: list[Any] = [
    None,
    True,
    0,
    -1,
    1.0,
    2.5,
    10**9,
    "",
    "x",
    "不行",
    "Bad Id",
    "a" * 41,
    [],
    ["a"],
    {},
    {"zh": "名"},
]
NAMES = ["unknown", "Order", "_stage", "x" * 41, "a b", "id", "order", "zh", "客户"]


@st.composite
def damaged(draw: st.DrawFn, documents: st.SearchStrategy[Any]) -> Any:
    """A document with one to three members replaced, removed, added or renamed."""
    document = copy.deepcopy(draw(documents))
    for _ in range(draw(st.integers(1, 3))):
        place = draw(st.sampled_from(places(document)))
        if not place:
            continue
        holder = document
        for step in place[:-1]:
            holder = holder[step]
        name = place[-1]
        act = draw(st.sampled_from(["replace", "remove", "add", "rename"]))
        if act == "replace":
            holder[name] = copy.deepcopy(draw(st.sampled_from(STRANGE)))
        elif act == "remove":
            del holder[name]
        elif isinstance(holder, dict):
            moved = holder.pop(name) if act == "rename" else draw(st.sampled_from(STRANGE))
            holder[draw(st.sampled_from(NAMES))] = copy.deepcopy(moved)
    return document
