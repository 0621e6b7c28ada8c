/** Text as it is stored and compared; the same steps as core/fields/characters.py. */

import { FieldIssue, wrongType } from "./issue.ts";

/** Controls but tab and line ends, and lone surrogates: they cannot be stored alike everywhere. */
// eslint-disable-next-line no-control-regex -- naming the control characters is the point
const CONTROL = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]|\p{Surrogate}/u;

const MARKS = /[\ufeff\u200b\u2060\u200e\u200f]/g;
const FULL_WIDTH = /[\uff01-\uff5e]/g;

/** The text without byte order marks. Throws control_character. */
export function printable(text: string): string {
  const control = CONTROL.exec(text);
  if (control) {
    const hex = (control[0].codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0");
    throw new FieldIssue("control_character", { code_point: `U+${hex}` });
  }
  return text.replaceAll("\ufeff", "");
}

/** Text of several lines with "\n" line ends, ends trimmed, composed (NFC). Throws wrong_type, control_character. */
export function cleanLines(value: unknown): string {
  if (typeof value !== "string") throw wrongType("text");
  return printable(value).normalize("NFC").replace(/\r\n?/g, "\n").trim();
}

/** One line of text: line ends and tabs become spaces. */
export const cleanLine = (value: unknown): string =>
  cleanLines(value)
    .replace(/[\n\t]/g, " ")
    .trim();

/** Full-width letters, digits and signs as ASCII, the wide space, ￥ and the long minus too; invisible marks removed. */
export function narrow(text: string): string {
  return text
    .replace(FULL_WIDTH, (c) => String.fromCharCode(c.charCodeAt(0) - 0xfee0))
    .replaceAll("\u3000", " ")
    .replaceAll("\uffe5", "\u00a5")
    .replaceAll("\u2212", "-")
    .replace(MARKS, "");
}

/** The form in which labels are compared: narrow, lower case, single spaces. */
export const folded = (text: string): string =>
  narrow(text.normalize("NFC")).toLowerCase().trim().replace(/\s+/g, " ");
