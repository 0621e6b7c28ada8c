/** Cells of a decision table as people write them in a spreadsheet: "> 5%", "30-60", "东南亚、欧洲", "任意". */

import type { PathInfo } from "../../model/paths.ts";
import type { Lang } from "../../rules/catalogue.ts";
import { isLiteral, isOp, isParam } from "../../rules/ast.ts";
import type { Literal, LiteralNode, Node } from "../../rules/ast.ts";
import { parseDate } from "../../rules/dates.ts";
import { optionFor, optionText } from "../../rules/text/names.ts";
import { tokens } from "../../rules/text/lexer.ts";
import { meant, numberIn } from "../../rules/text/units.ts";
import { FormulaError } from "../../rules/text/error.ts";
import { sameNode } from "../../filter/tree.ts";

/** What a cell says, or why it cannot be read: a code with words in the designer's texts. */
export type Read =
  { readonly rule: Node | null; readonly problem: null } | { readonly rule: null; readonly problem: Problem };
export type Problem = "option" | "number" | "unit" | "date" | "boolean" | "range" | "type";

const CELL: Node = { p: "cell" };
const good = (rule: Node | null): Read => ({ rule, problem: null });
const bad = (problem: Problem): Read => ({ rule: null, problem });
const is = (op: string, ...a: Node[]): Node => ({ op, a: [CELL, ...a] });

const ANY = new Set(["", "任意", "不限", "any", "*", "-", "—", "–", "/"]);
const EMPTY = new Set(["空", "未填", "未填写", "empty", "is empty"]);
const FILLED = new Set(["非空", "不为空", "已填", "已填写", "filled", "not empty", "is filled in"]);
const YES = new Set(["是", "yes", "true", "√", "✓", "y", "1"]);
const NO = new Set(["否", "no", "false", "×", "✗", "n", "0"]);

/** Signs and words before a value, longest first. */
const BEFORE: readonly (readonly [string, string])[] = [
  ["大于等于", "ge"],
  ["小于等于", "le"],
  ["不超过", "le"],
  ["不大于", "le"],
  ["不少于", "ge"],
  ["不小于", "ge"],
  ["不低于", "ge"],
  ["不高于", "le"],
  ["不等于", "ne"],
  ["at least", "ge"],
  ["at most", "le"],
  ["not ", "ne"],
  ["大于", "gt"],
  ["超过", "gt"],
  ["高于", "gt"],
  ["小于", "lt"],
  ["低于", "lt"],
  ["至少", "ge"],
  ["至多", "le"],
  ["等于", "eq"],
  ["不是", "ne"],
  ["晚于", "gt"],
  ["早于", "lt"],
  [">=", "ge"],
  ["<=", "le"],
  ["!=", "ne"],
  ["<>", "ne"],
  ["≥", "ge"],
  ["≤", "le"],
  ["≠", "ne"],
  [">", "gt"],
  ["<", "lt"],
  ["=", "eq"],
  ["非", "ne"],
];
const BEHIND: readonly (readonly [string, string])[] = [
  ["以上", "ge"],
  ["以下", "le"],
  ["以内", "le"],
];
const ORDER = new Set(["gt", "ge", "lt", "le"]);
const ORDERED = new Set(["number", "date", "instant"]);
const BETWEEN_ITEMS = /\s*[,，、;；|\n]\s*/;

/** Full-width signs as the narrow ones they stand for. */
const narrow = (text: string): string =>
  text
    .replace(/[！-～]/g, (char) => String.fromCharCode(char.charCodeAt(0) - 0xfee0))
    .replace(/\u3000/g, " ");

const optionsOf = ({ options }: PathInfo) =>
  Object.fromEntries(Object.entries(options).map(([id, { label }]) => [id, label]));

function numberOf(text: string, info: PathInfo): LiteralNode | Problem {
  try {
    const list = tokens(text.replace(/(\d),(?=\d{3})/g, "$1"));
    const minus = list[0]?.type === "sign" && list[0].value === "-";
    const token = list[minus ? 1 : 0];
    if (token?.type !== "number" || list.length !== (minus ? 3 : 2)) return "number";
    const written = minus ? { ...token.written, digits: `-${token.written.digits}` } : token.written;
    const v = meant(written, info.type.unit ?? "");
    return v === null ? "unit" : { v };
  } catch (error) {
    if (error instanceof FormulaError) return "number";
    throw error;
  }
}

function dateOf(text: string): LiteralNode | Problem {
  const [, y = "", m = "", d = ""] = /^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?$/.exec(text) ?? [];
  const v = `${y}-${m.padStart(2, "0")}-${d.padStart(2, "0")}`;
  return parseDate(v) === null ? "date" : { v, t: "date" };
}

/** One value of a column's type. */
export function valueOf(text: string, info: PathInfo): LiteralNode | Problem {
  const plain = text.trim().replace(/^["“「](.*)["”」]$/, "$1");
  switch (info.type.type) {
    case "number":
      return numberOf(narrow(plain), info);
    case "date":
      return dateOf(narrow(plain));
    case "boolean": {
      const word = plain.toLowerCase();
      return YES.has(word) ? { v: true } : NO.has(word) ? { v: false } : "boolean";
    }
    case "choice":
    case "ref": {
      const id = optionFor(plain, optionsOf(info));
      const known = info.type.options ?? Object.keys(info.options);
      return id !== null && (known.includes(id) || known.length === 0) ? { v: id } : "option";
    }
    case "text":
      return { v: plain };
    default:
      return "type";
  }
}

