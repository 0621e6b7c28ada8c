import type { Box, Run } from "./layout";

/** From this many columns on a line is broken into rows, as text is: in one row fifty stages are a thread. */
const LONG = 12;
/** How wide the whole is for its height: about what a screen is. */
const ASPECT = 1.4;
/** Between the rows: the distance of the lines that lead from one into another, each with its buttons. */
const TRACK = 34;
/** Beside a card, where a line turns. */
const TURN = 14;

export interface Drawn {
  readonly boxes: Readonly<Record<string, Box>>;
  readonly runs: ReadonlyMap<string, Run>;
}

interface Row {
  readonly left: number;
  readonly top: number;
  readonly bottom: number;
}

/** How many columns a row has, so that the whole is about as wide for its height as a screen. */
function columnsFor(columns: readonly number[], height: number): number {
  const wide = ((columns.at(-1) ?? 0) - (columns[0] ?? 0)) / Math.max(1, columns.length - 1);
  for (let n = 4; n < columns.length; n += 1)
    if (n * wide >= ASPECT * Math.ceil(columns.length / n) * (height + 2 * TRACK)) return n;
  return columns.length;
}

const shifted = (run: Run, x: number, y: number): Run => ({
  points: run.points.map((point) => ({ x: point.x + x, y: point.y + y })),
  at: { x: run.at.x + x, y: run.at.y + y },
});

/**
 * A drawing from left to right, broken into rows that are read like lines of text. A line inside a row stays as it is; one
 * that leads into another row runs between the rows, on a track of its own. What is short enough is left alone.
 * The key of a run is `from>to`.
 */
export function folded({ boxes, runs }: Drawn): Drawn {
  const middle = ({ x, width }: Box) => Math.round(x + width / 2);
  const columns = [...new Set(Object.values(boxes).map(middle))].sort((a, b) => a - b);
  if (columns.length < LONG) return { boxes, runs };
  const all = Object.values(boxes);
  const height = Math.max(...all.map(({ y, height }) => y + height)) - Math.min(...all.map(({ y }) => y));
  const wide = columnsFor(columns, height);
  const rowOf = (box: Box) => Math.floor(columns.indexOf(middle(box)) / wide);
  const ends = ([key, run]: [string, Run]) => {
    const [from = "", to = ""] = key.split(">");
    return { key, run, from, to, above: rowOf(boxes[from] as Box), below: rowOf(boxes[to] as Box) };
  };
  const lines = [...runs].map(ends);
  const inside = lines.filter(({ above, below }) => above === below);
  const across = lines.filter(({ above, below }) => above !== below);
  const rows: Row[] = Array.from({ length: Math.ceil(columns.length / wide) }, (_, row) => {
    const here = all.filter((box) => rowOf(box) === row);
    const bends = inside.filter(({ above }) => above === row).flatMap(({ run }) => [run.at, ...run.points]);
    return {
      left: Math.min(...here.map(({ x }) => x)),
      top: Math.min(...here.map(({ y }) => y), ...bends.map(({ y }) => y - TURN)),
      bottom: Math.max(...here.map((box) => box.y + box.height), ...bends.map(({ y }) => y + TURN)),
    };
  });
  const tracks = rows.map((_, row) =>
    across.filter(({ above, below }) => Math.min(above, below) <= row && row < Math.max(above, below)),
  );
  const shifts: { x: number; y: number; lane: number }[] = [];
  rows.forEach(({ left, top, bottom }, row) => {
    const before = shifts[row - 1];
    const y = before ? before.lane + Math.max(1, tracks[row - 1]?.length ?? 0) * TRACK : top;
    shifts.push({ x: (rows[0]?.left ?? 0) - left, y: y - top, lane: y + bottom - top + TRACK });
  });
  const by = (row: number) => shifts[row] ?? { x: 0, y: 0, lane: 0 };
  const put = Object.fromEntries(
    Object.entries(boxes).map(([id, box]) => {
      const { x, y } = by(rowOf(box));
      return [id, { ...box, x: box.x + x, y: box.y + y }];
    }),
  );
  const track = (row: number, key: string) =>
    by(row).lane + (tracks[row] ?? []).findIndex((one) => one.key === key) * TRACK - TRACK / 4;
  const left = Math.min(...Object.values(put).map(({ x }) => x));
  const placed = new Map<string, Run>(
    inside.map(({ key, run, above }) => [key, shifted(run, by(above).x, by(above).y)]),
  );
  across.forEach(({ key, from, to, above, below }, n) => {
    const [a, b] = [put[from] as Box, put[to] as Box];
    const out = { x: a.x + a.width, y: a.y + a.height / 2 };
    const into = { x: b.x, y: b.y + b.height / 2 };
    // Up, where paths have two stages in both orders.
    const [first, last] =
      above < below ? [track(above, key), track(below - 1, key)] : [track(above - 1, key), track(below, key)];
    // Past whole rows it goes down beside them.
    const beside = left - TURN * 2 - (n % 4) * 5;
    const past =
      last === first
        ? []
        : [
            { x: beside, y: first },
            { x: beside, y: last },
          ];
    const [turn, end] = [out.x + TURN, into.x - TURN];
    const points = [
      out,
      { x: turn, y: out.y },
      { x: turn, y: first },
      ...past,
      { x: end, y: last },
      { x: end, y: into.y },
      into,
    ];
    placed.set(key, { points, at: { x: (turn + (past[0]?.x ?? end)) / 2, y: first }, corners: true });
  });
  return { boxes: put, runs: placed };
}
