/** A command in the making: each step is applied to a copy, so that the next one sees it, and kept as an operation. */

import type { Text } from "../../model/entity.ts";
import { inOrder } from "../../model/entity.ts";
import { difference, said } from "../difference.ts";
import type { AppDoc } from "../documents.ts";
import { documentsOf } from "../documents.ts";
import type { AppJson, Command, Operation } from "../operations.ts";
import { apply, read, same } from "../operations.ts";
import { lastOrder, membersAt, numbered } from "./collection.ts";

const absent = (value: unknown): boolean => value === undefined || value === null;

export class Edit {
  private now: AppJson;
  private readonly steps: Operation[] = [];

  constructor(app: AppDoc) {
    this.now = app as unknown as AppJson;
  }

  /** The documents with every step so far. */
  get app(): AppDoc {
    return documentsOf(this.now);
  }

  /** What was done so far. */
  get operations(): readonly Operation[] {
    return this.steps;
  }

  /** What stands at a path now; undefined: nothing. */
  read(path: string): unknown {
    return read(this.now, path) ?? undefined;
  }

  /** Puts a value at a path; null takes away what stands there. A mark ({}) is something, unlike in a comparison. */
  set(path: string, value: unknown): void {
    const was = this.read(path);
    if (same(was, value) && absent(was) === absent(value)) return;
    const [place, whole] = absent(value) ? [path, null] : this.withParents(path, said(value));
    const step = {
      path: place,
      ...(absent(was) ? {} : { was }),
      ...(absent(whole) ? {} : { value: whole }),
    };
    this.now = apply(this.now, [step]).app;
    this.steps.push(step);
  }

  /** Takes away what stands at a path. */
  remove(path: string): void {
    this.set(path, null);
  }

  /** What stands at a path becomes `value`, by the fewest steps: what stays the same is not touched. */
  replace(path: string, value: unknown): void {
    for (const one of difference(path, this.read(path), value)) this.set(one.path, one.value ?? null);
  }

  /** All that another command does, made for the documents as they are now. */
  include({ operations }: Command): void {
    this.now = apply(this.now, operations).app;
    this.steps.push(...operations);
  }

  /**
   * Where objects on the way are missing they are part of what is put: taken back, they are gone too, and what was made
   * before them can be taken back after them.
   */
  private withParents(path: string, value: unknown): readonly [string, unknown] {
    const keys = path.split("/");
    // Of an app and of its access there is one each; other documents stand below their kind.
    const own = keys[0] === "app" || keys[0] === "access" ? 1 : 2;
    let [place, whole] = [path, value];
    while (keys.length > own + 1) {
      const key = keys.pop() as string;
      const parent = keys.join("/");
      if (!absent(this.read(parent))) break;
      [place, whole] = [parent, { [key]: whole }];
    }
    return [place, whole];
  }

  /**
   * The members of a collection are to stand in the order of `ids`, of which `id` is the one that moved: it takes a
   * number between its neighbours, or all are numbered anew where there is none.
   */
  order(collection: string, ids: readonly string[], id: string): void {
    const numbers = numbered(membersAt(this.app, collection), ids, id);
    for (const [one, order] of Object.entries(numbers)) this.set(`${collection}/${one}/order`, order);
  }

  /**
   * Puts `id` before another member of the ordered collection at `path` (null: last), whether it is in it or about to
   * be. Answers its order; the others move only where there is no number left between its neighbours.
   */
  place(path: string, id: string, before: string | null): number {
    const of = membersAt(this.app, path);
    const orders = placed(of, id, before);
    for (const [key, order] of Object.entries(orders))
      if (key !== id || Object.hasOwn(of, id)) this.set(`${path}/${key}/order`, order);
    return orders[id] ?? of[id]?.order ?? 0;
  }

  /** What was done, in words. */
  command(label: { readonly zh: string; readonly en: string }): Command {
    return { label, operations: this.steps };
  }

  told(zh: string, en: string): Command {
    return this.command({ zh, en });
  }
}

/** The orders that change when `id` comes to stand before `before` (null: last); none where it stands there already. */
export function placed(
  of: Readonly<Record<string, { readonly order?: number }>>,
  id: string,
  before: string | null,
): Readonly<Record<string, number>> {
  const now = inOrder(of);
  const ids = now.filter((one) => one !== id);
  const found = before === null ? -1 : ids.indexOf(before);
  ids.splice(found < 0 ? ids.length : found, 0, id);
  return Object.hasOwn(of, id) && ids.every((one, index) => one === now[index]) ? {} : numbered(of, ids, id);
}

/** The operations that make values stand at these paths, one after the other, whatever stands there now. */
export function putting(app: AppDoc, places: Readonly<Record<string, unknown>>): readonly Operation[] {
  const edit = new Edit(app);
  for (const [path, value] of Object.entries(places)) edit.replace(path, value);
  return edit.operations;
}

/** The operations that make `value` stand at `path`, whatever stands there now. */
export const replacing = (app: AppDoc, path: string, value: unknown): readonly Operation[] =>
  putting(app, { [path]: value });

/** The operations after which nothing stands at any of these paths. */
export const emptying = (app: AppDoc, paths: readonly string[]): readonly Operation[] =>
  putting(app, Object.fromEntries(paths.map((path) => [path, null])));

/** A member more, at the end unless it says its order. */
export const added = (app: AppDoc, path: string, id: string, value: object): readonly Operation[] =>
  replacing(app, `${path}/${id}`, { order: lastOrder(membersAt(app, path)), ...value });

/** A member less. */
export const removed = (app: AppDoc, path: string, id: string): readonly Operation[] =>
  replacing(app, `${path}/${id}`, null);

/** The member takes the place `to` (0 is the first) among its neighbours. */
export function moved(app: AppDoc, path: string, id: string, to: number): readonly Operation[] {
  const edit = new Edit(app);
  const others = inOrder(membersAt(app, path)).filter((one) => one !== id);
  edit.place(path, id, others[Math.max(0, to)] ?? null);
  return edit.operations;
}

/** A set of marks says exactly `ids`, each mark an operation of its own; marks that stay keep what they say. */
export function marked(app: AppDoc, path: string, ids: readonly string[]): readonly Operation[] {
  const of = membersAt(app, path);
  const edit = new Edit(app);
  for (const id of [...Object.keys(of), ...ids])
    edit.replace(`${path}/${id}`, ids.includes(id) ? (of[id] ?? {}) : null);
  return edit.operations;
}

/** The words of a command about something that has a name: `添加阶段「报价」`. */
export const named = (zh: string, en: string, name: Text): { zh: string; en: string } => ({
  zh: `${zh}「${name.zh}」`,
  en: `${en} “${name.en ?? name.zh}”`,
});
