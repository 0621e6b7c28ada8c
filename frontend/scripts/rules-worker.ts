/**
 * The TypeScript executor as a process, for the differential fuzzer.
 *
 * Reads one JSON object per line, {fields, rule, records, env: {now, today, zone, calendars}}, and answers one
 * line each: {"values": [...]} in the order of `records`, or {"error": text} when the rule cannot be run.
 */

import { createInterface } from "node:readline";

import type { Bindings, Env, Node, Value } from "../src/engine/rules/ast.ts";
import { compileRule } from "../src/engine/rules/compile.ts";

interface Job {
  readonly rule: Node;
  readonly records: readonly Bindings[];
  readonly env: Env;
}

export function answer(line: string): string {
  try {
    const { rule, records, env } = JSON.parse(line) as Job;
    const run = compileRule(rule);
    const values: Value[] = records.map((record) => run(record, env));
    return JSON.stringify({ values });
  } catch (error) {
    return JSON.stringify({ error: String(error) });
  }
}

export function serve(): void {
  const lines = createInterface({ input: process.stdin, crlfDelay: Infinity });
  lines.on("line", (line) => {
    if (line.trim() !== "") process.stdout.write(`${answer(line)}\n`);
  });
}
