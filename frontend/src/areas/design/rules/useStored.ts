import { useQueries, useQuery, useQueryClient } from "@tanstack/react-query";
import { bundleQuery, keys as queryKeys, recordQuery, useRows } from "../../../api/hooks";
import type { Bundle, RecordAnswer, RecordView } from "../../../api/types";
import { referencesIn } from "../../../engine/design/sample";
import { own, type Bindings } from "../../../engine/rules/ast";
import { useWorkbench } from "../workbench/context";

const NEWEST = { limit: 1, sort: "-_created_at" };

/** The version in force as my role sees it; undefined: there is none, or it is on its way. */
function useInForce(): Bundle | undefined {
  const { key, live } = useWorkbench();
  return useQuery({ ...bundleQuery(key), enabled: live !== null }).data;
}

/** The records on which a rule over an entity can be tried: those of the entity, or, where it is a detail row, of what it is part of. */
export interface Records {
  /** null: none can be listed. */
  readonly entity: string | null;
  /** The field of that entity whose rows are meant; null: the records themselves. */
  readonly rows: string | null;
  /** The newest that I see; null: there is none, undefined: being asked. */
  readonly newest: string | null | undefined;
  readonly failed: boolean;
}

/** The records there are, as far as I see them in the version in force. */
export function useRecords(entity: string): Records {
  const { key, app, live } = useWorkbench();
  const bundle = useInForce();
  const parent = own(app.entities, entity)?.entity.rows_of ?? null;
  const home = parent ?? entity;
  const listed = own(bundle?.entities, home);
  const rows = parent === null ? null : rowsField(listed?.properties, entity);
  const able = listed !== undefined && (parent === null || rows !== null);
  const asked = useRows(key, home, NEWEST, able);
  const waiting = able ? asked.isPending : live !== null && bundle === undefined;
  const newest = asked.data?.pages[0]?.rows[0]?.id ?? null;
  return {
    entity: able && newest !== null ? home : null,
    rows,
    newest: waiting ? undefined : able ? newest : null,
    failed: asked.isError,
  };
}

const rowsField = (properties: Bundle["entities"][string]["properties"] | undefined, of: string) =>
  Object.entries(properties ?? {}).find(
    ([, { field }]) => field.kind === "rows" && field.target === of,
  )?.[0] ?? null;

const SYSTEM: Readonly<Record<string, (record: RecordView) => unknown>> = {
  _id: ({ id }) => id,
  _stage: ({ stage }) => stage,
  _path: ({ path }) => path,
  _owner: ({ owner }) => owner,
  _unit: ({ unit }) => unit,
  _created_by: ({ created_by }) => created_by,
  _created_at: ({ created_at }) => created_at,
  _updated_at: ({ updated_at }) => updated_at,
};

export interface Chosen {
  readonly record: string | null;
  /** Which of its rows. */
  readonly row: number;
}

interface Asked {
  readonly entity: string;
  readonly records: Records;
  readonly chosen: Chosen;
  readonly needed: readonly string[];
  readonly typed: Bindings;
}

export interface Stored {
  /** What the record says at a path; undefined: it is not to be seen, or not read yet. */
  readonly read: (path: string) => unknown;
  readonly loading: boolean;
  readonly failed: boolean;
  readonly answers: readonly RecordAnswer[];
  /** The chosen record itself. */
  readonly record: RecordView | undefined;
  readonly rowCount: number;
}

type Row = Readonly<Record<string, unknown>>;

/** A stored record with what lies behind its references, as my role sees it in the version in force. */
export function useStored({ entity, records, chosen, needed, typed }: Asked): Stored {
  const { key, app, live } = useWorkbench();
  const bundle = useInForce();
  const client = useQueryClient();
  const known = (of: string, id: string): RecordView | undefined =>
    client.getQueryData<RecordAnswer>(queryKeys.record(key, of, id))?.record;
  const { record: id } = chosen;
  const home = id === null ? null : records.entity;
  const record = home === null || id === null ? undefined : known(home, id);
  const list = records.rows === null ? [] : ((record?.values[records.rows] ?? []) as readonly Row[]);
  const row = list[Math.min(chosen.row, list.length - 1)];
  const targets = new Map(referencesIn(app, entity, needed).map((one) => [one.path, one.entity]));

  // Nothing stands in a field that my role sees, or that is not in force yet; of any other it is not known.
  const inForce = (of: string, field: string): boolean =>
    own(own(live?.entities, of)?.properties, field) !== undefined;
  const visible = (of: string, field: string): boolean =>
    own(bundle?.entities[of]?.properties, field) !== undefined || !inForce(of, field);
  const within = (of: string, found: RecordView | undefined, field: string): unknown => {
    if (!found) return undefined;
    const system = own(SYSTEM, field);
    if (system) return system(found) ?? null;
    return own(found.values, field) ?? (visible(of, field) ? null : undefined);
  };
  const read = (path: string): unknown => {
    if (path.startsWith("@")) return undefined;
    const at = path.lastIndexOf(".");
    if (at < 0) {
      if (id === null) return null;
      if (records.rows === null) return within(entity, record, path);
      if (path === "_parent") return id;
      return row ? (own(row, path) ?? (visible(entity, path) ? null : undefined)) : undefined;
    }
    const via = path.slice(0, at);
    const to = targets.get(via);
    const ref = Object.hasOwn(typed, via) ? typed[via] : read(via);
    if (ref === undefined || to === undefined) return undefined;
    return typeof ref === "string" ? within(to, known(to, ref), path.slice(at + 1)) : null;
  };

  const wanted = new Map<string, ReturnType<typeof recordQuery>>();
  const want = (of: string | null | undefined, one: unknown) => {
    if (of && typeof one === "string" && own(bundle?.entities, of))
      wanted.set(`${of}/${one}`, recordQuery(key, of, one));
  };
  want(home, id);
  for (const [path, to] of targets) want(to, Object.hasOwn(typed, path) ? typed[path] : read(path));
  const asked = useQueries({ queries: [...wanted.values()] });
  return {
    read,
    loading: asked.some(({ isPending }) => isPending),
    failed: id !== null && record === undefined && asked.some(({ isError }) => isError),
    answers: asked.flatMap(({ data }) => data ?? []),
    record,
    rowCount: list.length,
  };
}
