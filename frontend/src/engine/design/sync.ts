/**
 * The draft as one browser holds it: what the server has said, and one's own edits it has not yet confirmed on top.
 * Values: every step makes a new one. Who uses it sends one edit at a time and asks for others' only between two sends, so
 * that no edit is ever taken for somebody else's.
 */

import { difference } from "./difference.ts";
import type { AppJson, Command, Operation } from "./operations.ts";
import { apply, read, same } from "./operations.ts";

/** An edit that the server keeps: revision n of the draft. */
export interface Edit {
  readonly revision: number;
  /** Instant, UTC. */
  readonly at: string;
  /** null: the command line. */
  readonly by: { readonly id: string; readonly name: string } | null;
  readonly label: { readonly zh: string; readonly en?: string };
  readonly operations: readonly Operation[];
}

/** One's own edit on its way. */
export interface Pending {
  /** The Idempotency-Key of every try. */
  readonly key: string;
  readonly command: Command;
  /** Sent at least once: the server may have it already, and it alone can say what became of it. */
  readonly open: boolean;
  /** The revision it has become; null: not that we know. */
  readonly revision: number | null;
}

export interface Sync {
  /** The documents at `revision`, as the server has them. */
  readonly base: AppJson;
  readonly revision: number;
  /** In the order in which they were given. */
  readonly pending: readonly Pending[];
  /** The documents with one's own edits: what is shown. */
  readonly app: AppJson;
}

/** One's own edit that cannot be kept, and the places where something else stands than it expected. */
export interface Lost {
  readonly pending: Pending;
  readonly at: readonly Operation[];
}

/** A step that may cost edits of one's own. */
export interface Step {
  readonly sync: Sync;
  readonly lost: readonly Lost[];
}

const done = (pending: Pending): boolean => pending.revision !== null;

/** Whether all that a command would do stands at the server already: somebody did the same. */
export const stands = (app: AppJson, { operations }: Command): boolean =>
  operations.every(({ path, value }) => same(read(app, path), value));

type Members = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is Members =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** What has a label is one thing, also where all its members are objects: an option, a path. */
const ONE_THING = ["zh", "label"];

/** Whether all it holds are things of their own, each under its name: reminders, steps, demands. */
const isCollection = (value: unknown): boolean =>
  isObject(value) &&
  Object.values(value).every((part) => isObject(part)) &&
  !ONE_THING.some((member) => Object.hasOwn(value, member));

/** The operation on the members of a collection instead of the whole; null: it is one thing. */
function finer(there: unknown, { path, was, value }: Operation): readonly Operation[] | null {
  const sides = [there, was ?? {}, value ?? {}];
  if (!sides.every(isCollection)) return null;
  const parts = difference(path, was ?? {}, value ?? {});
  // A member called like a part of a rule (a column "V"): it is taken for a rule, which stays whole.
  return parts.length === 1 && parts[0]?.path === path ? null : parts;
}

/** Whether they are one by one the very same. */
const alike = (some: readonly Operation[], others: readonly Operation[]): boolean =>
  some.length === others.length && some.every((one, n) => one === others[n]);

/**
 * The command for what stands there now: where it put the first reminder and somebody else has put one meanwhile, both are
 * kept. The very same where it fits as it is, and where nothing helps.
 */
export function fitted(app: AppJson, command: Command): Command {
  let now = app;
  const operations: Operation[] = [];
  const fits = (one: Operation): boolean => {
    const tried = apply(now, [one]);
    if (tried.conflicts.length > 0) return finer(read(now, one.path), one)?.every(fits) ?? false;
    now = tried.app;
    operations.push(one);
    return true;
  };
  const fit = command.operations.every(fits);
  return fit && !alike(operations, command.operations) ? { label: command.label, operations } : command;
}

/** The command, if need be fitted, on top of an app. */
function tryOn(app: AppJson, command: Command) {
  const tried = apply(app, command.operations);
  if (tried.conflicts.length === 0) return { ...tried, command };
  const other = fitted(app, command);
  return other === command ? { ...tried, command } : { ...apply(app, other.operations), command: other };
}

/** Own edits again on top of `base`. Those whose fate only the server knows are kept, shown where they fit. */
function rebase(base: AppJson, revision: number, pending: readonly Pending[]): Step {
  let app = base;
  const kept: Pending[] = [];
  const lost: Lost[] = [];
  for (const one of pending) {
    const sent = one.open || done(one);
    const tried = sent
      ? { ...apply(app, one.command.operations), command: one.command }
      : tryOn(app, one.command);
    app = tried.app;
    if (tried.conflicts.length === 0 || sent) kept.push({ ...one, command: tried.command });
    else if (!stands(base, one.command)) lost.push({ pending: one, at: tried.conflicts });
  }
  return { sync: { base, revision, pending: kept, app }, lost };
}

