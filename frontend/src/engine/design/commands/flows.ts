/** Flows: one per entity, and all commands on what they hold. */

import type { Text } from "../../model/entity.ts";
import type { AppDoc, FlowDoc } from "../documents.ts";
import type { Command } from "../operations.ts";
import { freeId } from "./collection.ts";
import { Edit, named } from "./edit.ts";
import type { Made } from "./flow-stages.ts";

export * from "./flow-demands.ts";
export * from "./flow-paths.ts";
export * from "./flow-stages.ts";
export * from "./flow-transitions.ts";

/** A flow that works as it is: two stages under way, won, lost, and one path through them. */
function begun(id: string, entity: string, label: Text): FlowDoc {
  return {
    id,
    entity,
    label,
    stages: {
      todo: { label: { zh: "待跟进", en: "To follow up" }, order: 10 },
      doing: { label: { zh: "跟进中", en: "In progress" }, order: 20 },
      won: { label: { zh: "成交", en: "Won" }, kind: "won", order: 30, color: "green" },
      lost: { label: { zh: "未成交", en: "Lost" }, kind: "lost", order: 40, color: "red" },
    },
    paths: {
      standard: {
        label: { zh: "标准路径", en: "Standard path" },
        order: 10,
        stages: { todo: { order: 10 }, doing: { order: 20 }, won: { order: 30 } },
      },
    },
    transitions: {
      to_doing: {
        label: { zh: "进入跟进中", en: "To In progress" },
        from: { todo: {} },
        to: "doing",
        order: 10,
      },
      to_won: { label: { zh: "进入成交", en: "To Won" }, from: { doing: {} }, to: "won", order: 20 },
      to_lost: {
        label: { zh: "进入未成交", en: "To Lost" },
        from: { todo: {}, doing: {} },
        to: "lost",
        order: 30,
      },
      reopen: { label: { zh: "重新跟进", en: "Reopen" }, from: { lost: {} }, to: "todo", order: 40 },
    },
  };
}

/** The first flow of an entity. Throws where it has one already. */
export function addFlow(app: AppDoc, entityId: string): Made {
  const entity = app.entities[entityId];
  const there = Object.values(app.flows ?? {}).some((flow) => flow.entity === entityId);
  if (!entity || there) throw new Error(`no first flow of ${entityId}`);
  const { zh, en } = entity.entity.label;
  const label = { zh: `${zh}流程`, ...(en === undefined ? {} : { en: `${en} flow` }) };
  const edit = new Edit(app);
  const id = freeId(app.flows ?? {}, entityId);
  edit.set(`flow/${id}`, begun(id, entityId, label));
  return { id, command: edit.command(named("添加流程", "Add flow", label)) };
}

export function renameFlow(app: AppDoc, flowId: string, label: Text): Command {
  const edit = new Edit(app);
  edit.set(`flow/${flowId}/label`, label);
  return edit.command(named("流程改名为", "Rename flow to", label));
}
