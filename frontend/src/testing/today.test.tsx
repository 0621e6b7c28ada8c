import { screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { describe, expect, it } from "vitest";
import type { OwedToday } from "../api/owed";
import { together } from "../areas/fill/today/OwedGroups";
import { TodayPage } from "../areas/fill/today/TodayPage";
import { inHours, OVERDUE, owed, owedToday, today, WHY, WITH_APPROVAL } from "./owed";
import { serve, type Call, type Routes } from "./server";
import { CUSTOMER, NEXT, opened, record } from "./small";
import { accessible, prepare, show } from "./stage";

prepare();

const PATH = "/a/small/today";
const DEAL = "/api/apps/small/deal/d1";
const reading: Routes = {
  [`GET ${DEAL}`]: () => opened(),
  "GET /api/apps/small/customer/c1": () => opened({ ...CUSTOMER }, { ...NEXT, to: [], actions: [] }),
};

/** 今天 as the server tells it one time after another; the last answer stays. */
async function page(answers: readonly OwedToday[], more: Routes = {}, over = {}): Promise<Call[]> {
  let asked = 0;
  const calls = serve({
    ...reading,
    "GET /api/apps/small/today": () => {
      const now = answers[Math.min(asked, answers.length - 1)] ?? owedToday();
      asked += 1;
      return today(now, over);
    },
    ...more,
  });
  await show(<TodayPage />, { bare: true, path: PATH, bundle: WITH_APPROVAL });
  await screen.findByRole("heading", { name: "今天" });
  return calls;
}

describe("today", () => {
  it("lists what is owed, overdue first, in words and by the clock", async () => {
    await page([owedToday({ overdue: [OVERDUE], today: [owed({ provisional: true })] })]);
    const late = screen.getByRole("region", { name: "逾期" });
    expect(within(late).getByText("逾期 2天")).toBeTruthy();
    expect(within(late).getByText("已上报")).toBeTruthy();
    const soon = screen.getByRole("region", { name: "今天到期" });
    expect(within(soon).getByText("还剩 5小时")).toBeTruthy();
    expect(within(soon).getByText("暂定")).toBeTruthy();
    expect(screen.getAllByRole("region").map((one) => one.getAttribute("aria-label"))).toEqual([
      "逾期",
      "今天到期",
    ]);
    await accessible();
  });

  it("one press opens the mini form, one more does it; the row is gone and the next has the focus", async () => {
    const user = userEvent.setup();
    const next = owed({ id: "o3", record: "d9", record_title: "彩超采购" });
    const calls = await page(
      [owedToday({ overdue: [OVERDUE], today: [next] }), owedToday({ today: [next] })],
      {
        [`POST ${DEAL}/act`]: () => ({
          record: record({ version: 4 }),
          next: NEXT,
          created: null,
          moved: [],
        }),
      },
    );
    await user.click(screen.getByRole("button", { name: /核磁采购/ }));
    // Its need is filled already: what remains is to submit.
    await screen.findByDisplayValue("降本");
    const dialog = screen.getByRole("dialog", { name: "发送方案" });
    await user.click(within(dialog).getByRole("button", { name: "提交审批" }));
    await waitFor(() => expect(screen.queryByRole("button", { name: /核磁采购/ })).toBeNull());
    await waitFor(() => expect(document.activeElement?.getAttribute("data-owed")).toBe("o3"));
    expect(calls.filter((call) => call.method === "POST").map((call) => call.body)).toEqual([
      expect.objectContaining({ action: "send_plan", version: 3 }),
    ]);
  });

  it("an action that needs approval says so before it is sent, and who will decide", async () => {
    const user = userEvent.setup();
    await page([owedToday({ today: [owed()] })]);
    await user.click(screen.getByRole("button", { name: /核磁采购/ }));
    expect(await screen.findByText("主管审核")).toBeTruthy();
    const dialog = screen.getByRole("dialog", { name: "发送方案" });
    expect(within(dialog).getByRole("button", { name: "提交审批" })).toBeTruthy();
  });

  it("says why it is asked: the duty, the rule with its value, the deadline with its changes, who was told", async () => {
    const user = userEvent.setup();
    await page([owedToday({ overdue: [OVERDUE] })], {
      "GET /api/apps/small/obligations/o2": () => WHY,
    });
    await user.click(screen.getByRole("button", { name: "为什么要做“48 小时内跟进”" }));
    const sheet = await screen.findByRole("dialog", { name: "为什么要我做" });
    await within(sheet).findByText(/资料发出后，负责人要在 48 小时内/);
    expect(sheet.textContent).toContain("等级等于 A 类");
    expect(within(sheet).getByText("A 类")).toBeTruthy();
    expect(sheet.textContent).toContain("客户出差");
    expect(sheet.textContent).toContain("催 李娜 完成“48 小时内跟进”（今天务必跟进）");
    expect(sheet.textContent).toContain("没有送达");
    await accessible(sheet);
  });

  it("several of one duty on one record are one row: a single act closes them all", () => {
    const again = { ...OVERDUE, id: "o7", cycle: "2026-W12" };
    const other = { ...OVERDUE, id: "o8", record: "d2" };
    expect(together([OVERDUE, again, other]).map(({ first, times }) => [first.id, times])).toEqual([
      ["o2", 2],
      ["o8", 1],
    ]);
  });

  it("of one who owes nothing himself leads to what the team owes, if there are queues", async () => {
    const queue = { help: null, duties: [], unassigned: 0 };
    await page([owedToday()], {
      "GET /api/apps/small/queues": () => [
        { ...queue, id: "q", label: { zh: "回款凭证" }, open: 5, overdue: 2 },
        { ...queue, id: "r", label: { zh: "订单异常" }, open: 1, overdue: 0 },
      ],
    });
    const team = await screen.findByRole("region", { name: "督办" });
    const [first, second] = within(team).getAllByRole("link");
    expect(first?.textContent).toBe("回款凭证5 项逾期 2");
    expect(first?.getAttribute("href")).toBe("/a/small/queues?queue=q");
    expect(second?.textContent).toBe("订单异常1 项");
    expect(screen.getByText("现在没有要推进的记录")).toBeTruthy();
    await accessible();
  });

  it("says that reminders may be late, and what waits for a decision", async () => {
    await page([owedToday()], {}, { approvals: 2, worker: { stale: true, seen_at: inHours(-1) } });
    expect(screen.getByText(/提醒可能会晚到/)).toBeTruthy();
    expect(screen.getByRole("link", { name: /有 2 件等您审批/ }).getAttribute("href")).toBe(
      "/a/small/approvals",
    );
  });
});
