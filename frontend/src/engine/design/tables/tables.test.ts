// @vitest-environment node
import { describe, expect, it } from "vitest";
import pace from "../../../../../templates_catalog/sales/decision_tables/collection_pace.json";
import risk from "../../../../../templates_catalog/sales/decision_tables/payment_risk.json";
import contract from "../../../../../templates_catalog/sales/entities/contract.json";
import currency from "../../../../../templates_catalog/sales/entities/currency.json";
import customer from "../../../../../templates_catalog/sales/entities/customer.json";
import opportunity from "../../../../../templates_catalog/sales/entities/opportunity.json";
import { DESIGNED } from "../../../testing/designed";
import { inOrder } from "../../model/entity";
import type { PathInfo } from "../../model/paths";
import type { Node } from "../../rules/ast";
import type { FieldType } from "../../rules/types";
import * as commands from "../commands/tables";
import type { AppDoc, TableDoc } from "../documents";
import { documentsOf } from "../documents";
import { namesAt } from "../names";
import { apply, invert, type AppJson, type Command } from "../operations";
import { cellText, readCell } from "./cells";
import { columnsOf, outputInfo, tryTable } from "./columns";
import { cellsOf, keepUnread, readPaste } from "./paste";

const APP = {
  ...DESIGNED,
  entities: { contract, currency, customer, opportunity },
  decision_tables: { payment_risk: risk, collection_pace: pace },
} as unknown as AppDoc;
const names = namesAt(APP, { entity: "contract" });
const table = (app = APP, id = "payment_risk"): TableDoc => app.decision_tables?.[id] as TableDoc;

/** Runs a command, and holds that taking it back gives the documents as they were. */
function run(app: AppDoc, command: Command): AppDoc {
  const done = apply(app as unknown as AppJson, command.operations);
  expect(done.conflicts).toEqual([]);
  expect(apply(done.app, invert(command.operations)).app).toEqual(app);
  return documentsOf(done.app);
}

const info = (type: FieldType, options: PathInfo["options"] = {}): PathInfo => ({
  path: "@cell",
  labels: [{ zh: "列" }],
  type,
  property: null,
  options,
});
const NUMBER = info({ type: "number" });
const PERCENT = info({ type: "number", unit: "percent" });
const MONEY = info({ type: "number", unit: "money" });
const DATE = info({ type: "date" });
const CHOICE = info(
  { type: "choice", options: ["sea", "eu"] },
  { sea: { label: { zh: "东南亚", en: "SE Asia" } }, eu: { label: { zh: "欧洲", en: "Europe" } } },
);
const cell = (op: string, ...values: unknown[]): Node => ({
  op,
  a: [{ p: "cell" }, ...values.map((v) => ({ v }) as Node)],
});

