import { say, type Lang, type Text } from "./index";

interface Row {
  readonly zh: string;
  readonly en: string;
}
type Rows = Readonly<Record<string, Row | string>>;

let rows: Rows | null = null;

/** Loads the words of problem codes. Begun with the page; nothing can be wrong before it is there. */
export async function loadProblems(): Promise<void> {
  rows = (await import("../../../schemas/errors.json")).default;
}

/** The words of a problem code, placeholders filled; null when the catalogue has no such code (or is not here yet). */
export function problemText(
  code: string,
  params: Readonly<Record<string, unknown>> | undefined,
  lang: Lang,
): string | null {
  const row = rows && Object.hasOwn(rows, code) ? rows[code] : undefined;
  if (row === undefined || typeof row === "string") return null;
  return fill(row[lang], params ?? {});
}

/** `{name}` replaced by its parameter; one that is missing is left out rather than shown raw. */
export function fill(text: string, params: Readonly<Record<string, unknown>>): string {
  return text.replace(/\{([a-z_]+)\}/g, (_, name: string) => {
    const value = params[name];
    if (value === undefined || value === null) return "";
    return typeof value === "string" || typeof value === "number" ? String(value) : JSON.stringify(value);
  });
}

/** What is wrong with one field; the server's own words win. */
export function issueText(
  issue: {
    readonly code: string;
    readonly params?: Readonly<Record<string, unknown>>;
    readonly message?: Text;
  },
  lang: Lang,
): string {
  const said = issue.message ? say(issue.message, lang) : null;
  return said ?? problemText(issue.code, issue.params, lang) ?? say(UNKNOWN, lang);
}

const UNKNOWN: Text = { zh: "内容不符合要求", en: "This cannot be stored" };
