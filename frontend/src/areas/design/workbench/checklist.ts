/** The way from nothing to a published app, and how far a draft has come on it. */
import type { AppDoc, EntityDoc } from "../../../engine/design/documents";
import { sectionOf, type Section } from "../../../engine/design/sections";
import type { Key, Params, Text } from "../../../i18n";
import type { Finding } from "./context";

export const STEPS = ["fields", "form", "flow", "acts", "try", "publish"] as const;
export type StepName = (typeof STEPS)[number];

/** A sentence on what to do; `of` fills its {{what}}. */
export interface Hint {
  readonly key: Key;
  readonly params?: Params;
  readonly of?: Text;
}

export interface StepState {
  readonly name: StepName;
  readonly section: Section;
  /** Errors at its places. */
  readonly problems: number;
  readonly done: boolean;
  /** What to do next here; null: nothing. */
  readonly hint: Hint | null;
}

export interface Progress {
  readonly app: AppDoc;
  readonly findings: readonly Finding[];
  /** Places that differ from what is in force; null: never published. */
  readonly ahead: number | null;
  /** Whether the draft was tried since it was last published. */
  readonly tried: boolean;
}

/** Entities with pages of their own: rows are filled in with their parent. */
const main = (app: AppDoc): [string, EntityDoc][] =>
  Object.entries(app.entities)
    .filter(([, { entity }]) => entity.rows_of == null && entity.archived !== true)
    .sort(([, a], [, b]) => (a.entity.order ?? 0) - (b.entity.order ?? 0));

const live = (doc: EntityDoc): number =>
  Object.values(doc.properties).filter(({ field }) => field.archived !== true).length;

function fields({ app }: Progress): Hint | null {
  const entities = main(app);
  if (entities.length === 0) return { key: "design.next.fields.none" };
  const bare = entities.find(([, doc]) => live(doc) < 2);
  return bare ? { key: "design.next.fields", of: bare[1].entity.label } : null;
}

/** A form that asks for a title alone, as a blank app begins with, is none that anybody arranged. */
function form(progress: Progress): Hint | null {
  const { app } = progress;
  if (main(app).length === 0) return { key: "design.next.fields.none" };
  const bare = fields(progress);
  if (bare) return bare;
  const arranged = new Set(
    Object.values(app.forms ?? {})
      .filter(({ sections }) => Object.values(sections).some((one) => Object.keys(one.fields).length > 0))
      .map(({ entity }) => entity),
  );
  const without = main(app).find(([id]) => !arranged.has(id));
  return without ? { key: "design.next.form", of: without[1].entity.label } : null;
}

function flow({ app }: Progress): Hint | null {
  const drawn = Object.values(app.flows ?? {}).some(({ stages }) => Object.keys(stages).length > 1);
  return drawn ? null : { key: "design.next.flow" };
}

function acts({ app }: Progress): Hint | null {
  if (Object.keys(app.actions ?? {}).length === 0) return { key: "design.next.acts.action" };
  return Object.keys(app.duties ?? {}).length === 0 ? { key: "design.next.acts.duty" } : null;
}

const HINTS: Readonly<Record<StepName, (progress: Progress) => Hint | null>> = {
  fields,
  form,
  flow,
  acts,
  try: ({ tried, ahead }) => (tried || ahead === 0 ? null : { key: "design.next.try" }),
  publish: ({ ahead }) => (ahead === 0 ? null : { key: "design.next.publish" }),
};

const SECTION: Readonly<Record<StepName, Section>> = {
  fields: "data",
  form: "data",
  flow: "flow",
  acts: "actions",
  try: "try",
  publish: "publish",
};

/** Which step answers for a finding; what belongs to none stands in the way of publishing. */
function stepOf({ path }: Finding): StepName {
  const section = sectionOf(path);
  if (section === "data") return path.startsWith("entity/") ? "fields" : "form";
  return section === "flow" ? "flow" : section === "actions" ? "acts" : "publish";
}

/** The steps in their order. */
export function checklist(progress: Progress): StepState[] {
  const errors = progress.findings.filter(({ severity }) => severity === "error");
  return STEPS.map((name) => {
    const problems = name === "publish" ? errors.length : errors.filter((one) => stepOf(one) === name).length;
    const hint: Hint | null =
      problems > 0 ? { key: "design.next.problems", params: { n: problems } } : HINTS[name](progress);
    return { name, section: SECTION[name], problems, done: hint === null, hint };
  });
}