describe("what a cell says", () => {
  it.each<[string, PathInfo, Node | null]>([
    ["任意", NUMBER, null],
    ["", NUMBER, null],
    ["> 5%", PERCENT, cell("gt", 0.05)],
    ["＞5％", PERCENT, cell("gt", 0.05)],
    ["30-60", NUMBER, cell("between", 30, 60)],
    ["-5~5", NUMBER, cell("between", -5, 5)],
    ["10万至20万", MONEY, cell("between", 10_000_000, 20_000_000)],
    ["≥10万元", MONEY, cell("ge", 10_000_000)],
    ["60以上", NUMBER, cell("ge", 60)],
    ["不超过 90", NUMBER, cell("le", 90)],
    ["1,200", NUMBER, cell("eq", 1200)],
    ["东南亚,欧洲", CHOICE, cell("in", ["sea", "eu"])],
    ["东南亚", CHOICE, cell("eq", "sea")],
    ["非 欧洲", CHOICE, cell("ne", "eu")],
    ["Europe", CHOICE, cell("eq", "eu")],
    ["空", CHOICE, cell("is_empty")],
    ["是", info({ type: "boolean" }), cell("eq", true)],
    [
      "2025-03-01 至 2025/4/1",
      DATE,
      {
        op: "between",
        a: [{ p: "cell" }, { v: "2025-03-01", t: "date" }, { v: "2025-04-01", t: "date" }],
      },
    ],
  ])("%s", (text, column, rule) => {
    expect(readCell(text, column)).toEqual({ rule, problem: null });
    if (rule) expect(readCell(cellText(rule, column, "zh") ?? "?", column).rule).toEqual(rule);
  });

  it.each<[string, PathInfo, string]>([
    ["南极", CHOICE, "option"],
    ["东南亚、南极", CHOICE, "option"],
    ["很多", NUMBER, "number"],
    ["> 5 小时", NUMBER, "unit"],
    ["2025-02-30", DATE, "date"],
    ["也许", info({ type: "boolean" }), "boolean"],
  ])("%s cannot be read: it says why and changes nothing", (text, column, problem) => {
    expect(readCell(text, column)).toEqual({ rule: null, problem });
  });

  it("every cell of the catalogue's tables is read back from what it shows", () => {
    let seen = 0;
    for (const one of [table(), table(APP, "collection_pace")])
      for (const column of columnsOf(one, names))
        for (const row of Object.values(one.rows)) {
          const rule = row.cells?.[column.id];
          if (!rule || !column.info) continue;
          seen += 1;
          for (const lang of ["zh", "en"] as const)
            expect(readCell(cellText(rule, column.info, lang) ?? "?", column.info).rule).toEqual(rule);
        }
    expect(seen).toBe(12);
  });

  it("a condition that no cell can say is not shown as one", () => {
    expect(cellText({ op: "gt", a: [{ op: "abs", a: [{ p: "cell" }] }, { v: 5 }] }, NUMBER, "zh")).toBeNull();
  });
});

describe("trying a table", () => {
  const env = { now: "2026-03-05T06:30:00Z", today: "2026-03-05" };
  it("tells the row that fires, and which cells of the others do not fit", () => {
    const tried = tryTable(
      table(),
      { term_days: 75, "opportunity.customer.country": "vn", "currency.monthly_move": -0.01 },
      env,
    );
    expect([tried.fired, tried.result]).toEqual(["sea_term", "yellow"]);
    expect(tried.rows.find(({ id }) => id === "sea_red")?.cells).toEqual({
      country: true,
      term: true,
      move: false,
    });
    expect(tried.values).toMatchObject({ country: "vn", term: 75, move: 0.01, rated: true });
  });
  it("without any row it is the otherwise", () => {
    expect(tryTable(table(), { "opportunity.customer.country": "cn" }, env)).toMatchObject({
      fired: null,
      result: "green",
    });
  });
});

