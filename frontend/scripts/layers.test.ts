// @vitest-environment node
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { ESLint } from "eslint";
import { afterAll, describe, expect, it } from "vitest";

// A small tree of our rooms: an import is judged only when the file it names exists.
const tree = mkdtempSync(join(tmpdir(), "layers-"));
const root = join(tree, "frontend");
for (const file of ["areas/fill/y", "areas/watch/index", "engine/rules/dates", "kit/button"]) {
  const path = join(root, "src", `${file}.ts`);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, "export const a = 1;\n");
}
afterAll(() => rmSync(tree, { recursive: true }));

/** Rule names our ESLint configuration reports for `code` standing at `path`. */
async function verdict(path: string, code: string): Promise<(string | null)[]> {
  const eslint = new ESLint({
    cwd: root,
    overrideConfigFile: join(import.meta.dirname, "../eslint.config.js"),
    overrideConfig: {
      settings: { "boundaries/root-path": tree },
      // Type-aware rules need a file of the project; the layer rules do not.
      languageOptions: { parserOptions: { projectService: false } },
    },
    ruleFilter: ({ ruleId }) => /^boundaries\/|^no-restricted-/.test(ruleId),
  });
  const [result] = await eslint.lintText(code, { filePath: path });
  return (result?.messages ?? []).map((m) => m.ruleId);
}

const CASES: { name: string; path: string; code: string; want: (string | null)[] }[] = [
  {
    name: "an area may not reach into another area: they ship as separate pages",
    path: "src/areas/fill/x.ts",
    code: 'import "../watch/index";',
    want: ["boundaries/dependencies"],
  },
  {
    name: "nor lazily: a dynamic import is an import",
    path: "src/areas/fill/x.ts",
    code: 'export const w = () => import("../watch/index");',
    want: ["boundaries/dependencies"],
  },
  {
    name: "the kit knows nothing of forms or records",
    path: "src/kit/x.ts",
    code: 'import "../engine/rules/dates";',
    want: ["boundaries/dependencies"],
  },
  {
    name: "the engine draws nothing: it also runs in a Node process",
    path: "src/engine/x.ts",
    code: 'import "react";',
    want: ["no-restricted-imports"],
  },
  {
    name: "the engine reads no clock: now is a parameter, so a replay is the same code",
    path: "src/engine/x.ts",
    code: "export const t = () => Date.now();",
    want: ["no-restricted-properties"],
  },
  {
    name: "the engine fetches nothing",
    path: "src/engine/x.ts",
    code: 'export const t = () => fetch("/api");',
    want: ["no-restricted-globals"],
  },
  {
    name: "a file outside the named rooms belongs nowhere",
    path: "src/helpers/x.ts",
    code: "export const a = 1;",
    want: ["boundaries/no-unknown-files"],
  },
  {
    name: "an area may use the engine",
    path: "src/areas/fill/x.ts",
    code: 'import "../../engine/rules/dates";',
    want: [],
  },
  {
    name: "an area may use its own files",
    path: "src/areas/fill/x.ts",
    code: 'import "./y";',
    want: [],
  },
];

describe("layers", () => {
  it.each(CASES)("$name", async ({ path, code, want }) => {
    expect(await verdict(path, code)).toEqual(want);
  });
});
