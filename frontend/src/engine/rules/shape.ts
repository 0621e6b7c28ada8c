/** First half of the check: is this a tree at all, of known nodes, within its caps, with literals that can be stored? */

import { argPath } from "./ast.ts";
import { CAPS, OPERATORS } from "./catalogue.ts";
import { parseDate, parseInstant } from "./dates.ts";
import { codePoints } from "./evaluator.ts";

/** A finding: `path` is a place in the tree, `code` stands in schemas/rules/issues.json, `params` fill its texts. */
export interface RuleIssue {
  readonly path: string;
  readonly code: string;
  readonly params: Readonly<Record<string, unknown>>;
}

const PATH = /^_?[a-z][a-z0-9_]{0,39}(?:\._?[a-z][a-z0-9_]{0,39}){0,2}$/;
const NAME = /^[a-z][a-z0-9_]{0,39}$/;
const SHOWN = 60;

type Members = Readonly<Record<string, unknown>>;
const isObject = (value: unknown): value is Members =>
  typeof value === "object" && value !== null && !Array.isArray(value);

function short(value: unknown): string {
  const text = typeof value === "string" ? value : JSON.stringify(value);
  return text.length <= SHOWN ? text : `${text.slice(0, SHOWN - 1)}…`;
}

const storable = (x: number): boolean => x === 0 || (Math.abs(x) >= CAPS.tiny && Math.abs(x) <= CAPS.number);

const isShortText = (value: unknown, least: number): boolean => {
  if (typeof value !== "string") return false;
  const length = codePoints(value);
  return length >= least && length <= CAPS.text;
};

function isStorable(v: unknown): boolean {
  if (v === null || typeof v === "boolean") return true;
  if (typeof v === "string") return isShortText(v, 0);
  if (typeof v === "number") return storable(v);
  if (!Array.isArray(v) || v.length > CAPS.list) return false;
  const members = v as readonly unknown[];
  return (
    members.every((m) => isShortText(m, 1)) || members.every((m) => typeof m === "number" && storable(m))
  );
}

function isStamped(v: unknown, t: unknown): boolean {
  if (typeof v !== "string") return false;
  if (t === "date") return parseDate(v) !== null;
  return t === "instant" && parseInstant(v) !== null;
}

function operationIssue(path: string, { op, a }: Members): RuleIssue | null {
  if (typeof op !== "string" || !Array.isArray(a)) return { path, code: "rule_shape", params: {} };
  const operator = OPERATORS.get(op);
  if (!operator) return { path, code: "rule_unknown_operator", params: { op: short(op) } };
  const { min, max } = operator.arity;
  const got = a.length;
  const paired = operator.rest !== "case" || got % 2 === 1;
  if (got >= min && (max === null || got <= max) && paired) return null;
  return { path, code: "rule_wrong_arity", params: { op, min, max, got } };
}

function nodeIssue(path: string, node: unknown): RuleIssue | null {
  const broken = { path, code: "rule_shape", params: {} };
  if (!isObject(node)) return broken;
  const { f, p, v, t } = node;
  switch (Object.keys(node).sort().join()) {
    case "f":
      return typeof f === "string" && PATH.test(f) ? null : broken;
    case "p":
      return typeof p === "string" && NAME.test(p) ? null : broken;
    case "a,op":
      return operationIssue(path, node);
    case "v":
      return isStorable(v) ? null : { path, code: "rule_literal_invalid", params: { value: short(v) } };
    case "t,v":
      return isStamped(v, t) ? null : { path, code: "rule_literal_invalid", params: { value: short(v) } };
    default:
      return broken;
  }
}

/** What is wrong with the form of whatever JSON came in; when this is not empty, nothing else can be said about it. */
export function shapeIssues(node: unknown): RuleIssue[] {
  const issues: RuleIssue[] = [];
  const waiting: (readonly [string, unknown, number])[] = [["$", node, 1]];
  let seen = 0;
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    const [path, part, depth] = next;
    seen += 1;
    if (seen > CAPS.nodes) return [{ path: "$", code: "rule_too_large", params: { limit: CAPS.nodes } }];
    if (depth > CAPS.depth) return [{ path: "$", code: "rule_too_deep", params: { limit: CAPS.depth } }];
    const issue = nodeIssue(path, part);
    if (issue) issues.push(issue);
    else if (isObject(part) && Array.isArray(part["a"])) {
      (part["a"] as readonly unknown[]).forEach((arg, i) => waiting.push([argPath(path, i), arg, depth + 1]));
    }
  }
  return issues;
}
