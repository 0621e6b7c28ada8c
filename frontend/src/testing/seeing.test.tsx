import { screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { describe, expect, it } from "vitest";
import { QueuesPage } from "../areas/watch/queues/QueuesPage";
import { readQueueSearch } from "../areas/watch/queues/search";
import { unassignedFirst } from "../areas/watch/queues/QueueRows";
import { pauseBefore } from "../app/stream";
import { OVERDUE, owed } from "./owed";
import { refusal, serve, type Call, type Routes } from "./server";
import { accessible, prepare, show } from "./stage";

prepare();

const rights = { act: false, waive: true, nudge: true };
const rows = [
  { ...OVERDUE, rights },
  owed({
    id: "o5",
    record: "d2",
    record_title: "彩超采购",
    owner: null,
    rights: { ...rights, nudge: false },
  }),
];
const ONE = "/api/apps/small/obligations/o2";
const queue = { id: "q", help: null, duties: [], open: 2, overdue: 1, unassigned: 1 };

async function page(more: Routes = {}): Promise<Call[]> {
  const calls = serve({
    "GET /api/apps/small/queues": () => [
      { ...queue, id: "empty", label: { zh: "订单异常" }, open: 0, overdue: 0, unassigned: 0 },
      { ...queue, label: { zh: "回款凭证" } },
    ],
    "GET /api/apps/small/obligations": () => ({ rows, next: null }),
    "GET /api/units": () => [],
    ...more,
  });
  await show(<QueuesPage />, { bare: true, path: "/a/small/queues" });
  await screen.findByText("彩超采购");
  return calls;
}
const sent = (calls: Call[]) =>
  calls.filter((call) => call.method === "POST").map((call) => [call.path.split("/").at(-1), call.body]);

describe("queues", () => {
  it("opens the first with something in it; nobody's come first and say so", async () => {
    const calls = await page();
    const asked = calls.find((call) => call.path.endsWith("/obligations"));
    expect(asked?.query.get("queue")).toBe("q");
    expect(asked?.query.get("scope")).toBe("seen");
    expect(screen.getByRole("button", { name: /回款凭证/ }).getAttribute("aria-pressed")).toBe("true");
    expect(screen.getAllByRole("row")[1]?.textContent).toContain("没有负责人");
    await accessible();
  });

  it("nudges with one press and a word", async () => {
    const user = userEvent.setup();
    const calls = await page({ [`POST ${ONE}/nudge`]: () => ({ obligation: rows[0], version: 4 }) });
    await user.click(screen.getByRole("button", { name: "催办“48 小时内跟进 · 核磁采购”" }));
    const dialog = await screen.findByRole("dialog");
    await user.type(within(dialog).getByRole("textbox"), "今天跟一下");
    await user.click(within(dialog).getByRole("button", { name: "催办" }));
    await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
    expect(sent(calls)).toEqual([["nudge", { text: "今天跟一下", version: 3 }]]);
  });

  it("waives several with one reason; the one refused stays with its reason, the others are done", async () => {
    const user = userEvent.setup();
    const calls = await page({
      [`POST ${ONE}/waive`]: () => ({ obligation: rows[0], version: 4 }),
      "POST /api/apps/small/obligations/o5/waive": () => refusal(409, "obligation_closed"),
    });
    await user.click(screen.getByRole("checkbox", { name: "选择全部" }));
    await user.click(
      within(screen.getByRole("region", { name: "已选 2 项" })).getByRole("button", { name: "豁免" }),
    );
    const dialog = await screen.findByRole("dialog", { name: "豁免 2 项" });
    await user.click(within(dialog).getByRole("button", { name: "豁免" }));
    // Not without a reason.
    expect(within(dialog).getByText("请填写原因")).toBeTruthy();
    expect(sent(calls)).toEqual([]);
    await user.type(within(dialog).getByRole("textbox"), "客户已倒闭");
    await user.click(within(dialog).getByRole("button", { name: "豁免" }));
    await screen.findByText("说明 obligation_closed");
    expect(sent(calls).map(([what, body]) => [what, (body as { reason: string }).reason])).toEqual([
      ["waive", "客户已倒闭"],
      ["waive", "客户已倒闭"],
    ]);
    expect(screen.getByRole("dialog", { name: /豁免：/ })).toBeTruthy();
  });

  it("reassigns to a person of those who may see the record", async () => {
    const user = userEvent.setup();
    const calls = await page({
      [`POST ${ONE}/reassign`]: () => ({ obligation: rows[0], version: 4 }),
      [`GET ${ONE}/people`]: () => [{ id: "p7", name: "张伟", unit: "u1", unit_name: "门店" }],
    });
    await user.click(screen.getByRole("button", { name: "处理待办“48 小时内跟进 · 核磁采购”" }));
    await user.click(screen.getByRole("menuitem", { name: "转派" }));
    const dialog = await screen.findByRole("dialog", { name: /转派/ });
    await user.click(within(dialog).getByRole("button", { name: /转派给/ }));
    await user.click(await screen.findByRole("option", { name: /张伟/ }));
    await user.type(within(dialog).getByRole("textbox", { name: /原因/ }), "李娜休假");
    await user.click(within(dialog).getByRole("button", { name: "转派" }));
    await waitFor(() => expect(sent(calls)).toHaveLength(1));
    expect(sent(calls)[0]).toEqual(["reassign", { person: "p7", reason: "李娜休假", version: 3 }]);
  });
});

describe("an extension", () => {
  const extend = async (more: Routes = {}) => {
    const user = userEvent.setup();
    const calls = await page(more);
    await user.click(screen.getByRole("button", { name: "处理待办“48 小时内跟进 · 核磁采购”" }));
    await user.click(screen.getByRole("menuitem", { name: "延期" }));
    const dialog = await screen.findByRole("dialog", { name: /延期/ });
    return { user, calls, dialog, go: within(dialog).getByRole("button", { name: "延期" }) };
  };
  const fill = async (user: ReturnType<typeof userEvent.setup>, dialog: HTMLElement) => {
    await user.type(within(dialog).getByRole("textbox", { name: "延到" }), "2031-03-08");
    await user.tab();
    await user.type(within(dialog).getByRole("textbox", { name: "延到 时间" }), "{Control>}a{/Control}14:30");
    await user.type(within(dialog).getByRole("textbox", { name: /原因/ }), "客户月底付款");
  };

  it("goes with the new deadline on the organisation's clock and the reason, and not without either", async () => {
    const { user, calls, dialog, go } = await extend({
      [`POST ${ONE}/extend`]: () => ({ obligation: rows[0], version: 4 }),
    });
    await user.click(go);
    expect(within(dialog).getByText("请填写延到")).toBeTruthy();
    expect(within(dialog).getByText("请填写原因")).toBeTruthy();
    expect(sent(calls)).toEqual([]);
    await fill(user, dialog);
    await user.click(go);
    await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
    expect(sent(calls)).toEqual([
      ["extend", { due: "2031-03-08T06:30:00Z", reason: "客户月底付款", version: 3 }],
    ]);
  });

  it("that is no later stays to be mended, with what the server said", async () => {
    const { user, calls, dialog, go } = await extend({
      [`POST ${ONE}/extend`]: () => refusal(422, "due_not_later"),
    });
    await fill(user, dialog);
    await user.click(go);
    expect(await within(dialog).findByText("说明 due_not_later")).toBeTruthy();
    expect(sent(calls)).toHaveLength(1);
    expect(within(dialog).getByRole<HTMLTextAreaElement>("textbox", { name: /原因/ }).value).toBe(
      "客户月底付款",
    );
  });
});

describe("the parts of it", () => {
  it("an address says which rows; what it does not know is left out", () => {
    expect(readQueueSearch({ queue: "q", overdue: 1, owner: "", sort: "x" })).toEqual({
      queue: "q",
      overdue: "1",
    });
  });
  it("nobody's stand before the others, each in its order", () => {
    const mixed = [owed({ id: "a" }), owed({ id: "b", owner: null }), owed({ id: "c" })];
    expect(unassignedFirst(mixed).map(({ id }) => id)).toEqual(["b", "a", "c"]);
  });
  it("tries to listen again after ever longer pauses, five minutes at most", () => {
    expect([1, 2, 3, 8, 60].map(pauseBefore)).toEqual([2_000, 4_000, 8_000, 256_000, 300_000]);
  });
});
