/** The one parser of formulas (Pratt): text to a raw tree, whose texts and bare numbers still wait for their neighbours. */

import type { Literal, Node } from "../ast.ts";
import type { Operator } from "../catalogue.ts";
import { OPERATORS } from "../catalogue.ts";
import { FormulaError } from "./error.ts";
import { SPREAD } from "./hints.ts";
import type { Token } from "./lexer.ts";
import { tokens } from "./lexer.ts";
import type { NameBook } from "./names.ts";
import { BESIDE, CALLS, COMPARE, CONSTANTS, INFIX, PREFIX } from "./spellings.ts";
import { momentOf } from "./moments.ts";
import { meant, type Written } from "./units.ts";
import { split } from "./words.ts";

/** What a raw literal was written as; the literal in the tree is only a place holder of the same type. */
export type Raw =
  | { readonly kind: "text"; readonly text: string }
  /** A word without quotes that names no field: only good as an option. */
  | { readonly kind: "word"; readonly text: string }
  | { readonly kind: "number"; readonly written: Written };

export interface RawTree {
  readonly node: Node;
  readonly places: ReadonlyMap<Node, readonly [number, number]>;
  readonly raws: ReadonlyMap<Node, Raw>;
  /** Literal lists: their items. */
  readonly lists: ReadonlyMap<Node, readonly Node[]>;
  /** Parts that were given as JSON. */
  readonly wholes: ReadonlySet<Node>;
}

const DEEPEST = 120;

const isNode = (part: unknown): boolean => {
  if (typeof part !== "object" || part === null) return false;
  const { f, p, v, op, a } = part as Readonly<Record<string, unknown>>;
  if (typeof op === "string") return Array.isArray(a) && a.every(isNode);
  return typeof f === "string" || typeof p === "string" || v !== undefined;
};

/** A part written as JSON; null for anything that is no tree. */
function partOf(json: string): Node | null {
  try {
    const part: unknown = JSON.parse(json);
    return isNode(part) ? (part as Node) : null;
  } catch {
    return null;
  }
}

class Parser {
  readonly places = new Map<Node, readonly [number, number]>();
  readonly raws = new Map<Node, Raw>();
  readonly lists = new Map<Node, readonly Node[]>();
  readonly wholes = new Set<Node>();
  private readonly bracketed = new Set<Node>();
  private readonly list: readonly Token[];
  private at = 0;
  private depth = 0;

  constructor(
    text: string,
    private readonly names: NameBook,
    private readonly zone: string | undefined,
  ) {
    this.list = tokens(text).flatMap((token) => (token.type === "word" ? split(token, names) : [token]));
  }

  run(): RawTree {
    const node = this.expression(0);
    const token = this.peek();
    if (token.type !== "end") throw this.unexpected(token);
    return { node, places: this.places, raws: this.raws, lists: this.lists, wholes: this.wholes };
  }

  private peek(ahead = 0): Token {
    return this.list[Math.min(this.at + ahead, this.list.length - 1)] as Token;
  }

  private take(): Token {
    const token = this.peek();
    this.at += 1;
    return token;
  }

  private is(value: string, ahead = 0): boolean {
    const token = this.peek(ahead);
    return token.type === "sign" && token.value === value;
  }

  private expect(sign: string): Token {
    if (!this.is(sign)) throw this.unexpected(this.peek(), sign);
    return this.take();
  }

  private unexpected(token: Token, wanted = ""): FormulaError {
    const { from, to } = token;
    if (token.type === "end") return new FormulaError("formula_end", from, to, { wanted });
    return new FormulaError("formula_unexpected", from, to, { found: this.wordOf(token), wanted });
  }

  private wordOf(token: Token): string {
    if (token.type === "number") return token.written.digits;
    return token.type === "end" ? "" : token.value;
  }

  private put<T extends Node>(node: T, from: number, to: number): T {
    this.places.set(node, [from, to]);
    return node;
  }

  private placeOf(node: Node): readonly [number, number] {
    return this.places.get(node) ?? [0, 0];
  }

