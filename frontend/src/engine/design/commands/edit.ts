/** A command in the making: each step is applied to a copy, so that the next one sees it, and kept as an operation. */

import type { Text } from "../../model/entity.ts";
import type { AppDoc } from "../documents.ts";
import { documentsOf } from "../documents.ts";
import type { AppJson, Command, Operation } from "../operations.ts";
import { apply, read, same } from "../operations.ts";

const GAP = 10;

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

  /** What stands at a path now; undefined: nothing. */
  read(path: string): unknown {
    return read(this.now, path) ?? undefined;
  }

  /** Puts a value at a path; null takes away what stands there. A mark ({}) is something, unlike in a comparison. */
  set(path: string, value: unknown): void {
    const was = this.read(path);
    if (same(was, value) && absent(was) === absent(value)) return;
    const [place, whole] = absent(value) ? [path, null] : this.withParents(path, value);
    const step = {
      path: place,
      ...(absent(was) ? {} : { was }),
      ...(absent(whole) ? {} : { value: whole }),
    };
    this.now = apply(this.now, [step]).app;
    this.steps.push(step);
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
    let [place, whole] = [path, value];
    while (keys.length > 3) {
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
    const numberOf = (one: string | undefined) =>
      Number(one === undefined ? 0 : (this.read(`${collection}/${one}/order`) ?? 0));
    const at = ids.indexOf(id);
    const rest = ids.filter((one) => one !== id).map(numberOf);
    const rising = rest.every((number, index) => index === 0 || number > (rest[index - 1] ?? 0));
    const before = at > 0 ? numberOf(ids[at - 1]) : 0;
    const after = at < ids.length - 1 ? numberOf(ids[at + 1]) : before + 2 * GAP;
    const between = Math.floor((before + after) / 2);
    if (rising && between > before && between < after) this.set(`${collection}/${id}/order`, between);
    else for (const [index, one] of ids.entries()) this.set(`${collection}/${one}/order`, (index + 1) * GAP);
  }

  /** What was done, in words. */
  command(label: { readonly zh: string; readonly en: string }): Command {
    return { label, operations: this.steps };
  }
}

/** The words of a command about something that has a name: `添加阶段「报价」`. */
export const named = (zh: string, en: string, name: Text): { zh: string; en: string } => ({
  zh: `${zh}「${name.zh}」`,
  en: `${en} “${name.en ?? name.zh}”`,
});
