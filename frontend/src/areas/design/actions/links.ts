import type { AppDoc } from "../../../engine/design/documents";

/** Entities whose records can be created beside one of `entity`, with their references to it. */
export function linksTo(app: AppDoc, entity: string): Readonly<Record<string, readonly string[]>> {
  const found = Object.entries(app.entities).map(([id, { properties }]) => {
    const links = Object.keys(properties).filter((name) => {
      const field = properties[name]?.field;
      return field?.kind === "reference" && field.target === entity && field.archived !== true;
    });
    return [id, links] as const;
  });
  return Object.fromEntries(found.filter(([, links]) => links.length > 0));
}
