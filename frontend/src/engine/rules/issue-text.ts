/** Findings of the type check in words (schemas/rules/issues.json), with the names people know instead of ids. */

import contract from "../../../../schemas/rules/issues.json" with { type: "json" };
import type { Node } from "./ast.ts";
import { isOp } from "./ast.ts";
import type { Bilingual, Lang } from "./catalogue.ts";
import { OPERATORS } from "./catalogue.ts";
import type { RuleIssue } from "./shape.ts";

interface Row {
  readonly severity: string;
  readonly zh: string;
  readonly en: string;
  readonly remedy: Bilingual;
}
const ROWS = contract as Readonly<Record<string, Row>>;

/** What types and kinds of arguments are called. */
const TYPES: Readonly<Record<string, Bilingual>> = {
  text: { zh: "文字", en: "text" },
  number: { zh: "数字", en: "a number" },
  numbers: { zh: "一组数字", en: "numbers" },
  boolean: { zh: "是或否", en: "yes or no" },
  condition: { zh: "条件（是或否）", en: "a condition" },
  date: { zh: "日期", en: "a date" },
  instant: { zh: "日期和时间", en: "a date and time" },
  choice: { zh: "选项", en: "an option" },
  set: { zh: "多个选项", en: "several options" },
  ref: { zh: "关联", en: "a reference" },
  opaque: { zh: "附件类内容", en: "an attachment" },
  null: { zh: "空", en: "empty" },
  any: { zh: "任何值", en: "any value" },
  value: { zh: "值", en: "a value" },
  comparable: { zh: "可比较的值", en: "a value that compares" },
  ordered: { zh: "数字或日期", en: "a number or a date" },
  listable: { zh: "文字、数字或选项", en: "text, a number or an option" },
  list: { zh: "一组值", en: "a list of values" },
  element: { zh: "单个选项", en: "one option" },
  digits: { zh: "0 到 6 的整数", en: "a whole number from 0 to 6" },
  calendar: { zh: "工作日历的名称", en: "the name of a working calendar" },
  money: { zh: "金额", en: "money" },
  percent: { zh: "百分比", en: "a percentage" },
  seconds: { zh: "时长", en: "a duration" },
};

/** What a type, a unit or a kind of argument is called; its id where it has no word. */
export function typeText(id: string, lang: Lang): string {
  const [base = id] = id.split(":");
  return TYPES[base]?.[lang] ?? id;
}

function shown(name: string, value: unknown, lang: Lang, nameOf: (key: string) => string): string {
  if (name === "op" && typeof value === "string") return OPERATORS.get(value)?.label[lang] ?? value;
  if (name === "field") return nameOf(String(value));
  if (name === "name") return nameOf(`@${String(value)}`);
  if (["expected", "got", "left", "right"].includes(name) && typeof value === "string")
    return typeText(value, lang);
  if (Array.isArray(value))
    return value.map((one) => typeText(String(one), lang)).join(lang === "zh" ? "、" : ", ");
  if (value === null || value === undefined) return lang === "zh" ? "任意多" : "any number";
  return typeof value === "string" || typeof value === "number" ? String(value) : JSON.stringify(value);
}

export interface IssueWords {
  readonly severity: "error" | "warning";
  readonly message: string;
  readonly remedy: string;
}

/** What is wrong and what to do about it. `nameOf` gives the label of a field path or of "@parameter". */
export function issueWords(issue: RuleIssue, lang: Lang, nameOf: (key: string) => string): IssueWords {
  const row = ROWS[issue.code];
  if (!row) return { severity: "error", message: issue.code, remedy: "" };
  const fill = (text: string): string =>
    text.replace(/\{(\w+)\}/g, (_, name: string) => shown(name, issue.params[name], lang, nameOf));
  return {
    severity: row.severity === "warning" ? "warning" : "error",
    message: fill(row[lang]),
    remedy: fill(row.remedy[lang]),
  };
}

/** The part of a rule at a path of the check ("$.a[1].a[0]"); null where there is none. */
export function nodeAt(rule: Node, path: string): Node | null {
  let here: Node | undefined = rule;
  for (const [, index] of path.matchAll(/\.a\[(\d+)\]/g)) {
    here = here && isOp(here) ? here.a[Number(index)] : undefined;
  }
  return here ?? null;
}

export const isError = (issue: RuleIssue): boolean => ROWS[issue.code]?.severity !== "warning";
