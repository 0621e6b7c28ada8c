import { describe, expect, it } from "vitest";
import { template } from "../../../testing/catalogue";
import { DESIGNED } from "../../../testing/designed";
import { danglingInFlows } from "../../testing/flow-references";
import type { AppDoc, DutyDoc, FlowDoc } from "../documents";
import { documentsOf } from "../documents";
import type { AppJson, Command } from "../operations";
import { apply } from "../operations";
import { waysOn } from "./duties";
import { lineOf, transitionsOf } from "./flow-lines";
import { pathUses, stageUses, transitionUses } from "./flow-uses";
import * as commands from "./flows";

const SALES = template("sales");

function after(app: AppDoc, command: Command): AppDoc {
  const { app: next, conflicts } = apply(app as unknown as AppJson, command.operations);
  expect(conflicts).toEqual([]);
  expect(danglingInFlows(documentsOf(next))).toEqual([]);
  return documentsOf(next);
}

const flowIn = (app: AppDoc, id: string) => app.flows?.[id] as FlowDoc;
const ways = (flow: FlowDoc, from: string, to: string) => transitionsOf(flow, { from, to }).join();
const TRIAL = { label: { zh: "临床试用", en: "Trial" }, id: "trial" };

describe("a stage inserted between two others", () => {
  const { id, command } = commands.addStage(DESIGNED, "deal", {
    ...TRIAL,
    place: { stage: "contact", side: "after" },
  });
  const flow = flowIn(after(DESIGNED, command), "deal");

  it("stands on the path between them", () => {
    expect(id).toBe("trial");
    expect(lineOf(flow, "all")).toEqual(["contact", "trial", "quote", "won"]);
    expect(flow.paths["all"]?.stages["trial"]).toEqual({ order: 15 });
    expect(flow.stages["trial"]).toEqual({ label: TRIAL.label, order: 15 });
  });
  it("the ways lead through it, and what leads on is the transition that was there", () => {
    expect(ways(flow, "contact", "trial")).toBe("to_trial");
    expect(ways(flow, "trial", "quote")).toBe("to_quote");
    expect(ways(flow, "contact", "quote")).toBe("");
    expect(flow.transitions["to_trial"]?.label).toEqual({ zh: "进入临床试用", en: "To Trial" });
  });
  it("it can be lost from there as from its neighbour", () => {
    expect(ways(flow, "trial", "lost")).toBe("to_lost");
  });
  it("keeps the direct way when asked", () => {
    const made = commands.addStage(DESIGNED, "deal", {
      ...TRIAL,
      place: { stage: "quote", side: "before" },
      keep: true,
    });
    expect(ways(flowIn(after(DESIGNED, made.command), "deal"), "contact", "quote")).toBe("to_quote");
  });
  it("is named in the history", () => {
    expect(command.label).toEqual({ zh: "添加阶段「临床试用」", en: "Add stage “Trial”" });
  });
  it("takes the next free id", () => {
    expect(commands.addStage(DESIGNED, "deal", { label: { zh: "报价二" }, id: "quote" }).id).toBe("quote_2");
  });
});

