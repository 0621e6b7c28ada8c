import { describe, expect, it } from "vitest";
import { NAMES } from "../../testing/typed";
import type { Node } from "../ast";
import { shifted, plainText } from "./decimals";
import { formulas, parse, print } from "./index";

const over = formulas(NAMES, "Asia/Shanghai");
const read = (text: string) => parse(text, over);
const wait: Node = { f: "wait" };

describe("formulas as people type them", () => {
  it.each<[string, string, Node]>([
    ["full-width signs", "{折扣 %}＞＝５％", { op: "ge", a: [{ f: "rate" }, { v: 0.05 }] }],
    [
      "brackets of the input method",
      "（{上限x} = 1）".replace("{上限x}", "{@上限}"),
      { op: "eq", a: [{ p: "limit" }, { v: 1 }] },
    ],
    [
      "signs of arithmetic",
      "{@上限}×2÷3－1",
      {
        op: "sub",
        a: [{ op: "div", a: [{ op: "mul", a: [{ p: "limit" }, { v: 2 }] }, { v: 3 }] }, { v: 1 }],
      },
    ],
    [
      "Chinese quotes",
      "属于({客户等级}，“A 类x”；”b”)".replace("“A 类x”；", "“b”、"),
      { op: "in", a: [{ f: "level" }, { v: ["a", "a"] }] },
    ],
    [
      "no spaces between words",
      "已拜访且非已拜访",
      {
        op: "and",
        a: [{ f: "flag" }, { op: "not", a: [{ f: "flag" }] }],
      },
    ],
    [
      "a name without braces, through a reference",
      "客户.客户等级 = a",
      { op: "eq", a: [{ f: "customer.level" }, { v: "b" }] },
    ],
    [
      "a name as sentences join it",
      '{本次动作的结果} 包含 "好"',
      { op: "contains", a: [{ f: "act.result" }, { v: "好" }] },
    ],
    [
      "English in a Chinese formula",
      "not is_empty({负责人}) and {负责人} = {@操作人}",
      {
        op: "and",
        a: [
          { op: "not", a: [{ op: "is_empty", a: [{ f: "_owner" }] }] },
          { op: "eq", a: [{ f: "_owner" }, { p: "actor" }] },
        ],
      },
    ],
    ["a condition behind its field", "{最近跟进} 不为空", { op: "not_empty", a: [{ f: "seen" }] }],
    ["a duration", "{等待时长} > 1.5小时", { op: "gt", a: [wait, { v: 5400 }] }],
    ["a big number", "{@上限} > 3.5万", { op: "gt", a: [{ p: "limit" }, { v: 35000 }] }],
    [
      "a Chinese date",
      "{合作起始} < 2025年3月1日",
      { op: "lt", a: [{ f: "since" }, { v: "2025-03-01", t: "date" }] },
    ],
    [
      "a moment on the local clock",
      "{最近跟进} < 2025-03-01 16:00",
      {
        op: "lt",
        a: [{ f: "seen" }, { v: "2025-03-01T08:00:00Z", t: "instant" }],
      },
    ],
    [
      "today without brackets",
      "{合作起始} = 今天",
      { op: "eq", a: [{ f: "since" }, { op: "today", a: [] }] },
    ],
    [
      "an option in the value of a case",
      '{客户等级} = 按情况(已拜访, "b", "a")',
      {
        op: "eq",
        a: [{ f: "level" }, { op: "case", a: [{ f: "flag" }, { v: "a" }, { v: "b" }] }],
      },
    ],
  ])("%s", (_what, text, rule) => {
    expect(read(text)).toMatchObject({ rule, error: null });
  });

  it.each<[string, string, string, string]>([
    ["a name that is not there", "{等待} > 1", "formula_unknown_name", "{等待}"],
    ["a name of two fields", "{预计金额} > 1", "formula_ambiguous_name", "{预计金额}"],
    ["two options of one name", '{客户等级} = "A 类"', "formula_ambiguous_option", '"A 类"'],
    ["a function that is not there", "已拜访 且 求和(1)", "formula_unknown_function", "求和"],
    ["a duration without unit", "{等待时长} > 2", "formula_unit_wanted", "2"],
    ["days given a duration", "加天(今天(), 3天) > {合作起始}", "formula_unit_strange", "3天"],
    ["a chain of comparisons", "1 < {@上限} < 5", "formula_chained", "<"],
    ["an end too early", "{@上限} >", "formula_end", ""],
    ["a bracket too many", "{@上限} > 1)", "formula_unexpected", ")"],
    ["a quote not closed", '{客户."名.称"} = "x', "formula_unclosed", '"x'],
    ["a day that does not exist", "{合作起始} = 2025-02-30", "formula_bad_date", "2025-02-30"],
    ["a field in a list", "属于({客户等级}, {客户.客户等级}, b)", "formula_not_a_list", "{客户.客户等级}"],
    ["a sign that means nothing", "{@上限} ? 1", "formula_unexpected", "?"],
    ["brackets without end", "(".repeat(500), "formula_too_deep", "("],
    ["JSON that is no rule", "`5`", "formula_broken_part", "`5`"],
  ])("%s is told with its place", (_what, text, code, at) => {
    const { error } = read(text);
    expect(error?.code).toBe(code);
    expect(text.slice(error?.from, error?.to)).toBe(at);
  });

  it("says where each part of the rule stands, for what the check finds", () => {
    const text = "已拜访 且 {@上限} > 5";
    const { spans } = read(text);
    const part = (path: string) => text.slice(...(spans?.get(path) ?? [0, 0]));
    expect([part("$"), part("$.a[0]"), part("$.a[1]"), part("$.a[1].a[1]")]).toEqual([
      text,
      "已拜访",
      "{@上限} > 5",
      "5",
    ]);
  });

  it("is written with units, labels and brackets only where they are needed", () => {
    const rule: Node = {
      op: "or",
      a: [
        { op: "and", a: [{ f: "flag" }, { op: "gt", a: [wait, { v: 7200 }] }] },
        { op: "in", a: [{ f: "level" }, { v: ["a", "c"] }] },
        {
          op: "le",
          a: [{ op: "mul", a: [{ op: "add", a: [{ f: "x" }, { v: 1 }] }, { v: 2 }] }, { p: "limit" }],
        },
      ],
    };
    expect(print(rule, over, "zh")).toBe(
      '{已拜访} 且 {等待时长} > 2小时 或 属于({客户等级}，"b"，"c") 或 ({"V1.0 {系数}"} + 1) * 2 ≤ {@上限}',
    );
    expect(print({ op: "gt", a: [{ f: "amount" }, { v: 10050 }] }, over, "en")).toBe(
      "{#amount} > 100.5 yuan",
    );
  });

  it("keeps names of fields that are gone, and parts that are no known operation", () => {
    for (const rule of [
      { op: "gt", a: [{ f: "gone.away" }, { v: 5 }] },
      { op: "later", a: [{ f: "x" }, { v: "`" }] },
      { op: "gt", a: [{ f: "x" }] },
    ] as Node[])
      expect(read(print(rule, over, "zh")).rule).toEqual(rule);
  });
});

describe("decimal texts", () => {
  it.each([
    ["1e-9", 1e-9, "0.000000001"],
    ["1e21", 1e21, "1000000000000000000000"],
    ["-0", -0, "-0"],
    ["a fraction", 0.1 + 0.2, "0.30000000000000004"],
  ])("%s", (_what, value, text) => expect(plainText(value)).toBe(text));

  it.each([
    ["2.5", 2, "250"],
    ["0.03", 2, "3"],
    ["5", -2, "0.05"],
    ["-1234.5", -4, "-0.12345"],
  ])("%s moved by %d", (text, places, expected) => expect(shifted(text, places)).toBe(expected));
});
