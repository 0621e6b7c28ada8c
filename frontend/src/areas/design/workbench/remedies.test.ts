import { describe, expect, it } from "vitest";
import catalogue from "../../../../../schemas/findings.json";
import { documentsOf, type AppDoc } from "../../../engine/design/documents";
import { apply, read, type AppJson, type Operation } from "../../../engine/design/operations";
import { DESIGNED } from "../../../testing/designed";
import type { Finding } from "./context";
import { REMEDIES, remedyFor } from "./remedies";

const given = (...operations: Operation[]): AppDoc => {
  const done = apply(DESIGNED as unknown as AppJson, operations);
  expect(done.conflicts).toEqual([]);
  return documentsOf(done.app);
};
const finding = (code: string, path: string, params: Record<string, string> = {}): Finding => ({
  code,
  severity: "error",
  path,
  message: { zh: code },
  remedy: { zh: code },
  params,
  example: null,
});
const level = "entity/customer/properties/level";
const stageNew = { label: { zh: "谈判" }, order: 25 };

interface Case {
  readonly code: string;
  readonly app?: AppDoc;
  readonly path: string;
  readonly params?: Record<string, string>;
  /** Path and what stands there afterwards; undefined: nothing. */
  readonly then: readonly [string, unknown];
  readonly says: string;
}

const CASES: readonly Case[] = [
  {
    code: "archived_field_used",
    path: "form/deal/sections/main/fields/amount",
    then: [
      "form/deal/sections/main/fields",
      { title: { order: 10 }, customer: { order: 20, width: "half" } },
    ],
    says: "去掉「预计金额」",
  },
  {
    code: "archived_entity_used",
    app: given({ path: "entity/customer/entity/archived", value: true }),
    path: "entity/deal/properties/customer/field/target",
    then: ["entity/deal/properties/customer/field/archived", true],
    says: "停用字段「客户」",
  },
  ...["copy_impossible", "copy_shows"].map((code) => ({
    code,
    app: given({ path: "entity/deal/properties/title/field/copied_from", value: "customer" }),
    path: "entity/deal/properties/title/field/copied_from",
    then: ["entity/deal/properties/title/field/copied_from", undefined] as const,
    says: "不复制旧值到「商机名称」",
  })),
  {
    code: "required_not_filled",
    path: "entity/deal/properties/title/field/required",
    then: ["entity/deal/properties/title/field/required", undefined],
    says: "去掉「商机名称」的必填",
  },
  {
    code: "form_field_twice",
    path: "form/deal/sections/main/fields/title",
    then: ["form/deal/sections/main/fields/title", undefined],
    says: "去掉「商机名称」",
  },
  {
    code: "unknown_field",
    app: given({ path: "list/deal/columns/gone", value: { order: 30 } }),
    path: "list/deal/columns/gone",
    then: ["list/deal/columns/gone", undefined],
    says: "去掉「商机」",
  },
  {
    code: "not_filterable",
    path: "list/deal/sort",
    params: { field: "amount" },
    then: ["entity/deal/properties/amount/field/filterable", true],
    says: "把「预计金额」设为可筛选",
  },
  {
    code: "not_filterable",
    path: "list/deal/views/a/filter",
    params: { field: "customer.since" },
    then: ["entity/customer/properties/since/field/filterable", true],
    says: "把「合作起始」设为可筛选",
  },
  {
    code: "field_unused",
    path: "entity/deal/properties/reason",
    then: ["form/deal/sections/main/fields/reason", { order: 40 }],
    says: "把「大额说明」放到表单上",
  },
  {
    code: "demand_no_way",
    path: "flow/deal/stages/quote/entry/fields/reason",
    params: { field: "reason" },
    then: ["form/deal/sections/main/fields/reason", { order: 40 }],
    says: "把「大额说明」放到表单上",
  },
  {
    code: "stage_off_paths",
    app: given({ path: "flow/deal/stages/talk", value: stageNew }),
    path: "flow/deal/stages/talk",
    params: { stage: "talk" },
    then: ["flow/deal/paths/all/stages/talk", { order: 25 }],
    says: "",
  },
  {
    code: "unreachable_stage",
    app: given({
      path: "flow/deal/transitions/to_quote",
      was: DESIGNED.flows?.["deal"]?.transitions["to_quote"],
    }),
    path: "flow/deal/stages/quote",
    params: { stage: "quote", path: "all" },
    then: ["flow/deal/transitions/to_quote/from", { contact: {} }],
    says: "",
  },
  {
    code: "exitless_stage",
    app: given({
      path: "flow/deal/transitions/to_won",
      was: DESIGNED.flows?.["deal"]?.transitions["to_won"],
    }),
    path: "flow/deal/stages/quote",
    params: { stage: "quote", path: "all" },
    then: ["flow/deal/transitions/to_won/to", "won"],
    says: "",
  },
  {
    code: "path_without_won",
    app: given({ path: "flow/deal/paths/all/stages/won", was: { order: 30 } }),
    path: "flow/deal/paths/all",
    params: { path: "all" },
    then: ["flow/deal/paths/all/stages/won", { order: 30 }],
    says: "",
  },
  {
    code: "no_default_path",
    app: given({ path: "flow/deal/paths/all/when", value: { v: true } }),
    path: "flow/deal/paths",
    then: ["flow/deal/paths/all/when", undefined],
    says: "让路径「标准」接收其余所有记录",
  },
  {
    code: "transition_off_paths",
    path: "flow/deal/transitions/to_lost",
    then: ["flow/deal/transitions/to_lost", undefined],
    says: "",
  },
  {
    code: "transition_to_itself",
    path: "flow/deal/transitions/to_lost/from/quote",
    then: ["flow/deal/transitions/to_lost/from", { contact: {} }],
    says: "去掉「报价」",
  },
  {
    code: "action_before_creation",
    app: given({ path: "flow/deal/stages/contact/entry", value: { actions: { visit: { min: 2 } } } }),
    path: "flow/deal/stages/contact/entry/actions/visit",
    params: { stage: "contact", action: "visit", path: "all" },
    then: ["flow/deal/stages/quote/entry/actions/visit", { min: 2 }],
    says: "把「拜访客户」移到下一阶段再要求",
  },
  {
    code: "entity_invisible",
    app: given({
      path: "entity/visit",
      value: { entity: { id: "visit", label: { zh: "来访" }, title: "name" }, properties: {} },
    }),
    path: "entity/visit",
    params: { entity: "visit" },
    then: ["access/roles/boss/entities/visit", { scope: "all", create: true, edit: true }],
    says: "让「主管」能看能填",
  },
  {
    code: "required_not_writable",
    path: "access/roles/rep/entities/customer/fields/level",
    then: ["access/roles/rep/entities/customer/fields/level", undefined],
    says: "放开「客户等级」的填写权限",
  },
  {
    code: "title_hidden",
    app: given({ path: "access/roles/rep/entities/customer/fields/name", value: "none" }),
    path: "access/roles/rep/entities/customer/fields/name",
    then: ["access/roles/rep/entities/customer/fields/name", "read"],
    says: "放开「客户名称」的查看权限",
  },
  {
    code: "role_right_unusable",
    path: "access/roles/boss/entities/customer/imports",
    then: ["access/roles/boss/entities/customer/imports", undefined],
    says: "收回导入权限",
  },
  {
    code: "owner_invisible",
    app: given({
      path: "access/roles/rep/entities/customer",
      was: DESIGNED.access.roles["rep"]?.entities?.["customer"],
    }),
    path: "access/roles/rep/entities/deal",
    params: { role: "rep", entity: "deal", parent: "customer" },
    then: ["access/roles/rep/entities/customer", { scope: "own" }],
    says: "让这个角色也能看「客户」",
  },
  {
    code: "default_invalid",
    app: given({ path: `${level}/field/default`, value: "z" }),
    path: `${level}/field/default`,
    then: [`${level}/field/default`, undefined],
    says: "去掉「客户等级」的默认值",
  },
  {
    code: "action_requires_itself",
    app: given({ path: "action/visit/requires", value: { actions: { visit: { min: 1 } } } }),
    path: "action/visit/requires/actions/visit",
    then: ["action/visit/requires/actions/visit", undefined],
    says: "去掉「拜访客户」",
  },
  {
    code: "advance_without_flow",
    app: given(
      { path: "flow/deal", was: DESIGNED.flows?.["deal"] },
      { path: "action/visit/advances", value: { to: "won" } },
    ),
    path: "action/visit/advances",
    params: { entity: "deal" },
    then: ["action/visit/advances", undefined],
    says: "去掉「拜访客户」",
  },
];