describe("a stage on the four paths of the sales template", () => {
  it("after the first contact: on every path, and each of their next stages follows it", () => {
    const made = commands.addStage(SALES, "opportunity", {
      ...TRIAL,
      place: { stage: "contact", side: "after" },
    });
    const flow = flowIn(after(SALES, made.command), "opportunity");
    for (const path of Object.keys(flow.paths)) expect(lineOf(flow, path)[1]).toBe("trial");
    expect(ways(flow, "trial", "procurement")).toBe("to_procurement");
    expect(ways(flow, "trial", "diagnosis")).toBe("to_diagnosis");
    expect(ways(flow, "contact", "diagnosis")).toBe("");
    // Records still come back to the first contact.
    expect(ways(flow, "procurement", "contact")).toBe("back_to_contact");
  });
  it("on one path alone: neighbours of the other paths keep their way", () => {
    const made = commands.addStage(SALES, "opportunity", {
      ...TRIAL,
      place: { stage: "quote", side: "after" },
      paths: ["board"],
    });
    const flow = flowIn(after(SALES, made.command), "opportunity");
    expect(lineOf(flow, "board").slice(-4)).toEqual(["quote", "trial", "sign", "paid"]);
    expect(lineOf(flow, "standard")).not.toContain("trial");
    expect(ways(flow, "quote", "sign")).toBe("to_sign");
    expect(ways(flow, "trial", "sign")).toBe("to_sign");
  });
  it("a condition of a way goes to the one that takes its place", () => {
    const made = commands.addStage(SALES, "opportunity", {
      ...TRIAL,
      place: { stage: "board", side: "after" },
    });
    const flow = flowIn(after(SALES, made.command), "opportunity");
    expect(ways(flow, "trial", "quote")).toBe("board_to_quote");
    expect(ways(flow, "board", "quote")).toBe("");
    expect(flow.transitions["board_to_quote"]?.requires?.fields).toEqual({ board_result: {} });
  });
  it("what is open on both sides is open in it: nobody is stuck there for an action of its neighbours", () => {
    const place = { stage: "demo", side: "after" } as const;
    const made = commands.addStage(SALES, "opportunity", { ...TRIAL, place });
    const app = after(SALES, made.command);
    const offered = (id: string) => Object.hasOwn(app.actions?.[id]?.stages ?? {}, "trial");
    expect(["send_plan", "give_demo", "submit_trial_form"].map(offered)).toEqual([true, true, false]);
    expect(ways(flowIn(app, "opportunity"), "trial", "diagnosis")).toBe("back_to_diagnosis");
    const back = after(app, commands.removeStage(app, SALES, "opportunity", "trial"));
    expect(back).toEqual(SALES);
  });
  it("a lost stage is off the lines and reached from every open stage", () => {
    const made = commands.addStage(DESIGNED, "deal", { label: { zh: "放弃" }, kind: "lost" });
    const flow = flowIn(after(DESIGNED, made.command), "deal");
    expect(lineOf(flow, "all")).toEqual(["contact", "quote", "won"]);
    expect(Object.keys(flow.transitions[ways(flow, "quote", made.id)]?.from ?? {})).toEqual([
      "contact",
      "quote",
    ]);
  });
  it("without a neighbour it comes before the won end of every path", () => {
    const made = commands.addStage(DESIGNED, "deal", TRIAL);
    expect(lineOf(flowIn(after(DESIGNED, made.command), "deal"), "all")).toEqual([
      "contact",
      "quote",
      "trial",
      "won",
    ]);
  });
});

describe("what a new stage asks for", () => {
  const place = { stage: "demo", side: "after" } as const;
  const app = after(SALES, commands.addStage(SALES, "opportunity", { ...TRIAL, place }).command);
  const entry = "flow/opportunity/stages/trial/entry";

  it("a new field stands beside those that the stage before asks for, not at the end of the form", () => {
    const what = { label: { zh: "试用科室" }, kind: "text", id: "ward" };
    const next = after(app, commands.demandNewField(app, entry, what).command);
    const sections = next.forms?.["opportunity"]?.sections ?? {};
    const home = Object.keys(sections).find((id) => Object.hasOwn(sections[id]?.fields ?? {}, "ward"));
    expect(sections[home ?? ""]?.fields).toHaveProperty("need_summary");
  });
  it("a timed action that is not there yet comes with its duty, and holds up the way on when it is told to", () => {
    const made = commands.addNewStageDuty(app, "opportunity", "trial", {
      label: { zh: "试用记录" },
      id: "report",
    });
    const next = after(app, made.command);
    expect(next.actions?.["report"]).toMatchObject({ entity: "opportunity", label: { zh: "试用记录" } });
    const duty = next.duties?.[made.id];
    expect(duty).toMatchObject({ action: "report", opens_when: { kind: "moved", stage: "trial" } });
    expect(duty && waysOn(next, duty)).toEqual(["to_objection"]);
    expect(
      waysOn(next, { ...(duty as DutyDoc), opens_when: { entity: "opportunity", kind: "created" } }),
    ).toEqual([]);
  });
});

