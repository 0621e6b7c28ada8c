import { describe, expect, it } from "vitest";
import { template } from "../../../testing/catalogue";
import { DESIGNED } from "../../../testing/designed";
import { DRAWS } from "../../testing/designer/index";
import { filled, session } from "../../testing/designer/session";
import { random } from "../../testing/random";
import { declared, shapeFaults } from "../../testing/schemas";
import type { AppJson } from "../operations";

const APPS = {
  small: declared(DESIGNED) as unknown as AppJson,
  sales: template("sales") as unknown as AppJson,
};
const SEEDS = Number(process.env["DESIGNER_SEEDS"] ?? 12);

describe.each(Object.entries(APPS))("any sequence of commands on %s", (_name, app) => {
  it("begins with documents the server reads", () => {
    expect(shapeFaults(app as never)).toEqual([]);
  });
  it.each(Array.from({ length: SEEDS }, (_, n) => n + 1))("by one designer, seed %i", (seed) => {
    const ended = session(app, 1, random(seed), 50);
    expect(ended.troubles).toEqual([]);
    expect(ended.lost).toBe(0);
    expect(ended.undone).toEqual(app);
    expect(ended.unlogged).toEqual(app);
  });
  it.each(Array.from({ length: SEEDS }, (_, n) => n + 1001))("by two designers, seed %i", (seed) => {
    const ended = session(app, 2, random(seed), 30);
    expect(ended.troubles).toEqual([]);
    if (ended.lost > 0) return;
    expect(filled(ended.undone)).toEqual(filled(app));
    expect(ended.unlogged).toEqual(app);
  });
});

/** Exports of the modules of commands that do nothing by themselves. */
const HELPERS =
  "presetOf accessOf admissions onlyFor roleMentions inputsPath ownProperty everyEntity entitiesInUse rests belongings usesOfEntity entitiesInOrder rowsId rowsUnder fieldPath startOf suggested " +
  "rollupsFor lookupsFor lookupShape insert isPublished retire discard mayRemovePath mayRemoveStage formWith listWith " +
  "optionsIn treeOrder below usesOfOption newTableId waysOn copiedFrom targetsFor mostOf levelOf";

describe("what is drawn", () => {
  const modules = import.meta.glob<Record<string, unknown>>(["./*.ts", "!./*.test.ts"], { eager: true });
  it.each(Object.keys(DRAWS))("is every command of %s", (name) => {
    const module = modules[`./${name}.ts`] ?? {};
    const known = new Set([...HELPERS.split(" "), ...Object.keys(DRAWS[name] ?? {})]);
    // `flows` passes on what its neighbours export.
    const passedOn = name === "flows" ? Object.keys(DRAWS).filter((one) => one.startsWith("flow-")) : [];
    for (const other of passedOn)
      for (const one of Object.keys(modules[`./${other}.ts`] ?? {})) known.add(one);
    const functions = Object.keys(module).filter((one) => typeof module[one] === "function");
    expect(functions.filter((one) => !known.has(one))).toEqual([]);
    expect(Object.keys(DRAWS[name] ?? {}).filter((one) => !functions.includes(one))).toEqual([]);
  });
  it("comes from every module that has commands", () => {
    const without =
      "act-uses collection edit flow-lines flow-uses kinds layout members parts repoint retiring uses wording";
    const names = Object.keys(modules).map((path) => path.slice(2, -3));
    expect(names.filter((one) => !DRAWS[one] && !without.split(" ").includes(one))).toEqual([]);
  });
});
