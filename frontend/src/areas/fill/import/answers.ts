/** Answers to what an import asks, as parts of its mapping. */
import type { ColumnMapping, ImportQuestion, Mapping, ValueAnswer } from "../../../api/imports";

const change = (mapping: Mapping, column: number, how: (part: ColumnMapping) => ColumnMapping): Mapping => ({
  ...mapping,
  columns: mapping.columns.map((part) => (part.column === column ? how(part) : part)),
});

/** The answer to one text; null takes it back. */
export function withValue(
  mapping: Mapping,
  column: number,
  text: string,
  answer: ValueAnswer | null,
): Mapping {
  return change(mapping, column, (part) => {
    const { [text]: _before, ...others } = part.values ?? {};
    return { ...part, values: answer ? { ...others, [text]: answer } : others };
  });
}

/** What becomes of all texts of a column that have no answer of their own. */
export const withOthers = (mapping: Mapping, column: number, others: ColumnMapping["others"]): Mapping =>
  change(mapping, column, (part) => ({ ...part, others: others ?? null }));

export const withDateOrder = (mapping: Mapping, column: number, order: "dmy" | "mdy"): Mapping =>
  change(mapping, column, (part) => ({ ...part, date_order: order }));

export const withDecimal = (mapping: Mapping, column: number, decimal: "." | ","): Mapping =>
  change(mapping, column, (part) => ({ ...part, decimal }));

/** The answer a question has in this mapping; null while it is open. */
export function answerOf(mapping: Mapping, question: ImportQuestion): string | ValueAnswer | null {
  const part = mapping.columns.find(({ column }) => column === question.column);
  if (!part) return null;
  if (question.kind === "date_order") return part.date_order ?? null;
  if (question.kind === "decimal") return part.decimal ?? null;
  if (question.kind === "required") return null;
  const own = part.values?.[question.value ?? ""];
  if (own) return own;
  return part.others ? { [part.others]: true } : null;
}

/** How many questions a mapping leaves open; texts that are not listed count where nothing answers for them. */
export function openIn(mapping: Mapping, questions: readonly ImportQuestion[]): number {
  return questions.reduce((sum, question) => {
    const part = mapping.columns.find(({ column }) => column === question.column);
    const hidden = part?.others ? 0 : (question.more ?? 0);
    return sum + (answerOf(mapping, question) === null ? 1 : 0) + hidden;
  }, 0);
}

/** The mapping with the first suggestion taken for every open text that has one. */
export function withSuggestions(mapping: Mapping, questions: readonly ImportQuestion[]): Mapping {
  return questions.reduce((next, question) => {
    const best = question.suggestions?.[0];
    const own = next.columns.find(({ column }) => column === question.column)?.values?.[question.value ?? ""];
    if (question.kind !== "value" || question.column == null || question.value == null || !best || own)
      return next;
    return withValue(next, question.column, question.value, { use: best.id });
  }, mapping);
}
