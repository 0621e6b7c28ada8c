import { Validator } from "@cfworker/json-schema";
import { describe, expect, it } from "vitest";
import flowSchema from "../../../../../schemas/flow.schema.json";
import ruleSchema from "../../../../../schemas/rules/rule.schema.json";
import { template } from "../../../testing/catalogue";
import { danglingInFlows } from "../../testing/flow-references";
import { random, type Random } from "../../testing/random";
import type { AppDoc, FlowDoc } from "../documents";
import { documentsOf } from "../documents";
import { apply, invert, type AppJson, type Command } from "../operations";
import { lineOf, onLine, stepsOf, transitionsOf } from "./flow-lines";
import * as commands from "./flows";

const SALES = template("sales");
const schema = new Validator({ ...flowSchema, $id: "https://app/flow" } as object, "2020-12", false);
schema.addSchema(ruleSchema, "https://app/rules/rule.schema.json");

const LABELS = [{ zh: "临床试用", en: "Trial" }, { zh: "复盘" }, { zh: "阶段", en: "Stage" }];
const RULE = { op: "gt", a: [{ f: "amount" }, { v: 5 }] };
const KINDS = ["open", "open", "open", "won", "lost", "hold"] as const;

/** Each kind of command with chance choices; null where it has nothing to work on. */
function step(app: AppDoc, chance: Random): Command | null {
  const flowId = chance.pick(Object.keys(app.flows ?? {}));
  const flow = app.flows?.[flowId] as FlowDoc;
  const stage = chance.pick(Object.keys(flow.stages));
  const other = chance.pick(Object.keys(flow.stages));
  const path = chance.pick(Object.keys(flow.paths));
  const transition = chance.pick(["", ...Object.keys(flow.transitions)]);
  const place = `flow/${flowId}/stages/${stage}/entry`;
  const label = chance.pick(LABELS);
  const side = chance.pick(["before", "after"] as const);
  const bare = Object.values(app.entities).find(
    ({ entity }) => !Object.values(app.flows ?? {}).some((one) => one.entity === entity.id),
  );
  const able: (() => Command | null)[] = [
    () => commands.addStage(app, flowId, { label, id: "trial", place: { stage, side } }).command,
    () =>
      commands.addStage(app, flowId, { label, place: { stage, side }, paths: [path], keep: true }).command,
    () => commands.addStage(app, flowId, { label, kind: chance.pick(KINDS) }).command,
    () => commands.renameStage(app, flowId, stage, label),
    () => commands.setStage(app, flowId, stage, { expected: "P3D", color: null }),
    () => commands.setStageKind(app, flowId, stage, chance.pick(KINDS)),
    () => commands.archiveStage(app, flowId, stage),
    () => commands.restoreStage(app, flowId, stage),
    () =>
      commands.mayRemoveStage(app, SALES, flowId, stage)
        ? commands.removeStage(app, SALES, flowId, stage)
        : null,
    () =>
      commands.mayRemoveStage(app, null, flowId, stage)
        ? commands.removeStage(app, null, flowId, stage)
        : null,
    () => commands.setWay(app, flowId, stage, other, chance.below(2) === 0),
    () => commands.putOnPath(app, flowId, path, stage, chance.pick([undefined, 0, 1, 5, 99])),
    () => commands.takeOffPath(app, flowId, path, stage),
    () => commands.addPath(app, flowId, { label, when: chance.pick([RULE, null]) }).command,
    () => commands.movePath(app, flowId, path, chance.below(4)),
    () => commands.makeDefaultPath(app, flowId, path),
    () => (commands.mayRemovePath(app, flowId, path) ? commands.removePath(app, flowId, path) : null),
    () =>
      stage === other
        ? null
        : commands.addTransition(app, flowId, { from: [stage, other], to: other, label }).command,
    () => (transition ? commands.removeTransition(app, flowId, transition) : null),
    () => (transition ? commands.setTransition(app, flowId, transition, { to: stage, when: RULE }) : null),
    () =>
      transition
        ? commands.setTransitionSets(app, flowId, transition, { from: [stage], roles: ["rep"] })
        : null,
    () => commands.demandFields(app, place, ["amount", "customer.core_need"]),
    () => commands.demandActions(app, place, ["give_demo"]),
    () => commands.setDemandMin(app, place, "give_demo", chance.below(4)),
    () => commands.addStatement(app, place, { rule: RULE, message: label }).command,
    () => commands.dropDemand(app, place, "fields", "amount"),
    () => (bare ? commands.addFlow(app, bare.entity.id).command : null),
  ];
  return chance.pick(able)();
}

