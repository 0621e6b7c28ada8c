/** From the raw tree to the rule: texts become options, bare numbers take the unit of their neighbours. */

import type { Literal, Node } from "../ast.ts";
import { argPath, isLiteral, isOp } from "../ast.ts";
import { FormulaError } from "./error.ts";
import type { Hint, Surroundings } from "./hints.ts";
import { hintAt } from "./hints.ts";
import { optionFor } from "./names.ts";
import type { RawTree } from "./parser.ts";
import { meant } from "./units.ts";

/** Where each node of a rule stands in the text: tree path ("$.a[1]") to [from, to). */
export type Spans = ReadonlyMap<string, readonly [number, number]>;

class Resolver {
  readonly spans = new Map<string, readonly [number, number]>();

  constructor(
    private readonly tree: RawTree,
    private readonly around: Surroundings,
  ) {}

  node(node: Node, hint: Hint, path: string): Node {
    this.spans.set(path, this.place(node));
    if (this.tree.wholes.has(node)) return node;
    if (isLiteral(node)) return this.literal(node, hint);
    if (!isOp(node)) return node;
    const a = node.a.map((arg, i) => this.node(arg, hintAt(node, i, this.around, hint), argPath(path, i)));
    return { op: node.op, a };
  }

  private place(node: Node): readonly [number, number] {
    return this.tree.places.get(node) ?? [0, 0];
  }

  private literal(node: Node, hint: Hint): Node {
    const items = this.tree.lists.get(node);
    if (items) {
      const values = items
        .map((item) => this.literal(item, hint))
        .map((item) => ("v" in item ? item.v : null));
      return { v: values as unknown as Literal };
    }
    const raw = this.tree.raws.get(node);
    if (!raw) return node;
    const [from, to] = this.place(node);
    if (raw.kind === "number") {
      const v = meant(raw.written, hint.unit);
      if (v === null) {
        const code = raw.written.suffix === null ? "formula_unit_wanted" : "formula_unit_strange";
        throw new FormulaError(code, from, to, { found: raw.written.digits, unit: raw.written.suffix ?? "" });
      }
      return { v };
    }
    const { options } = hint;
    if (options === null) {
      if (raw.kind === "word") throw new FormulaError("formula_unknown_name", from, to, { name: raw.text });
      return { v: raw.text };
    }
    const id = raw.text === "" ? "" : optionFor(raw.text, options);
    if (id === null) throw new FormulaError("formula_ambiguous_option", from, to, { name: raw.text });
    if (raw.kind === "word" && !Object.hasOwn(options, id))
      throw new FormulaError("formula_unknown_name", from, to, { name: raw.text });
    return { v: id };
  }
}

/** The rule of a raw tree, and where its nodes stand in the text. Throws FormulaError. */
export function resolve(tree: RawTree, around: Surroundings, whole: Hint): { rule: Node; spans: Spans } {
  const resolver = new Resolver(tree, around);
  const rule = resolver.node(tree.node, whole, "$");
  return { rule, spans: resolver.spans };
}
