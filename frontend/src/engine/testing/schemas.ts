/** Whether documents are ones the server reads: checked against schemas/*.schema.json, as it does. */

import { Validator } from "@cfworker/json-schema";
import access from "../../../../schemas/access.schema.json";
import action from "../../../../schemas/action.schema.json";
import appSchema from "../../../../schemas/app.schema.json";
import decisionTable from "../../../../schemas/decision_table.schema.json";
import duty from "../../../../schemas/duty.schema.json";
import entity from "../../../../schemas/entity.schema.json";
import flow from "../../../../schemas/flow.schema.json";
import form from "../../../../schemas/form.schema.json";
import list from "../../../../schemas/list.schema.json";
import queue from "../../../../schemas/queue.schema.json";
import rule from "../../../../schemas/rules/rule.schema.json";
import trigger from "../../../../schemas/trigger.schema.json";
import type { AppDoc } from "../design/documents.ts";
import type { AppJson } from "../design/operations.ts";

const RULES = "followthrough:/rules/rule.schema.json";

function validator(kind: string, schema: unknown): Validator {
  const made = new Validator({ ...(schema as object), $id: `followthrough:/${kind}` }, "2020-12");
  made.addSchema({ ...rule, $id: RULES });
  return made;
}

const KINDS = {
  entities: validator("entity", entity),
  forms: validator("form", form),
  lists: validator("list", list),
  flows: validator("flow", flow),
  actions: validator("action", action),
  duties: validator("duty", duty),
  triggers: validator("trigger", trigger),
  queues: validator("queue", queue),
  decision_tables: validator("decision_table", decisionTable),
};
const ALONE = { app: validator("app", appSchema), access: validator("access", access) };

/** What is wrong with the shape of an app's documents; [] when the server reads them all. */
export function shapeFaults(app: AppDoc): string[] {
  const faults: string[] = [];
  const look = (check: Validator, doc: unknown, at: string) => {
    for (const { instanceLocation, error } of check.validate(doc).errors)
      faults.push(`${at}${instanceLocation.slice(1)}: ${error}`);
  };
  for (const [kind, check] of Object.entries(ALONE)) look(check, app[kind as keyof typeof ALONE], kind);
  for (const [member, check] of Object.entries(KINDS))
    for (const [id, doc] of Object.entries(app[member as keyof typeof KINDS] ?? {}))
      look(check, doc, `${member}/${id}`);
  return faults;
}

/** The same, for one state of an app after the other: only documents that changed are looked at again. */
export class Shapes {
  private last: AppJson;

  /** `app`: a first state that is known to be well. */
  constructor(app: AppJson) {
    this.last = app;
  }

  faults(app: AppJson): string[] {
    const changed: Record<string, unknown> = { app: app["app"], access: app["access"] };
    for (const member of Object.keys(KINDS)) {
      const [was, now] = [this.last[member] ?? {}, app[member] ?? {}];
      changed[member] =
        was === now ? {} : Object.fromEntries(Object.entries(now).filter(([id, doc]) => was[id] !== doc));
    }
    this.last = app;
    return shapeFaults(changed as unknown as AppDoc);
  }
}

/** An app whose entities say that they are schemas, as those of the server do. */
export const declared = (app: AppDoc): AppDoc => ({
  ...app,
  entities: Object.fromEntries(
    Object.entries(app.entities).map(([id, doc]) => [
      id,
      { $schema: "https://json-schema.org/draft/2020-12/schema", type: "object", ...doc },
    ]),
  ),
});
