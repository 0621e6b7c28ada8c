import "../../../i18n/parts/design";
import { beforeEach, describe, expect, it } from "vitest";
import catalogue from "../../../../../schemas/findings.json";
import type { AppDoc } from "../../../engine/design/documents";
import { setLang } from "../../../i18n";
import { DESIGNED } from "../../../testing/designed";
import { findingWords } from "./findingWords";

const CATALOGUE: Readonly<Record<string, { zh: string; en: string; params: object }>> = catalogue;
const row = (order: number) => ({ order, cells: {}, output: { v: "red" } });
const APP: AppDoc = {
  ...DESIGNED,
  decision_tables: {
    payment_risk: {
      id: "payment_risk",
      label: { zh: "付款风险" },
      entity: "deal",
      inputs: {},
      rows: { sea_term: row(30), sea_red: row(20), late_payer: row(10) },
    },
  },
};
type Params = Readonly<Record<string, unknown>>;

/** As the server fills a text. */
const filled = (text: string, params: Params): string =>
  text.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = params[name];
    return Array.isArray(value) ? value.join("、") : String(value);
  });

const said = (
  code: string,
  path: string,
  params: Params,
  lang: "zh" | "en",
  apps: readonly AppDoc[] = [APP],
): string => {
  const { zh = "", en = "" } = CATALOGUE[code] ?? {};
  const message = { zh: filled(zh, params), en: filled(en, params) };
  const finding = {
    code,
    severity: "error" as const,
    path,
    message,
    remedy: { zh: "" },
    params,
    example: null,
  };
  return findingWords(apps, finding, lang).message;
};

beforeEach(() => setLang("zh"));

describe("what findings name by ids is called what people called it", () => {
  it.each<[string, string, Params, string]>([
    [
      "table_overlap",
      "decision_table/payment_risk/rows/sea_term",
      { row: "sea_red", other: "sea_term" },
      "第 2 行和第 3 行会同时符合",
    ],
    [
      "table_row_never",
      "decision_table/payment_risk/rows/sea_term",
      { row: "sea_term" },
      "第 3 行永远轮不到",
    ],
    [
      "table_output_twice",
      "decision_table/payment_risk/output",
      { field: "risk", table: "payment_risk" },
      "判定表“付款风险”",
    ],
    [
      "unreachable_stage",
      "flow/deal/stages/quote",
      { stage: "quote", path: "all" },
      "走“标准”时到不了阶段“报价”",
    ],
    [
      "transition_unusable",
      "flow/deal/transitions/to_won",
      { transition: "to_won" },
      "流转“签约”没有角色能走",
    ],
    ["gate_contradiction", "flow/deal/stages/quote", { at: "quote", path: "all" }, "“报价”的要求互相矛盾"],
    [
      "demand_not_writable",
      "access/roles/rep/entities/customer/fields/level",
      { role: "rep", field: "level" },
      "“销售”要按条件填写“客户等级”",
    ],
    ["not_filterable", "list/deal/sort", { field: "customer.level" }, "“客户等级”不可筛选"],
    [
      "option_unavailable",
      "entity/customer/properties/level/field/default",
      { option: "a" },
      "默认值“A 类”已停用",
    ],
    [
      "computed_cycle",
      "entity/deal/properties/amount",
      { fields: ["deal.amount", "customer.level"] },
      "“商机 › 预计金额、客户 › 客户等级”",
    ],
    ["belongs_to_cycle", "entity/deal/entity/belongs_to", { entities: ["customer", "deal"] }, "“客户、商机”"],
    [
      "other_entity",
      "duty/visit_soon/action",
      { id: "visit", found: "deal", expected: "customer" },
      "属于“商机”，这里要的是“客户”",
    ],
    [
      "wrong_field_type",
      "duty/visit_soon/due/field",
      { field: "amount", expected: "date/person" },
      "“预计金额”应为“日期或人员”",
    ],
    [
      "rollup_value",
      "entity/deal/properties/amount",
      { field: "amount", op: "sum" },
      "“预计金额”不能做“求和”汇总",
    ],
    [
      "rollup_type",
      "entity/deal/properties/amount",
      { expected: "money", found: "date" },
      "汇总结果是“金额”，声明成了“日期”",
    ],
    [
      "copy_impossible",
      "entity/deal/properties/amount",
      { field: "amount", source: "customer" },
      "“客户”的值没法复制到“预计金额”",
    ],
    ["lookup_target", "entity/deal/properties/amount", { via: "customer" }, "“客户”不是关联字段"],
    ["incomplete", "action/visit/approval", { member: "approvers" }, "还缺“审批人”"],
    ["unknown_action", "duty/visit_soon/action", { action: "gone" }, "没有动作“gone”"],
  ])("%s at %s", (code, path, params, words) => {
    expect(said(code, path, params, "zh")).toContain(words);
  });
  it("rows have numbers in English too", async () => {
    await setLang("en");
    const params = { row: "sea_red", other: "sea_term" };
    const words = said("table_overlap", "decision_table/payment_risk/rows/sea_term", params, "en");
    await setLang("zh");
    expect(words).toContain("Rows 2 and 3 fit the same case");
  });
  it("what is gone from the draft is called as it is in force", () => {
    const { level: _, ...properties } = DESIGNED.entities["customer"]?.properties ?? {};
    const customer = { ...DESIGNED.entities["customer"], properties };
    const draft = { ...DESIGNED, entities: { ...DESIGNED.entities, customer } } as unknown as AppDoc;
    const params = { entity: "customer", field: "level" };
    expect(said("unknown_field", "form/customer/sections", params, "zh", [draft])).toContain("“level”");
    expect(said("unknown_field", "form/customer/sections", params, "zh", [draft, DESIGNED])).toBe(
      "“客户”没有字段“客户等级”",
    );
  });
  it("of a rule it says types and operations in words", () => {
    const params = { at: "$", op: "add", expected: "number", got: "text" };
    const words = said("rule_type_mismatch", "entity/deal/properties/amount/field/compute", params, "zh");
    expect(words).toMatch(/需要 数字，给的是 文字/);
    expect(words).not.toContain("add");
  });
  it("every text quotes what it names, so that it can be called by its name", () => {
    const plain = new Set(["limit", "count", "low", "high", "min", "max", "at"]);
    const bare = Object.entries(CATALOGUE).flatMap(([code, row]) =>
      [row.zh, row.en].flatMap((text) =>
        [...text.matchAll(/(.?)\{(\w+)\}(.?)/g)]
          .filter(([, before, name = "", after]) => !plain.has(name) && (before !== "“" || after !== "”"))
          .map(([, , name]) => `${code} ${name}`),
      ),
    );
    // A path written out: what the action creates, and its field.
    expect(bare).toEqual(["new_without_creates field", "new_without_creates field"]);
  });
});
