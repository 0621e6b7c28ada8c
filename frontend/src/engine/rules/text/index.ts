/**
 * Rules as formulas and back: one parser and one printer, Chinese and English. The tree is what is stored; text is only
 * how it is typed. `parse(print(rule))` is the rule, to the last bit, for every tree (property-tested).
 */

import type { PathInfo } from "../../model/paths.ts";
import { scopeOf } from "../../model/paths.ts";
import type { Node } from "../ast.ts";
import type { Lang } from "../catalogue.ts";
import type { FieldType, Scope } from "../types.ts";
import { FormulaError } from "./error.ts";
import type { Hint, Surroundings } from "./hints.ts";
import { hintOfType, NO_HINT } from "./hints.ts";
import { nameBook, type NameBook, type OptionNames } from "./names.ts";
import { parseRaw } from "./parser.ts";
import { Printer } from "./printer.ts";
import type { Spans } from "./resolve.ts";
import { resolve } from "./resolve.ts";

export { FormulaError, type FormulaCode } from "./error.ts";
export type { Spans } from "./resolve.ts";
export type { NameBook } from "./names.ts";

/** What formulas of a place are read and written with. */
export interface Formulas {
  readonly names: NameBook;
  readonly around: Surroundings;
  readonly zone: string | undefined;
  readonly whole: Hint;
}

/** `whole`: what the formula has to yield, so that its literals are read as that. */
export function formulas(
  infos: readonly PathInfo[],
  zone?: string,
  whole?: { readonly type: FieldType; readonly options: OptionNames },
): Formulas {
  const scope: Scope = scopeOf(infos);
  const around = { scope, infos: new Map(infos.map((info) => [info.path, info])) };
  return {
    names: nameBook(infos),
    around,
    zone,
    whole: whole ? hintOfType(whole.type, whole.options) : NO_HINT,
  };
}

export type Parsed =
  | { readonly rule: Node; readonly spans: Spans; readonly error: null }
  | { readonly rule: null; readonly spans: null; readonly error: FormulaError };

/** The rule of a formula, or the first thing that is wrong with its text. */
export function parse(text: string, { names, around, zone, whole }: Formulas): Parsed {
  try {
    return { ...resolve(parseRaw(text, names, zone), around, whole), error: null };
  } catch (error) {
    if (!(error instanceof FormulaError)) throw error;
    return { rule: null, spans: null, error };
  }
}

/** The formula of a rule in a language. */
export const print = (rule: Node, { names, around, zone, whole }: Formulas, lang: Lang): string =>
  new Printer(names, around, lang, zone).print(rule, whole);
