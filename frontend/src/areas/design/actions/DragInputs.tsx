import {
  closestCenter,
  DndContext,
  KeyboardSensor,
  MouseSensor,
  TouchSensor,
  useSensor,
  useSensors,
  type DragEndEvent,
} from "@dnd-kit/core";
import { SortableContext, sortableKeyboardCoordinates, verticalListSortingStrategy } from "@dnd-kit/sortable";
import type { ReactElement, ReactNode } from "react";
import { moveInput } from "../../../engine/design/commands/actions";
import type { ActionDoc } from "../../../engine/design/documents";
import { inputLabel } from "../../../engine/design/places";
import { inOrder } from "../../../engine/model/entity";
import { useSay, useT } from "../../../i18n";
import { useWorkbench } from "../workbench/context";
import { pickable, type Pick } from "./inputs";

/** What a field of the palette is called while it is dragged. */
export const PICK = "pick:";

interface DragInputsProps {
  action: string;
  doc: ActionDoc;
  onAdd: (pick: Pick, at: number) => void;
  children: ReactNode;
}

/** Inputs are dragged among themselves, fields of the palette among the inputs: by mouse, touch and keyboard. */
export function DragInputs({ action, doc, onAdd, children }: DragInputsProps): ReactElement {
  const t = useT();
  const say = useSay();
  const { app, run } = useWorkbench();
  const sensors = useSensors(
    useSensor(MouseSensor, { activationConstraint: { distance: 6 } }),
    useSensor(TouchSensor, { activationConstraint: { delay: 220, tolerance: 8 } }),
    useSensor(KeyboardSensor, { coordinateGetter: sortableKeyboardCoordinates }),
  );
  const keys = inOrder(doc.fields ?? {});
  const picks = pickable(app, doc).flatMap((group) => group.picks);
  const pickOf = (id: string) => picks.find(({ target }) => id === `${PICK}${target}`);
  const nameOf = (id: string | number) => {
    const pick = pickOf(String(id));
    return say(pick ? pick.label : inputLabel(app, doc, doc.fields?.[String(id)]));
  };
  const drop = ({ active, over }: DragEndEvent) => {
    if (!over) return;
    const [id, onto] = [String(active.id), String(over.id)];
    const at = keys.includes(onto) ? keys.indexOf(onto) : keys.length;
    const pick = pickOf(id);
    if (pick) onAdd(pick, at);
    else if (id !== onto) run(moveInput(app, action, id, at));
  };
  return (
    <DndContext
      sensors={sensors}
      collisionDetection={closestCenter}
      onDragEnd={drop}
      accessibility={{
        screenReaderInstructions: { draggable: t("dacts.drag.help") },
        announcements: {
          onDragStart: ({ active }) => t("dacts.drag.lifted", { name: nameOf(active.id) }),
          onDragOver: ({ active, over }) =>
            over ? t("dacts.drag.over", { name: nameOf(active.id), over: nameOf(over.id) }) : undefined,
          onDragEnd: ({ active }) => t("dacts.drag.dropped", { name: nameOf(active.id) }),
          onDragCancel: ({ active }) => t("dacts.drag.cancelled", { name: nameOf(active.id) }),
        },
      }}
    >
      <SortableContext items={keys} strategy={verticalListSortingStrategy}>
        {children}
      </SortableContext>
    </DndContext>
  );
}
