import { screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, describe, expect, it } from "vitest";
import risk from "../../../../../templates_catalog/sales/decision_tables/payment_risk.json";
import contract from "../../../../../templates_catalog/sales/entities/contract.json";
import type { ReplayFates, ReplayReport } from "../../../api/replay";
import type { AppDoc } from "../../../engine/design/documents";
import "../../../i18n/parts/design";
import "../../../i18n/parts/designpublish";
import { Bench } from "../../../testing/bench";
import { DESIGNED } from "../../../testing/designed";
import { accessible, prepare, show } from "../../../testing/stage";
import { SESSION } from "../../../testing/small";
import { serve } from "../../../testing/server";
import { Report } from "./Report";

prepare();
beforeEach(() => void serve({ "GET /api/session": () => SESSION }));

const APP = {
  ...DESIGNED,
  entities: { ...DESIGNED.entities, contract },
  decision_tables: { payment_risk: risk },
} as unknown as AppDoc;

const at = "2026-03-02T08:00:00Z";
const REPORT: ReplayReport = {
  events: 40,
  transitions: 9,
  acts: 12,
  checked: 12,
  selfcheck: { records: 3, mismatches: 0 },
  blocked: [
    {
      entity: "deal",
      entity_label: { zh: "商机" },
      kind: "stage",
      id: "trial",
      label: { zh: "临床试用" },
      count: 1,
      undetermined: 0,
      examples: [
        {
          record: "d1",
          title: "核磁采购",
          at,
          actor: { id: "p1", name: "李娜" },
          sure: true,
          needs: [
            { kind: "field", id: "a", label: { zh: "试用科室" } },
            { kind: "field", id: "b", label: { zh: "试用结果" } },
          ],
        },
      ],
    },
  ],
  unblocked: [],
  duties: [],
  owed: [],
  messages: [],
  triggers: [],
  tables: [
    {
      table: "payment_risk",
      label: { zh: "回款风险" },
      asked: 9,
      changed: 2,
      undetermined: 0,
      examples: [
        { entity: "contract", record: "c1", title: "HT-1", at, before: "green", after: "red" },
        { entity: "contract", record: "c2", title: "HT-2", at, before: null, after: "yellow" },
      ],
    },
  ],
  notes: [],
};

const NONE: ReplayFates = { opened: 0, met: 0, late: 0, open: 0, overdue: 0, withdrawn: 0, waived: 0 };
const LI = { id: "p1", name: "李娜" };

const report = (more: Partial<ReplayReport>) =>
  show(
    <Bench app={APP}>
      <Report report={{ ...REPORT, blocked: [], tables: [], ...more }} />
    </Bench>,
  );
const cells = (row: HTMLElement) =>
  within(row)
    .getAllByRole("cell")
    .map(({ textContent }) => textContent);
const table = async (name: string) => within(await screen.findByRole("region", { name }));

