/** Chinese runs no words apart: "客户等级且金额" is a field, a connective and a field. */

import type { Token } from "./lexer.ts";
import type { NameBook } from "./names.ts";
import { CALLS, CONSTANTS } from "./spellings.ts";

type Word = Token & {
  readonly type: "word" | "text" | "name" | "date" | "instant" | "raw";
  readonly value: string;
};

/** A run of letters as the known words it is made of; as it is when it is known, or cannot be taken apart whole. */
export function split(token: Word, names: NameBook): Token[] {
  const { value, from } = token;
  const known = (word: string): boolean =>
    CALLS.has(word) || CONSTANTS.has(word) || names.find(word).key !== null;
  if (known(value)) return [token];
  const parts: Token[] = [];
  for (let at = 0; at < value.length;) {
    let to = value.length;
    while (to > at && !known(value.slice(at, to))) to -= 1;
    if (to === at) return [token];
    parts.push({ type: "word", value: value.slice(at, to), from: from + at, to: from + to });
    at = to;
  }
  return parts;
}