/** What the server has, and what was not sent before the page was left: nobody knows whether it arrived. */
export const start = (
  base: AppJson,
  revision: number,
  kept: readonly { key: string; command: Command }[],
): Sync =>
  rebase(
    base,
    revision,
    kept.map(({ key, command }) => ({ key, command, open: true, revision: null })),
  ).sync;

/** A command given here: done at once, and waiting to be sent. It does nothing where it finds something else. */
export function perform(sync: Sync, key: string, command: Command): Step {
  const tried = tryOn(sync.app, command);
  const pending: Pending = { key, command: tried.command, open: false, revision: null };
  if (tried.conflicts.length > 0) return { sync, lost: [{ pending, at: tried.conflicts }] };
  return { sync: { ...sync, pending: [...sync.pending, pending], app: tried.app }, lost: [] };
}

/** What is to be sent next; null: nothing. */
export const next = (sync: Sync): Pending | null => sync.pending.find((one) => !done(one)) ?? null;

/** Whether all one did is in the documents the server has. */
export const settled = (sync: Sync): boolean => sync.pending.length === 0;

/** Whether the server has edits that are not here yet: an edit of one's own came after them. */
export const behind = (sync: Sync): boolean =>
  sync.pending.some((one) => one.revision !== null && one.revision > sync.revision);

const changed = (sync: Sync, key: string, change: Partial<Pending>): readonly Pending[] =>
  sync.pending.map((one) => (one.key === key ? { ...one, ...change } : one));

/** The edit leaves for the server. */
export const sent = (sync: Sync, key: string): Sync => ({
  ...sync,
  pending: changed(sync, key, { open: true }),
});

/** The server has the edit as `revision`. Others' edits may have come before it, then it waits for them (`receive`). */
export function accepted(sync: Sync, key: string, revision: number): Step {
  const one = sync.pending.find((found) => found.key === key);
  if (!one) return { sync, lost: [] };
  if (revision > sync.revision + 1)
    return { sync: { ...sync, pending: changed(sync, key, { revision, open: false }) }, lost: [] };
  const rest = sync.pending.filter((found) => found.key !== key);
  // Else it was among what the page began with.
  const isNext = revision === sync.revision + 1;
  const base = isNext ? apply(sync.base, one.command.operations).app : sync.base;
  return rebase(base, isNext ? revision : sync.revision, rest);
}

/** What the server would not have as it was is sent as another edit in its place. */
export const resent = (sync: Sync, key: string, other: string, command: Command): Step =>
  rebase(sync.base, sync.revision, changed(sync, key, { key: other, command, open: false }));

/** The server will not have the edit; those of one's own that build on it are lost with it. */
export const refused = (sync: Sync, key: string): Step =>
  rebase(
    sync.base,
    sync.revision,
    sync.pending.filter((one) => one.key !== key),
  );

/**
 * Edits the server has after our revision, oldest first, one's own among them. null: there is a gap, or one does not fit:
 * the documents must be read anew.
 */
export function receive(sync: Sync, edits: readonly Edit[]): Step | null {
  let { base, revision } = sync;
  for (const edit of edits) {
    if (edit.revision <= revision) continue;
    if (edit.revision !== revision + 1) return null;
    const tried = apply(base, edit.operations);
    if (tried.conflicts.length > 0) return null;
    base = tried.app;
    revision = edit.revision;
  }
  return rebase(
    base,
    revision,
    sync.pending.filter((one) => one.revision === null || one.revision > revision),
  );
}

/** The documents read anew, own edits again on top. */
export const reread = (sync: Sync, base: AppJson, revision: number): Step =>
  rebase(
    base,
    revision,
    sync.pending.filter((one) => one.revision === null || one.revision > revision),
  );

/** The command as if given now: it takes the place of whatever stands there ("use mine"). */
export function insist(app: AppJson, command: Command): Command {
  let now = app;
  const insisted = (operation: Operation): readonly Operation[] => {
    const { path, value } = operation;
    const seen = read(now, path);
    // Of a collection only what the command is about: what a colleague has added to it stays.
    const parts = same(seen, operation.was) ? null : finer(seen, operation);
    if (parts) return parts.flatMap(insisted);
    const anew: Operation = { path, was: seen ?? null, value: value ?? null };
    now = apply(now, [anew]).app;
    return [anew];
  };
  return { label: command.label, operations: command.operations.flatMap(insisted) };
}
