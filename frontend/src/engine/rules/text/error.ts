/** What can be wrong with a formula as text, and where. */

export type FormulaCode =
  | "formula_unexpected"
  | "formula_end"
  | "formula_unclosed"
  | "formula_unknown_name"
  | "formula_ambiguous_name"
  | "formula_ambiguous_option"
  | "formula_unknown_function"
  | "formula_bad_number"
  | "formula_bad_date"
  | "formula_unit_wanted"
  | "formula_unit_strange"
  | "formula_chained"
  | "formula_not_a_list"
  | "formula_too_deep"
  | "formula_broken_part";

/** `from` and `to` are places in the text (UTF-16 units, `to` behind the last); `params` fill the words of the code. */
export class FormulaError extends Error {
  constructor(
    readonly code: FormulaCode,
    readonly from: number,
    readonly to: number,
    readonly params: Readonly<Record<string, string>> = {},
  ) {
    super(code);
  }
}
