import {
  KeyboardSensor,
  MouseSensor,
  TouchSensor,
  pointerWithin,
  useSensor,
  useSensors,
  type Announcements,
  type ClientRect,
  type CollisionDetection,
  type DragEndEvent,
  type DroppableContainer,
  type KeyboardCoordinateGetter,
  type Modifier,
} from "@dnd-kit/core";

/** What a drag may be dropped on, and how deep it lies: a card before the section around it, that before the canvas. */
export interface DropData {
  readonly depth: number;
  /** Which drags it takes. */
  readonly takes: "field" | "section";
}

const dataOf = (container: DroppableContainer): DropData => container.data.current as unknown as DropData;

/** The kind of thing that is dragged. */
export const dragged = (data: Readonly<Record<string, unknown>> | undefined): "field" | "section" =>
  data?.["section"] !== undefined && data["field"] === undefined && data["kind"] === undefined
    ? "section"
    : "field";

/** Under the pointer the innermost place counts; by keyboard the one the drag was moved to. */
export const innermost: CollisionDetection = (args) => {
  const takes = dragged(args.active.data.current);
  const droppableContainers = args.droppableContainers.filter((one) => dataOf(one).takes === takes);
  if (args.pointerCoordinates) {
    const depth = (id: string | number) => {
      const found = droppableContainers.find((one) => one.id === id);
      return found ? dataOf(found).depth : 0;
    };
    const { y } = args.pointerCoordinates;
    return pointerWithin({ ...args, droppableContainers })
      .sort((a, b) => depth(b.id) - depth(a.id))
      .map((one) => {
        const rect = args.droppableRects.get(one.id);
        return { ...one, data: { ...one.data, second: rect && y > rect.top + rect.height / 2 } };
      });
  }
  const { left, top } = args.collisionRect;
  return droppableContainers
    .flatMap((container) => {
      const rect = args.droppableRects.get(container.id);
      return rect
        ? [
            {
              id: container.id,
              gap: Math.abs(rect.top - top) + Math.abs(rect.left - left),
              depth: dataOf(container).depth,
            },
          ]
        : [];
    })
    .sort((a, b) => a.gap - b.gap || b.depth - a.depth)
    .map(({ id }) => ({ id }));
};

const STEPS: Readonly<Record<string, number>> = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 };

/** By keyboard a drag goes from place to place, in the order in which they stand on the page. */
export const stepwise: KeyboardCoordinateGetter = (event, { context }) => {
  const by = STEPS[event.code];
  if (by === undefined) return undefined;
  event.preventDefault();
  const takes = dragged(context.active?.data.current);
  const places = context.droppableContainers
    .getEnabled()
    .filter((one) => dataOf(one).takes === takes && dataOf(one).depth > 0)
    .flatMap((one) => {
      const rect: ClientRect | undefined = context.droppableRects.get(one.id);
      return rect ? [{ id: one.id, rect }] : [];
    })
    .sort((a, b) => a.rect.top - b.rect.top || a.rect.left - b.rect.left);
  const here = places.findIndex(({ id }) => id === context.over?.id);
  const next =
    places[
      here === -1 ? (by > 0 ? 0 : places.length - 1) : Math.max(0, Math.min(places.length - 1, here + by))
    ];
  return next ? { x: next.rect.left, y: next.rect.top } : undefined;
};

/** Mouse, touch (after a moment, so that a finger can scroll) and keyboard. */
export function useDragSensors(coordinateGetter: KeyboardCoordinateGetter = stepwise) {
  return useSensors(
    useSensor(MouseSensor, { activationConstraint: { distance: 5 } }),
    useSensor(TouchSensor, { activationConstraint: { delay: 220, tolerance: 8 } }),
    useSensor(KeyboardSensor, { coordinateGetter }),
  );
}

interface Words {
  readonly taken: (id: string) => string;
  readonly over: (id: string, over: string | null) => string;
  readonly dropped: (id: string, over: string | null) => string;
  readonly cancelled: (id: string) => string;
}

/** What is spoken while something is dragged, in words of the page. */
export const spoken = (words: Words): Announcements => ({
  onDragStart: ({ active }) => words.taken(String(active.id)),
  onDragOver: ({ active, over }) => words.over(String(active.id), over ? String(over.id) : null),
  onDragEnd: ({ active, over }) => words.dropped(String(active.id), over ? String(over.id) : null),
  onDragCancel: ({ active }) => words.cancelled(String(active.id)),
});

/** Where a drag began on the screen; null: by keyboard. */
function pointOf(event: Event | null): { x: number; y: number } | null {
  if (event instanceof MouseEvent) return { x: event.clientX, y: event.clientY };
  const touch = "touches" in (event ?? {}) ? (event as TouchEvent).touches[0] : undefined;
  return touch ? { x: touch.clientX, y: touch.clientY } : null;
}

/** What flies along hangs at the pointer, wherever on the card it was taken. */
export const atPointer: Modifier = ({ activatorEvent, draggingNodeRect: rect, transform }) => {
  const point = pointOf(activatorEvent);
  if (!point || !rect) return transform;
  return {
    ...transform,
    x: transform.x + point.x - rect.left - 12,
    y: transform.y + point.y - rect.top - rect.height / 2,
  };
};

/** Whether a drag was let go over the second half of its place, wherever things have scrolled to; by keyboard it never is. */
export const inSecondHalf = ({ collisions, over }: DragEndEvent): boolean =>
  collisions?.find(({ id }) => id === over?.id)?.data?.["second"] === true;
