import type { Bundle } from "../../../../api/types";
import { fieldsInOrder } from "../../../../engine/design/commands/layout";
import type { AppDoc, FormDoc } from "../../../../engine/design/documents";
import { compileForm, type FormPlan } from "../../../../engine/form/plan";
import { offsetOf } from "../../../../engine/form/zone";
import type { Env } from "../../../../engine/rules/ast";
import { todayOf } from "../../../../engine/form/zone";

/** What a preview reads: the role's documents, rebuilt when the draft or the role changes. */
export function previewBundle(
  key: string,
  app: AppDoc,
  role: string,
  zone: string,
  seconds = Date.now() / 1000,
): Bundle {
  const rights = app.access.roles[role]?.entities ?? {};
  const bundle = {
    key,
    name: app.app.name,
    entities: app.entities,
    forms: app.forms ?? {},
    lists: app.lists ?? {},
    flows: app.flows ?? {},
    actions: app.actions ?? {},
    duties: app.duties ?? {},
    rights,
    calendars: {},
    offsets: [["1970-01-01T00:00:00Z", offsetOf(zone, Math.floor(seconds))]],
    zone,
    version: 0,
    digest: "",
    role,
  };
  return bundle as unknown as Bundle;
}

/** The moment, as rules read it. */
export function previewEnv({ zone, offsets, calendars }: Bundle, ms = Date.now()): Env {
  const now = `${new Date(ms).toISOString().slice(0, 19)}Z`;
  return { now, today: todayOf(now, zone), zone: offsets, calendars };
}

export interface Seen {
  /** The form as this role has it; null: something in it cannot be compiled yet. */
  readonly plan: FormPlan | null;
  readonly layout: FormDoc | undefined;
  readonly readOnly: ReadonlySet<string>;
  /** How many fields the role does not see. */
  readonly hidden: number;
  readonly may: "create" | "edit" | "read" | "nothing";
  /** Fields that would reach for what is not there in a preview: files, and records of what is not published. */
  readonly still: number;
}

/** Kinds that would store something, or ask for it, at once. */
const STORES = new Set(["file", "image"]);

/** What a role sees of the form of an entity, and which fields a preview leaves alone. */
export function seenBy(
  app: AppDoc,
  live: AppDoc | null,
  role: string,
  entity: string,
  form: string | null,
): Seen {
  const doc = app.entities[entity];
  const access = app.access.roles[role]?.entities?.[entity];
  const rights = access?.fields ?? {};
  const may = access === undefined ? "nothing" : access.create ? "create" : access.edit ? "edit" : "read";
  const fields = fieldsInOrder(app, entity);
  const shown = fields.filter((id) => rights[id] !== "none");
  const unreachable = (id: string): boolean => {
    const { kind, target } = doc?.properties[id]?.field ?? {};
    return (
      STORES.has(kind ?? "") ||
      kind === "poly_reference" ||
      (kind === "reference" && live?.entities[target ?? ""] === undefined)
    );
  };
  const still = shown.filter(unreachable);
  const fixed = may === "read" ? shown : shown.filter((id) => rights[id] === "read");
  const layout = form === null ? undefined : app.forms?.[form];
  let plan: FormPlan | null = null;
  try {
    const whole = doc ? compileForm(doc, app.entities) : { fields: [] };
    plan = { fields: whole.fields.filter(({ id }) => rights[id] !== "none") };
  } catch {
    // A rule that names what is gone: the findings say which.
  }
  return {
    plan,
    layout,
    readOnly: new Set([...fixed, ...still]),
    hidden: fields.length - shown.length,
    may,
    still: still.length,
  };
}
