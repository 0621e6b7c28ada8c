// @vitest-environment node
import { existsSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { describe, expect, it } from "vitest";
import { app } from "./zh/app";
import { fill } from "./zh/fill";
import { importing } from "./zh/import";
import { kit } from "./zh/kit";
import { list } from "./zh/list";
import { conditions } from "./zh/conditions";
import { me } from "./zh/me";
import { owed } from "./zh/owed";
import { why } from "./zh/why";
import { happened } from "./zh/happened";
import { sign } from "./zh/sign";
import { watch } from "./zh/watch";
import { inbox } from "./zh/inbox";
import { people } from "./zh/people";
import { time } from "./zh/time";
import { mine } from "./zh/mine";
import { channels } from "./zh/channels";
import { design } from "./zh/design";
import { designdata } from "./zh/designdata";
import { designflow } from "./zh/designflow";
import { designacts } from "./zh/designacts";
import { designrules } from "./zh/designrules";
import { designtables } from "./zh/designtables";
import { designaccess } from "./zh/designaccess";
import { designtry } from "./zh/designtry";
import { designpublish } from "./zh/designpublish";
import { designtalk } from "./zh/designtalk";
import { record } from "./zh/record";
import { render } from "./zh/render";

const SRC = join(import.meta.dirname, "..");
/** Which keys a part brings. */
const PARTS: Record<string, readonly string[]> = {
  fill: [...Object.keys(fill), ...Object.keys(render)],
  record: Object.keys(record),
  list: Object.keys(list),
  conditions: Object.keys(conditions),
  import: Object.keys(importing),
  me: Object.keys(me),
  owed: Object.keys(owed),
  why: Object.keys(why),
  happened: Object.keys(happened),
  sign: Object.keys(sign),
  watch: Object.keys(watch),
  inbox: Object.keys(inbox),
  people: Object.keys(people),
  time: Object.keys(time),
  mine: Object.keys(mine),
  channels: Object.keys(channels),
  design: Object.keys(design),
  designdata: Object.keys(designdata),
  designflow: Object.keys(designflow),
  designacts: Object.keys(designacts),
  designrules: Object.keys(designrules),
  designtables: Object.keys(designtables),
  designaccess: Object.keys(designaccess),
  designtry: Object.keys(designtry),
  designpublish: Object.keys(designpublish),
  designtalk: Object.keys(designtalk),
};
const FRAME = new Set<string>([...Object.keys(kit), ...Object.keys(app)]);

interface Module {
  readonly file: string;
  readonly statics: readonly string[];
  readonly lazies: readonly string[];
  readonly keys: readonly string[];
  readonly part: string | null;
}

const found = new Map<string, Module | null>();

function resolve(from: string, name: string): string | null {
  if (!name.startsWith(".")) return null;
  const base = join(dirname(from), name);
  const tries = ["", ".ts", ".tsx", "/index.ts", "/index.tsx"].map((end) => base + end);
  return tries.find((file) => /\.tsx?$/.test(file) && existsSync(file)) ?? null;
}

function read(file: string): Module {
  const known = found.get(file);
  if (known) return known;
  const code = readFileSync(file, "utf8");
  const names = (pattern: RegExp) =>
    [...code.matchAll(pattern)].flatMap((match) => resolve(file, match[1] ?? "") ?? []);
  const lazy = /import\(\s*"([^"]+)"\s*\)/g;
  const one: Module = {
    file,
    statics: names(/^(?:import|export)\s(?!type\b)[^;]*?from "([^"]+)";|^import "([^"]+)";/gm).concat(
      names(/^import "([^"]+)";/gm),
    ),
    lazies: names(lazy),
    keys: [...code.matchAll(/"([a-z]+(?:\.[a-zA-Z_]+)+)"/g)].map((match) => match[1] ?? ""),
    part: /i18n\/parts\/(\w+)\.ts$/.exec(file)?.[1] ?? null,
  };
  found.set(file, one);
  return one;
}

function closure(root: string, seen = new Map<string, Module>()): Map<string, Module> {
  if (seen.has(root)) return seen;
  const one = read(root);
  seen.set(root, one);
  for (const next of one.statics) closure(next, seen);
  return seen;
}

/** Walks from the entry over everything loaded lazily, with the texts that are there by then; answers what is missing. */
function missing(): string[] {
  const lacks = new Set<string>();
  const done = new Set<string>();
  const walk = (root: string, here: ReadonlySet<string>): void => {
    const modules = [...closure(root).values()];
    const texts = new Set(here);
    for (const { part } of modules) for (const key of part ? (PARTS[part] ?? []) : []) texts.add(key);
    const all = new Set([...FRAME, ...Object.values(PARTS).flat()]);
    for (const { file, keys } of modules) {
      if (file.includes("/i18n/")) continue;
      for (const key of keys)
        if (all.has(key) && !texts.has(key)) lacks.add(`${relative(SRC, file)}: ${key}`);
    }
    for (const next of modules.flatMap((one) => one.lazies)) {
      const mark = `${next} ${[...texts].length}`;
      if (done.has(mark) || next.includes("/i18n/")) continue;
      done.add(mark);
      walk(next, texts);
    }
  };
  walk(join(SRC, "main.tsx"), FRAME);
  return [...lacks];
}

describe("parts of the Chinese catalogue", () => {
  it("every page brings the texts it shows, whatever page was loaded before it", () => {
    expect(missing()).toEqual([]);
    // The walk has seen the pages: a walk over nothing would find nothing missing.
    const seen = [...found.keys()].map((file) => relative(SRC, file));
    for (const page of [
      "areas/fill/list/ListPage.tsx",
      "areas/fill/record/Sheets.tsx",
      "areas/manage/people/PeoplePage.tsx",
      "areas/design/workbench/Frame.tsx",
    ])
      expect(seen).toContain(page);
  });
  it("together they are the whole catalogue", async () => {
    const { zh } = await import("./zh");
    expect(new Set([...FRAME, ...Object.values(PARTS).flat()])).toEqual(new Set(Object.keys(zh)));
  });
});
