import { DndContext, DragOverlay, type DragEndEvent } from "@dnd-kit/core";
import { useState, type ReactElement, type ReactNode } from "react";
import { moveSection } from "../../../../engine/design/commands/forms";
import { KIND_INFO } from "../../../../engine/design/commands/kinds";
import type { Text } from "../../../../engine/model/entity";
import { translate, useSay, useT } from "../../../../i18n";
import { useWorkbench } from "../../workbench/context";
import { atPointer, innermost, inSecondHalf, spoken, useDragSensors } from "../parts/dnd";
import { moving, type Gap, type Group, type Layout } from "./spots";

interface DragFrameProps {
  layout: Layout;
  groups: readonly Group[];
  /** A kind was dropped from the palette. */
  onKind: (kind: string, gap: Gap) => void;
  children: (dragging: boolean) => ReactNode;
}

/** Around palette and canvas: fields, kinds and sections are dragged, and every step is said. */
export function DragFrame({ layout, groups, onKind, children }: DragFrameProps): ReactElement {
  const t = useT();
  const say = useSay();
  const { app, run } = useWorkbench();
  const [{ drag, last }, setDrag] = useState<{ drag: string | null; last: string }>({ drag: null, last: "" });
  const ended = () => setDrag({ drag: null, last });
  const sensors = useDragSensors();
  const { entity, form } = layout;
  const name = nameOf(app.entities[entity]?.properties ?? {}, groups, say);
  const place = (id: string, over: string | null, key: "ddata.drag.over" | "ddata.drag.dropped") =>
    over === null
      ? t(key === "ddata.drag.over" ? "ddata.drag.nowhere" : "ddata.drag.cancelled", { name: name(id) })
      : t(key, { name: name(id), place: name(over) });
  const moveOver = (id: string, target: string) => {
    const order = groups.map((one) => one.id);
    if (form === null || id === target) return;
    const down = order.indexOf(target) > order.indexOf(id);
    run(moveSection(app, form, id, down ? (order[order.indexOf(target) + 1] ?? null) : target));
  };
  const dropped = (event: DragEndEvent) => {
    const { active, over } = event;
    ended();
    const from = active.data.current as { kind?: string; field?: string; section?: string };
    const to = over?.data.current as (Gap & { section?: string }) | undefined;
    if (!over || !to) return;
    if (from.section !== undefined) {
      if (to.section !== undefined) moveOver(from.section, to.section);
      return;
    }
    const fields = groups.find((one) => one.id === to.group)?.fields ?? [];
    const before =
      to.before !== null && inSecondHalf(event) ? (fields[fields.indexOf(to.before) + 1] ?? null) : to.before;
    const gap = { group: to.group, before };
    if (from.kind !== undefined) onKind(from.kind, gap);
    else if (from.field !== undefined) {
      const command = moving(app, layout, from.field, gap);
      if (command) run(command);
    }
  };
  return (
    <DndContext
      sensors={sensors}
      collisionDetection={innermost}
      onDragStart={({ active }) => setDrag({ drag: String(active.id), last: String(active.id) })}
      onDragCancel={ended}
      onDragEnd={dropped}
      accessibility={{
        // A kind that was dropped is a new field by now, and its title has the focus.
        restoreFocus: !last.startsWith("kind:"),
        screenReaderInstructions: { draggable: t("ddata.drag.how") },
        announcements: spoken({
          taken: (id) => t("ddata.drag.taken", { name: name(id) }),
          over: (id, over) => place(id, over, "ddata.drag.over"),
          dropped: (id, over) => place(id, over, "ddata.drag.dropped"),
          cancelled: (id) => t("ddata.drag.cancelled", { name: name(id) }),
        }),
      }}
    >
      {children(drag !== null && !drag.startsWith("section:"))}
      <DragOverlay dropAnimation={null} modifiers={[atPointer]}>
        {drag === null ? null : <span className="dd-flying">{name(drag)}</span>}
      </DragOverlay>
    </DndContext>
  );
}

type Labelled = Readonly<Record<string, { readonly field: { readonly label: Text } }>>;

/** What is spoken of a thing that is dragged, and of a place it lies over. */
function nameOf(
  properties: Labelled,
  groups: readonly Group[],
  say: (text: Text | null | undefined) => string,
) {
  const group = (id: string | undefined) =>
    say(groups.find((one) => one.id === id)?.label) || translate("ddata.form.whole");
  const field = (id: string) => say(properties[id]?.field.label);
  return (id: string): string => {
    const cut = id.indexOf(":");
    const [what, rest] = cut === -1 ? [id, ""] : [id.slice(0, cut), id.slice(cut + 1)];
    if (what === "kind") return say(KIND_INFO[rest]?.label);
    if (what === "field") return field(rest);
    if (what === "section" || what === "head") return group(rest);
    if (what === "tail") return translate("ddata.drag.end", { name: group(rest) });
    if (what !== "card") return group(groups.at(-1)?.id);
    const [inside = "", before = ""] = rest.split("/");
    return translate("ddata.drag.before", { name: field(before), group: group(inside) });
  };
}
