/** A formula cut into tokens. Full-width signs count as the ones they stand for; places are those of the text as typed. */

import { plainText } from "./decimals.ts";
import { FormulaError } from "./error.ts";
import { SUFFIXES, type Written } from "./units.ts";

export type Token = { readonly from: number; readonly to: number } & (
  | { readonly type: "number"; readonly written: Written }
  | { readonly type: "text" | "name" | "word" | "date" | "instant" | "raw"; readonly value: string }
  /** An operator sign or a bracket, comma. */
  | { readonly type: "sign"; readonly value: string }
  | { readonly type: "end" }
);

const WIDE: Readonly<Record<string, string>> = {
  "，": ",",
  "、": ",",
  "；": ",",
  ";": ",",
  "×": "*",
  "✕": "*",
  "÷": "/",
  "−": "-",
  "–": "-",
  "≦": "≤",
  "≧": "≥",
  "￥": "¥",
  "【": "[",
  "】": "]",
  "　": " ",
  "\u00a0": " ",
};

/** The sign a character stands for: "（" is "(", "＞" is ">", "５" is "5". One character stays one. */
function narrow(char: string): string {
  const known = WIDE[char];
  if (known !== undefined) return known;
  const code = char.charCodeAt(0);
  return code >= 0xff01 && code <= 0xff5e ? String.fromCharCode(code - 0xfee0) : char;
}

const CLOSING: Readonly<Record<string, string>> = {
  '"': '"',
  "“": "”",
  "”": "”",
  "‘": "’",
  "'": "'",
  "「": "」",
};
const SPACE = /\s/;
/** A word, or words joined by points: a field behind a reference. */
const WORD = /[\p{L}\p{N}_]+(?:[.．][\p{L}_][\p{L}\p{N}_]*)*/uy;
const DATE = /(\d{4})(?:-(\d{1,2})-(\d{1,2})|年(\d{1,2})月(\d{1,2})日)(?![\d.])/y;
const TIME = /[ T](\d{1,2}):(\d{2})(?::(\d{2}))?(Z?)(?![\d:])/y;
const NUMBER = /\d+(?:\.\d+)?(?:e[+-]?\d+(?![\p{L}\p{N}_]))?|\.\d+/uy;
const SUFFIX = new RegExp(
  `\\s*(?:(${Object.keys(SUFFIXES)
    .filter((one) => !/[a-z]/.test(one))
    .join("|")})|(yuan|min|h|s)(?![\\p{L}\\p{N}_]))`,
  "uy",
);
const SIGNS = ["<>", "<=", ">=", "==", "!=", "&&", "||"].concat(Array.from("<>=≤≥≠!+-*/()[],"));

class Lexer {
  readonly tokens: Token[] = [];
  /** The text with narrow signs; as long as the text itself. */
  private readonly plain: string;
  private at = 0;

  constructor(private readonly text: string) {
    this.plain = Array.from({ length: text.length }, (_, i) => narrow(text.charAt(i))).join("");
  }

  run(): Token[] {
    for (;;) {
      while (this.at < this.plain.length && SPACE.test(this.plain.charAt(this.at))) this.at += 1;
      if (this.at >= this.plain.length) {
        this.tokens.push({ type: "end", from: this.at, to: this.at });
        return this.tokens;
      }
      this.next();
    }
  }

  private next(): void {
    const char = this.plain.charAt(this.at);
    const typed = this.text.charAt(this.at);
    if (char === "{") this.enclosed("name", "}", true);
    else if (char === "`") this.enclosed("raw", "`", false);
    else if (Object.hasOwn(CLOSING, typed) || char === '"') this.quoted(CLOSING[typed] ?? '"');
    else if (!this.time() && !this.number() && !this.word() && !this.sign())
      throw new FormulaError("formula_unexpected", this.at, this.at + 1, { found: typed });
  }

  private match(pattern: RegExp, at = this.at): RegExpExecArray | null {
    pattern.lastIndex = at;
    return pattern.exec(this.plain);
  }

