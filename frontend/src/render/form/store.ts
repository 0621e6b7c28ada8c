import type { Text } from "../../api/documents";
import type { Issue as WireIssue, Values } from "../../api/types";
import type { Issue } from "../../engine/form/issue";
import type { FieldPlan, FormPlan } from "../../engine/form/plan";
import { allErrors, formState, type FieldState, type FormState } from "../../engine/form/state";
import type { Bindings, Env } from "../../engine/rules/ast";
import { placeOf, rowKey, type Wrong } from "./places";

export interface FieldSnapshot extends FieldState {
  /** What is wrong, once the person has been there or has tried to submit; the server's words always. */
  readonly shown: Wrong | null;
  /** What has changed of it since the form was drawn. */
  readonly changed: Text | null;
}

/** Something typed that has no place in the form any more. */
export interface Left {
  readonly id: string;
  /** What it was typed into; null: no longer known. */
  readonly field: Typed | null;
  readonly value: unknown;
}

/** What of a field is needed to show a value of it. */
export type Typed = Pick<FieldPlan, "label" | "property">;

/** What is left over by now: of what was before, that which `plan` does not take up again, and what is left anew. */
const leftOver = (before: readonly Left[], plan: FormPlan, anew: readonly Left[]): readonly Left[] => [
  ...before.filter(({ id }) => ![...plan.fields, ...anew].some((one) => one.id === id)),
  ...anew,
];

const NONE: FieldState = { visible: false, required: false, value: null, errors: [] };

const same = (a: unknown, b: unknown): boolean =>
  a === b || (a ?? null) === (b ?? null) || JSON.stringify(a) === JSON.stringify(b);

export interface StoreInput {
  plan: FormPlan;
  /** Values as stored; `changes()` is what differs from them. */
  values: Values;
  /** What is already filled in on top of them: defaults, prefills. */
  given?: Values;
  context?: Bindings;
  env: () => Env;
}

/**
 * A form being filled: what was given, what follows from it by the engine, where the hand has been and what the
 * server said. Small on purpose: components subscribe to one field and draw again when that field changes.
 */
export class FormStore {
  plan: FormPlan;
  /** What was typed and has no place any more: kept with the rest of the input, until it is sent or thrown away. */
  left: readonly Left[] = [];
  private given: Record<string, unknown>;
  private start: Values;
  private context: Bindings;
  private readonly env: () => Env;
  private computed: ReadonlySet<string>;
  private unread: Record<string, Issue> = {};
  private rowUnread: Record<string, Record<string, Issue>> = {};
  private rowContext: Record<string, Bindings> = {};
  private said: Record<string, WireIssue> = {};
  private touched = new Set<string>();
  private marks: Readonly<Record<string, Text>> = {};
  /** How often a submit was tried; each try brings the focus to the first thing wrong. */
  tries = 0;
  private state: FormState;
  private snapshots = new Map<string, FieldSnapshot>();
  private watchers = new Set<() => void>();
  private inputWatchers = new Set<() => void>();
  private edition = 0;

  constructor({ plan, values, given = {}, context = {}, env }: StoreInput) {
    this.plan = plan;
    this.start = values;
    this.given = { ...values, ...given };
    this.context = context;
    this.env = env;
    this.computed = computedOf(plan);
    this.state = this.judge();
  }

  private judge(): FormState {
    const { plan, given: values, context, unread } = this;
    return formState(plan, {
      values,
      context,
      unread,
      rows: (_field, row) => ({ context: this.rowContext[rowKey(row)], unread: this.rowUnread[rowKey(row)] }),
      env: this.env(),
    });
  }

  private changed(): void {
    this.state = this.judge();
    this.edition += 1;
    for (const watcher of this.watchers) watcher();
  }

