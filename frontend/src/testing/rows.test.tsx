import { screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { describe, expect, it, vi } from "vitest";
import { compileForm } from "../engine/form/plan";
import { FormView } from "../render/form/FormView";
import { FormStore } from "../render/form/store";
import { BUNDLE } from "./small";
import { accessible, prepare, show } from "./stage";

prepare();

const quote = BUNDLE.entities["quote"];

async function drawn(phone: boolean, values: Record<string, unknown> = {}): Promise<FormStore> {
  vi.stubGlobal("matchMedia", (query: string) => ({
    matches: phone && query.includes("max-width"),
    addEventListener: () => undefined,
    removeEventListener: () => undefined,
  }));
  if (!quote) throw new Error("fixture");
  const plan = compileForm(quote, BUNDLE.entities);
  const store = new FormStore({
    plan,
    values,
    env: () => ({ now: "2026-03-05T00:00:00Z", today: "2026-03-05" }),
  });
  await show(<FormView store={store} />);
  await screen.findByRole("button", { name: "添加一行" });
  return store;
}

describe("detail rows", () => {
  it("are a table to type into, with sums worked out while typing", async () => {
    const user = userEvent.setup();
    const store = await drawn(false);
    await user.click(screen.getByRole("button", { name: "添加一行" }));
    await user.type(screen.getByRole("textbox", { name: "第 1 行 品名" }), "监护仪");
    const count = screen.getByRole<HTMLInputElement>("textbox", { name: "第 1 行 数量" });
    expect(count.value).toBe("1");
    await user.clear(count);
    await user.type(count, "3");
    await user.type(screen.getByRole("textbox", { name: "第 1 行 单价" }), "1.2万");
    expect(within(screen.getByRole("table")).getByText("¥36,000.00")).toBeTruthy();
    expect(store.current().values["total"]).toBe(3_600_000);
    expect(store.changes()).toEqual({ lines: [{ item: "监护仪", count: 3, price: 1_200_000 }] });
    await accessible();
  });

  it("a row is duplicated without its identity, and a removed one can be had back where it was", async () => {
    const user = userEvent.setup();
    const store = await drawn(false, {
      lines: [
        { _id: "r1", item: "甲" },
        { _id: "r2", item: "乙" },
      ],
    });
    await user.click(screen.getAllByRole("button", { name: "复制这一行" })[0] as HTMLElement);
    expect(store.changes()).toEqual({
      lines: [{ _id: "r1", item: "甲" }, { item: "甲" }, { _id: "r2", item: "乙" }],
    });
    await user.click(screen.getAllByRole("button", { name: "删除这一行" })[0] as HTMLElement);
    expect(store.changes()).toEqual({ lines: [{ item: "甲" }, { _id: "r2", item: "乙" }] });
    expect(screen.getByText("已删除第 1 行")).toBeTruthy();
    await user.click(screen.getByRole("button", { name: "撤销" }));
    expect((store.changes()["lines"] as { _id?: string }[])[0]?._id).toBe("r1");
  });

  it("on a phone are cards; a new and a wrong one stand open, and the errors name row and field", async () => {
    const user = userEvent.setup();
    const store = await drawn(true, { lines: [{ _id: "r1", item: "甲", price: 100 }] });
    expect(screen.queryByRole("table")).toBeNull();
    const card = screen.getByRole("button", { name: /^第 1 行/ });
    expect(card.getAttribute("aria-expanded")).toBe("false");
    expect(card.textContent).toContain("甲");
    await user.click(screen.getByRole("button", { name: "添加一行" }));
    expect(screen.getByRole("button", { name: /^第 2 行/ }).getAttribute("aria-expanded")).toBe("true");
    store.attempt();
    expect(await screen.findByRole("button", { name: "第 2 行 请填写品名" })).toBeTruthy();
    await waitFor(() => expect(document.activeElement).toBe(screen.getByRole("textbox", { name: "品名" })));
    await accessible();
  });

  it("must hold one where the form says so", async () => {
    const store = await drawn(false);
    store.attempt();
    expect((await screen.findAllByText("请至少添加一行明细")).length).toBeGreaterThan(0);
  });

  it("typed text that means nothing stays with its row", async () => {
    const user = userEvent.setup();
    const store = await drawn(false, { lines: [{ _id: "r1", item: "甲" }] });
    await user.type(screen.getByRole("textbox", { name: "第 1 行 单价" }), "面议");
    expect(screen.getByText("这不是一个数字")).toBeTruthy();
    expect(store.attempt()).toBe(false);
  });
});
