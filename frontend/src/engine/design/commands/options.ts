/** What a supervisor does to the options of a choice and to trees of tags. */

import type { Option, Text } from "../../model/entity.ts";
import { inOrder } from "../../model/entity.ts";
import type { AppDoc } from "../documents.ts";
import type { Command } from "../operations.ts";
import { read } from "../operations.ts";
import { planned, type Plan, type Planned } from "../options/plan.ts";
import { numberedId } from "./collection.ts";
import { Edit } from "./edit.ts";
import { enOf, zhOf } from "./wording.ts";
import { KIND_INFO, OPTION_COLOURS } from "./kinds.ts";
import { usesOf, type Use } from "./uses.ts";

type Options = Readonly<Record<string, Option>>;

/** The field whose options are meant. */
export interface Of {
  readonly entity: string;
  readonly field: string;
}

const path = ({ entity, field }: Of): string => `entity/${entity}/properties/${field}/field/options`;
export const optionsIn = (app: AppDoc, { entity, field }: Of): Options =>
  app.entities[entity]?.properties[field]?.field.options ?? {};
const fieldLabel = (app: AppDoc, { entity, field }: Of): Text | undefined =>
  app.entities[entity]?.properties[field]?.field.label;
const say = (app: AppDoc, of: Of, edit: Edit, zh: string, en: string): Command =>
  edit.told(`${zhOf(fieldLabel(app, of), of.field)}：${zh}`, `${enOf(fieldLabel(app, of), of.field)}: ${en}`);

/** Ids of options in the order of the editor: parents before their children, each branch in its order. */
export function treeOrder(options: Options): { id: string; depth: number }[] {
  const sorted = inOrder(options);
  const under = new Map<string | null, string[]>();
  for (const id of sorted) {
    const parent = options[id]?.parent ?? null;
    const home = parent !== null && Object.hasOwn(options, parent) ? parent : null;
    under.set(home, [...(under.get(home) ?? []), id]);
  }
  const found: { id: string; depth: number }[] = [];
  const seen = new Set<string>();
  const walk = (parent: string | null, depth: number): void => {
    for (const id of under.get(parent) ?? []) {
      if (seen.has(id)) continue;
      seen.add(id);
      found.push({ id, depth });
      walk(id, depth + 1);
    }
  };
  walk(null, 0);
  // A circle of parents hangs on nothing; its members are shown all the same, so that they can be mended.
  for (const id of sorted) if (!seen.has(id)) found.push({ id, depth: 0 });
  return found;
}

function insert(edit: Edit, of: Of, id: string, label: Text, parent: string | null): void {
  const order = edit.place(path(of), id, null);
  edit.set(`${path(of)}/${id}`, { label, order, ...(parent ? { parent } : {}) });
}

/** One more option, last; of a tree: below `parent`. */
export function addOption(
  app: AppDoc,
  of: Of,
  label: Text,
  parent: string | null = null,
): { command: Command; option: string } {
  const edit = new Edit(app);
  const option = numberedId(optionsIn(app, of), "option");
  insert(edit, of, option, label, parent);
  return {
    option,
    command: say(app, of, edit, `添加选项${zhOf(label, option)}`, `add the option ${enOf(label, option)}`),
  };
}

export function renameOption(app: AppDoc, of: Of, option: string, label: Text): Command {
  const edit = new Edit(app);
  edit.set(`${path(of)}/${option}/label/zh`, label.zh);
  edit.set(`${path(of)}/${option}/label/en`, label.en ?? null);
  const was = optionsIn(app, of)[option]?.label;
  return say(
    app,
    of,
    edit,
    `选项${zhOf(was, option)}改名为${zhOf(label, option)}`,
    `rename the option ${enOf(was, option)} to ${enOf(label, option)}`,
  );
}

