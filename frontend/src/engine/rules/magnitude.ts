/**
 * Can a chain of multiplications leave the range of doubles? PostgreSQL raises an error there, others do not.
 * Every stored number is 0 or from 1e-9 to 1e15, so the smallest size other than 0 of a node follows from the tree alone.
 */

import type { Node, OpNode } from "./ast.ts";
import { argPath, isLiteral, isOp } from "./ast.ts";
import { CAPS } from "./catalogue.ts";

const FLOOR = 1e-290;
const LAST_PLACE = 2 ** -53;

/** The smallest size other than 0 of a number, and a power of two of which it is a multiple (at least that). */
interface Size {
  readonly size: number;
  readonly grain: number;
}

const of = (size: number): Size => ({ size, grain: size * LAST_PLACE });

function resultOf({ op }: OpNode, parts: readonly Size[]): Size {
  const [first = of(1), second = of(1)] = parts;
  // Two nearly equal numbers may cancel, but what is left is a multiple of what both are multiples of.
  const grain = Math.min(...parts.map((part) => part.grain));
  switch (op) {
    case "mul":
      return of(first.size * second.size);
    case "div":
      return of(first.size / CAPS.number);
    case "add":
    case "sub":
    case "sum":
      return { size: grain, grain };
    case "avg":
      return of(grain / 32);
    case "round":
      return of(Math.min(first.size, 1e-6));
    case "neg":
    case "abs":
    case "min":
    case "max":
    case "if_empty":
    case "case":
      return { size: Math.min(...parts.map((part) => part.size)), grain };
    default:
      return of(op === "hours_between" || op === "work_hours_between" ? 1 / 3600 : 1);
  }
}

interface Measured extends Size {
  /** The first place where doubles may not reach. */
  readonly leaves: string | null;
}

function measure(node: Node, at: string): Measured {
  if (isLiteral(node)) return { ...of((typeof node.v === "number" && Math.abs(node.v)) || 1), leaves: null };
  if (!isOp(node)) return { ...of(CAPS.tiny), leaves: null };
  const parts: Measured[] = [];
  for (const [i, part] of node.a.entries()) {
    const measured = measure(part, argPath(at, i));
    if (measured.leaves !== null) return measured;
    parts.push(measured);
  }
  const found = resultOf(node, parts);
  const divisor = node.op === "div" ? (parts[1]?.size ?? 1) : 1;
  return { ...found, leaves: found.size < FLOOR || divisor < FLOOR * CAPS.number ? at : null };
}

/** The place of the first node whose number may come near 1e-290 or 1e290; null when there is none. */
export const rangeLeft = (node: Node): string | null => measure(node, "$").leaves;
