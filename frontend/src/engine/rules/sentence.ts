/** A rule as a Chinese or English sentence; templates are those of operators.json, wording rules those of schemas/rules/README.md. */

import type { Literal, LiteralNode, Node, OpNode, ZoneTable } from "./ast.ts";
import { isEmpty, isLiteral, isOp, keyOf, own } from "./ast.ts";
import type { Lang, Operator } from "./catalogue.ts";
import { OPERATORS, argumentKind, unified } from "./catalogue.ts";
import { booleanText, dateTimeText, numberText, WORDS } from "./literal-text.ts";
import type { Ty } from "./ty.ts";
import { infer } from "./ty.ts";
import type { Scope, Unit } from "./types.ts";

/** A label; `options` are the labels of a choice's or a set's ids. */
export interface Label {
  readonly zh: string;
  readonly en?: string;
  readonly options?: Readonly<Record<string, { readonly zh: string; readonly en?: string }>>;
}
/** Labels by field path, parameters under `@name`, working calendars under `#name`. */
export type Labels = Readonly<Record<string, Label>>;

interface Context {
  readonly scope: Scope;
  readonly labels: Labels;
  readonly lang: Lang;
  readonly zone: ZoneTable | null | undefined;
}

/** What a literal learns from its neighbours. */
interface Hint {
  readonly base?: Ty["base"] | undefined;
  readonly unit: Unit;
  /** Fields and parameters whose option labels apply. */
  readonly labelled: readonly string[];
}
const NO_HINT: Hint = { unit: "", labelled: [] };

function textOf(label: { readonly zh: string; readonly en?: string }, lang: Lang): string {
  return lang === "en" ? (label.en ?? label.zh) : label.zh;
}

function nameOf(key: string, { labels, lang }: Context): string {
  const label = own(labels, key);
  return label ? textOf(label, lang) : key;
}

/** The fields whose options the values of a node can have. */
function labelledBy(node: Node): string[] {
  const key = keyOf(node);
  if (key !== null) return [key];
  if (!isOp(node)) return [];
  const operator = OPERATORS.get(node.op);
  return node.a
    .filter((_, i) => operator?.result === "same" && unified(operator, i, node.a.length))
    .flatMap(labelledBy);
}

function optionText(id: string, hint: Hint, { labels, lang }: Context): string {
  for (const key of hint.labelled) {
    const label = own(own(labels, key)?.options, id);
    if (label) return textOf(label, lang);
  }
  return id;
}

function scalarText(v: Literal, hint: Hint, context: Context): string {
  if (typeof v === "number") return numberText(v, hint.unit, context.lang);
  if (typeof v === "boolean") return booleanText(v, context.lang);
  if (typeof v !== "string") return WORDS[context.lang].empty;
  const { base } = hint;
  if (base === "choice" || base === "set" || base === "ref") return optionText(v, hint, context);
  return `“${v}”`;
}

function literalText(node: LiteralNode, hint: Hint, context: Context): string {
  const { v, t } = node;
  if (isEmpty(v)) return WORDS[context.lang].empty;
  if (t && typeof v === "string") return dateTimeText(v, t, context.zone);
  if (Array.isArray(v)) {
    return (v as readonly (string | number)[])
      .map((item) => scalarText(item, hint, context))
      .join(WORDS[context.lang].comma);
  }
  return scalarText(v, hint, context);
}

const SETS = new Set(["has", "has_any", "has_all"]);
const LISTS = new Set(["in", "not_in"]);
const UNITED = new Set(["add", "sub", "sum", "avg"]);

/** What the literal at `index` learns from the other arguments. */
function hintFor(node: OpNode, operator: Operator, index: number, scope: Scope): Hint {
  const count = node.a.length;
  if (node.op === "add_work_time") return { base: undefined, unit: "seconds", labelled: [] };
  const related = (i: number): boolean =>
    unified(operator, i, count) || SETS.has(node.op) || LISTS.has(node.op) || UNITED.has(node.op);
  const others = node.a.filter((arg, i) => i !== index && related(i) && related(index) && !isLiteral(arg));
  const types = others.map((arg) => infer(arg, scope));
  const unit = types.find((ty) => ty.unit !== "")?.unit ?? "";
  return { base: types[0]?.base, unit, labelled: others.flatMap(labelledBy) };
}

const isInfixNumber = (operator: Operator): boolean =>
  operator.notation === "infix" && operator.group === "number";

