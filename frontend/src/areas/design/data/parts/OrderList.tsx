import { DndContext, closestCenter, type DragEndEvent } from "@dnd-kit/core";
import {
  SortableContext,
  sortableKeyboardCoordinates,
  useSortable,
  verticalListSortingStrategy,
} from "@dnd-kit/sortable";
import type { ReactElement, ReactNode } from "react";
import { useT } from "../../../../i18n";
import { IconButton } from "../../../../kit";
import { spoken, useDragSensors } from "./dnd";
import { Grip } from "./Grip";

interface OrderListProps {
  label: string;
  ids: readonly string[];
  nameOf: (id: string) => string;
  /** Puts one before another (null: last). */
  onMove: (id: string, before: string | null) => void;
  /** Commands and controls of a line, beside its handle and its two arrows. */
  children: (id: string) => ReactNode;
  /** Only these may be exchanged with each other: branches of a tree. */
  sameBranch?: (a: string, b: string) => boolean;
}

/** Lines in an order of their own: by mouse, touch, keyboard, and by two arrows on each. */
export function OrderList({
  label,
  ids,
  nameOf,
  onMove,
  children,
  sameBranch,
}: OrderListProps): ReactElement {
  const t = useT();
  const sensors = useDragSensors(sortableKeyboardCoordinates);
  const placeOf = (id: string | null) => (id === null ? 0 : ids.indexOf(id) + 1);
  const said = (id: string, over: string | null) =>
    t("ddata.drag.line", { name: nameOf(id), place: placeOf(over), count: ids.length });
  const announcements = spoken({
    taken: (id) => t("ddata.drag.taken", { name: nameOf(id) }),
    over: said,
    dropped: said,
    cancelled: (id) => t("ddata.drag.cancelled", { name: nameOf(id) }),
  });
  const moved = ({ active, over }: DragEndEvent) => {
    if (!over || active.id === over.id) return;
    const [id, target] = [String(active.id), String(over.id)];
    if (sameBranch && !sameBranch(id, target)) return;
    const down = ids.indexOf(target) > ids.indexOf(id);
    onMove(id, down ? next(target) : target);
  };
  const branch = (id: string) => (sameBranch ? ids.filter((one) => sameBranch(id, one)) : ids);
  const next = (id: string): string | null => branch(id)[branch(id).indexOf(id) + 1] ?? null;
  const step = (id: string, by: -1 | 1) => {
    const line = branch(id);
    const at = line.indexOf(id);
    onMove(id, by < 0 ? (line[at - 1] ?? null) : (line[at + 2] ?? null));
  };
  return (
    <DndContext
      sensors={sensors}
      collisionDetection={closestCenter}
      onDragEnd={moved}
      accessibility={{ announcements, screenReaderInstructions: { draggable: t("ddata.drag.how") } }}
    >
      <SortableContext items={[...ids]} strategy={verticalListSortingStrategy}>
        <ol className="dd-order" aria-label={label}>
          {ids.map((id) => {
            const line = branch(id);
            return (
              <Line
                key={id}
                id={id}
                name={nameOf(id)}
                first={line[0] === id}
                last={line.at(-1) === id}
                onStep={(by) => step(id, by)}
              >
                {children(id)}
              </Line>
            );
          })}
        </ol>
      </SortableContext>
    </DndContext>
  );
}

interface LineProps {
  id: string;
  name: string;
  first: boolean;
  last: boolean;
  onStep: (by: -1 | 1) => void;
  children: ReactNode;
}

function Line({ id, name, first, last, onStep, children }: LineProps): ReactElement {
  const t = useT();
  const { setNodeRef, setActivatorNodeRef, attributes, listeners, transform, transition, isDragging } =
    useSortable({ id });
  const moved = transform ? `translateY(${transform.y}px)` : undefined;
  return (
    <li
      ref={setNodeRef}
      className="dd-line"
      data-dragging={isDragging ? "" : undefined}
      style={{ transform: moved, transition }}
    >
      <Grip name={name} ref={setActivatorNodeRef} {...attributes} {...listeners} />
      <div className="dd-line-body">{children}</div>
      <IconButton
        size="s"
        icon="chevronUp"
        label={t("ddata.up", { name })}
        disabled={first}
        onClick={() => onStep(-1)}
      />
      <IconButton
        size="s"
        icon="chevronDown"
        label={t("ddata.down", { name })}
        disabled={last}
        onClick={() => onStep(1)}
      />
    </li>
  );
}