describe("stages change", () => {
  it("a name is taken over by the transitions that only say where they lead", () => {
    const flow = flowIn(
      after(SALES, commands.renameStage(SALES, "opportunity", "demo", { zh: "演示" })),
      "opportunity",
    );
    expect(flow.stages["demo"]?.label).toEqual({ zh: "演示" });
    expect(flow.transitions["to_demo"]?.label).toEqual({ zh: "进入演示" });
    const same = flowIn(
      after(SALES, commands.renameStage(SALES, "opportunity", "lost", { zh: "丢单" })),
      "opportunity",
    );
    expect(same.transitions["to_lost"]?.label.zh).toBe("输单");
  });
  it("help, colour and usual time; null takes away", () => {
    const app = after(
      DESIGNED,
      commands.setStage(DESIGNED, "deal", "quote", { expected: "P3D", color: "red" }),
    );
    const again = after(app, commands.setStage(app, "deal", "quote", { color: null }));
    expect(flowIn(again, "deal").stages["quote"]).toEqual({
      ...DESIGNED.flows?.["deal"]?.stages["quote"],
      expected: "P3D",
    });
  });
  it("an open stage says no kind, and a stage that leaves the line leaves its neighbours connected", () => {
    const app = after(DESIGNED, commands.setStageKind(DESIGNED, "deal", "quote", "hold"));
    expect(ways(flowIn(app, "deal"), "contact", "won")).toBe("to_won");
    const again = after(app, commands.setStageKind(app, "deal", "quote", "open"));
    expect(flowIn(again, "deal").stages["quote"]).not.toHaveProperty("kind");
    expect(ways(flowIn(again, "deal"), "contact", "quote")).toBe("to_quote");
  });
  it("an archived stage is off its paths; no way leads to it, its neighbours are connected", () => {
    const flow = flowIn(after(SALES, commands.archiveStage(SALES, "opportunity", "demo")), "opportunity");
    expect(flow.stages["demo"]?.archived).toBe(true);
    expect(Object.values(flow.paths).some((path) => "demo" in path.stages)).toBe(false);
    expect(Object.values(flow.transitions).some((one) => one.to === "demo" || "demo" in one.from)).toBe(
      false,
    );
    expect(ways(flow, "diagnosis", "objection")).toBe("to_objection");
  });
  it("a hold stage that is archived does not strand the stage it alone led on from", () => {
    const flow = flowIn(after(SALES, commands.archiveStage(SALES, "opportunity", "hold")), "opportunity");
    expect(Object.values(flow.transitions).some((one) => "hold" in one.from || one.to === "hold")).toBe(
      false,
    );
  });
  it("brought back it is on no path until it is put on one, where it is connected", () => {
    const app = after(SALES, commands.archiveStage(SALES, "opportunity", "demo"));
    const again = after(app, commands.restoreStage(app, "opportunity", "demo"));
    const on = flowIn(
      after(again, commands.putOnPath(again, "opportunity", "standard", "demo")),
      "opportunity",
    );
    expect(lineOf(on, "standard")).toEqual(lineOf(flowIn(SALES, "opportunity"), "standard"));
    expect(ways(on, "diagnosis", "demo")).toBe("to_demo");
    expect(ways(on, "demo", "objection")).toBe("to_objection");
  });
});