const isProblem = (value: LiteralNode | Problem): value is Problem => typeof value === "string";

function range(text: string, info: PathInfo): Read | null {
  const number = info.type.type === "number";
  const parts = number
    ? /^(-?[^-~～–—至到]+?)\s*(?:-|–|—|~|～|至|到|\.\.)\s*(-?[^-~～–—至到]+)$/.exec(text)
    : /^(.+?)\s*(?:~|～|至|到| - | – )\s*(.+)$/.exec(text);
  if (!parts) return null;
  const [, low = "", high = ""] = parts;
  const ends = [valueOf(low, info), valueOf(high, info)];
  // "30-60天": the unit stands only once.
  if (number && isProblem(ends[0] as LiteralNode))
    ends[0] = valueOf(low + high.replace(/^-?[\d.,]+/, ""), info);
  const [from, to] = ends;
  if (!from || !to || isProblem(from) || isProblem(to)) return bad("range");
  return good(is("between", from, to));
}

function listed(text: string, info: PathInfo, denied: boolean): Read {
  const whole = valueOf(text, info);
  const parts = text.split(BETWEEN_ITEMS).filter((part) => part !== "");
  if (parts.length > 1 && (isProblem(whole) || info.type.type === "text")) {
    const values = parts.map((part) => valueOf(part, info));
    const wrong = values.find(isProblem);
    if (wrong) return bad(wrong);
    const list = values.map((value) => (value as LiteralNode).v) as unknown as Literal;
    return good(is(denied ? "not_in" : "in", { v: list }));
  }
  return isProblem(whole) ? bad(whole) : good(is(denied ? "ne" : "eq", whole));
}

/** The condition a text in a column means; null: any value. */
export function readCell(text: string, info: PathInfo): Read {
  const plain = text.trim();
  const word = plain.toLowerCase();
  if (ANY.has(word)) return good(null);
  if (EMPTY.has(word)) return good(is("is_empty"));
  if (FILLED.has(word)) return good(is("not_empty"));
  const ordered = ORDERED.has(info.type.type);
  const signs = narrow(plain);
  const behind = ordered ? BEHIND.find(([sign]) => signs.endsWith(sign)) : undefined;
  const before = BEFORE.find(([sign, op]) => (ordered || !ORDER.has(op)) && narrow(word).startsWith(sign));
  if (before || behind) {
    const [sign, op]: readonly [string, string] = before ?? behind ?? ["", "eq"];
    const rest = before ? plain.slice(sign.length) : plain.slice(0, -sign.length);
    if (op === "ne" || op === "eq") return listed(rest.trim(), info, op === "ne");
    const value = valueOf(rest, info);
    return isProblem(value) ? bad(value) : good(is(op, value));
  }
  return (ordered ? range(signs, info) : null) ?? listed(plain, info, false);
}

const WORDS = {
  zh: { any: "任意", empty: "空", filled: "非空", yes: "是", no: "否", comma: "、" },
  en: { any: "any", empty: "empty", filled: "filled", yes: "yes", no: "no", comma: ", " },
} as const;
const SIGNS: Readonly<Record<string, string>> = {
  gt: "> ",
  ge: "≥ ",
  lt: "< ",
  le: "≤ ",
  eq: "",
  ne: "≠ ",
  in: "",
  not_in: "≠ ",
};

/** One value as it stands in a cell. */
export function valueText(v: Literal, info: PathInfo, lang: Lang): string {
  if (typeof v === "boolean") return v ? WORDS[lang].yes : WORDS[lang].no;
  if (typeof v === "number") return numberIn(v, info.type.unit ?? "", lang);
  if (typeof v !== "string") return WORDS[lang].empty;
  return info.type.type === "choice" || info.type.type === "ref" ? optionText(v, optionsOf(info), lang) : v;
}

function written(rule: Node, info: PathInfo, lang: Lang): string | null {
  if (!isOp(rule)) return null;
  const [subject, first, second] = rule.a;
  if (!subject || !isParam(subject) || subject.p !== "cell") return null;
  if (rule.op === "is_empty") return WORDS[lang].empty;
  if (rule.op === "not_empty") return WORDS[lang].filled;
  if (!first || !isLiteral(first)) return null;
  if (rule.op === "between" && second && isLiteral(second))
    return `${valueText(first.v, info, lang)} ~ ${valueText(second.v, info, lang)}`;
  const sign = SIGNS[rule.op];
  if (sign === undefined) return null;
  const items: readonly Literal[] = Array.isArray(first.v) ? (first.v as readonly Literal[]) : [first.v];
  return sign + items.map((item) => valueText(item, info, lang)).join(WORDS[lang].comma);
}

/** A condition as it stands in a cell; null for one that a cell cannot say so that it is read back the same. */
export function cellText(rule: Node | null | undefined, info: PathInfo, lang: Lang): string | null {
  if (!rule) return WORDS[lang].any;
  const text = written(rule, info, lang);
  const back = text === null ? null : readCell(text, info).rule;
  return back && sameNode(back, rule) ? text : null;
}