describe("what can be put right with one press", () => {
  it.each(CASES)("$code at $path", ({ code, app = DESIGNED, path, params, then: [at, value], says }) => {
    const command = remedyFor(app, finding(code, path, params));
    expect(command).not.toBeNull();
    const done = apply(app as unknown as AppJson, command?.operations ?? []);
    expect(done.conflicts).toEqual([]);
    expect(read(done.app, at)).toEqual(value);
    if (says !== "") expect(command?.label.zh).toBe(says);
    expect([command?.label.zh, command?.label.en].every((text) => text !== undefined && text !== "")).toBe(
      true,
    );
  });
  it("leaves to people what would open something to everybody, or needs a choice", () => {
    const one = given({ path: "action/visit/roles", value: { gone: {} } });
    expect(remedyFor(one, finding("unknown_role", "action/visit/roles/gone"))).toBeNull();
    const twoPaths = given(
      { path: "flow/deal/paths/big", value: { label: { zh: "大单" }, stages: {} } },
      { path: "flow/deal/stages/talk", value: stageNew },
    );
    expect(
      remedyFor(twoPaths, finding("stage_off_paths", "flow/deal/stages/talk", { stage: "talk" })),
    ).toBeNull();
    expect(
      remedyFor(
        DESIGNED,
        finding("unreachable_stage", "flow/deal/stages/contact", { stage: "contact", path: "all" }),
      ),
    ).toBeNull();
    expect(remedyFor(DESIGNED, finding("gate_contradiction", "flow/deal/stages/quote"))).toBeNull();
  });
  it("knows only codes that there are", () => {
    expect(Object.keys(REMEDIES).filter((code) => !Object.hasOwn(catalogue, code))).toEqual([]);
  });
});
