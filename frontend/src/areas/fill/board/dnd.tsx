/** Dragging cards between columns by mouse, touch and keyboard. The library stands behind these few words. */
import {
  closestCenter,
  DndContext,
  DragOverlay,
  KeyboardSensor,
  MouseSensor,
  pointerWithin,
  TouchSensor,
  useDraggable,
  useDroppable,
  useSensor,
  useSensors,
  type CollisionDetection,
  type KeyboardCoordinateGetter,
} from "@dnd-kit/core";
import { useState, type HTMLAttributes, type ReactElement, type ReactNode, type RefCallback } from "react";

/** What is said while something is dragged; zones and things by their ids. */
export interface DragWords {
  help: string;
  lifted: (thing: string) => string;
  over: (thing: string, zone: string) => string;
  dropped: (thing: string, zone: string | null) => string;
  cancelled: (thing: string) => string;
}

interface DragAreaProps {
  words: DragWords;
  onDrop: (thing: string, zone: string) => void;
  /** What is shown under the pointer. */
  overlay: (thing: string) => ReactNode;
  onDragging: (thing: string | null) => void;
  children: ReactNode;
}

// The pointer decides; a card moved by keys has no pointer and belongs to the column it is nearest to.
const collision: CollisionDetection = (args) =>
  args.pointerCoordinates ? pointerWithin(args) : closestCenter(args);

/** Left and right go from column to column, not pixel by pixel. */
const byColumn: KeyboardCoordinateGetter = (event, { context, currentCoordinates }) => {
  const by = event.code === "ArrowRight" ? 1 : event.code === "ArrowLeft" ? -1 : 0;
  if (by === 0) return undefined;
  event.preventDefault();
  const zones = [...context.droppableRects.entries()].sort(([, a], [, b]) => a.left - b.left);
  const at = zones.findIndex(([id]) => id === context.over?.id);
  const next = zones[Math.max(0, Math.min(zones.length - 1, at + by))];
  if (!next) return undefined;
  context.droppableContainers
    .get(next[0])
    ?.node.current?.scrollIntoView({ block: "nearest", inline: "nearest" });
  return { x: next[1].left + 8, y: currentCoordinates.y };
};

export function DragArea({ words, onDrop, overlay, onDragging, children }: DragAreaProps): ReactElement {
  const [active, setActive] = useState<string | null>(null);
  const sensors = useSensors(
    useSensor(MouseSensor, { activationConstraint: { distance: 6 } }),
    // A long press lifts: a short one still scrolls the page.
    useSensor(TouchSensor, { activationConstraint: { delay: 220, tolerance: 8 } }),
    useSensor(KeyboardSensor, { coordinateGetter: byColumn }),
  );
  const end = () => {
    setActive(null);
    onDragging(null);
  };
  return (
    <DndContext
      sensors={sensors}
      collisionDetection={collision}
      accessibility={{
        screenReaderInstructions: { draggable: words.help },
        announcements: {
          onDragStart: ({ active }) => words.lifted(String(active.id)),
          onDragOver: ({ active, over }) =>
            over ? words.over(String(active.id), String(over.id)) : undefined,
          onDragEnd: ({ active, over }) => words.dropped(String(active.id), over ? String(over.id) : null),
          onDragCancel: ({ active }) => words.cancelled(String(active.id)),
        },
      }}
      onDragStart={({ active }) => {
        setActive(String(active.id));
        onDragging(String(active.id));
      }}
      onDragCancel={end}
      onDragEnd={({ active, over }) => {
        end();
        if (over) onDrop(String(active.id), String(over.id));
      }}
    >
      {children}
      <DragOverlay dropAnimation={null}>{active === null ? null : overlay(active)}</DragOverlay>
    </DndContext>
  );
}

interface Drag {
  /** On the thing itself: pressed anywhere it can be dragged. */
  thing: HTMLAttributes<HTMLElement> & { ref: RefCallback<HTMLElement>; "data-dragging": "" | undefined };
  /** On the button that lifts it by keyboard. */
  handle: HTMLAttributes<HTMLElement> & { ref: RefCallback<HTMLElement> };
}

/** Something that can be dragged. */
export function useDrag(id: string, disabled: boolean): Drag {
  const { attributes, listeners, setNodeRef, setActivatorNodeRef, isDragging } = useDraggable({
    id,
    disabled,
  });
  const on = (listeners ?? {}) as HTMLAttributes<HTMLElement>;
  const { onKeyDown, ...pointer } = on;
  return {
    thing: { ...pointer, ref: setNodeRef, "data-dragging": isDragging ? "" : undefined },
    handle: {
      ref: setActivatorNodeRef,
      "aria-describedby": attributes["aria-describedby"],
      ...(onKeyDown ? { onKeyDown } : {}),
    },
  };
}

/** Somewhere things can be dropped. */
export function useDrop(id: string): { ref: RefCallback<HTMLElement>; over: boolean } {
  const { setNodeRef, isOver } = useDroppable({ id });
  return { ref: setNodeRef, over: isOver };
}