/** The colour of an option, a tint of the product; null: none. */
export function colourOption(app: AppDoc, of: Of, option: string, color: string | null): Command {
  const edit = new Edit(app);
  edit.set(`${path(of)}/${option}/color`, color);
  return say(app, of, edit, "选项颜色", "colour of an option");
}

/** Gives every option that has none a colour, each another while there are any left. */
export function colourAll(app: AppDoc, of: Of): Command {
  const edit = new Edit(app);
  const tints = OPTION_COLOURS.slice(1);
  treeOrder(optionsIn(app, of)).forEach(({ id }, i) => {
    if (!optionsIn(app, of)[id]?.color) edit.set(`${path(of)}/${id}/color`, tints[i % tints.length]);
  });
  return say(app, of, edit, "为选项配色", "colour the options");
}

/** Puts an option before another of the same branch (null: last). */
export function moveOption(app: AppDoc, of: Of, option: string, before: string | null): Command {
  const edit = new Edit(app);
  edit.place(path(of), option, before);
  return say(app, of, edit, "调整选项的顺序", "reorder the options");
}

/** Hangs a tag below another (null: at the top). Not below itself or one of its own. */
export function hangOption(app: AppDoc, of: Of, option: string, parent: string | null): Command {
  const edit = new Edit(app);
  if (parent === null || !below(optionsIn(app, of), option).has(parent))
    edit.set(`${path(of)}/${option}/parent`, parent);
  return say(app, of, edit, "调整标签的上级", "another parent of a tag");
}

/** An option and all that hang below it. */
export function below(options: Options, option: string): Set<string> {
  const found = new Set([option]);
  for (const { id } of treeOrder(options)) if (found.has(options[id]?.parent ?? "")) found.add(id);
  return found;
}

/** No longer offered; records that hold it keep it. Tags below it go with it. */
export function archiveOption(app: AppDoc, of: Of, option: string, archived: boolean): Command {
  const edit = new Edit(app);
  const ids = archived ? below(optionsIn(app, of), option) : [option];
  for (const id of ids) edit.set(`${path(of)}/${id}/archived`, archived ? true : null);
  // One that is there again is nobody else's any more.
  if (!archived) edit.remove(`${path(of)}/${option}/merged_into`);
  if (archived) dropDefault(edit, of, new Set(ids), null);
  const label = optionsIn(app, of)[option]?.label;
  return archived
    ? say(app, of, edit, `停用选项${zhOf(label, option)}`, `retire the option ${enOf(label, option)}`)
    : say(app, of, edit, `恢复选项${zhOf(label, option)}`, `bring back the option ${enOf(label, option)}`);
}

/** Removes an option that was never published, with the tags below it. One option always stays. */
export function removeOption(app: AppDoc, of: Of, option: string): Command {
  const edit = new Edit(app);
  const ids = below(optionsIn(app, of), option);
  for (const [id, { merged_into }] of Object.entries(optionsIn(app, of)))
    if (merged_into && ids.has(merged_into)) edit.remove(`${path(of)}/${id}/merged_into`);
  for (const id of ids) edit.remove(`${path(of)}/${id}`);
  dropDefault(edit, of, ids, null);
  const label = optionsIn(app, of)[option]?.label;
  return say(app, of, edit, `删除选项${zhOf(label, option)}`, `remove the option ${enOf(label, option)}`);
}

/** The fixed default where it names options that go: what takes their place, else nothing. */
function dropDefault(edit: Edit, of: Of, gone: ReadonlySet<string>, instead: string | null): void {
  const at = `entity/${of.entity}/properties/${of.field}/field/default`;
  const value = edit.read(at);
  if (typeof value === "string" && gone.has(value)) edit.set(at, instead);
  if (!Array.isArray(value) || !value.some((one) => gone.has(one as string))) return;
  const kept = (value as string[])
    .map((one) => (gone.has(one) ? instead : one))
    .filter((one) => one !== null);
  edit.set(at, kept.length > 0 ? [...new Set(kept)] : null);
}