function parenthesised(arg: OpNode, parent: Operator, index: number, condition: boolean): boolean {
  const child = OPERATORS.get(arg.op);
  if (!child) return false;
  if (child.id === "case") return true;
  if (isInfixNumber(child)) {
    if (isInfixNumber(parent)) {
      const [inner, outer] = [child.precedence ?? 0, parent.precedence ?? 0];
      return inner < outer || (inner === outer && index > 0);
    }
    return parent.group !== "compare" && parent.group !== "logic";
  }
  if (parent.id === "and" || parent.id === "or") return child.id === "and" || child.id === "or";
  return child.result === "boolean" && parent.group !== "logic" && !condition;
}

function argumentText(node: OpNode, operator: Operator, index: number, context: Context): string {
  const arg = node.a[index] as Node;
  const kind = argumentKind(operator, index, node.a.length);
  if (kind === "calendar" && isLiteral(arg) && typeof arg.v === "string") {
    const label = own(context.labels, `#${arg.v}`);
    return label ? textOf(label, context.lang) : arg.v;
  }
  if (isLiteral(arg)) return literalText(arg, hintFor(node, operator, index, context.scope), context);
  const condition = kind === "boolean";
  if (!isOp(arg)) return condition ? conditionText(arg, context) : nodeText(arg, context);
  const text = nodeText(arg, context);
  if (!parenthesised(arg, operator, index, condition)) return text;
  return context.lang === "zh" ? `（${text}）` : `(${text})`;
}

/** A field or parameter standing as a condition. */
function conditionText(node: Node, context: Context): string {
  const key = keyOf(node);
  return key === null ? nodeText(node, context) : isYesNo(nameOf(key, context), true, context);
}

function isYesNo(subject: string, yes: boolean, { lang }: Context): string {
  return lang === "zh" ? `${subject}为${booleanText(yes, lang)}` : `${subject} is ${booleanText(yes, lang)}`;
}

function caseText(node: OpNode, operator: Operator, context: Context): string {
  const text = node.a.map((_, i) => argumentText(node, operator, i, context));
  const last = text.length - 1;
  const parts: string[] = [];
  for (let i = 0; i < last; i += 2) {
    const [condition = "", value = ""] = [text[i], text[i + 1]];
    parts.push(context.lang === "zh" ? `如果${condition}，取${value}` : `${value} if ${condition}`);
  }
  const otherwise = text[last] ?? "";
  parts.push(context.lang === "zh" ? `否则取${otherwise}` : `otherwise ${otherwise}`);
  return parts.join(context.lang === "zh" ? "；" : "; ");
}

/** `eq` and `ne` with a literal null, true or false have wordings of their own. */
function specialComparison(node: OpNode, operator: Operator, context: Context): string | null {
  if (node.op !== "eq" && node.op !== "ne") return null;
  const at = node.a.findIndex(isLiteral);
  const literal = node.a[at];
  if (!literal || !isLiteral(literal)) return null;
  const subject = argumentText(node, operator, 1 - at, context);
  if (isEmpty(literal.v)) {
    const plain = OPERATORS.get(node.op === "eq" ? "is_empty" : "not_empty");
    return (plain?.sentence[context.lang] ?? "").replace("{0}", () => subject);
  }
  if (typeof literal.v !== "boolean" || node.op !== "eq") return null;
  return isYesNo(subject, literal.v, context);
}

function joiner(operator: Operator, lang: Lang): string {
  if (operator.id === "and") return lang === "zh" ? "，且" : " and ";
  if (operator.id === "or") return lang === "zh" ? "，或" : " or ";
  return WORDS[lang].comma;
}

function opText(node: OpNode, context: Context): string {
  const operator = OPERATORS.get(node.op);
  if (!operator) return node.op;
  if (operator.id === "case") return caseText(node, operator, context);
  const special = specialComparison(node, operator, context);
  if (special !== null) return special;
  const args = node.a.map((_, i) => argumentText(node, operator, i, context));
  if (operator.id === "round" && args.length === 1) args.push("0");
  return operator.sentence[context.lang].replace(/\{(\d+|\*)\}/g, (_, which: string) =>
    which === "*" ? args.join(joiner(operator, context.lang)) : (args[Number(which)] ?? ""),
  );
}

function nodeText(node: Node, context: Context): string {
  const key = keyOf(node);
  if (key !== null) return nameOf(key, context);
  return isLiteral(node) ? literalText(node, NO_HINT, context) : opText(node as OpNode, context);
}

/** The sentence of a rule that passed the check. `zone` is that of the environment: instants show on its clock. */
export function sentence(
  node: Node,
  scope: Scope,
  labels: Labels,
  lang: Lang,
  zone: ZoneTable | null | undefined = null,
): string {
  const context = { scope, labels, lang, zone };
  return infer(node, scope).base === "boolean" ? conditionText(node, context) : nodeText(node, context);
}
