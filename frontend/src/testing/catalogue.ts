/** The apps of templates_catalog, as the server would serve them to a designer. */
import type { AppDoc } from "../engine/design/documents";

const FILES = import.meta.glob<Record<string, unknown>>("../../../templates_catalog/*/*.json", {
  eager: true,
  import: "default",
});
const PARTS = import.meta.glob<Record<string, unknown>>(
  [
    "../../../templates_catalog/*/*/*.json",
    "!../../../templates_catalog/*/scenarios/*.json",
    "!../../../templates_catalog/*/demo/*.json",
  ],
  { eager: true, import: "default" },
);

function built(): Record<string, AppDoc> {
  const apps: Record<string, Record<string, Record<string, unknown>>> = {};
  for (const [path, document] of Object.entries(FILES)) {
    const [key = "", file = ""] = path.split("/").slice(-2);
    apps[key] = { ...apps[key], [file.replace(".json", "")]: document };
  }
  for (const [path, document] of Object.entries(PARTS)) {
    const [key = "", member = "", file = ""] = path.split("/").slice(-3);
    const app = (apps[key] ??= {});
    app[member] = { ...app[member], [file.replace(".json", "")]: document };
  }
  return apps as unknown as Record<string, AppDoc>;
}

/** Templates by key: "sales", "seal_approval", … */
export const CATALOGUE: Readonly<Record<string, AppDoc>> = built();

/** One of them. */
export function template(key: string): AppDoc {
  const found = CATALOGUE[key];
  if (!found) throw new Error(`no template ${key}`);
  return found;
}
