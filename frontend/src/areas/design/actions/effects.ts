import type { AppDoc, Effect, EventPattern } from "../../../engine/design/documents";
import { fieldChoices } from "../../../engine/design/fieldChoices";
import { flowOf, propertyAt } from "../../../engine/design/places";
import { inOrder } from "../../../engine/model/entity";
import type { Node } from "../../../engine/rules/ast";
import { firstBoss } from "./clauses";
import { linksTo } from "./links";

/** The closed list of what may follow. */
export const EFFECTS: readonly Effect["kind"][] = [
  "notify",
  "open",
  "set",
  "create",
  "move",
  "assign",
  "webhook",
];

/** What can be written down of a kind without asking: the first choice, who holds the record, the day itself. */
function firstValue(app: AppDoc, entity: string, path: string): Node {
  const field = propertyAt(app, entity, path)?.field;
  const options = field?.options ?? {};
  const option = inOrder(options).find((id) => options[id]?.archived !== true);
  if (field?.kind === "choice" && option !== undefined) return { v: option };
  if (field?.kind === "boolean") return { v: true };
  if (field?.kind === "person") return { f: "_owner" };
  if (field?.kind === "date") return { op: "today", a: [] };
  if (field?.kind === "instant") return { op: "now", a: [] };
  return { v: null };
}

/** A field that an effect may also empty: neither the title nor always required. */
function settable(app: AppDoc, entity: string): string | undefined {
  const title = app.entities[entity]?.entity.title;
  return fieldChoices(app, entity, 0, "written").find(
    ({ path, property }) => path !== title && property !== null && property.field.required !== true,
  )?.path;
}

/** Where records go next from what is waited for: an open stage, else the one that is won; never one that is lost. */
function nextStage(app: AppDoc, { entity, stage }: EventPattern): string | undefined {
  const stages = flowOf(app, entity)?.stages ?? {};
  const used = inOrder(stages).filter((id) => stages[id]?.archived !== true);
  const ahead = used.slice(used.indexOf(stage ?? used[0] ?? "") + 1);
  const of = (kind: "open" | "won") => ahead.find((id) => (stages[id]?.kind ?? "open") === kind);
  return of("open") ?? of("won");
}

/** Kinds that need something of the app, and may find nothing. */
export const NEEDY = ["set", "create", "move", "open"] as const satisfies readonly Effect["kind"][];

/** An effect to begin with; null where the app has nothing it could speak of. */
export function newEffect(app: AppDoc, on: EventPattern, kind: Effect["kind"]): Effect | null {
  const { entity } = on;
  switch (kind) {
    case "set": {
      const field = settable(app, entity);
      return field === undefined ? null : { kind, field, value: firstValue(app, entity, field) };
    }
    case "create": {
      const [made, links] = Object.entries(linksTo(app, entity))[0] ?? [];
      return made === undefined ? null : { kind, entity: made, link: links?.[0] ?? null };
    }
    case "move": {
      const stage = nextStage(app, on);
      return stage === undefined ? null : { kind, stage };
    }
    case "open": {
      const duty = inOrder(app.duties ?? {}).find((id) => app.duties?.[id]?.entity === entity);
      return duty === undefined ? null : { kind, duty };
    }
    case "notify": {
      const title = app.entities[entity]?.entity.title ?? "_owner";
      return {
        kind,
        person: firstBoss(app),
        text: { zh: `{${title}} 请看一下`, en: `Please look at {${title}}` },
      };
    }
    case "webhook":
      return { kind, endpoint: "endpoint" };
    case "assign":
      return { kind, person: firstBoss(app) };
  }
}