  watch = (changed: () => void): (() => void) => {
    this.watchers.add(changed);
    return () => this.watchers.delete(changed);
  };
  /** Told when a person has typed or chosen something. */
  watchInput = (changed: () => void): (() => void) => {
    this.inputWatchers.add(changed);
    return () => this.inputWatchers.delete(changed);
  };
  version = (): number => this.edition;
  current = (): FormState => this.state;

  /** One field as it stands; the same object until something about it changes. */
  field = (id: string): FieldSnapshot => {
    const now = this.state.fields[id] ?? NONE;
    // What is being typed stays as typed (a space at the end, the key of a row); the engine's value is what counts.
    const typed = Object.hasOwn(this.given, id) && !this.computed.has(id);
    const value = typed ? (this.given[id] ?? null) : now.value;
    const wrong =
      this.said[id] ?? (this.tries > 0 || this.touched.has(id) ? now.errors[0] : undefined) ?? null;
    const changed = this.marks[id] ?? null;
    const next = { ...now, value, shown: now.visible ? wrong : null, changed } as FieldSnapshot;
    const before = this.snapshots.get(id);
    if (before && same(before, next)) return before;
    this.snapshots.set(id, next);
    return next;
  };

  /** What the server or the engine says of a place inside rows: `lines[2].quantity`. */
  saidAt = (path: string): WireIssue | undefined => this.said[path];
  get triedOnce(): boolean {
    return this.tries > 0;
  }

  /** A new value, or a function from the value of this moment to the new one. */
  set(id: string, value: unknown): void {
    const next: unknown =
      typeof value === "function" ? (value as (v: unknown) => unknown)(this.given[id] ?? null) : value;
    this.given = { ...this.given, [id]: next };
    this.said = Object.fromEntries(Object.entries(this.said).filter(([path]) => !within(path, id)));
    this.changed();
    for (const watcher of this.inputWatchers) watcher();
  }

  /** What is typed into a field cannot be stored; null when it can again. */
  setUnread(id: string, issue: Issue | null): void {
    if (same(this.unread[id], issue)) return;
    const { [id]: _gone, ...rest } = this.unread;
    this.unread = issue ? { ...rest, [id]: issue } : rest;
    this.changed();
  }

  /** The same inside a row. */
  setRowUnread(row: string, id: string, issue: Issue | null): void {
    const { [id]: before, ...rest } = this.rowUnread[row] ?? {};
    if (same(before, issue)) return;
    this.rowUnread = { ...this.rowUnread, [row]: issue ? { ...rest, [id]: issue } : rest };
    this.changed();
  }

  /** What lies behind the references of a row. */
  setRowContext(row: string, context: Bindings): void {
    if (same(this.rowContext[row], context)) return;
    this.rowContext = { ...this.rowContext, [row]: context };
    this.changed();
  }

  /** The hand has left a field: from now on it says what is wrong. */
  touch(id: string): void {
    const now = this.state.fields[id];
    const tidy = typeof this.given[id] === "string" && now?.visible === true && now.errors.length === 0;
    if (this.touched.has(id) && !(tidy && this.given[id] !== now.value)) return;
    this.touched.add(id);
    // Left behind, a text stands as it is stored: without the spaces around it.
    if (tidy) this.given = { ...this.given, [id]: now.value };
    this.changed();
  }

  setContext(context: Bindings): void {
    if (same(this.context, context)) return;
    this.context = context;
    this.changed();
  }

  getContext(): Bindings {
    return this.context;
  }

  /** A try to submit: everything wrong is shown. Answers whether nothing is. */
  attempt(): boolean {
    this.tries += 1;
    this.said = {};
    this.changed();
    return this.state.complete;
  }

  /** What the server refused, at its fields. */
  refuse(issues: readonly WireIssue[]): void {
    this.tries += 1;
    this.said = Object.fromEntries(issues.map((issue) => [placeOf(this.plan, issue.path), issue]));
    this.changed();
  }

