// @vitest-environment node
import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";

import { expect, it } from "vitest";

const SCRIPT = fileURLToPath(new URL("rules-worker.mjs", import.meta.url));

async function ask(lines: readonly string[]): Promise<string[]> {
  const worker = spawn(process.execPath, [SCRIPT], { stdio: ["pipe", "pipe", "inherit"] });
  let text = "";
  worker.stdout.setEncoding("utf8").on("data", (chunk: string) => (text += chunk));
  worker.stdin.end(`${lines.join("\n")}\n`);
  const code = await new Promise<number | null>((resolve) => worker.on("close", resolve));
  expect(code).toBe(0);
  return text.trim().split("\n");
}

it("answers a line per line under plain node, errors included", async () => {
  const env = { now: "2026-03-05T06:30:00Z", today: "2026-03-05", zone: null, calendars: {} };
  const rule = { op: "add", a: [{ f: "x" }, { v: 1 }] };
  const answers = await ask([
    JSON.stringify({ fields: { x: "number" }, rule, records: [{ x: 2 }, {}], env }),
    "not json",
    JSON.stringify({ fields: {}, rule: { op: "today", a: [] }, records: [{}], env }),
    JSON.stringify({ do: "check", fields: { x: "text" }, rule }),
    JSON.stringify({ do: "explain", fields: { x: "boolean" }, rule: { f: "x" }, records: [{}], env }),
    JSON.stringify({
      do: "sentence",
      fields: { x: "number" },
      rule,
      labels: { x: { zh: "数量", en: "Count" } },
      env,
    }),
  ]);
  expect(answers[0]).toBe('{"values":[3,null]}');
  expect(JSON.parse(answers[1] ?? "")).toHaveProperty("error");
  expect(answers[2]).toBe('{"values":["2026-03-05"]}');
  expect(JSON.parse(answers[3] ?? "")).toMatchObject({
    issues: [{ path: "$.a[0]", code: "rule_type_mismatch" }],
  });
  expect(JSON.parse(answers[4] ?? "")).toMatchObject({
    explanations: [{ needed: [{ at: "$", want: true }] }],
  });
  expect(answers[5]).toBe('{"zh":"数量 + 1","en":"Count + 1"}');
}, 30_000);