  private lastEnd(): number {
    return this.list[this.at - 1]?.to ?? 0;
  }

  private expression(least: number): Node {
    this.depth += 1;
    if (this.depth > DEEPEST) throw new FormulaError("formula_too_deep", this.peek().from, this.peek().to);
    let left = this.operand();
    for (;;) {
      const next = this.joined(left, least) ?? this.beside(left, least);
      if (!next) break;
      left = next;
    }
    this.depth -= 1;
    return left;
  }

  /** `left op right …`; null when no such operator follows. */
  private joined(left: Node, least: number): Node | null {
    const token = this.peek();
    const operator = token.type === "sign" || token.type === "word" ? INFIX.get(token.value) : undefined;
    const precedence = operator?.precedence ?? -1;
    if (!operator || precedence < least) return null;
    const args: Node[] = [left];
    do {
      this.take();
      args.push(this.expression(precedence + 1));
    } while (operator.arity.max === null && this.sameOperator(operator));
    if (precedence === COMPARE && !this.bracketed.has(left) && this.isComparison(left))
      throw new FormulaError("formula_chained", token.from, token.to);
    return this.put({ op: operator.id, a: args }, this.placeOf(left)[0], this.lastEnd());
  }

  private sameOperator(operator: Operator): boolean {
    const token = this.peek();
    return (token.type === "sign" || token.type === "word") && INFIX.get(token.value) === operator;
  }

  private isComparison(node: Node): boolean {
    return "op" in node && OPERATORS.get(node.op)?.precedence === COMPARE;
  }

  /** `left 包含 right`, `left 为空`: conditions that are otherwise written as calls. */
  private beside(left: Node, least: number): Node | null {
    const token = this.peek();
    const operator = token.type === "word" ? BESIDE.get(token.value) : undefined;
    if (!operator || COMPARE < least) return null;
    this.take();
    const right: Node[] = [];
    if (operator.arity.max === 2) {
      if (SPREAD.has(operator.id) && (this.is("(") || this.is("[")))
        right.push(this.asList(this.inBrackets()));
      else
        right.push(
          SPREAD.has(operator.id)
            ? this.asList([this.expression(COMPARE + 1)])
            : this.expression(COMPARE + 1),
        );
    }
    return this.put({ op: operator.id, a: [left, ...right] }, this.placeOf(left)[0], this.lastEnd());
  }

  private inBrackets(): Node[] {
    const close = this.is("(") ? ")" : "]";
    this.take();
    return this.arguments(close);
  }

  private arguments(close: string): Node[] {
    const args: Node[] = [];
    while (!this.is(close)) {
      if (args.length > 0) {
        if (!this.is(",")) throw this.unexpected(this.peek(), close);
        this.take();
      }
      args.push(this.expression(0));
    }
    this.take();
    return args;
  }

  private operand(): Node {
    const token = this.peek();
    switch (token.type) {
      case "number":
        return this.number(false);
      case "text":
        this.take();
        return this.literal({ v: token.value }, token, { kind: "text", text: token.value });
      case "date":
      case "instant":
        this.take();
        return this.put(momentOf(token, this.zone), token.from, token.to);
      case "name":
        return this.named(token, token.value);
      case "raw":
        return this.rawPart(token);
      case "word":
        return this.wordOperand(token);
      case "sign":
        return this.signOperand(token);
      case "end":
        throw this.unexpected(token);
    }
  }

  private literal(node: Node, { from, to }: { from: number; to: number }, raw: Raw): Node {
    this.raws.set(node, raw);
    return this.put(node, from, to);
  }

  private number(negative: boolean): Node {
    const sign = negative ? this.take() : null;
    const token = this.take();
    if (token.type !== "number") throw this.unexpected(token);
    const { written } = token;
    const whole = sign ? { ...written, digits: `-${written.digits}` } : written;
    const node = { v: meant(whole, "") ?? 0 };
    return this.literal(
      node,
      { from: sign?.from ?? token.from, to: token.to },
      { kind: "number", written: whole },
    );
  }