describe("commands on tables", () => {
  const order = (app: AppDoc) => inOrder(table(app).rows);
  it("rows are added, duplicated, moved and removed; each can be taken back", () => {
    const more = run(APP, commands.addRows(APP, "payment_risk", [{ output: { v: "red" } }], 1));
    expect(order(more).slice(0, 3)).toEqual(["late_payer", "row", "sea_red"]);
    const twice = run(more, commands.duplicateRow(more, "payment_risk", "sea_red"));
    expect(order(twice).slice(2, 4)).toEqual(["sea_red", "row_2"]);
    expect(table(twice).rows["row_2"]?.cells).toEqual(table().rows["sea_red"]?.cells);
    const moved = run(twice, commands.moveRow(twice, "payment_risk", "no_rate", 0));
    expect(order(moved)[0]).toBe("no_rate");
    const gone = run(moved, commands.removeRow(moved, "payment_risk", "no_rate"));
    expect(order(gone)).not.toContain("no_rate");
  });
  it("a column goes with its cells", () => {
    const less = run(APP, commands.removeInput(APP, "payment_risk", "term"));
    expect(Object.values(table(less).rows).some((row) => row.cells?.["term"])).toBe(false);
    const more = run(
      less,
      commands.addInput(less, "payment_risk", { label: { zh: "账期" }, rule: { f: "term_days" } }),
    );
    expect(Object.keys(table(more).inputs)).toContain("column");
    const first = run(more, commands.moveInput(more, "payment_risk", "column", 0));
    expect(inOrder(table(first).inputs)[0]).toBe("column");
    run(first, commands.changeInput(first, "payment_risk", "column", { label: { zh: "合同账期" } }));
  });
  it("cells, results and notes say what is put there", () => {
    const done = run(APP, commands.setCell(APP, "payment_risk", "sea_term", "move", cell("gt", 0.1)));
    expect(table(done).rows["sea_term"]?.cells?.["move"]).toEqual(cell("gt", 0.1));
    const any = run(done, commands.setCell(done, "payment_risk", "sea_term", "move", null));
    expect(table(any).rows["sea_term"]?.cells).toEqual(table().rows["sea_term"]?.cells);
    run(any, commands.setOutput(any, "payment_risk", "sea_term", { v: "red" }));
    run(any, commands.setNote(any, "payment_risk", "sea_term", null));
    run(any, commands.changeTable(any, "payment_risk", { otherwise: null, label: { zh: "风险" } }));
  });
  it("tables come and go", () => {
    const more = run(
      APP,
      commands.addTable(APP, { entity: "contract", label: { zh: "新表" }, output: "risk" }),
    );
    expect(table(more, "table")).toMatchObject({ id: "table", entity: "contract", inputs: {}, rows: {} });
    run(more, commands.removeTable(more, "payment_risk"));
  });
});

describe("pasting from a spreadsheet", () => {
  const columns = columnsOf(table(), names);
  const output = outputInfo(table(), names);
  const read = (text: string, row: number, column: number) =>
    readPaste(cellsOf(text), table(), columns, output, { row, column });

  it("cells with tabs, line ends and quotes inside quotes", () => {
    expect(cellsOf('a\tb\r\n"x\ny"\t"say ""hi"""\r\n5"\tz\n')).toEqual([
      ["a", "b"],
      ["x\ny", 'say "hi"'],
      ['5"', "z"],
    ]);
  });

  it("changes rows from the focus on, makes more below, and tells what cannot be read", () => {
    const { rows, unread } = read("> 45\t> 2%\t是\n很久\t5%\t", 5, 2);
    expect(rows).toEqual([
      { row: "no_rate", cells: { term: cell("gt", 45), move: cell("gt", 0.02), rated: cell("eq", true) } },
      { row: null, cells: { move: cell("eq", 0.05), rated: null } },
    ]);
    expect(unread.map(({ row, column, text, problem }) => [row, column, text, problem])).toEqual([
      [1, 0, "很久", "number"],
    ]);
    const kept = keepUnread({ rows, unread }, table(), ({ text }) => `未读懂：${text}`);
    const done = run(APP, commands.pasteRows(APP, "payment_risk", kept, { v: "green" }));
    expect(table(done).rows["row"]).toMatchObject({ output: { v: "green" }, note: { zh: "未读懂：很久" } });
    expect(table(done).rows["row"]?.cells).toEqual({ move: cell("eq", 0.05) });
  });

  it("a heading line puts the columns where they belong, then the result and the note", () => {
    const label = output?.options["red"]?.label.zh ?? "";
    const { rows, unread } = read(
      `合同账期（天）\t历史付款周期（天）\t结果\t说明\n>30\t60-90\t${label}\t慢\n`,
      0,
      0,
    );
    expect(unread).toEqual([]);
    expect(rows).toEqual([
      {
        row: "late_payer",
        cells: { term: cell("gt", 30), usual: cell("between", 60, 90) },
        output: { v: "red" },
        note: { zh: "慢" },
      },
    ]);
  });
});
