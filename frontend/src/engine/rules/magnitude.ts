/**
 * Can a chain of multiplications leave the range of doubles? PostgreSQL raises an error there, others do not.
 * Every stored number is 0 or from 1e-9 to 1e15, so the smallest size other than 0 of a node follows from the tree alone.
 */

import type { Node, OpNode } from "./ast.ts";
import { argPath, isLiteral, isOp } from "./ast.ts";
import { CAPS } from "./catalogue.ts";

const FLOOR = 1e-290;
/** What is left when two nearly equal numbers cancel: half a unit in the last place of the smaller one. */
const CANCELLED = 2 ** -60;

function sizeOf({ op }: OpNode, sizes: readonly number[]): number {
  const [first = 1, second = 1] = sizes;
  switch (op) {
    case "mul":
      return first * second;
    case "div":
      return first / CAPS.number;
    case "add":
    case "sub":
    case "sum":
    case "avg":
      return Math.min(...sizes) * CANCELLED;
    case "round":
      return Math.min(first, 1e-6);
    case "neg":
    case "abs":
    case "min":
    case "max":
    case "if_empty":
    case "case":
      return Math.min(...sizes);
    case "hours_between":
      return 1 / 3600;
    default:
      return 1;
  }
}

interface Size {
  readonly size: number;
  /** The first place where doubles may not reach. */
  readonly leaves: string | null;
}

function measure(node: Node, at: string): Size {
  if (isLiteral(node)) return { size: (typeof node.v === "number" && Math.abs(node.v)) || 1, leaves: null };
  if (!isOp(node)) return { size: CAPS.tiny, leaves: null };
  const parts: Size[] = [];
  for (const [i, part] of node.a.entries()) {
    const measured = measure(part, argPath(at, i));
    if (measured.leaves !== null) return measured;
    parts.push(measured);
  }
  const sizes = parts.map((part) => part.size);
  const size = sizeOf(node, sizes);
  const divisor = node.op === "div" ? (sizes[1] ?? 1) : 1;
  return { size, leaves: size < FLOOR || divisor < FLOOR * CAPS.number ? at : null };
}

/** The place of the first node whose number may come near 1e-290 or 1e290; null when there is none. */
export const rangeLeft = (node: Node): string | null => measure(node, "$").leaves;
