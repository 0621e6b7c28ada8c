/** From one text of a place to another: the fewest operations at the grain of docs/designing.md, section 1. */

import type { Operation } from "./operations.ts";

type Members = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is Members =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const absent = (value: unknown): boolean => value === undefined || value === null;

/** Members of a text, of a rule and of a person belong together: half of one beside half of another says nothing. */
const WHOLE = ["zh", "op", "f", "v", "p", "to"];

const whole = (value: unknown): boolean => !isObject(value) || WHOLE.some((key) => Object.hasOwn(value, key));

/** Whether two values are the same JSON, where {} (a mark) is something and null is nothing. */
export function alike(a: unknown, b: unknown): boolean {
  if (absent(a) || absent(b)) return absent(a) && absent(b);
  if (Array.isArray(a) && Array.isArray(b))
    return a.length === b.length && a.every((part, i) => alike(part, b[i]));
  if (isObject(a) && isObject(b))
    return [...new Set([...Object.keys(a), ...Object.keys(b)])].every((key) => alike(a[key], b[key]));
  return a === b;
}

/** Without members that say nothing: null is as if left out. Of a rule's literal "empty" is a value. */
export function said(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(said);
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key, part]) => !absent(part) || (key === "v" && part === null))
      .map(([key, part]) => [key, said(part)]),
  );
}

function operation(path: string, was: unknown, value: unknown): Operation {
  return {
    path,
    ...(absent(was) ? {} : { was }),
    ...(absent(value) ? {} : { value: said(value) }),
  };
}

/** The operations that turn `was` into `now` at `path`; none where they say the same. */
export function difference(path: string, was: unknown, now: unknown): Operation[] {
  if (alike(was, now)) return [];
  if (whole(was) || whole(now)) return [operation(path, was, now)];
  const [before, after] = [was as Members, now as Members];
  const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  return keys.flatMap((key) => difference(`${path}/${key}`, before[key], after[key]));
}
