import { fireEvent, screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, describe, expect, it } from "vitest";
import pace from "../../../../../templates_catalog/sales/decision_tables/collection_pace.json";
import risk from "../../../../../templates_catalog/sales/decision_tables/payment_risk.json";
import contract from "../../../../../templates_catalog/sales/entities/contract.json";
import currency from "../../../../../templates_catalog/sales/entities/currency.json";
import customer from "../../../../../templates_catalog/sales/entities/customer.json";
import opportunity from "../../../../../templates_catalog/sales/entities/opportunity.json";
import type { AppDoc, TableDoc } from "../../../engine/design/documents";
import { inOrder } from "../../../engine/model/entity";
import "../../../i18n/parts/design";
import { Bench } from "../../../testing/bench";
import { DESIGNED } from "../../../testing/designed";
import { accessible, prepare, show } from "../../../testing/stage";
import type { Finding } from "../workbench/context";
import TablesSection from "./index";

prepare();

const APP = {
  ...DESIGNED,
  entities: { ...DESIGNED.entities, contract, currency, customer, opportunity },
  decision_tables: { payment_risk: risk, collection_pace: pace },
} as unknown as AppDoc;

let now: AppDoc = APP;
const table = (): TableDoc => now.decision_tables?.["payment_risk"] as TableDoc;
const rows = () => inOrder(table().rows);

beforeEach(() => {
  now = APP;
});

async function open(findings: readonly Finding[] = []) {
  await show(
    <Bench app={APP} at="decision_table/payment_risk" findings={findings} onApp={(app) => (now = app)}>
      <TablesSection />
    </Bench>,
  );
  return screen.getByRole("grid", { name: "回款风险" });
}

const cellAt = (grid: HTMLElement, row: number, column: number): HTMLElement => {
  const found = grid.querySelector<HTMLElement>(`[data-cell="${row}-${column}"]`);
  if (!found) throw new Error("no such cell");
  return found;
};

