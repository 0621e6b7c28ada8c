/** Whether documents are ones the server reads: checked against schemas/*.schema.json, as it does. */

import { Validator } from "@cfworker/json-schema";
import access from "../../../../schemas/access.schema.json";
import action from "../../../../schemas/action.schema.json";
import duty from "../../../../schemas/duty.schema.json";
import entity from "../../../../schemas/entity.schema.json";
import flow from "../../../../schemas/flow.schema.json";
import form from "../../../../schemas/form.schema.json";
import list from "../../../../schemas/list.schema.json";
import rule from "../../../../schemas/rules/rule.schema.json";
import trigger from "../../../../schemas/trigger.schema.json";
import type { AppDoc } from "../design/documents";

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
};
const ACCESS = validator("access", access);

/** What is wrong with the shape of an app's documents; [] when the server reads them all. */
export function shapeFaults(app: AppDoc): string[] {
  const faults: string[] = [];
  const look = (check: Validator, doc: unknown, at: string) => {
    for (const { instanceLocation, error } of check.validate(doc).errors)
      faults.push(`${at}${instanceLocation.slice(1)}: ${error}`);
  };
  look(ACCESS, app.access, "access");
  for (const [member, check] of Object.entries(KINDS))
    for (const [id, doc] of Object.entries(app[member as keyof typeof KINDS] ?? {}))
      look(check, doc, `${member}/${id}`);
  return faults;
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