  private enclosed(type: "name" | "raw", close: string, quotes: boolean): void {
    const from = this.at;
    let inside = false;
    for (let at = from + 1; at < this.plain.length; at += 1) {
      const char = this.plain.charAt(at);
      if (inside && char === "\\") at += 1;
      else if (quotes && this.text.charAt(at) === '"') inside = !inside;
      else if (!inside && char === close) {
        this.tokens.push({ type, value: this.text.slice(from + 1, at), from, to: at + 1 });
        this.at = at + 1;
        return;
      }
    }
    throw new FormulaError("formula_unclosed", from, this.text.length, { sign: close });
  }

  private quoted(close: string): void {
    const from = this.at;
    for (let at = from + 1; at < this.text.length; at += 1) {
      const char = this.text.charAt(at);
      if (char === "\\") at += 1;
      else if (char === close || (close === "”" && char === '"')) {
        this.tokens.push({ type: "text", value: unescaped(this.text.slice(from + 1, at)), from, to: at + 1 });
        this.at = at + 1;
        return;
      }
    }
    throw new FormulaError("formula_unclosed", from, this.text.length, { sign: close });
  }

  private time(): boolean {
    const day = this.match(DATE);
    if (!day) return false;
    const from = this.at;
    const [, year = "", m, d, month = m ?? "", dayOf = d ?? ""] = day;
    const date = `${year}-${month.padStart(2, "0")}-${dayOf.padStart(2, "0")}`;
    const clock = this.match(TIME, from + day[0].length);
    this.at = from + day[0].length + (clock?.[0].length ?? 0);
    if (!clock) {
      this.tokens.push({ type: "date", value: date, from, to: this.at });
      return true;
    }
    const [, hour = "", minute = "", second = "00", utc = ""] = clock;
    const value = `${date}T${hour.padStart(2, "0")}:${minute}:${second}${utc}`;
    this.tokens.push({ type: "instant", value, from, to: this.at });
    return true;
  }

  private number(): boolean {
    const from = this.at;
    const sign = this.plain.charAt(from) === "¥";
    const digits = this.match(NUMBER, sign ? from + 1 : from);
    if (!digits) return false;
    this.at = digits.index + digits[0].length;
    const suffix = this.match(SUFFIX);
    if (suffix) this.at += suffix[0].length;
    const value = Number(digits[0]);
    if (!Number.isFinite(value))
      throw new FormulaError("formula_bad_number", from, this.at, { found: this.text.slice(from, this.at) });
    const written = { digits: plainText(value), suffix: suffix?.[1] ?? suffix?.[2] ?? null, sign };
    this.tokens.push({ type: "number", written, from, to: this.at });
    return true;
  }

  private word(): boolean {
    const from = this.at;
    WORD.lastIndex = from;
    const to = from + (WORD.exec(this.text)?.[0].length ?? 0);
    if (to === from) return false;
    this.at = to;
    this.tokens.push({ type: "word", value: this.text.slice(from, to), from, to });
    return true;
  }

  private sign(): boolean {
    const found = SIGNS.find((sign) => this.plain.startsWith(sign, this.at));
    if (found === undefined) return false;
    this.tokens.push({ type: "sign", value: found, from: this.at, to: this.at + found.length });
    this.at += found.length;
    return true;
  }
}

/** The text between quotes: `\"`, `\n` and `\u0041` as in JSON. */
function unescaped(text: string): string {
  return text.replace(/\\(u[0-9a-fA-F]{4}|[^])/g, (_, code: string) => {
    if (code.startsWith("u") && code.length > 1)
      return String.fromCharCode(Number.parseInt(code.slice(1), 16));
    return { n: "\n", t: "\t", r: "\r", b: "\b", f: "\f" }[code] ?? code;
  });
}

/** The tokens of a formula, the last one of type "end". Throws FormulaError. */
export const tokens = (text: string): Token[] => new Lexer(text).run();
