/** What may be written at a place of a formula: fields, functions, and the options of what is being compared. */

import { pathLabel } from "../../model/naming.ts";
import type { PathInfo } from "../../model/paths.ts";
import type { Lang, Operator } from "../catalogue.ts";
import { OPERATORS } from "../catalogue.ts";
import type { Formulas } from "./index.ts";
import { optionText } from "./names.ts";

export interface Completion {
  readonly kind: "field" | "function" | "option";
  readonly label: string;
  readonly detail: string;
  /** What is written in place of `from`..`at`. */
  readonly insert: string;
}

export interface Completions {
  readonly from: number;
  readonly list: readonly Completion[];
}

const NAME = /\{(?:"(?:[^"\\]|\\.)*"|[^{}"])*\}/g;

/** The field written last before a place: what an option there would belong to. */
function fieldBefore(text: string, at: number, { names }: Formulas): PathInfo | undefined {
  const last = [...text.slice(0, at).matchAll(NAME)].at(-1)?.[0];
  const found = last ? names.find(last.slice(1, -1)) : undefined;
  return names.infos.find(({ path }) => path === found?.key);
}

/** How an operator is called in a formula, with brackets where it takes any. */
export function callText({ spelling, notation }: Operator, lang: Lang): string {
  return notation === "call" ? `${spelling[lang]}(` : ` ${spelling[lang]} `;
}

/** Fields and functions whose words contain what was begun before `at`; options where a comparison stands before it. */
export function completeAt(text: string, at: number, over: Formulas, lang: Lang): Completions {
  const before = text.slice(0, at);
  const begun = /(?:[{｛@]|["“])?[^\s{}｛｝()（），,=＝<>＜＞≤≥≠"“”+*/×÷]*$/u.exec(before)?.[0] ?? "";
  const from = at - begun.length;
  const wanted = begun.replace(/^[{｛"“@]/, "").toLowerCase();
  const hit = (words: string): boolean => words.toLowerCase().includes(wanted);
  const onlyFields = /^[{｛@]/.test(begun);
  const onlyOptions = /^["“]/.test(begun);
  const field = fieldBefore(text, from, over);
  const compared = /(?:[=＝≠!<>,，(（]|属于|含有|in|has\w*)\s*$/u.test(text.slice(0, from));
  const options = field && compared && !onlyFields ? optionsOf(field, lang) : [];
  const fields = onlyOptions ? [] : fieldsOf(over, lang);
  const functions = onlyFields || onlyOptions ? [] : functionsOf(lang);
  const list = [...options, ...fields, ...functions].filter(({ label, detail }) => hit(label) || hit(detail));
  return { from, list };
}

function optionsOf({ options }: PathInfo, lang: Lang): Completion[] {
  const names = Object.fromEntries(Object.entries(options).map(([id, { label }]) => [id, label]));
  return Object.keys(options).map((id) => {
    const written = optionText(id, names, lang);
    return { kind: "option", label: written, detail: "", insert: JSON.stringify(written) };
  });
}

function fieldsOf({ names }: Formulas, lang: Lang): Completion[] {
  return names.infos
    .filter(({ property }) => property?.field.archived !== true)
    .map((info) => {
      const written = names.write(info.path, lang);
      const label = pathLabel(info, lang);
      return { kind: "field", label, detail: "", insert: `{${written}}` };
    });
}

function functionsOf(lang: Lang): Completion[] {
  return [...OPERATORS.values()]
    .filter(({ notation }) => notation === "call")
    .map((operator) => ({
      kind: "function",
      label: operator.spelling[lang],
      detail:
        operator.label[lang] === operator.spelling[lang]
          ? operator.spelling[lang === "zh" ? "en" : "zh"]
          : operator.label[lang],
      insert: callText(operator, lang) + (operator.arity.max === 0 ? ")" : ""),
    }));
}
