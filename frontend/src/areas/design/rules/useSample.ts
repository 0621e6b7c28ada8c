import { useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { bundleQuery } from "../../../api/hooks";
import { neededFor, sampleOf, typeableFor } from "../../../engine/design/sample";
import { offsetOf, todayOf } from "../../../engine/form/zone";
import type { PathInfo } from "../../../engine/model/paths";
import type { Bindings, Env, Node } from "../../../engine/rules/ast";
import { evaluate } from "../../../engine/rules/compile";
import { useApp } from "../../../render/context";
import { useRender } from "../../../render/env";
import { useWorkbench } from "../workbench/context";
import { useRecords, useStored, type Records, type Stored } from "./useStored";

/** Now and today on the organisation's clock, with the calendars of the version in force where it has been read. */
export function useSampleEnv(): Env {
  const { app, bundle } = useApp();
  const live = useQuery({ ...bundleQuery(app), enabled: false }).data;
  const now = new Date().toISOString().replace(/\.\d+Z$/, "Z");
  const zone = [["1970-01-01T00:00:00Z", offsetOf(bundle.zone, Math.floor(Date.parse(now) / 1000))]] as const;
  return { now, today: todayOf(now, bundle.zone), zone, calendars: live?.calendars ?? {} };
}

export interface Sampled {
  readonly records: Records;
  readonly stored: Stored;
  /** The record that is tried; null: values of one's own. */
  readonly record: string | null;
  readonly row: number;
  readonly env: Env;
  /** What rules see. */
  readonly values: Bindings;
  /** What can be typed: what the rule reads, and what that is worked out from. */
  readonly inputs: readonly PathInfo[];
  /** Inputs of which my role does not see what the record says. */
  readonly unseen: readonly PathInfo[];
  /** Whether something is typed over the record. */
  readonly changed: boolean;
  readonly choose: (record: string | null) => void;
  readonly chooseRow: (row: number) => void;
  readonly type: (path: string, node: Node | null) => void;
  /** Values of one's own, to begin with. */
  readonly fill: (values: Bindings) => void;
  readonly restore: () => void;
}

interface Held {
  /** undefined: nothing was chosen, the newest there is. */
  readonly record: string | null | undefined;
  readonly row: number;
  readonly typed: Bindings;
}

/** What rules over an entity are tried on: a stored record with what is typed over it, or typed values alone. */
export function useSample(
  entity: string,
  keys: readonly string[],
  names: readonly PathInfo[],
  example: Bindings | null = null,
): Sampled {
  const { app } = useWorkbench();
  const { session } = useApp();
  const { titles } = useRender();
  const env = useSampleEnv();
  const records = useRecords(entity);
  const [held, setHeld] = useState<Held>(() =>
    example ? { record: null, row: 0, typed: example } : { record: undefined, row: 0, typed: {} },
  );
  const record = held.record === undefined ? (records.newest ?? null) : held.record;
  const { typed, row } = held;
  const needed = neededFor(app, entity, keys);
  const stored = useStored({ entity, records, chosen: { record, row }, needed, typed });
  const read = (path: string): unknown => (path === "@actor" ? session.person.id || null : stored.read(path));
  const values = sampleOf({ app, entity, stored: read, typed, env }, needed);
  const inputs = typeableFor(app, entity, keys).flatMap(
    (key) => names.find(({ path }) => path === key) ?? [],
  );
  useEffect(() => {
    for (const answer of stored.answers)
      for (const byId of Object.values(answer.record.titles))
        for (const [id, title] of Object.entries(byId)) titles.name(id, title);
  }, [stored.answers, titles]);
  return {
    records,
    stored,
    record,
    row,
    env,
    values,
    inputs,
    unseen: inputs.filter(
      ({ path }) => record !== null && !stored.loading && !path.startsWith("@") && !(path in values),
    ),
    changed: Object.keys(typed).length > 0,
    choose: (next) => setHeld({ record: next, row: 0, typed: {} }),
    chooseRow: (next) => setHeld({ record, row: next, typed: {} }),
    type: (path, node) =>
      setHeld({
        record: held.record === undefined && record === null ? undefined : record,
        row,
        typed: { ...typed, [path]: node ? evaluate(node, {}, env) : null },
      }),
    fill: (next) => setHeld({ record: null, row: 0, typed: next }),
    restore: () => setHeld({ record, row, typed: {} }),
  };
}
