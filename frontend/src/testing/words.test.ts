import { describe, expect, it } from "vitest";
import type { EventView, Need, NextAction } from "../api/types";
import { eventWords } from "../areas/fill/record/eventWords";
import { differences } from "../areas/fill/record/Conflict";
import { wayOf } from "../areas/fill/record/NeedList";
import { relationsOf } from "../areas/fill/record/relations";
import { stageSteps } from "../areas/fill/record/stages";
import { compileForm } from "../engine/form/plan";
import { safeNext } from "../app/LoginPage";
import { BUNDLE, record } from "./small";

const flow = BUNDLE.flows["deal"];
const deal = BUNDLE.entities["deal"];
if (!flow || !deal) throw new Error("fixture");

describe("stage bar", () => {
  const states = (over: Parameters<typeof record>[0]) =>
    stageSteps(flow, record(over), "zh").map(({ id, state }) => `${id} ${state}`);
  it.each([
    { name: "on the way", over: { stage: "quote" }, want: ["contact done", "quote now", "won ahead"] },
    {
      name: "won is an end of its own",
      over: { stage: "won" },
      want: ["contact done", "quote done", "won won"],
    },
    {
      name: "a lost record ends where it stopped",
      over: { stage: "lost" },
      want: ["contact done", "lost lost", "quote ahead", "won ahead"],
    },
    {
      name: "a path of an older version falls back to the last one",
      over: { stage: "contact", path: "gone" },
      want: ["contact now", "quote ahead", "won ahead"],
    },
  ])("$name", ({ over, want }) => {
    expect(states(over)).toEqual(want);
  });
});

describe("timeline", () => {
  const event = (over: Partial<EventView>): EventView => ({
    seq: 1,
    at: "2026-03-05T01:00:00Z",
    actor: { id: "p1", name: "李娜" },
    kind: "edited",
    name: null,
    from_stage: null,
    to_stage: null,
    changes: {},
    data: {},
    version: 1,
    titles: {},
    ...over,
  });
  const say = (over: Partial<EventView>) => eventWords(event(over), "deal", BUNDLE, "zh", (id) => `<${id}>`);
  it.each([
    { over: { kind: "created", to_stage: "contact" }, want: "新建，阶段“客户触达”" },
    { over: { kind: "moved", from_stage: "contact", to_stage: "quote" }, want: "从“客户触达”推进到“报价”" },
    { over: { kind: "acted", name: "send_plan" }, want: "完成了“发送方案”" },
    { over: { kind: "acted", name: "of_an_older_version" }, want: "完成了“of_an_older_version”" },
    { over: { kind: "assigned", data: { owner: "p2", reason: "休假" } }, want: "转交给 <p2>（休假）" },
    { over: { kind: "archived", data: { reason: "重复" } }, want: "归档了这条记录（重复）" },
    { over: { kind: "edited" }, want: "修改了资料" },
    { over: { kind: "edited", data: { carried: 3 } }, want: "按发布的版本复制或改写了字段的值" },
    { over: { kind: "path_changed" }, want: "客户分级变化，切换了路径" },
  ])("$over.kind: $want", ({ over, want }) => {
    expect(say(over)).toBe(want);
  });
});

describe("the way to supply a need", () => {
  const need = (more: Partial<Need>): Need => ({
    kind: "action",
    at: "stage:quote",
    entity: "deal",
    record: "d1",
    label: { zh: "" },
    message: { zh: "" },
    min: 1,
    done: 0,
    ...more,
  });
  const action = (id: string, offered: boolean, needs: Need[] = []): NextAction => ({
    action: id,
    label: { zh: id },
    offered,
    done: 0,
    needs,
  });
  const follow = action("follow", true);
  const send = action("send", false, [need({ action: "follow" })]);
  it.each([
    { name: "the action itself", need: need({ action: "follow" }), actions: [follow], want: "follow" },
    {
      name: "a field through an action that fills it",
      need: need({ kind: "field", by: ["follow"] }),
      actions: [follow],
      want: "follow",
    },
    {
      name: "what has to come before it",
      need: need({ action: "send" }),
      actions: [send, follow],
      want: "first follow",
    },
    { name: "nothing here can", need: need({ action: "gone" }), actions: [follow], want: "none" },
    {
      name: "actions that wait for each other end",
      need: need({ action: "a" }),
      actions: [action("a", false, [need({ action: "b" })]), action("b", false, [need({ action: "a" })])],
      want: "none",
    },
  ])("$name", ({ need: wanted, actions, want }) => {
    const way = wayOf(wanted, actions);
    expect(way ? `${way.first ? "first " : ""}${way.action.action}` : "none").toBe(want);
  });
});

describe("pieces of pages", () => {
  it("what refers to a record is related to it; rows of a record are not", () => {
    expect(relationsOf(BUNDLE, "customer").map(({ entity, via }) => `${entity}.${via}`)).toEqual([
      "deal.customer",
    ]);
    expect(relationsOf(BUNDLE, "line")).toEqual([]);
  });
  it("a conflict names what they changed and whether I did too", () => {
    const plan = compileForm(deal, BUNDLE.entities);
    const found = differences(plan, { title: "A", amount: 1 }, { title: "B", amount: 2 }, { title: "C" });
    expect(found.map(({ field, theirs, both }) => [field.id, theirs, both])).toEqual([
      ["title", "B", true],
      ["amount", 2, false],
    ]);
  });
  it.each([
    { next: "/a/sales/today", want: "/a/sales/today" },
    { next: undefined, want: "/" },
    { next: "//evil.example/x", want: "/" },
    { next: "/\\evil.example", want: "/" },
    { next: "https://evil.example", want: "/" },
  ])("after signing in $next leads to $want", ({ next, want }) => {
    expect(safeNext(next)).toBe(want);
  });
});
