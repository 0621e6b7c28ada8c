/**
 * The TypeScript side of the rule language as a process, for differential fuzzing.
 *
 * Reads one JSON object per line and answers one line each; {"error": text} when it cannot.
 *   {rule, records, env: {now, today, zone, calendars}}                    -> {"values": [...]}, one per record
 *   {"do": "explain", rule, records, env}                                  -> {"explanations": [...]}
 *   {"do": "check", rule, fields, expect?, calendars?: [names]}            -> {"issues": [...]}
 *   {"do": "sentence", rule, fields, labels, env}                          -> {"zh": text, "en": text}
 * `fields` may be given with every job; a type is a name or {type, options?, target?, unit?}.
 */

import { createInterface } from "node:readline";

import type { Bindings, Env, Node } from "../src/engine/rules/ast.ts";
import type { Expect } from "../src/engine/rules/check.ts";
import { checkRule } from "../src/engine/rules/check.ts";
import { compileRule } from "../src/engine/rules/compile.ts";
import { explain } from "../src/engine/rules/explain.ts";
import type { Labels } from "../src/engine/rules/sentence.ts";
import { sentence } from "../src/engine/rules/sentence.ts";
import type { FieldType } from "../src/engine/rules/types.ts";
import { typeScope } from "../src/engine/rules/types.ts";

interface Job {
  readonly do?: "evaluate" | "explain" | "check" | "sentence";
  readonly rule: Node;
  readonly records: readonly Bindings[];
  readonly env: Env;
  readonly fields: Readonly<Record<string, string | FieldType>>;
  readonly expect?: Expect;
  readonly calendars?: readonly string[];
  readonly labels: Labels;
}

function perform(job: Job): unknown {
  const { rule, records, env, labels } = job;
  switch (job.do ?? "evaluate") {
    case "explain":
      return { explanations: records.map((record) => explain(rule, record, env)) };
    case "check":
      return { issues: checkRule(rule, typeScope(job.fields), job.expect, job.calendars) };
    case "sentence": {
      const say = (lang: "zh" | "en") => sentence(rule, typeScope(job.fields), labels, lang, env.zone);
      return { zh: say("zh"), en: say("en") };
    }
    case "evaluate": {
      const run = compileRule(rule);
      return { values: records.map((record) => run(record, env)) };
    }
  }
}

export function answer(line: string): string {
  try {
    return JSON.stringify(perform(JSON.parse(line) as Job));
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
