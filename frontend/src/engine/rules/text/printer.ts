/** A rule as a formula; `parse` gives exactly the same tree back. What has no spelling is written whole, as JSON between backticks. */

import type { Literal, LiteralNode, Node, OpNode } from "../ast.ts";
import { isLiteral, isOp, keyOf } from "../ast.ts";
import type { Lang, Operator } from "../catalogue.ts";
import { OPERATORS } from "../catalogue.ts";
import { WORDS } from "../literal-text.ts";
import type { Hint, Surroundings } from "./hints.ts";
import { hintAt, SPREAD } from "./hints.ts";
import { momentText } from "./moments.ts";
import type { NameBook } from "./names.ts";
import { isWritable, optionText } from "./names.ts";
import { COMPARE } from "./spellings.ts";
import { numberIn } from "./units.ts";

/** Binds tighter than any operator. */
const ATOM = 100;

interface Printed {
  readonly text: string;
  readonly precedence: number;
}

export class Printer {
  constructor(
    private readonly names: NameBook,
    private readonly around: Surroundings,
    private readonly lang: Lang,
    private readonly zone: string | undefined,
  ) {}

  print(node: Node, hint: Hint): string {
    return this.part(node, hint).text;
  }

  private part(node: Node, hint: Hint): Printed {
    const text = isLiteral(node) ? this.literal(node, hint) : isOp(node) ? null : this.name(node);
    if (text !== null) return { text, precedence: ATOM };
    return (isOp(node) ? this.operation(node, hint) : null) ?? { text: raw(node), precedence: ATOM };
  }

  private name(node: Node): string | null {
    return isWritable(node) ? `{${this.names.write(keyOf(node) ?? "", this.lang)}}` : null;
  }

  private literal(node: LiteralNode, hint: Hint): string | null {
    const { v, t } = node;
    if (t !== undefined) return momentText(node, this.zone);
    if (Array.isArray(v)) return `[${this.items(v as readonly Literal[], hint) ?? ""}]`;
    return this.scalar(v, hint);
  }

  private scalar(v: Literal, { unit, options }: Hint): string | null {
    const words = WORDS[this.lang];
    if (v === null) return words.empty;
    if (typeof v === "boolean") return v ? words.yes : words.no;
    if (typeof v === "number") return Number.isFinite(v) ? numberIn(v, unit, this.lang) : null;
    if (typeof v !== "string") return null;
    return JSON.stringify(options === null || v === "" ? v : optionText(v, options, this.lang));
  }

  private items(list: readonly Literal[], hint: Hint): string | null {
    const texts = list.map((item) =>
      typeof item === "string" || typeof item === "number" ? this.scalar(item, hint) : null,
    );
    return texts.includes(null) ? null : texts.join(this.comma());
  }

  private comma(): string {
    return this.lang === "zh" ? "，" : ", ";
  }

  private operation(node: OpNode, hint: Hint): Printed | null {
    const operator = OPERATORS.get(node.op);
    if (!operator) return null;
    const { min, max } = operator.arity;
    const count = node.a.length;
    if (operator.notation === "prefix" && count === 1) return this.prefix(node, operator, hint);
    if (operator.notation === "infix" && count >= 2 && (max === null || count === max))
      return this.infix(node, operator, hint);
    if (operator.notation !== "call" && !/^[\p{L}_]+$/u.test(operator.spelling[this.lang])) return null;
    // `非(…)` would be read as the prefix.
    if (operator.notation === "prefix" || count < min || (max !== null && count > max)) return null;
    return this.call(node, operator, hint);
  }

  private hint(node: OpNode, index: number, whole: Hint): Hint {
    return hintAt(node, index, this.around, whole);
  }

  private argument(node: OpNode, index: number, whole: Hint): Printed {
    return this.part(node.a[index] as Node, this.hint(node, index, whole));
  }

  private prefix(node: OpNode, operator: Operator, whole: Hint): Printed {
    const precedence = operator.precedence ?? 0;
    const inner = this.argument(node, 0, whole);
    const [arg] = node.a;
    // A number right behind the sign would be a negative number.
    const number = operator.id === "neg" && arg !== undefined && isLiteral(arg) && typeof arg.v === "number";
    const bracket = inner.precedence < precedence || (number && !inner.text.startsWith("-"));
    const sign = operator.spelling[this.lang];
    const space = /\p{L}$/u.test(sign) ? " " : "";
    return { text: `${sign}${space}${bracket ? `(${inner.text})` : inner.text}`, precedence };
  }

  private infix(node: OpNode, operator: Operator, whole: Hint): Printed {
    const precedence = operator.precedence ?? 0;
    const loose = operator.arity.max === null || precedence === COMPARE;
    const texts = node.a.map((_, i) => {
      const { text, precedence: inner } = this.argument(node, i, whole);
      const open = inner < precedence || (inner === precedence && (i > 0 || loose));
      return open ? `(${text})` : text;
    });
    return { text: texts.join(` ${operator.spelling[this.lang]} `), precedence };
  }

  private call(node: OpNode, operator: Operator, whole: Hint): Printed {
    const args = node.a.map((arg, i) => {
      const hint = this.hint(node, i, whole);
      const listed = SPREAD.has(operator.id) && i === 1;
      if (!listed || !isLiteral(arg) || arg.t !== undefined) return this.part(arg, hint).text;
      if (!Array.isArray(arg.v)) {
        const text = this.part(arg, hint).text;
        return typeof arg.v === "string" || typeof arg.v === "number" ? `(${text})` : text;
      }
      const items = arg.v.length > 0 ? this.items(arg.v as readonly Literal[], hint) : "[]";
      return items ?? raw(arg);
    });
    return { text: `${operator.spelling[this.lang]}(${args.join(this.comma())})`, precedence: ATOM };
  }
}

/** A part as JSON between backticks; backticks inside are escaped. */
const raw = (node: unknown): string => `\`${JSON.stringify(node).replaceAll("`", "\\u0060")}\``;
