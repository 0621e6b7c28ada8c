/** What a supervisor does to the transitions of a flow. */

import type { Mark, Text } from "../../model/entity.ts";
import type { Node } from "../../rules/ast.ts";
import type { AppDoc, FlowDoc, Transition } from "../documents.ts";
import type { Command } from "../operations.ts";
import { freeId, lastOrder } from "./collection.ts";
import { Edit, named } from "./edit.ts";
import { dropTransition, wordsInto } from "./flow-lines.ts";
import type { Made } from "./flow-stages.ts";
import { transitionUses } from "./flow-uses.ts";

function transitionOf(
  app: AppDoc,
  flowId: string,
  id: string,
): { flow: FlowDoc; one: Transition; at: string } {
  const flow = app.flows?.[flowId];
  const one = flow?.transitions[id];
  if (!flow || !one) throw new Error(`no transition ${id}`);
  return { flow, one, at: `flow/${flowId}/transitions/${id}` };
}

export interface NewTransition {
  readonly from: readonly string[];
  readonly to: string;
  /** None: words that say where it leads. */
  readonly label?: Text;
  readonly id?: string;
}

/** A way of its own from stages to one stage, beside those that may lead there already. */
export function addTransition(app: AppDoc, flowId: string, what: NewTransition): Made {
  const flow = app.flows?.[flowId];
  const target = flow?.stages[what.to];
  if (!flow || !target) throw new Error(`no stage ${what.to}`);
  const edit = new Edit(app);
  const id = freeId(flow.transitions, what.id ?? `to_${what.to}`);
  const label = what.label ?? wordsInto(target.label);
  const from = Object.fromEntries(what.from.filter((one) => one !== what.to).map((one) => [one, {}]));
  edit.set(`flow/${flowId}/transitions/${id}`, {
    label,
    from,
    to: what.to,
    order: lastOrder(flow.transitions),
  });
  return { id, command: edit.command(named("添加流转", "Add transition", label)) };
}

/** A transition less; duties that stood before it block it no longer. */
export function removeTransition(app: AppDoc, flowId: string, id: string): Command {
  const { one } = transitionOf(app, flowId, id);
  const edit = new Edit(app);
  dropTransition(edit, flowId, id);
  const label = named("删除流转", "Remove transition", one.label);
  const blocked = transitionUses(app, flowId, id);
  if (blocked.length === 0) return edit.command(label);
  const duties = { zh: "", en: "" };
  for (const use of blocked) {
    duties.zh += `「${use.label.zh}」`;
    duties.en += `${duties.en ? ", " : ""}“${use.label.en ?? use.label.zh}”`;
  }
  return edit.command({
    zh: `${label.zh}，${duties.zh}不再拦住它`,
    en: `${label.en}; no longer blocked by ${duties.en}`,
  });
}

export interface TransitionLook {
  readonly label?: Text;
  readonly to?: string;
  /** The guard; null: no condition. */
  readonly when?: Node | null;
  /** What is said where the guard does not hold. */
  readonly message?: Text | null;
}

/** Words, aim or guard; what is left out stays, null takes it away. A guard that goes takes its message along. */
export function setTransition(app: AppDoc, flowId: string, id: string, look: TransitionLook): Command {
  const { flow, one, at } = transitionOf(app, flowId, id);
  const edit = new Edit(app);
  for (const [member, value] of Object.entries(look)) edit.set(`${at}/${member}`, value);
  if (look.when === null) edit.set(`${at}/message`, null);
  if (look.to !== undefined && look.to !== one.to) {
    const [old, next] = [flow.stages[one.to], flow.stages[look.to]];
    if (next && old && one.label.zh === wordsInto(old.label).zh)
      edit.set(`${at}/label`, wordsInto(next.label));
    // Aimed at the one stage it came from it is turned around.
    if (Object.keys(one.from).every((from) => from === look.to)) edit.set(`${at}/from/${one.to}`, {});
    edit.set(`${at}/from/${look.to}`, null);
  }
  return edit.command(named("修改流转", "Change transition", one.label));
}

const marks = (
  of: Readonly<Record<string, Mark>> | undefined,
  ids: readonly string[],
  edit: Edit,
  at: string,
) => {
  for (const id of ids) if (!Object.hasOwn(of ?? {}, id)) edit.set(`${at}/${id}`, {});
  for (const id of Object.keys(of ?? {})) if (!ids.includes(id)) edit.set(`${at}/${id}`, null);
};

/** From which stages it leads (none: it is gone), and who may walk it (none: every role that may edit the record). */
export function setTransitionSets(
  app: AppDoc,
  flowId: string,
  id: string,
  sets: { readonly from?: readonly string[]; readonly roles?: readonly string[] },
): Command {
  const { one, at } = transitionOf(app, flowId, id);
  const edit = new Edit(app);
  const from = sets.from?.filter((stage) => stage !== one.to);
  if (from?.length === 0) dropTransition(edit, flowId, id);
  else if (from) marks(one.from, from, edit, `${at}/from`);
  if (sets.roles && from?.length !== 0) marks(one.roles, sets.roles, edit, `${at}/roles`);
  return edit.command(named("修改流转", "Change transition", one.label));
}