/**
 * Two options become one: `from` is retired, tags below it hang below `to`, a default that named it names `to`.
 * Records that hold `from` are given `to` by the publication that is the first to say so.
 */
export function mergeOption(app: AppDoc, of: Of, from: string, to: string): Command {
  const edit = new Edit(app);
  const options = optionsIn(app, of);
  for (const [id, { parent }] of Object.entries(options))
    if (parent === from && !below(options, from).has(to)) edit.set(`${path(of)}/${id}/parent`, to);
  edit.set(`${path(of)}/${from}/archived`, true);
  edit.set(`${path(of)}/${from}/merged_into`, to);
  // What was merged into an option that is merged goes where it goes; the one they go to is nobody else's.
  edit.remove(`${path(of)}/${to}/merged_into`);
  dropDefault(edit, of, new Set([from]), to);
  const [a, b] = [options[from]?.label, options[to]?.label];
  return say(
    app,
    of,
    edit,
    `选项${zhOf(a, from)}并入${zhOf(b, to)}`,
    `merge ${enOf(a, from)} into ${enOf(b, to)}`,
  );
}

/** The options a field of its kind starts with, where it still has no others: they make room for real ones. */
function starters(app: AppDoc, of: Of): string[] {
  const kind = app.entities[of.entity]?.properties[of.field]?.field.kind ?? "";
  const start = KIND_INFO[kind]?.default.field.options ?? {};
  const options = optionsIn(app, of);
  const ids = Object.keys(options);
  return ids.every((id) => start[id]?.label.zh === options[id]?.label.zh) ? ids : [];
}

/**
 * Adds what a plan of pasted lines says, below what it hangs below; those that are there are left as they are. `fresh`:
 * the field was never published, so that the options it started with may go where the lines do not name them.
 */
export function pasteOptions(app: AppDoc, of: Of, { tree, counts }: Plan, fresh = false): Command {
  const edit = new Edit(app);
  const take = (one: Planned, parent: string | null): void => {
    const id = one.id ?? numberedId(optionsIn(edit.app, of), "option");
    if (one.state === "left") return;
    if (one.state === "new")
      insert(edit, of, id, { zh: one.label, ...(one.en ? { en: one.en } : {}) }, parent);
    if (one.state === "back") {
      edit.remove(`${path(of)}/${id}/archived`);
      edit.remove(`${path(of)}/${id}/merged_into`);
    }
    for (const child of one.below) take(child, id);
  };
  for (const one of tree) take(one, null);
  const named = new Set(planned(tree).map(({ id }) => id));
  const starting = fresh && counts.new > 0 ? starters(app, of) : [];
  for (const id of starting) if (!named.has(id)) edit.remove(`${path(of)}/${id}`);
  const { new: added, back } = counts;
  const zh = [added > 0 ? `添加 ${added} 个选项` : "", back > 0 ? `恢复 ${back} 个选项` : ""];
  const en = [added > 0 ? `add ${added} options` : "", back > 0 ? `bring back ${back} options` : ""];
  return say(app, of, edit, zh.filter(Boolean).join("，"), en.filter(Boolean).join(", "));
}

/** Rules that compare this field and name the option: records that hold it are still judged by them. */
export function usesOfOption(app: AppDoc, of: Of, option: string): Use[] {
  return usesOf(app, of.entity, of.field).filter(({ what, path: at }) => {
    const node = what === "rule" ? read(app, at) : null;
    return node !== null && namesOption(node, option);
  });
}

/** Whether a literal of a rule is, or holds, the option. */
function namesOption(node: unknown, option: string): boolean {
  if (Array.isArray(node)) return node.some((part) => namesOption(part, option));
  if (typeof node !== "object" || node === null) return false;
  const { v, a } = node as { v?: unknown; a?: unknown };
  return v === option || (Array.isArray(v) && v.includes(option)) || namesOption(a, option);
}
