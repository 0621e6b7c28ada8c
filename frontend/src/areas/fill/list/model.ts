/** What a list shows and asks for: pure functions of the app's documents and the reader's own settings. */
import { ordered, type ListDoc, type Property, type Text } from "../../../api/documents";
import type { Bundle, RowView, Value } from "../../../api/types";
import { SYSTEM_NAMES } from "../../../engine/model/naming";
import { pathsOf, type Model, type PathInfo } from "../../../engine/model/paths";
import type { Node } from "../../../engine/rules/ast";

export { pathLabel } from "../../../engine/model/naming";

/** A view a person has saved for himself; kept under his preferences. */
export interface OwnView {
  readonly id: string;
  readonly name: string;
  readonly filter: Node | null;
  readonly sort: string | null;
}

/** What a person has set for one list. */
export interface ListSettings {
  readonly columns?: readonly string[];
  readonly views?: readonly OwnView[];
}

export interface View {
  readonly id: string;
  readonly label: Text;
  readonly filter: Node | null;
  readonly sort: string | null;
  readonly own: boolean;
}

export const settingsKey = (app: string, entity: string): string => `list.${app}.${entity}`;

const cache = new WeakMap<Bundle, Map<string, readonly PathInfo[]>>();

/** Every path a list of the entity may show or filter by, one reference deep; archived fields left out. */
export function pathsFor(bundle: Bundle, entity: string): readonly PathInfo[] {
  const known = cache.get(bundle) ?? new Map<string, readonly PathInfo[]>();
  cache.set(bundle, known);
  const found = known.get(entity);
  if (found) return found;
  const model: Model = { entities: bundle.entities, flows: bundle.flows, system: SYSTEM_NAMES };
  const paths = pathsOf(entity, model, 1).filter(
    ({ path, property }) =>
      property?.field.archived !== true && !/\._(id|path|created_by|unit|updated_at)$/.test(path),
  );
  known.set(entity, paths);
  return paths;
}

/** The property as declared (not that of the field a lookup shows): says whether it can be filtered. */
function declared(bundle: Bundle, entity: string, path: string): Property | undefined {
  const [head = "", ...rest] = path.split(".");
  const prop = bundle.entities[entity]?.properties[head];
  if (rest.length === 0) return prop;
  return declared(bundle, prop?.field.target ?? "", rest.join("."));
}

/** Kept with each record, so that the database can sort and narrow by it. */
const UNSTORED = new Set(["rows", "lookup", "file", "image", "address", "poly_reference"]);
const SETS = new Set(["choices", "tags"]);

/** Whether rows may be narrowed by the path: a system field, or a stored field the app declares for it. */
export function filterable(bundle: Bundle, entity: string, path: string): boolean {
  const prop = declared(bundle, entity, path);
  if (!prop) return path.replace(/^.*\./, "").startsWith("_");
  return !UNSTORED.has(prop.field.kind) && prop.field.filterable === true;
}

/** Whether rows may be sorted by the path. */
export function sortable(bundle: Bundle, entity: string, path: string): boolean {
  const prop = declared(bundle, entity, path);
  if (!prop) return path.replace(/^.*\./, "").startsWith("_");
  if (UNSTORED.has(prop.field.kind) || SETS.has(prop.field.kind)) return false;
  return (
    prop.field.filterable === true || (!path.includes(".") && bundle.entities[entity]?.entity.title === path)
  );
}

/** The list document of an entity; undefined where the app has none. */
export function listDoc(bundle: Bundle, entity: string): ListDoc | undefined {
  return Object.values(bundle.lists)
    .filter((list) => list.entity === entity)
    .sort((a, b) => (a.order ?? 0) - (b.order ?? 0))[0];
}

/** Columns as the app lays them out; without a list the title and the first fields. */
export function defaultColumns(bundle: Bundle, entity: string): readonly string[] {
  const known = new Set(pathsFor(bundle, entity).map(({ path }) => path));
  const doc = listDoc(bundle, entity);
  if (doc) return ordered(doc.columns).flatMap(([path]) => (known.has(path) ? [path] : []));
  const title = bundle.entities[entity]?.entity.title;
  const rest = [...known].filter((path) => path !== title && !path.includes(".") && !path.startsWith("_"));
  return [...(title ? [title] : []), ...rest.slice(0, 5), "_owner"];
}

/** The columns to show: the reader's own choice, less what is gone by now; the app's where nothing is left. */
export function columnsFor(bundle: Bundle, entity: string, settings: ListSettings): readonly PathInfo[] {
  const known = new Map(pathsFor(bundle, entity).map((info) => [info.path, info]));
  const find = (paths: readonly string[]) => paths.flatMap((path) => known.get(path) ?? []);
  const own = find(settings.columns ?? []);
  return own.length > 0 ? own : find(defaultColumns(bundle, entity));
}

/** The tabs of a list: everything, the app's views, the reader's own. */
export function viewsFor(bundle: Bundle, entity: string, settings: ListSettings): readonly [View, ...View[]] {
  const doc = listDoc(bundle, entity);
  const given = ordered(doc?.views).map(([id, view]) => ({
    id,
    label: view.label,
    filter: view.filter ?? null,
    sort: view.sort ?? null,
    own: false,
  }));
  const own = (settings.views ?? []).map((view) => ({ ...view, label: { zh: view.name }, own: true }));
  const all = { id: "all", label: { zh: "全部", en: "All" }, filter: null, sort: null, own: false };
  return [all, ...given, ...own];
}

/** The order of a list when nobody has chosen one. */
export function defaultSort(bundle: Bundle, entity: string): string {
  const wanted = listDoc(bundle, entity)?.sort;
  if (wanted !== undefined && sortable(bundle, entity, wanted.replace(/^-/, ""))) return wanted;
  return "-_created_at";
}

/** The value of a row at a path; system fields stand beside the values on the wire. */
export function valueAt(row: RowView, path: string): Value {
  switch (path) {
    case "_stage":
      return row.stage;
    case "_path":
      return row.path;
    case "_owner":
      return row.owner;
    case "_unit":
      return row.unit;
    case "_created_at":
      return row.created_at;
    case "_updated_at":
      return row.updated_at;
    case "_created_by":
      return Object.keys(row.titles["_created_by"] ?? {})[0] ?? null;
    default:
      return row.values[path] ?? null;
  }
}

/** The rule in an address; null when it cannot be read. */
export function readRule(json: string): Node | null {
  try {
    const node: unknown = JSON.parse(json);
    return typeof node === "object" && node !== null && !Array.isArray(node) ? (node as Node) : null;
  } catch {
    return null;
  }
}