describe("the grid of a decision table", () => {
  it("shows every cell as it is written in a spreadsheet, and is accessible", async () => {
    const grid = await open();
    expect([0, 1, 2, 3, 4, 5].map((at) => cellAt(grid, 1, at).textContent)).toEqual([
      "越南、泰国、印度尼西亚、马来西亚、新加坡、菲律宾",
      "任意",
      "> 60",
      "> 3%",
      "任意",
      "红",
    ]);
    await accessible();
  });

  it("is walked with the arrows, edited with Enter, and goes on below", async () => {
    const grid = await open();
    cellAt(grid, 0, 0).focus();
    await userEvent.keyboard("{ArrowDown}{ArrowRight}{ArrowRight}");
    expect(document.activeElement).toBe(cellAt(grid, 1, 2));
    await userEvent.keyboard("{Enter}");
    const line = screen.getByRole("textbox", { name: /合同账期/ });
    expect(line).toHaveProperty("value", "> 60");
    await userEvent.clear(line);
    await userEvent.type(line, "30-60{Enter}");
    expect(table().rows["sea_red"]?.cells?.["term"]).toEqual({
      op: "between",
      a: [{ p: "cell" }, { v: 30 }, { v: 60 }],
    });
    expect(document.activeElement).toBe(cellAt(grid, 2, 2));
    await userEvent.keyboard("{Delete}");
    expect(table().rows["sea_term"]?.cells?.["term"]).toBeUndefined();
  });

  it("keeps a cell open that cannot be read, and says why; Escape leaves it as it was", async () => {
    const grid = await open();
    cellAt(grid, 1, 2).focus();
    await userEvent.keyboard("{Enter}");
    const line = screen.getByRole("textbox", { name: /合同账期/ });
    await userEvent.clear(line);
    await userEvent.type(line, "很久{Enter}");
    expect(screen.getByText("这里要写数字")).toBeTruthy();
    await userEvent.keyboard("{Escape}");
    expect(table()).toEqual(risk);
  });

  it("moves rows by keyboard and by the menu, and adds, copies and removes them", async () => {
    const grid = await open();
    cellAt(grid, 1, 0).focus();
    await userEvent.keyboard("{Alt>}{ArrowUp}{/Alt}");
    expect(rows()[0]).toBe("sea_red");
    const menu = async (name: string) => {
      await userEvent.click(within(grid).getByRole("button", { name: "第 1 行的操作" }));
      await userEvent.click(screen.getByRole("menuitem", { name }));
    };
    await menu("下移");
    expect(rows()[1]).toBe("sea_red");
    await menu("复制这一行");
    expect(table().rows[rows()[1] ?? ""]?.cells).toEqual(table().rows[rows()[0] ?? ""]?.cells);
    await menu("删除这一行");
    expect(rows()).toHaveLength(6);
    await userEvent.click(screen.getByRole("button", { name: "添加一行" }));
    expect(rows()).toHaveLength(7);
  });

  it("takes what is pasted, and asks about what it cannot read", async () => {
    const grid = await open();
    const cell = cellAt(grid, 0, 1);
    cell.focus();
    fireEvent.paste(cell, { clipboardData: { getData: () => "> 100\t≤ 30\n60-90\t任意" } });
    expect(table().rows["late_payer"]?.cells?.["usual"]).toEqual({
      op: "gt",
      a: [{ p: "cell" }, { v: 100 }],
    });
    expect(table().rows["sea_red"]?.cells?.["usual"]).toEqual({
      op: "between",
      a: [{ p: "cell" }, { v: 60 }, { v: 90 }],
    });
    expect(table().rows["sea_red"]?.cells?.["term"]).toBeUndefined();
    fireEvent.paste(cellAt(grid, 0, 2), { clipboardData: { getData: () => "看情况" } });
    const dialog = await screen.findByRole("dialog");
    expect(within(dialog).getByText(/还有 1 处看不懂/)).toBeTruthy();
    await userEvent.click(within(dialog).getByRole("button", { name: "放入 1 行" }));
    expect(table().rows["late_payer"]?.note?.zh).toContain("未读懂：合同账期（天）“看情况”");
  });

  it("shows what the check says at its row", async () => {
    const grid = await open([
      {
        code: "table_overlap",
        severity: "warning",
        path: "decision_table/payment_risk/rows/sea_term",
        message: { zh: "第“sea_red”行和第“sea_term”行会同时符合" },
        remedy: { zh: "上移这一行" },
        params: { row: "sea_red", other: "sea_term" },
        example: null,
      },
    ]);
    // Below the row it is about, which is called by its number.
    const said = within(grid).getAllByRole("row")[4] as HTMLElement;
    expect(said.textContent).toContain("第 2 行和第 3 行会同时符合");
  });

  it("is tried on values typed in: the row that fires, and why those above do not", async () => {
    const grid = await open();
    await userEvent.click(screen.getByRole("button", { name: "试一试这张表" }));
    const tester = screen.getByRole("region", { name: "试一试这张表" });
    await userEvent.type(
      within(within(tester).getByRole("group", { name: /付款周期/ })).getByRole("textbox"),
      "70",
    );
    expect(within(tester).getByRole("status").textContent).toBe("第 4 行符合，结果： 黄");
    expect(within(tester).getAllByText(/不符合：/)[0]?.textContent).toContain("历史付款周期（天）");
    expect(within(grid).getAllByRole("row")[4]?.dataset["fires"]).toBe("");
  });
});

describe("all rules of the app", () => {
  it("are sentences by place, found by their words, and lead to where they are edited", async () => {
    await open();
    await userEvent.click(screen.getByRole("tab", { name: "规则一览" }));
    const all = screen.getByText(/条规则$/).textContent;
    await userEvent.type(screen.getByRole("searchbox", { name: "查找规则" }), "大额说明");
    expect(screen.getByText(/条规则$/).textContent).toBe("1 条规则");
    expect(all).not.toBe("1 条规则");
    expect(screen.getByRole("button", { name: /大额说明 › 显示条件.*预计金额大于100,000 元/ })).toBeTruthy();
    await accessible();
  });
});
