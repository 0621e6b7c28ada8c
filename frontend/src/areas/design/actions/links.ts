import { entitiesInUse } from "../../../engine/design/commands/entities";
import type { AppDoc } from "../../../engine/design/documents";

/** Entities whose records can be created beside one of `entity`, with their references to it. */
export function linksTo(app: AppDoc, entity: string): Readonly<Record<string, readonly string[]>> {
  const found = entitiesInUse(app).map((id) => {
    const properties = app.entities[id]?.properties ?? {};
    const links = Object.keys(properties).filter((name) => {
      const field = properties[name]?.field;
      return field?.kind === "reference" && field.target === entity && field.archived !== true;
    });
    return [id, links] as const;
  });
  return Object.fromEntries(found.filter(([, links]) => links.length > 0));
}
