import { Graph, layout } from "@dagrejs/dagre";
import type { FlowDoc } from "../../../engine/design/documents";
import { folded } from "./fold";
import { linksOf, parted, type Link } from "./view";

export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

interface Point {
  readonly x: number;
  readonly y: number;
}

/** Where a line runs. */
export interface Run {
  readonly points: readonly Point[];
  /** Where its buttons stand. */
  readonly at: Point;
  /** It goes around corners, it is not bent. */
  readonly corners?: boolean;
}

export interface Line extends Link, Run {}

export interface Layout {
  readonly boxes: Readonly<Record<string, Box>>;
  readonly lines: readonly Line[];
}

export const CARD_WIDTH = 216;
/** Room for the two buttons on a line. */
const BUTTONS = { width: 64, height: 32 };
const GAP = 28;
const RANK = 16;
/** The lane below the lines, in which ways back and aside run. */
const LANE = 72;

/**
 * Where everything stands: lines from left to right, long ones in rows (`down`: from top to bottom), lost and hold stages in
 * a row of their own below. Lines keep off the cards: they run where the layout left room for them. Heights in px by stage.
 */
export function layoutOf(flow: FlowDoc, heights: Readonly<Record<string, number>>, down: boolean): Layout {
  const { line, side } = parted(flow);
  const links = linksOf(flow);
  const graph = new Graph({ multigraph: false });
  graph.setGraph({
    rankdir: down ? "TB" : "LR",
    nodesep: GAP,
    ranksep: RANK,
    edgesep: 20,
    marginx: 8,
    marginy: 8,
  });
  graph.setDefaultEdgeLabel(() => ({}));
  for (const id of line) graph.setNode(id, { width: CARD_WIDTH, height: heights[id] ?? 100 });
  for (const { from, to, kind } of links)
    if ((kind === "step" || kind === "skip") && graph.hasNode(from) && graph.hasNode(to))
      graph.setEdge(from, to, { ...BUTTONS, labelpos: "c", weight: kind === "step" ? 4 : 1 });
  layout(graph);
  const { boxes: put, runs } = down ? drawnBy(graph, line) : folded(drawnBy(graph, line));
  const boxes: Record<string, Box> = { ...put };
  const bottoms = Object.values(boxes).map((box) => box.y + box.height);
  const bends = [...runs.values()].flatMap(({ points }) => points.map(({ y }) => y));
  const lane = Math.max(0, ...bottoms, ...bends);
  besides(boxes, side, heights, lane, down);
  return {
    boxes,
    lines: links.flatMap((link) => drawn(boxes, link, runs.get(`${link.from}>${link.to}`), lane)),
  };
}

/** What the graph came to. */
function drawnBy(
  graph: Graph,
  line: readonly string[],
): { boxes: Record<string, Box>; runs: Map<string, Run> } {
  const boxes: Record<string, Box> = {};
  for (const id of line) {
    const { x, y, width, height } = graph.node(id) as { x: number; y: number; width: number; height: number };
    boxes[id] = { x: x - width / 2, y: y - height / 2, width, height };
  }
  const runs = new Map(
    graph.edges().map((edge): [string, Run] => {
      const { x, y, points } = graph.edge(edge) as { x: number; y: number; points: Point[] };
      return [`${edge.v}>${edge.w}`, { points, at: { x, y } }];
    }),
  );
  return { boxes, runs };
}

/** Lost and hold stages below everything, beside each other (one below the other when the flow runs down). */
function besides(
  boxes: Record<string, Box>,
  side: readonly string[],
  heights: Readonly<Record<string, number>>,
  lane: number,
  down: boolean,
): void {
  const all = Object.values(boxes);
  let y = lane + LANE;
  let x = Math.min(8, ...all.map((box) => box.x));
  for (const id of side) {
    const height = heights[id] ?? 100;
    boxes[id] = { x, y, width: CARD_WIDTH, height };
    if (down) y += height + GAP;
    else x += CARD_WIDTH + GAP * 2;
  }
}

const middle = ({ x, y, width, height }: Box) => ({ x: x + width / 2, y: y + height / 2 });

function drawn(boxes: Readonly<Record<string, Box>>, link: Link, run: Run | undefined, lane: number): Line[] {
  const [from, to] = [boxes[link.from], boxes[link.to]];
  if (!from || !to) return [];
  if (run) return [{ ...link, ...run }];
  // Drawn only for what is selected: behind the cards, along the lane below them.
  const [a, b] = [middle(from), middle(to)];
  const low = lane + (link.kind === "back" ? 48 : 22);
  const points = [
    { x: a.x, y: from.y > lane ? from.y : from.y + from.height },
    { x: a.x, y: low },
    { x: b.x, y: low },
    { x: b.x, y: to.y > lane ? to.y : to.y + to.height },
  ];
  return [{ ...link, points, at: { x: b.x, y: low } }];
}

/** A soft line through points, as the `d` of an SVG path. */
export function softLine(points: readonly Point[]): string {
  const [first, ...rest] = points;
  if (!first) return "";
  let d = `M${first.x},${first.y}`;
  rest.forEach((point, index) => {
    const next = rest[index + 1];
    if (!next) d += ` L${point.x},${point.y}`;
    else d += ` Q${point.x},${point.y} ${(point.x + next.x) / 2},${(point.y + next.y) / 2}`;
  });
  return d;
}

/** A line with corners through points. */
export const plainLine = (points: readonly Point[]): string =>
  points.map(({ x, y }, index) => `${index === 0 ? "M" : "L"}${x},${y}`).join(" ");