describe("what names a stage", () => {
  const made = commands.addStage(SALES, "opportunity", { ...TRIAL, place: { stage: "demo", side: "after" } });
  // Without the actions that are offered in it too: what is about them is said above.
  const grown: AppDoc = { ...after(SALES, made.command), actions: SALES.actions ?? {} };
  const entity = "opportunity";
  const label = { zh: "试用" };
  const with_ = (more: Partial<AppDoc>): AppDoc => ({ ...grown, ...more });
  const duty = {
    id: "soon",
    entity,
    label,
    opens_when: { entity, kind: "moved", stage: "trial" },
    action: "give_demo",
    due: { after: "PT48H" },
  } as const;

  it("what is in force is not removed, only archived", () => {
    expect(commands.mayRemoveStage(SALES, SALES, "opportunity", "demo")).toBe(false);
    expect(() => commands.removeStage(SALES, SALES, "opportunity", "demo")).toThrow();
  });
  it("a new stage nobody else names goes and leaves the flow as it was", () => {
    expect(stageUses(grown, SALES, "opportunity", "trial")).toEqual([]);
    const back = after(grown, commands.removeStage(grown, SALES, "opportunity", "trial"));
    expect(flowIn(back, "opportunity")).toEqual(flowIn(SALES, "opportunity"));
  });
  it("a new duty that waits for it goes along, out of its queues too", () => {
    const app = with_({
      duties: { ...grown.duties, soon: duty },
      queues: { ...grown.queues, mine: { id: "mine", label, duties: { soon: {} } } },
    });
    expect(stageUses(app, SALES, "opportunity", "trial")).toMatchObject([{ how: "opens", fate: "goes" }]);
    const back = after(app, commands.removeStage(app, SALES, "opportunity", "trial"));
    expect(back.duties).not.toHaveProperty("soon");
    expect(back.queues?.["mine"]?.duties).toEqual({});
  });
  it("a duty in force that waits for it forbids", () => {
    const app = with_({ duties: { ...grown.duties, soon: duty } });
    expect(stageUses(app, app, "opportunity", "trial")).toMatchObject([{ fate: "forbids" }]);
    expect(commands.mayRemoveStage(app, { ...app, flows: {} }, "opportunity", "trial")).toBe(false);
  });
  it("an action advances no more; one of several stages of an action goes; its only one forbids", () => {
    const action = { id: "try", entity, label, stages: { trial: {}, demo: {} }, advances: { to: "trial" } };
    const app = with_({ actions: { ...grown.actions, try: action } });
    expect(stageUses(app, SALES, "opportunity", "trial").map(({ how, fate }) => `${how} ${fate}`)).toEqual([
      "advances loses",
      "acts_here loses",
    ]);
    const back = after(app, commands.removeStage(app, SALES, "opportunity", "trial"));
    expect(back.actions?.["try"]).toEqual({ id: "try", entity, label, stages: { demo: {} } });
    const only = with_({
      actions: { ...grown.actions, try: { ...action, advances: null, stages: { trial: {} } } },
    });
    expect(commands.mayRemoveStage(only, SALES, "opportunity", "trial")).toBe(false);
  });
  it("one effect of several that moves there goes; the only one forbids", () => {
    const move = { kind: "move", stage: "trial" } as const;
    const assign = { kind: "assign", person: { to: "owner" } } as const;
    const on = { entity, kind: "created" } as const;
    const app = with_({ triggers: { t: { id: "t", label, on, effects: { move, assign } } } });
    const back = after(app, commands.removeStage(app, SALES, "opportunity", "trial"));
    expect(back.triggers?.["t"]?.effects).toEqual({ assign });
    const only = with_({ triggers: { t: { id: "t", label, on, effects: { move } } } });
    expect(commands.mayRemoveStage(only, SALES, "opportunity", "trial")).toBe(false);
  });
  it("rules that compare the stage forbid, through a reference too; the same word elsewhere does not", () => {
    const rule = (f: string, v: unknown) => ({ op: "in", a: [{ f }, { v }] }) as never;
    const action = { id: "try", entity, label, when: rule("_stage", ["demo", "trial"]) };
    const app = with_({ actions: { ...grown.actions, try: action } });
    expect(stageUses(app, SALES, "opportunity", "trial")).toMatchObject([
      { path: "action/try/when", how: "rule", fate: "forbids" },
    ]);
    const far = { id: "try", entity: "lead", label, when: rule("_stage", ["trial"]) };
    expect(
      stageUses(with_({ actions: { ...grown.actions, try: far } }), SALES, "opportunity", "trial"),
    ).toEqual([]);
  });
  it("the rules of the template are found: what a duty and a list say of stages", () => {
    const places = (stage: string) => stageUses(SALES, SALES, "opportunity", stage).map(({ path }) => path);
    expect(places("quote")).toContain("duty/quote_confirmation/owed_while");
    expect(places("lost").some((path) => path.startsWith("list/opportunity/views/"))).toBe(true);
  });
});

