import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useSyncExternalStore } from "react";
import type { Bundle, RecordView, RowView } from "../../api/types";
import { recordQuery } from "../../api/hooks";
import type { FormPlan, Rule } from "../../engine/form/plan";
import { useApp } from "../context";
import { useRender } from "../env";
import type { FormStore } from "./store";

/** Every path the rules of a plan read beyond its own fields: "customer.grade", "customer.parent.level". */
export function pathsBeyond(plan: FormPlan): string[] {
  const found = new Set<string>();
  const add = (rule: Rule | null | undefined) => rule?.reads.forEach((path) => found.add(path));
  for (const field of plan.fields) {
    [field.relevance, field.requiredWhen, field.defaultRule, field.compute, field.rollup?.where].forEach(add);
    field.constraints.forEach(({ rule }) => add(rule));
    if (field.lookup) found.add(field.lookup);
  }
  return [...found].filter((path) => path.includes(".") && !/^(_parent|act|new)\./.test(path));
}

/** What rules may read of a record, under `prefix`: its fields and its system fields. */
export function bindingsOf(
  record: RowView & { readonly created_by?: string | null },
  prefix: string,
): Record<string, unknown> {
  const system = {
    _id: record.id,
    _stage: record.stage,
    _path: record.path,
    _owner: record.owner,
    _unit: record.unit,
    _created_at: record.created_at,
    _created_by: record.created_by ?? null,
    _updated_at: record.updated_at,
  };
  return Object.fromEntries(
    Object.entries({ ...system, ...record.values }).map(([name, value]) => [`${prefix}${name}`, value]),
  );
}

/** Entity and id of the record behind a reference of a form; null while it is empty or no reference. */
function behind(
  bundle: Bundle,
  entity: string,
  values: Readonly<Record<string, unknown>>,
  field: string,
): { entity: string; id: string } | null {
  const target = bundle.entities[entity]?.properties[field]?.field.target;
  const id = values[field];
  return target && typeof id === "string" && id !== "" ? { entity: target, id } : null;
}

type Fetch = (entity: string, id: string) => Promise<RecordView | null>;

/** The values behind the references of one record, as far as `paths` need them (two hops). */
export async function gather(
  bundle: Bundle,
  entity: string,
  values: Readonly<Record<string, unknown>>,
  paths: readonly string[],
  fetch: Fetch,
): Promise<Record<string, unknown>> {
  const found: Record<string, unknown> = {};
  for (const head of new Set(paths.map((path) => path.split(".")[0] ?? ""))) {
    const at = behind(bundle, entity, values, head);
    const record = at && (await fetch(at.entity, at.id));
    if (!at || !record) continue;
    Object.assign(found, bindingsOf(record, `${head}.`));
    const deeper = paths
      .filter((path) => path.startsWith(`${head}.`))
      .map((path) => path.slice(head.length + 1));
    const next = deeper.filter((path) => path.includes("."));
    if (next.length === 0) continue;
    const beyond = await gather(bundle, at.entity, record.values, next, fetch);
    for (const [path, value] of Object.entries(beyond)) found[`${head}.${path}`] = value;
  }
  return found;
}

/** Keeps a form's context in step with the records its references point at. */
export function useReferences(
  store: FormStore,
  entity: string,
  own: Readonly<Record<string, unknown>> = {},
): void {
  const client = useQueryClient();
  const { app, bundle } = useApp();
  const { titles } = useRender();
  const paths = pathsBeyond(store.plan);
  const heads = [...new Set(paths.map((path) => path.split(".")[0] ?? ""))];
  // Only these values decide what is asked for.
  const chosen = useSyncExternalStore(store.watch, () =>
    JSON.stringify(heads.map((head) => store.current().values[head] ?? own[head] ?? null)),
  );
  const wanted = paths.join();
  useEffect(() => {
    if (wanted === "") return;
    let live = true;
    const ids = JSON.parse(chosen) as unknown[];
    const values = Object.fromEntries(heads.map((head, index) => [head, ids[index]]));
    const fetch: Fetch = async (target, id) => {
      try {
        const { record } = await client.query(recordQuery(app, target, id));
        titles.learn(record.titles);
        titles.name(record.id, record.title);
        return record;
      } catch {
        // Out of sight or out of reach: rules see it as empty, the server judges.
        return null;
      }
    };
    void gather(bundle, entity, values, wanted.split(","), fetch).then((found) => {
      if (!live) return;
      const kept = Object.entries(store.getContext()).filter(
        ([path]) => !heads.includes(path.split(".")[0] ?? "") || !path.includes("."),
      );
      store.setContext({ ...Object.fromEntries(kept), ...found });
    });
    return () => {
      live = false;
    };
    // eslint-disable-next-line react-hooks/exhaustive-deps -- the heads follow from `wanted`
  }, [app, bundle, chosen, client, entity, store, titles, wanted]);
}