  /** Take up values of an earlier visit, typed into `fields`. Answers what has no place any more. */
  restore(values: Values, fields: Readonly<Record<string, Typed>> = {}): readonly Left[] {
    this.given = { ...this.given, ...values };
    this.changed();
    const taken = takenBy(this.plan);
    this.left = Object.entries(values)
      .filter(([id, value]) => !taken.has(id) && (value ?? null) !== null)
      .map(([id, value]) => ({ id, field: fields[id] ?? null, value }));
    return this.left;
  }

  /** The record has changed meanwhile: what was not touched here follows it, what was stays. */
  rebase(values: Values): void {
    const mine = this.changes();
    this.start = values;
    this.given = { ...values, ...mine };
    this.said = {};
    this.changed();
  }

  /**
   * The app has changed: the form is drawn anew over what was typed. `defaults` are those of the new plan and count for
   * fields that were not there; `marks` say at a field what has changed. Answers what has no place any more.
   */
  redraw(plan: FormPlan, defaults: Values, marks: Readonly<Record<string, Text>>): readonly Left[] {
    const before = this.plan;
    const mine = this.changes();
    const kept = takenBy(plan);
    const known = new Set(before.fields.map((field) => field.id));
    const fresh = Object.entries(defaults).filter(([id]) => !known.has(id));
    this.given = { ...Object.fromEntries(fresh), ...this.given };
    this.plan = plan;
    this.computed = computedOf(plan);
    this.marks = marks;
    this.said = {};
    this.changed();
    const gone = before.fields
      .filter(({ id }) => !kept.has(id) && (mine[id] ?? null) !== null)
      .map((field) => ({ id: field.id, field, value: mine[field.id] }));
    this.left = leftOver(this.left, plan, gone);
    return this.left;
  }

  /** Values to store: fields that take a value, where they differ from what is stored; null for those emptied or hidden. */
  changes(): Values {
    const result: Values = {};
    for (const field of this.plan.fields) {
      if (field.computed) continue;
      // An input not entered leaves what it would write over as it is.
      if (
        field.entered !== null &&
        !(Object.hasOwn(this.given, field.id) && this.state.fields[field.id]?.visible)
      )
        continue;
      const now = storable(field, this.state.values[field.id]);
      if (field.entered !== null || !same(now, storable(field, this.start[field.id]))) result[field.id] = now;
    }
    return result;
  }

  /** What is wrong, in the order of `order`, with its place. */
  wrongs(
    order: readonly string[] = this.plan.fields.map((field) => field.id),
  ): { path: string; wrong: Wrong }[] {
    const found: Record<string, Wrong> = {};
    for (const [path, issues] of Object.entries(allErrors(this.state)))
      if (issues[0]) found[path] = issues[0];
    Object.assign(found, this.said);
    const place = (path: string) => {
      const at = order.indexOf(path.replace(/[[.].*$/, ""));
      return at === -1 ? order.length : at;
    };
    return Object.entries(found)
      .map(([path, wrong]) => ({ path, wrong }))
      .sort((a, b) => place(a.path) - place(b.path));
  }
}

const computedOf = (plan: FormPlan): ReadonlySet<string> =>
  new Set(plan.fields.filter((field) => field.computed).map((field) => field.id));

/** The fields that take a value. */
const takenBy = (plan: FormPlan): ReadonlySet<string> =>
  new Set(plan.fields.filter((field) => !field.computed).map((field) => field.id));

/** A value as it is sent: rows without what is computed in them. */
function storable(field: FieldPlan, value: unknown): unknown {
  if (!field.row || !Array.isArray(value)) return value ?? null;
  const kept = ["_id", ...field.row.fields.filter((one) => !one.computed).map((one) => one.id)];
  return (value as Values[]).map((row) =>
    Object.fromEntries(kept.filter((id) => (row[id] ?? null) !== null).map((id) => [id, row[id]])),
  );
}

const within = (path: string, id: string): boolean =>
  path === id || path.startsWith(`${id}.`) || path.startsWith(`${id}[`);
