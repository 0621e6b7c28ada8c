import { useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { recordQuery } from "../../api/hooks";
import type { Values } from "../../api/types";
import { useApp } from "../context";
import { useRender } from "../env";
import { gather, pathsBeyond } from "../form/references";
import { rowKey } from "../form/places";
import { type FormStore } from "../form/store";

/** Keeps what rules and lookups of one row read behind its references in step with what the row refers to. */
export function RowReferences({ store, field, row }: { store: FormStore; field: string; row: Values }): null {
  const client = useQueryClient();
  const { app, bundle } = useApp();
  const { titles } = useRender();
  const found = store.plan.fields.find((one) => one.id === field);
  const target = found?.property.field.target ?? "";
  const paths = found?.row ? pathsBeyond(found.row) : [];
  const heads = [...new Set(paths.map((path) => path.split(".")[0] ?? ""))];
  const key = rowKey(row);
  const chosen = JSON.stringify(Object.fromEntries(heads.map((head) => [head, row[head] ?? null])));
  const wanted = paths.join();
  useEffect(() => {
    if (wanted === "") return;
    let live = true;
    const fetch = async (entity: string, id: string) => {
      try {
        const { record } = await client.query(recordQuery(app, entity, id));
        titles.learn(record.titles);
        titles.name(record.id, record.title);
        return record;
      } catch {
        return null;
      }
    };
    void gather(bundle, target, JSON.parse(chosen) as Values, wanted.split(","), fetch).then((context) => {
      if (live) store.setRowContext(key, context);
    });
    return () => {
      live = false;
    };
  }, [app, bundle, chosen, client, key, store, target, titles, wanted]);
  return null;
}
