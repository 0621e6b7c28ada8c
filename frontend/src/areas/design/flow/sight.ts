import type { Viewport } from "@xyflow/react";
import type { Box, Line } from "./layout";

/** Below this size words on cards cannot be read: a long flow begins at its first stage instead of being shown whole. */
export const READABLE = 0.72;
/** Below this size a card says its name alone, larger. */
export const FAR = 0.55;

const WAYS: Readonly<Record<string, readonly [number, number]>> = {
  ArrowRight: [1, 0],
  ArrowLeft: [-1, 0],
  ArrowDown: [0, 1],
  ArrowUp: [0, -1],
};

/** The card nearest in a direction; what lies straight ahead is nearer than what lies aside. */
export function neighbour(boxes: Readonly<Record<string, Box>>, id: string, key: string): string | null {
  const [dx, dy] = WAYS[key] ?? [0, 0];
  const here = boxes[id];
  if (!here || (dx === 0 && dy === 0)) return null;
  let best: [number, string] | null = null;
  for (const [other, box] of Object.entries(boxes)) {
    const [x, y] = [
      box.x + box.width / 2 - here.x - here.width / 2,
      box.y + box.height / 2 - here.y - here.height / 2,
    ];
    const ahead = x * dx + y * dy;
    if (other === id || ahead <= 1) continue;
    const far = ahead + 2 * Math.abs(x * dy + y * dx);
    if (!best || far < best[0]) best = [far, other];
  }
  return best?.[1] ?? null;
}

/** The stage after or before on the line, where there is none straight ahead: the line goes on in another row. */
export function along(lines: readonly Line[], id: string, key: string): string | null {
  const steps = lines.filter(({ kind }) => kind === "step");
  if (key === "ArrowRight") return steps.find(({ from }) => from === id)?.to ?? null;
  if (key === "ArrowLeft") return steps.find(({ to }) => to === id)?.from ?? null;
  return null;
}

const MARGIN = 20;

export interface Frame {
  readonly clientWidth: number;
  readonly clientHeight: number;
}

/** Everything, where it can be read then; else its beginning. */
export function beginning(
  boxes: Readonly<Record<string, Box>>,
  { clientWidth, clientHeight }: Frame,
): Viewport {
  const all = Object.values(boxes);
  const [left, top] = [Math.min(...all.map(({ x }) => x)), Math.min(...all.map(({ y }) => y))];
  const width = Math.max(...all.map((box) => box.x + box.width)) - left;
  const height = Math.max(...all.map((box) => box.y + box.height)) - top;
  const [w, h] = [clientWidth - 2 * MARGIN, clientHeight - 2 * MARGIN];
  if (all.length === 0 || w <= 0 || h <= 0) return { x: 0, y: 0, zoom: 1 };
  const zoom = Math.min(1, Math.max(READABLE, Math.min(w / width, h / height)));
  const at = (size: number, room: number, from: number) =>
    MARGIN + Math.max(0, (room - size * zoom) / 2) - from * zoom;
  return { x: at(width, w, left), y: at(height, h, top), zoom };
}

export function inSight(box: Box, { x, y, zoom }: Viewport, { clientWidth, clientHeight }: Frame): boolean {
  const [left, top] = [box.x * zoom + x, box.y * zoom + y];
  return (
    left >= 0 && top >= 0 && left + box.width * zoom <= clientWidth && top + box.height * zoom <= clientHeight
  );
}
