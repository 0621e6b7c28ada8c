/** Fields and parameters as they are called in formulas, {客户.客户等级} and {@操作人}, so that every name means one thing. */

import type { Lang, Text } from "../../model/entity.ts";
import type { PathInfo } from "../../model/paths.ts";
import { keyOf, own } from "../ast.ts";
import type { Node } from "../ast.ts";

/** A reading of a name: the key of what it means (`customer.level`, `@actor`), or that it means several things or nothing. */
export type Found = { readonly key: string } | { readonly key: null; readonly several: boolean };

export interface NameBook {
  /** What a name written in braces (without them) or a bare word means. */
  readonly find: (written: string) => Found;
  /** How a key is written in braces; `find` gives exactly the key back. */
  readonly write: (key: string, lang: Lang) => string;
  readonly infos: readonly PathInfo[];
}

const QUOTED = /^"(?:[^"\\]|\\.)*"/;

/** The segments of a written name: "客户.“A.B”" is two. Null: quotes that do not close. */
function segments(written: string): string[] | null {
  const found: string[] = [];
  let rest = written.trim();
  for (;;) {
    const quoted = QUOTED.exec(rest)?.[0];
    if (quoted !== undefined) {
      found.push(unquoted(quoted));
      rest = rest.slice(quoted.length).trimStart();
    } else {
      const end = rest.search(/[.．]/);
      found.push((end < 0 ? rest : rest.slice(0, end)).trim());
      rest = end < 0 ? "" : rest.slice(end);
    }
    if (rest === "") return found;
    if (!/^[.．]/.test(rest)) return null;
    rest = rest.slice(1).trimStart();
  }
}

function unquoted(text: string): string {
  try {
    return JSON.parse(text) as string;
  } catch {
    return text.slice(1, -1);
  }
}

const NEEDS_QUOTES = /[.．{}｛｝"“”#@\\\p{Cc}\p{Cs}]|^\s|\s$|^$/u;
const quotedIfNeeded = (label: string): string => (NEEDS_QUOTES.test(label) ? JSON.stringify(label) : label);

const said = (label: Text, lang: Lang): string => (lang === "en" ? (label.en ?? label.zh) : label.zh);
const LANGS: readonly Lang[] = ["zh", "en"];
const JOINED = "\u0000";

/** The book of everything that may be named at a place. */
export function nameBook(infos: readonly PathInfo[]): NameBook {
  const meaning = new Map<string, Set<string>>();
  const add = (name: string, key: string): void => {
    const known = meaning.get(name) ?? new Set();
    meaning.set(name, known.add(key));
  };
  const aliases = new Map<string, readonly string[]>();
  const byKey = new Map(infos.map((info) => [info.path, info]));
  for (const { path, labels } of infos) {
    const mark = path.startsWith("@") ? "@" : "";
    for (const lang of LANGS) {
      const words = labels.map((label) => said(label, lang));
      add(mark + words.join(JOINED), path);
    }
    if (mark) add(path, path);
  }
  // As sentences join them; only where that is not the label of something else.
  for (const { path, labels } of infos) {
    const joined = labels.map(({ zh }) => zh).join("的");
    if (labels.length > 1 && !meaning.has(joined))
      aliases.set(joined, [...(aliases.get(joined) ?? []), path]);
  }
  for (const [name, keys] of aliases) for (const key of keys) add(name, key);
  const find = (written: string): Found => {
    const text = written.trim();
    if (text.startsWith("#")) return { key: text.slice(1) };
    const mark = text.startsWith("@") ? "@" : "";
    const parts = segments(text.slice(mark.length));
    const keys = parts ? meaning.get(mark + parts.join(JOINED)) : undefined;
    const [key] = keys ?? [];
    return key !== undefined && keys?.size === 1 ? { key } : { key: null, several: (keys?.size ?? 0) > 1 };
  };
  const write = (key: string, lang: Lang): string => {
    const info = byKey.get(key);
    const mark = key.startsWith("@") ? "@" : "";
    const wanted: readonly Lang[] = lang === "zh" ? ["zh", "en"] : ["en", "zh"];
    for (const one of info ? wanted : []) {
      const text = mark + (info?.labels ?? []).map((label) => quotedIfNeeded(said(label, one))).join(".");
      if (find(text).key === key) return text;
    }
    return `#${key}`;
  };
  return { find, write, infos };
}

/** The options a choice, set or reference next to a literal has, by id. */
export type OptionNames = Readonly<Record<string, Text>>;

/** The option a written text means: by label in either language, else the text itself; "#id" is always the id. Null: several. */
export function optionFor(written: string, options: OptionNames): string | null {
  if (written.startsWith("#")) return written.slice(1);
  const ids = Object.keys(options).filter((id) => {
    const label = own(options, id);
    return label !== undefined && (label.zh === written || label.en === written);
  });
  const [only] = ids;
  if (only !== undefined && ids.length === 1) return only;
  return ids.length === 0 ? written : null;
}

/** How an option is written; `optionFor` gives exactly the id back. */
export function optionText(id: string, options: OptionNames, lang: Lang): string {
  const label = own(options, id);
  const tries = label ? [said(label, lang), label.zh] : [];
  return [...tries, id].find((text) => text !== "" && optionFor(text, options) === id) ?? `#${id}`;
}

/** A key that can be written as `#key` and read back. */
export const isWritable = (node: Node): boolean => /^@?[\p{L}\p{N}_.]+$/u.test(keyOf(node) ?? "");