const invalid = (app: AppDoc): string[] =>
  Object.values(app.flows ?? {}).flatMap((flow) =>
    schema
      .validate(flow)
      .errors.map(({ instanceLocation, error }) => `${flow.id} ${instanceLocation} ${error}`),
  );

/** Where the comparison sees no difference: {} and nothing. */
const filled = (value: unknown): unknown =>
  typeof value !== "object" || value === null || Array.isArray(value)
    ? value
    : Object.fromEntries(
        Object.entries(value)
          .map(([key, part]) => [key, filled(part)] as const)
          .filter(([, part]) => JSON.stringify(part) !== "{}"),
      );

describe("any sequence of commands on the flows of the sales template", () => {
  it("the template itself has nothing dangling and is valid", () => {
    expect(danglingInFlows(SALES)).toEqual([]);
    expect(invalid(SALES)).toEqual([]);
  });

  it.each(Array.from({ length: 60 }, (_, index) => index + 1))("seed %i", (seed) => {
    const chance = random(seed);
    let app = SALES;
    const done: Command[] = [];
    for (let n = 0; n < 20; n += 1) {
      const command = step(app, chance);
      if (!command) continue;
      const { app: next, conflicts } = apply(app as unknown as AppJson, command.operations);
      expect(conflicts, command.label.en).toEqual([]);
      app = documentsOf(next);
      done.push(command);
      expect(danglingInFlows(app), `${command.label.en} (${String(n)})`).toEqual([]);
      expect(invalid(app), `${command.label.en} (${String(n)})`).toEqual([]);
    }
    for (const command of done.reverse()) {
      const back = apply(app as unknown as AppJson, invert(command.operations));
      expect(back.conflicts, `undo ${command.label.en}`).toEqual([]);
      app = documentsOf(back.app);
    }
    expect(filled(app)).toEqual(filled(SALES));
  });

  it.each(Array.from({ length: 40 }, (_, index) => index + 500))(
    "stages added, moved, archived and removed leave each line connected: seed %i",
    (seed) => {
      const chance = random(seed);
      let app = SALES;
      for (let n = 0; n < 20; n += 1) {
        const flow = app.flows?.["opportunity"] as FlowDoc;
        const line = Object.keys(flow.stages).filter(
          (one) => onLine(flow, one) && !flow.stages[one]?.archived,
        );
        const stage = chance.pick(line);
        const path = chance.pick(Object.keys(flow.paths));
        const side = chance.pick(["before", "after"] as const);
        const command = [
          () =>
            commands.addStage(app, "opportunity", { label: { zh: "新" }, place: { stage, side } }).command,
          () => commands.putOnPath(app, "opportunity", path, stage, chance.below(6)),
          () => commands.takeOffPath(app, "opportunity", path, stage),
          () => commands.archiveStage(app, "opportunity", stage),
          () =>
            commands.mayRemoveStage(app, SALES, "opportunity", stage)
              ? commands.removeStage(app, SALES, "opportunity", stage)
              : null,
        ][line.length < 4 ? 0 : chance.below(5)]?.();
        if (!command) continue;
        app = documentsOf(apply(app as unknown as AppJson, command.operations).app);
        const now = app.flows?.["opportunity"] as FlowDoc;
        const broken = stepsOf(now).filter((one) => transitionsOf(now, one).length === 0);
        expect(broken, `${command.label.en} (${String(n)})`).toEqual([]);
        for (const one of Object.keys(now.paths))
          expect(new Set(lineOf(now, one)).size).toBe(lineOf(now, one).length);
      }
    },
  );
});
