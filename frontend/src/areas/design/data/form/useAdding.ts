import { useEffect, useRef, useState } from "react";
import { addRows } from "../../../../engine/design/commands/entities";
import { addField, fieldPath } from "../../../../engine/design/commands/fields";
import { useWorkbench } from "../../workbench/context";
import { newFieldId } from "../../shared/newId";
import type { Adding } from "./Canvas";
import { ALL, type Gap, type Layout } from "./spots";

/** The field that is about to be, and how it becomes one: its id is asked for when its title is confirmed. */
export function useAdding({ entity, form }: Layout) {
  const workbench = useWorkbench();
  const now = useRef(workbench);
  useEffect(() => {
    now.current = workbench;
  });
  const [adding, setAdding] = useState<Adding | null>(null);
  const make = async (title: string) => {
    if (!adding) return;
    const { kind, gap } = adding;
    const { key, app } = now.current;
    const id = await newFieldId(key, app, entity, { zh: title }, kind);
    const { group, before } = gap;
    const placed = form !== null && group !== ALL;
    const what = {
      entity,
      id,
      label: { zh: title },
      ...(placed ? { at: { form, section: group, before } } : {}),
    };
    // Whatever was done while the id was asked for is there by now.
    const { app: here, run, goTo } = now.current;
    run(
      kind === "rows"
        ? addRows(here, what)
        : addField(here, { ...what, kind, ...(placed ? {} : { before }) }),
    );
    setAdding(null);
    goTo(fieldPath(entity, id));
  };
  return {
    adding,
    begin: (kind: string, gap: Gap) => setAdding({ kind, gap }),
    make,
    drop: () => setAdding(null),
  };
}