describe("paths", () => {
  const RULE = { op: "eq", a: [{ f: "amount" }, { v: 5 }] };
  it("a new one has the stages of the default path and is tried before it", () => {
    const { id, command } = commands.addPath(SALES, "opportunity", { label: { zh: "加急" }, when: RULE });
    const { paths } = flowIn(after(SALES, command), "opportunity");
    expect(paths[id]).toMatchObject({ order: 35, when: RULE, stages: paths["standard"]?.stages });
  });
  it("without a rule it waits behind the default path; its first rule brings it before it, and back", () => {
    const order = (app: AppDoc) =>
      Object.entries(flowIn(app, "opportunity").paths)
        .sort(([, a], [, b]) => (a.order ?? 0) - (b.order ?? 0))
        .map(([id]) => id);
    const { id, command } = commands.addPath(SALES, "opportunity", { label: { zh: "加急" } });
    const app = after(SALES, command);
    expect(order(app).slice(-2)).toEqual(["standard", id]);
    const ruled = after(app, commands.setPathWhen(app, "opportunity", id, RULE));
    expect(order(ruled).slice(-2)).toEqual([id, "standard"]);
    const bare = after(ruled, commands.setPathWhen(ruled, "opportunity", id, null));
    expect(order(bare).slice(-2)).toEqual(["standard", id]);
  });
  it("made the default it loses its rule, and the old default takes the opposite: each record keeps its path", () => {
    const { paths } = flowIn(
      after(SALES, commands.makeDefaultPath(SALES, "opportunity", "board")),
      "opportunity",
    );
    const old = flowIn(SALES, "opportunity").paths["board"]?.when;
    expect(paths["board"]).not.toHaveProperty("when");
    expect(paths["standard"]?.when).toEqual({ op: "not", a: [old] });
    expect(Math.max(...Object.values(paths).map(({ order }) => order ?? 0))).toBe(paths["board"]?.order);
  });
  it("a stage moved on a path: new neighbours get a way, former ones lose theirs unless another path needs it", () => {
    const app = after(SALES, commands.putOnPath(SALES, "opportunity", "standard", "objection", 2));
    const flow = flowIn(app, "opportunity");
    expect(lineOf(flow, "standard").slice(0, 5)).toEqual([
      "contact",
      "diagnosis",
      "objection",
      "demo",
      "quote",
    ]);
    expect([ways(flow, "diagnosis", "objection"), ways(flow, "objection", "demo")]).toEqual([
      "to_objection",
      "to_demo",
    ]);
    expect(ways(flow, "demo", "quote")).toBe("to_quote");
  });
  it("taken off a path it stays on the others", () => {
    const flow = flowIn(
      after(SALES, commands.takeOffPath(SALES, "opportunity", "board", "equipment")),
      "opportunity",
    );
    expect(lineOf(flow, "board")).not.toContain("equipment");
    expect(lineOf(flow, "equipment")).toContain("equipment");
    expect(ways(flow, "procurement", "board")).toBe("to_board");
  });
  it("the default path and one that a rule names stay; another goes", () => {
    expect(commands.mayRemovePath(SALES, "opportunity", "standard")).toBe(false);
    expect(commands.mayRemovePath(SALES, "opportunity", "board")).toBe(true);
    const rule = { op: "eq", a: [{ f: "_path" }, { v: "board" }] };
    const named: AppDoc = {
      ...SALES,
      actions: { ...SALES.actions, x: { id: "x", entity: "opportunity", label: { zh: "x" }, when: rule } },
    };
    expect(pathUses(named, "opportunity", "board").map(({ path }) => path)).toEqual(["action/x/when"]);
    expect(commands.mayRemovePath(named, "opportunity", "board")).toBe(false);
    const flow = flowIn(after(SALES, commands.removePath(SALES, "opportunity", "board")), "opportunity");
    expect(Object.keys(flow.paths)).toEqual(["procurement", "equipment", "standard"]);
  });
});

