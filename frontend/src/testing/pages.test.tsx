import { screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { describe, expect, it, vi } from "vitest";
import type { NextStep } from "../api/types";
import { CreatePage } from "../areas/fill/record/CreatePage";
import { RecordPage } from "../areas/fill/record/RecordPage";
import { refusal, serve, type Call, type Routes } from "./server";
import { CUSTOMER, NEXT, opened, record } from "./small";
import { accessible, prepare, show } from "./stage";

prepare();

const DEAL = "/api/apps/small/deal/d1";
const PATH = "/a/small/e/deal/d1";
const OPEN: NextStep = { ...NEXT, to: NEXT.to.map((to) => ({ ...to, open: true, needs: [] })) };
const answer = (over = {}, next = OPEN, moved: string[] = []) => ({
  record: record({ version: 4, ...over }),
  next,
  created: null,
  moved,
});

const reading: Routes = {
  [`GET ${DEAL}`]: () => opened(),
  "GET /api/apps/small/customer/c1": () => opened({ ...CUSTOMER }, { ...NEXT, to: [], actions: [] }),
  "GET /api/apps/small/customer/options": () => [{ id: "c1", title: "长海医院", subtitle: null }],
};
const page = async (more: Routes = {}): Promise<Call[]> => {
  const calls = serve({ ...reading, ...more });
  await show(<RecordPage />, { bare: true, path: PATH });
  await screen.findByRole("heading", { name: "核磁采购" });
  return calls;
};
const writes = (calls: Call[]) => calls.filter((call) => call.method !== "GET");
const button = (name: string | RegExp) => screen.findByRole("button", { name });

describe("record page", () => {
  it("says where the record stands, what is missing and what it holds", async () => {
    await page();
    expect(screen.getByText("客户触达").closest("li")?.getAttribute("aria-current")).toBe("step");
    expect(screen.getByRole("heading", { name: "进入“报价”还差 1 项" })).toBeTruthy();
    expect(screen.getByText("填写「预计金额」")).toBeTruthy();
    expect(screen.getAllByRole("link", { name: "长海医院" })[0]?.getAttribute("href")).toBe(
      "/a/small/e/customer/c1",
    );
    expect(screen.getByText("A 类")).toBeTruthy();
    await accessible();
  });

  it("a missing field is filled in place and the move done in the same submit", async () => {
    const user = userEvent.setup();
    const calls = await page({ [`POST ${DEAL}/move`]: () => answer({ stage: "quote" }, OPEN, ["quote"]) });
    await user.click(await button("补齐 1 项并进入“报价”"));
    const dialog = await screen.findByRole("dialog");
    await user.type(within(dialog).getByRole("textbox", { name: "预计金额" }), "12万");
    await accessible(dialog);
    await user.click(within(dialog).getByRole("button", { name: "保存并进入“报价”" }));
    await screen.findByText("报价");
    await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
    expect(writes(calls).map((call) => call.body)).toEqual([
      { version: 3, to: "quote", values: { amount: 12_000_000 }, entry: "form" },
    ]);
    expect(screen.getByText("报价").closest("li")?.getAttribute("aria-current")).toBe("step");
  });

  it("says for how many seconds the form was open, not the page before it", async () => {
    const user = userEvent.setup();
    const real = Date.now;
    let later = 0;
    const clock = vi.spyOn(Date, "now").mockImplementation(() => real() + later);
    try {
      const calls = await page({ [`POST ${DEAL}/move`]: () => answer({ stage: "quote" }, OPEN, ["quote"]) });
      later += 3_600_000;
      await user.click(await button("补齐 1 项并进入“报价”"));
      const dialog = await screen.findByRole("dialog");
      const amount = await within(dialog).findByRole("textbox", { name: "预计金额" });
      later += 47_000;
      await user.type(amount, "12万");
      await user.click(within(dialog).getByRole("button", { name: "保存并进入“报价”" }));
      await waitFor(() => expect(writes(calls)).toHaveLength(1));
      const told = writes(calls)[0]?.headers.get("X-Filling-Seconds") ?? "";
      expect(told).toMatch(/^\d+$/);
      // What this test itself takes comes on top.
      expect(Number(told)).toBeGreaterThanOrEqual(47);
      expect(Number(told)).toBeLessThan(3_600);
    } finally {
      clock.mockRestore();
    }
  });

  it("the sheet asks before it sends: what is required here is required whatever it is elsewhere", async () => {
    const user = userEvent.setup();
    const calls = await page();
    await user.click(await button("去填写"));
    const dialog = await screen.findByRole("dialog");
    await user.click(within(dialog).getByRole("button", { name: "保存" }));
    expect(within(dialog).getAllByText("请填写预计金额").length).toBeGreaterThan(0);
    expect(document.activeElement).toBe(within(dialog).getByRole("textbox", { name: "预计金额" }));
    expect(writes(calls)).toEqual([]);
  });

  it("an open way is one press", async () => {
    const user = userEvent.setup();
    const calls = await page({
      [`GET ${DEAL}`]: () => opened({}, OPEN),
      [`POST ${DEAL}/move`]: () => answer({ stage: "quote" }, OPEN, ["quote"]),
    });
    await user.click(await button("进入报价"));
    await waitFor(() => expect(writes(calls)).toHaveLength(1));
    expect(writes(calls)[0]?.headers.get("Idempotency-Key")).toMatch(/^[0-9a-f-]{36}$/);
  });

  it("an action shows what it writes over, wants its evidence, and sends only what was entered", async () => {
    const user = userEvent.setup();
    const calls = await page({ [`POST ${DEAL}/act`]: () => answer() });
    await user.click(await button("发送方案"));
    const dialog = await screen.findByRole("dialog", { name: "发送方案" });
    const need = await within(dialog).findByRole<HTMLInputElement>("textbox", { name: "核心诉求" });
    expect(need.value).toBe("降本");
    await user.type(within(dialog).getByRole("textbox", { name: "附言" }), "请查收");
    await user.click(within(dialog).getByRole("button", { name: "提交" }));
    expect(within(dialog).getAllByText("请上传发送截图").length).toBeGreaterThan(0);
    expect(writes(calls)).toEqual([]);
  });

  it("a gate that stays shut for an action is said as what is missing, each with its own way", async () => {
    const user = userEvent.setup();
    const needs = NEXT.to[0]?.needs ?? [];
    await page({
      [`GET ${DEAL}`]: () => opened({}, OPEN),
      [`POST ${DEAL}/move`]: () => refusal(422, "gate_missing", { needs }),
    });
    await user.click(await button("进入报价"));
    const note = await screen.findByRole("alert");
    expect(note.textContent).toContain("填写「预计金额」");
  });

  it("ways other than the one ahead are in the menu, and ask before they act", async () => {
    const user = userEvent.setup();
    const calls = await page({ [`POST ${DEAL}/move`]: () => answer({ stage: "lost" }, OPEN, ["lost"]) });
    await user.click(await button("更多操作"));
    await user.click(screen.getByRole("menuitem", { name: "输单" }));
    const dialog = await screen.findByRole("dialog", { name: "进入“输单”" });
    expect(writes(calls)).toEqual([]);
    await user.click(within(dialog).getByRole("button", { name: "输单" }));
    await waitFor(() => expect(writes(calls)).toHaveLength(1));
  });
});

describe("editing a record", () => {
  const edit = async (more: Routes) => {
    const user = userEvent.setup();
    const calls = await page(more);
    await user.click(await button("编辑"));
    const name = await screen.findByRole<HTMLInputElement>("textbox", { name: "商机名称" });
    await user.clear(name);
    await user.type(name, "核磁 3.0T 采购");
    return { user, calls, name };
  };

  it("sends only what changed, with the version it was read at", async () => {
    const { user, calls } = await edit({ [`PATCH ${DEAL}`]: () => answer({ title: "核磁 3.0T 采购" }) });
    await user.click(await button("保存"));
    await screen.findByRole("heading", { name: "核磁 3.0T 采购" });
    expect(writes(calls).map((call) => call.body)).toEqual([
      { version: 3, values: { title: "核磁 3.0T 采购" }, entry: "form" },
    ]);
  });

  it("someone was faster: what they changed is shown, mine stays, and the next save goes on top of theirs", async () => {
    let version = 3;
    const { user, calls, name } = await edit({
      [`GET ${DEAL}`]: () =>
        opened({ version, values: { ...record().values, ...(version > 3 ? { amount: 500_000 } : {}) } }),
      [`PATCH ${DEAL}`]: ({ body }) => {
        if ((body as { version: number }).version === version && version > 3) return answer({ version: 6 });
        version = 5;
        return refusal(409, "version_conflict");
      },
    });
    await user.click(await button("保存"));
    const note = await screen.findByRole("alert");
    expect(note.textContent).toContain("预计金额");
    expect(note.textContent).toContain("¥5,000.00");
    expect(name.value).toBe("核磁 3.0T 采购");
    await accessible();
    await user.click(await button("在最新内容上保存"));
    await waitFor(() => expect(writes(calls)).toHaveLength(2));
    expect(writes(calls)[1]?.body).toEqual({
      version: 5,
      values: { title: "核磁 3.0T 采购" },
      entry: "form",
    });
  });

  it("the server's refusal stands at its field, and the field is focused", async () => {
    const { user, name } = await edit({
      [`PATCH ${DEAL}`]: () =>
        refusal(422, "invalid", {
          issues: [
            { path: "title", code: "too_long", params: { max: 5 }, message: { zh: "名称太长", en: "x" } },
          ],
        }),
    });
    await user.click(await button("保存"));
    await waitFor(() => expect(document.activeElement).toBe(name));
    expect(name.getAttribute("aria-invalid")).toBe("true");
    expect(screen.getAllByText("名称太长").length).toBeGreaterThan(0);
    await user.type(name, "x");
    expect(name.getAttribute("aria-invalid")).toBeNull();
  });

  it("a retry after a lost answer carries the same key; a changed form another", async () => {
    let tries = 0;
    const { user, calls, name } = await edit({
      [`PATCH ${DEAL}`]: () => (++tries < 3 ? refusal(503, "try_again") : answer()),
    });
    await user.click(await button("保存"));
    await screen.findByText("说明 try_again");
    await user.click(await button("保存"));
    await waitFor(() => expect(writes(calls)).toHaveLength(2));
    await user.type(name, "!");
    await user.click(await button("保存"));
    await waitFor(() => expect(writes(calls)).toHaveLength(3));
    const keys = writes(calls).map((call) => call.headers.get("Idempotency-Key"));
    expect(keys[0]).toBe(keys[1]);
    expect(keys[2]).not.toBe(keys[1]);
  });
});

describe("create page", () => {
  const open = async (more: Routes = {}, search = "") => {
    const calls = serve({ ...reading, ...more });
    await show(<CreatePage />, { bare: true, path: `/a/small/e/deal/new${search}` });
    await screen.findByRole("heading", { name: "新建商机" });
    return calls;
  };

  it("lists what is wrong by name, focuses the first, and sends nothing", async () => {
    const user = userEvent.setup();
    const calls = await open();
    await user.click(await button("保存"));
    expect(screen.getByText("有 2 处需要修改")).toBeTruthy();
    expect(screen.getByRole("button", { name: "请选择客户" })).toBeTruthy();
    expect(document.activeElement).toBe(screen.getByRole("textbox", { name: "商机名称" }));
    await user.click(screen.getByRole("button", { name: "请选择客户" }));
    expect(document.activeElement).toBe(screen.getByRole("button", { name: /^客户/ }));
    expect(writes(calls)).toEqual([]);
    await accessible();
  });

  it("fields come and go by their rules, live, also by what lies behind a reference", async () => {
    const user = userEvent.setup();
    await open();
    expect(screen.queryByText("拜访日期")).toBeNull();
    await user.click(screen.getByRole("radio", { name: "是" }));
    expect(screen.getByRole("textbox", { name: "拜访日期" }).getAttribute("aria-required")).toBe("true");
    expect(screen.queryByText("重点备注")).toBeNull();
    await user.click(screen.getByRole("button", { name: /^客户/ }));
    await user.click(await screen.findByRole("option", { name: "长海医院" }));
    expect(await screen.findByRole("textbox", { name: "重点备注" })).toBeTruthy();
    expect(screen.getByText("A 类")).toBeTruthy();
  });

  it("starts with what the link brought, and goes to the new record when it is stored", async () => {
    const user = userEvent.setup();
    const calls = await open({ "POST /api/apps/small/deal": () => [201, answer()] }, "?customer=c1");
    expect((await screen.findByRole("button", { name: /客户 长海医院/ })).textContent).toContain("长海医院");
    await user.type(screen.getByRole("textbox", { name: "商机名称" }), "CT");
    await user.click(await button("保存"));
    await waitFor(() => expect(writes(calls)).toHaveLength(1));
    expect(writes(calls)[0]?.body).toEqual({ values: { title: "CT", customer: "c1" }, entry: "form" });
  });
});
