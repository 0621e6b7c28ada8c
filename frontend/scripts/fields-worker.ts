/**
 * The browser's field kinds as a process, for the differential test against the server's.
 *
 * Reads one JSON object per line, {fn, kind, prop, input, lang?, today?, zone?, order?} as in
 * schemas/conformance/forms/values.json (prop: a property of an entity document), and answers one line each:
 * {"value": …}, {"issue": {code, params}}, {"text": …} for format, or {"error": text} when the kind itself fails.
 */

import { createInterface } from "node:readline";

import { format, normalise, parse } from "../src/engine/form/kinds.ts";
import type { Json, PrintContext, ReadContext } from "../src/engine/form/kind.ts";
import type { Lang, Property } from "../src/engine/model/entity.ts";

interface Job extends ReadContext, PrintContext {
  readonly fn: "normalise" | "parse" | "format";
  readonly prop: Property;
  readonly input: Json;
  readonly lang?: Lang;
}

export function answer(line: string): string {
  try {
    const job = JSON.parse(line) as Job;
    if (job.fn === "format")
      return JSON.stringify({ text: format(job.input, job.prop, job.lang ?? "zh", job) });
    const typed = typeof job.input === "string" ? job.input : "";
    return JSON.stringify(job.fn === "parse" ? parse(typed, job.prop, job) : normalise(job.input, job.prop));
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