describe("transitions and what they require", () => {
  it("one goes with the blocks of duties before it", () => {
    const duties = {
      d: { ...(DESIGNED.duties?.["visit_soon"] as object), id: "d", blocks: { to_won: { when: "open" } } },
    } as unknown as AppDoc["duties"];
    const app: AppDoc = { ...DESIGNED, ...(duties ? { duties } : {}) };
    expect(transitionUses(app, "deal", "to_won").map(({ path }) => path)).toEqual(["duty/d/blocks/to_won"]);
    const gone = commands.removeTransition(app, "deal", "to_won");
    expect(after(app, gone).duties?.["d"]?.blocks).toEqual({});
    const [step, duty] = [app.flows?.["deal"]?.transitions["to_won"]?.label.zh, app.duties?.["d"]?.label.zh];
    expect(gone.label.zh).toBe(`删除流转「${step ?? ""}」，「${duty ?? ""}」不再拦住它`);
    expect(commands.removeTransition(DESIGNED, "deal", "to_won").label.zh).toBe(`删除流转「${step ?? ""}」`);
  });
  it("a way by one press joins the plain transition there is, and leaves it again", () => {
    const app = after(SALES, commands.setWay(SALES, "opportunity", "demo", "quote", true));
    expect(ways(flowIn(app, "opportunity"), "demo", "quote")).toBe("to_quote");
    const back = after(app, commands.setWay(app, "opportunity", "demo", "quote", false));
    expect(flowIn(back, "opportunity")).toEqual(flowIn(SALES, "opportunity"));
  });
  it("a guard that goes takes its message along; aimed at its source it is turned around", () => {
    const guard = { when: { op: "is_empty", a: [{ f: "amount" }] }, message: { zh: "先报价" } };
    const app = after(DESIGNED, commands.setTransition(DESIGNED, "deal", "to_won", guard));
    expect(flowIn(app, "deal").transitions["to_won"]).toMatchObject(guard);
    const off = after(app, commands.setTransition(app, "deal", "to_won", { when: null }));
    expect(flowIn(off, "deal").transitions["to_won"]).not.toHaveProperty("message");
    const back = after(app, commands.setTransition(app, "deal", "to_won", { to: "quote" }));
    expect(flowIn(back, "deal").transitions["to_won"]).toMatchObject({ from: { won: {} }, to: "quote" });
  });
  it("from many, by whom; from none it is gone", () => {
    const sets = { from: ["contact"], roles: ["boss"] };
    const app = after(DESIGNED, commands.setTransitionSets(DESIGNED, "deal", "to_lost", sets));
    expect(flowIn(app, "deal").transitions["to_lost"]).toMatchObject({
      from: { contact: {} },
      roles: { boss: {} },
    });
    const gone = after(DESIGNED, commands.setTransitionSets(DESIGNED, "deal", "to_lost", { from: [] }));
    expect(flowIn(gone, "deal").transitions).not.toHaveProperty("to_lost");
  });
  it("fields through one reference, actions with a number, conditions with words", () => {
    const place = "flow/deal/stages/quote/entry";
    const both = commands.demandFields(DESIGNED, place, ["customer.level", "amount"]);
    expect(both.label.zh).toBe("添加必填字段「客户等级」、「预计金额」");
    let app = after(DESIGNED, both);
    app = after(app, commands.demandActions(app, place, ["visit"]));
    app = after(app, commands.setDemandMin(app, place, "visit", 3));
    const rule = { op: "gt", a: [{ f: "amount" }, { v: 5 }] };
    const made = commands.addStatement(app, place, { rule, message: { zh: "金额太小" } });
    app = after(app, made.command);
    app = after(app, commands.setDemandWhen(app, place, "fields", "customer.level", rule));
    expect(flowIn(app, "deal").stages["quote"]?.entry).toEqual({
      fields: { amount: { order: 10 }, "customer.level": { order: 20, when: rule } },
      actions: { visit: { order: 10, min: 3 } },
      statements: { [made.id]: { rule, message: { zh: "金额太小" }, order: 10 } },
    });
    app = after(app, commands.setDemandMin(app, place, "visit", 0));
    expect(flowIn(app, "deal").stages["quote"]?.entry?.actions?.["visit"]).toEqual({ order: 10 });
    app = after(app, commands.dropDemand(app, place, "statements", made.id));
    expect(flowIn(app, "deal").stages["quote"]?.entry?.statements).toEqual({});
  });
});

describe("a first flow", () => {
  it("works as it is, and an entity has one", () => {
    const { id, command } = commands.addFlow(DESIGNED, "customer");
    const app = after(DESIGNED, command);
    const flow = flowIn(app, id);
    expect(flow.label).toEqual({ zh: "客户流程", en: "Customer flow" });
    expect(lineOf(flow, "standard")).toEqual(["todo", "doing", "won"]);
    expect(() => commands.addFlow(app, "customer")).toThrow();
    expect(commands.renameFlow(app, id, { zh: "跟进" }).operations).toHaveLength(1);
  });
});
