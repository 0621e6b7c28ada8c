import type { AppDoc, Effect, EventPattern } from "../../../engine/design/documents";
import { fieldChoices } from "../../../engine/design/fieldChoices";
import { flowOf } from "../../../engine/design/places";
import { inOrder } from "../../../engine/model/entity";
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

/** An effect to begin with; null where the app has nothing it could speak of. */
export function newEffect(app: AppDoc, on: EventPattern, kind: Effect["kind"]): Effect | null {
  const { entity } = on;
  switch (kind) {
    case "set": {
      const field = fieldChoices(app, entity, 0, "written")[0]?.path;
      return field === undefined ? null : { kind, field, value: { v: null } };
    }
    case "create": {
      const [made, links] = Object.entries(linksTo(app, entity))[0] ?? [];
      return made === undefined ? null : { kind, entity: made, link: links?.[0] ?? null };
    }
    case "move": {
      const stages = flowOf(app, entity)?.stages ?? {};
      const stage = inOrder(stages).at(-1);
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
