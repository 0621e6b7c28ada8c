import type { Property } from "../../../api/documents";

/** "8/15" when the text is short by rule or nearly full; counted in characters as people see them. */
export function lengthNote(text: string, prop: Property): string | null {
  const most = prop.maxLength;
  if (typeof most !== "number") return null;
  const length = [...text].length;
  return most <= 30 || length > most * 0.8 ? `${length}/${most}` : null;
}
