/**
 * Designers of the browser as a process, for the test that the server reads whatever they come to.
 *
 * Reads one session per line, {app, people, seed, steps}, and answers one line each: {done, undone, unlogged, lost, edits,
 * troubles} (src/engine/testing/designer/session.ts), or {"error": text}.
 */

import { createInterface } from "node:readline";

import type { AppJson } from "../src/engine/design/operations.ts";
import { session } from "../src/engine/testing/designer/session.ts";
import { random } from "../src/engine/testing/random.ts";

interface Asked {
  readonly app: AppJson;
  readonly people: number;
  readonly seed: number;
  readonly steps: number;
}

export function answer(line: string): string {
  try {
    const { app, people, seed, steps } = JSON.parse(line) as Asked;
    return JSON.stringify(session(app, people, random(seed), steps));
  } catch (error) {
    return JSON.stringify({ error: String(error instanceof Error ? error.stack : error) });
  }
}

export function serve(): void {
  const lines = createInterface({ input: process.stdin, crlfDelay: Infinity });
  lines.on("line", (line) => {
    if (line.trim() !== "") process.stdout.write(`${answer(line)}\n`);
  });
}
