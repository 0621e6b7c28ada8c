/** What the address of a list remembers. */
export interface ListSearch {
  readonly view?: string;
  readonly q?: string;
  /** A rule as JSON; given, it stands instead of the view's own. "none": no filter. */
  readonly filter?: string;
  readonly sort?: string;
}

const text = (value: unknown): string | undefined =>
  typeof value === "string" && value !== "" && value.length < 4000 ? value : undefined;

export function readSearch(search: Record<string, unknown>): ListSearch {
  const found: Record<string, string> = {};
  for (const name of ["view", "q", "filter", "sort"] as const) {
    const given = search[name];
    // The router reads what looks like JSON as JSON.
    const plain = typeof given === "object" && given !== null ? JSON.stringify(given) : given;
    const value = text(typeof plain === "number" ? String(plain) : plain);
    if (value !== undefined) found[name] = value;
  }
  return found;
}