  private named({ from, to }: Token, written: string): Node {
    this.take();
    const found = this.names.find(written);
    if (found.key === null) {
      const code = found.several ? "formula_ambiguous_name" : "formula_unknown_name";
      throw new FormulaError(code, from, to, { name: written.trim() });
    }
    const { key } = found;
    return this.put(key.startsWith("@") ? { p: key.slice(1) } : { f: key }, from, to);
  }

  private rawPart(token: Token & { value: string }): Node {
    this.take();
    const part = partOf(token.value);
    if (!part) throw new FormulaError("formula_broken_part", token.from, token.to);
    this.wholes.add(part);
    return this.put(part, token.from, token.to);
  }

  private call(operator: Operator): Node {
    const { from } = this.take();
    this.take();
    const given = this.arguments(")");
    const args =
      SPREAD.has(operator.id) && given.length > 1 ? [given[0] as Node, this.asList(given.slice(1))] : given;
    return this.put({ op: operator.id, a: args }, from, this.lastEnd());
  }

  private wordOperand(token: Token & { value: string }): Node {
    const { value, from, to } = token;
    if (this.is("(", 1)) {
      const operator = CALLS.get(value) ?? CALLS.get(value.toLowerCase());
      if (operator && PREFIX.get(value)?.id !== "not") return this.call(operator);
      if (!operator) throw new FormulaError("formula_unknown_function", from, to, { name: value });
    }
    if (PREFIX.has(value)) return this.prefixed(PREFIX.get(value) as Operator);
    if (CONSTANTS.has(value)) {
      this.take();
      return this.put({ v: CONSTANTS.get(value) as Literal }, from, to);
    }
    const named = this.names.find(value);
    if (named.key !== null) return this.named(token, value);
    this.take();
    const operator = CALLS.get(value);
    if (operator?.arity.max === 0) return this.put({ op: operator.id, a: [] }, from, to);
    if (operator) throw new FormulaError("formula_unexpected", from, to, { found: value, wanted: "(" });
    if (named.several) throw new FormulaError("formula_ambiguous_name", from, to, { name: value });
    return this.literal({ v: value }, token, { kind: "word", text: value });
  }

  private signOperand(token: Token & { value: string }): Node {
    if (token.value === "(") {
      this.take();
      const inner = this.expression(0);
      this.expect(")");
      this.bracketed.add(inner);
      return inner;
    }
    if (token.value === "[") return this.listOf(token, this.inBrackets());
    if (token.value === "-" && this.peek(1).type === "number") return this.number(true);
    const prefix = PREFIX.get(token.value);
    if (prefix) return this.prefixed(prefix);
    throw this.unexpected(token);
  }

  private prefixed(operator: Operator): Node {
    const { from } = this.take();
    const inner = this.expression(operator.precedence ?? 0);
    return this.put({ op: operator.id, a: [inner] }, from, this.lastEnd());
  }

  private listOf({ from }: { from: number }, items: readonly Node[]): Node {
    for (const item of items) {
      if (!("v" in item) || item.v === null || typeof item.v === "boolean" || this.lists.has(item)) {
        const [at, to] = this.placeOf(item);
        throw new FormulaError("formula_not_a_list", at, to);
      }
    }
    const node = { v: items.map((item) => ("v" in item ? item.v : null)) as Literal };
    this.lists.set(node, items);
    return this.put(node, from, this.lastEnd());
  }

  /** The second argument of "属于": a list in brackets, a set, or the items themselves. */
  private asList(items: readonly Node[]): Node {
    const [first] = items;
    const plain = (item: Node): boolean => this.raws.has(item) && !this.bracketed.has(item);
    if (items.length === 1 && first && !plain(first)) return first;
    return this.listOf({ from: first ? this.placeOf(first)[0] : this.lastEnd() }, items);
  }
}

/** The raw tree of a formula. Throws FormulaError at the first place that cannot be read. */
export const parseRaw = (text: string, names: NameBook, zone?: string): RawTree =>
  new Parser(text, names, zone).run();