describe("what a replay found", () => {
  it("names the records, what they lacked, and a table's results as the table says them", async () => {
    await show(
      <Bench app={APP}>
        <Report report={REPORT} />
      </Bench>,
    );
    const link = await screen.findByRole("link", { name: "核磁采购" });
    expect(link.getAttribute("href")).toContain("/e/deal/d1");
    expect(link.parentElement?.textContent).toContain("试用科室、试用结果");
    expect(screen.getByRole("heading", { name: /商机 · 进入阶段「临床试用」/ })).toBeTruthy();
    const [first, second] = ["HT-1", "HT-2"].map((name) => screen.getByRole("link", { name }).parentElement);
    expect(first?.textContent).toMatch(/绿 → 红$/);
    expect(second?.textContent).toMatch(/— → 黄$/);
    await accessible();
  });
  it("calls a result that the draft has no more as the version in force calls it", async () => {
    const { risk: field, ...properties } = contract.properties;
    const { red: gone, ...options } = field.field.options;
    expect(gone.label.zh).toBe("红");
    const less = {
      ...contract,
      properties: { ...properties, risk: { ...field, field: { ...field.field, options } } },
    };
    const draft = { ...APP, entities: { ...APP.entities, contract: less } } as unknown as AppDoc;
    await show(
      <Bench app={draft} live={APP}>
        <Report report={REPORT} />
      </Bench>,
    );
    const first = (await screen.findByRole("link", { name: "HT-1" })).parentElement;
    expect(first?.textContent).toMatch(/绿 → 红$/);
  });
  it("says what became of each duty's obligations, overdue and waived ones too", async () => {
    await report({
      duties: [
        {
          duty: "visit_soon",
          label: { zh: "报价后拜访" },
          change: "changed",
          undetermined: 2,
          old: { ...NONE, opened: 7, met: 6, open: 1 },
          new: { ...NONE, opened: 9, met: 3, late: 1, open: 2, overdue: 1, withdrawn: 1, waived: 2 },
        },
      ],
    });
    const found = await table("待办会怎样");
    expect(found.getAllByRole("columnheader").map(({ textContent }) => textContent)).toEqual([
      ...["必做动作", "产生", "按时", "迟了", "未完成", "其中逾期", "撤销", "豁免", "无法判断"],
    ]);
    const row = found.getAllByRole("row")[1] as HTMLElement;
    expect(within(row).getByRole("rowheader").textContent).toBe("报价后拜访 有改动");
    expect(cells(row)).toEqual(["7 → 9", "6 → 3", "0 → 1", "1 → 2", "0 → 1", "0 → 1", "0 → 2", "2"]);
  });
  it("says by person and week what is owed more or less, and what is told", async () => {
    await report({
      owed: [
        {
          person: null,
          week: "2026-W01",
          duty: "visit_soon",
          label: { zh: "报价后拜访" },
          opened: { old: 3, new: 0 },
          breached: { old: 1, new: 0 },
          entity: "deal",
          records: [
            {
              record: "r1",
              title: "和平医院监护仪",
              opened: { old: 2, new: 0 },
              breached: { old: 1, new: 0 },
            },
          ],
          unnamed: 1,
        },
        ...Array.from({ length: 61 }, (_, n) => ({
          person: { id: `p${n}`, name: `销售${n}` },
          week: "2026-W10",
          duty: "visit_soon",
          label: { zh: "报价后拜访" },
          opened: { old: 0, new: 2 },
          breached: { old: 0, new: 0 },
          entity: "deal",
          records: [],
          unnamed: 0,
        })),
      ],
      messages: [{ person: LI, week: "2026-W53", kind: "message", old: 4, new: 1 }],
    });
    const owed = await table("谁会多做或少做（每人每周）");
    const [, nobody, first] = owed.getAllByRole("row") as [HTMLElement, HTMLElement, HTMLElement];
    expect(within(nobody).getByRole("rowheader").textContent).toBe("没有负责人");
    const [at, duty, ...numbers] = cells(nobody);
    expect([at, ...numbers]).toEqual(["2026年第1周（12月29日起）", "3 → 0", "1 → 0"]);
    expect(duty).toMatch(/^报价后拜访2 条记录/);
    await userEvent.click(within(nobody).getByText("2 条记录"));
    const link = within(nobody).getByRole("link", { name: "和平医院监护仪" });
    expect(link.getAttribute("href")).toBe("/a/small/e/deal/r1");
    expect(within(nobody).getByText(/另有 1/)).toBeTruthy();
    expect(within(first).getByRole("rowheader").textContent).toBe("销售0");
    expect(cells(first)).toEqual(["2026年第10周（3月2日起）", "报价后拜访", "0 → 2", "0"]);
    const rows = () => owed.getAllByRole("row").length - 1;
    expect(rows()).toBe(10);
    await userEvent.click(screen.getByRole("button", { name: "再看 50 行（还有 52 行）" }));
    expect(rows()).toBe(60);
    await userEvent.click(screen.getByRole("button", { name: "再看 2 行" }));
    expect(rows()).toBe(62);
    expect(screen.queryByRole("button", { name: /再看/ })).toBeNull();
    const told = await table("提醒会怎样（每人每周）");
    const message = told.getAllByRole("row")[1] as HTMLElement;
    expect(cells(message)).toEqual(["2026年第53周（12月28日起）", "自动化消息", "4 → 1"]);
    await accessible();
  });
  it("says how often automations run, what is let through, and what cannot be known", async () => {
    const [blocked] = REPORT.blocked;
    if (!blocked) throw new Error("no group");
    await report({
      selfcheck: { records: 9, mismatches: 2 },
      blocked: [{ ...blocked, count: 0, undetermined: 4 }],
      unblocked: [{ ...blocked, count: 3 }],
      triggers: [
        { trigger: "told", label: { zh: "签约通知" }, effect: "tell", kind: "notify", old: 1, new: 5 },
      ],
      tables: REPORT.tables.map((one) => ({ ...one, undetermined: 6 })),
      notes: [{ code: "people_of_today", text: { zh: "按今天的人员算" } }],
    });
    expect(
      screen.getByText("有 2 条记录（共 9 条）按动态重建后和现在的不一致，结果可能有出入。"),
    ).toBeTruthy();
    expect(screen.getByRole("heading", { name: "可能会被拦住（当时还没有这些字段或动作）" })).toBeTruthy();
    expect(screen.getByText("4 次无法判断")).toBeTruthy();
    expect(screen.getByRole("heading", { name: "本来会被放行" })).toBeTruthy();
    expect(screen.getByText("3 次")).toBeTruthy();
    expect(screen.getByText("签约通知").closest("li")?.textContent).toBe("签约通知发送消息1 → 5");
    expect(screen.getByText("6 次无法判断")).toBeTruthy();
    expect(screen.getByText("按今天的人员算")).toBeTruthy();
    expect(screen.queryByText(/不会有任何不同/)).toBeNull();
  });
  it("shows a table's cases a few at a time, on the organisation's day", async () => {
    serve({
      "GET /api/session": () => ({ ...SESSION, organisation: { name: "x", zone: "Pacific/Auckland" } }),
    });
    const [found] = REPORT.tables;
    if (!found) throw new Error("no table");
    const examples = Array.from({ length: 7 }, (_, n) => ({
      ...{ entity: "contract", record: `c${n}`, title: `HT-${n}`, before: "green", after: "red" },
      // The third of March in New Zealand, the second in Shanghai and in London.
      at: "2026-03-02T12:00:00Z",
    }));
    await report({ tables: [{ ...found, examples }] });
    const first = (await screen.findByRole("link", { name: "HT-0" })).parentElement;
    await waitFor(() => expect(first?.textContent).toContain("2026年3月3日"));
    expect(screen.queryByRole("link", { name: "HT-5" })).toBeNull();
    await userEvent.click(screen.getByRole("button", { name: "再看 2 条" }));
    expect(screen.getByRole("link", { name: "HT-6" })).toBeTruthy();
  });
  it("says how many cases are not named, once all that are have been shown", async () => {
    const [blocked] = REPORT.blocked;
    const [one] = blocked?.examples ?? [];
    if (!blocked || !one) throw new Error("no group");
    const examples = Array.from({ length: 60 }, (_, n) => ({ ...one, record: `d${n}`, title: `商机 ${n}` }));
    await report({ blocked: [{ ...blocked, count: 61, undetermined: 4, examples }] });
    await userEvent.click(await screen.findByRole("button", { name: "再看 50 条（还有 55 条）" }));
    await userEvent.click(screen.getByRole("button", { name: "再看 5 条" }));
    expect(screen.getAllByRole("link")).toHaveLength(60);
    expect(screen.getByText("另有 5 条没有列出：这里最多列出最近的 60 条。")).toBeTruthy();
  });
  it("says nothing of others where all are named", async () => {
    await report({ blocked: REPORT.blocked });
    await screen.findByRole("link", { name: "核磁采购" });
    expect(screen.queryByText(/没有列出/)).toBeNull();
  });
  it("says that nothing would have been different, and does not contradict it", async () => {
    await report({ acts: 2343, checked: 994 });
    expect(screen.getByText(/^回看了 2343 次新建、推进和动作，其中 994 次和这次的修改有关/)).toBeTruthy();
    expect(screen.getByText("两遍的结果都一样：过去发生的事，按草稿来办也不会有任何不同。")).toBeTruthy();
  });
  it("says it where nothing that happened has to do with the edits", async () => {
    await report({ acts: 12, checked: 0 });
    expect(screen.getByText("回看了 12 次新建、推进和动作，没有一次和这次的修改有关。")).toBeTruthy();
  });
});
