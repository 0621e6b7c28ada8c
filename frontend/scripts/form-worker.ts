/**
 * The browser's form state as a process, for the differential test against the server's decisions.
 *
 * Reads one case per line, as in schemas/conformance/forms/state.json, and answers one line each:
 * {values, required, hidden, errors, complete}, or {"error": text}.
 */

import { createInterface } from "node:readline";

import type { FormCase } from "../src/engine/testing/form-case.ts";
import { runFormCase } from "../src/engine/testing/form-case.ts";

export function answer(line: string): string {
  try {
    return JSON.stringify(runFormCase(JSON.parse(line) as FormCase));
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
