import { act, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Draft, KeptFile, Waiting } from "../api/device";
import { CreatePage } from "../areas/fill/record/CreatePage";
import { outbox } from "../areas/fill/drafts/outbox";
import { serve } from "./server";
import { opened, record } from "./small";
import { prepare, show } from "./stage";

/** A device that remembers across "reloads" of the page within one test. */
const memory = vi.hoisted(() => ({
  drafts: new Map<string, unknown>(),
  files: new Map<string, unknown>(),
  waiting: new Map<string, unknown>(),
}));

vi.mock("../api/device", () => {
  const store = <T,>(map: Map<string, unknown>, id: (one: T) => string) => ({
    read: (key: string) => Promise.resolve((map.get(key) ?? null) as T | null),
    write: (one: T) => Promise.resolve(map.set(id(one), one).size > 0),
    put: (one: T) => Promise.resolve(map.set(id(one), one).size > 0),
    remove: (key: string) => Promise.resolve(void map.delete(key)),
    all: () => Promise.resolve([...map.values()] as T[]),
  });
  return {
    drafts: store<Draft>(memory.drafts, (one) => one.key),
    keptFiles: store<KeptFile>(memory.files, (one) => one.id),
    waitingWrites: store<Waiting>(memory.waiting, (one) => one.key),
  };
});

prepare();
beforeEach(() => {
  for (const map of Object.values(memory)) map.clear();
});
afterEach(async () => {
  for (const one of outbox.list()) await outbox.drop(one.key);
});

const options = {
  "GET /api/apps/small/customer/options": () => [{ id: "c1", title: "长海医院", subtitle: null }],
};
const customer = {
  "GET /api/apps/small/customer/c1": () =>
    opened({ id: "c1", entity: "customer", title: "长海医院", values: { level: "a" } }),
};
const open = async () => {
  const drawn = await show(<CreatePage />, { bare: true, path: "/a/small/e/deal/new" });
  await screen.findByRole("heading", { name: "新建商机" });
  return drawn;
};
const fillIn = async () => {
  const user = userEvent.setup();
  await user.type(screen.getByRole("textbox", { name: "商机名称" }), "核磁");
  await user.click(await screen.findByRole("button", { name: /^客户/ }));
  await user.click(await screen.findByRole("option", { name: "长海医院" }));
  return user;
};

describe("unfinished input", () => {
  it("is kept while typing, offered after a reload, and restored with the names of references", async () => {
    serve({ ...options, ...customer });
    const first = await open();
    await fillIn();
    expect(await screen.findByText("已保存到本机")).toBeTruthy();
    first.unmount();
    await open();
    const user = userEvent.setup();
    await user.click(await screen.findByRole("button", { name: "继续填写" }));
    expect(screen.getByRole<HTMLInputElement>("textbox", { name: "商机名称" }).value).toBe("核磁");
    expect(screen.getByRole("button", { name: /^客户/ }).textContent).toContain("长海医院");
  });
  it("is gone when it is not wanted", async () => {
    serve({ ...options, ...customer });
    const first = await open();
    await fillIn();
    await screen.findByText("已保存到本机");
    first.unmount();
    await open();
    const user = userEvent.setup();
    await user.click(await screen.findByRole("button", { name: "不要了" }));
    expect(memory.drafts.size).toBe(0);
    expect(screen.getByRole<HTMLInputElement>("textbox", { name: "商机名称" }).value).toBe("");
  });
});

describe("a dead line", () => {
  it("lets the write wait with its key; when there is a line it goes once, and no draft is left to send it twice", async () => {
    let alive = false;
    const calls = serve({
      ...options,
      ...customer,
      "POST /api/apps/small/deal": () =>
        alive ? { record: record(), next: {}, created: null, moved: [] } : "dead",
    });
    await open();
    const user = await fillIn();
    await user.click(screen.getByRole("button", { name: "保存" }));
    await waitFor(() => expect(memory.waiting.size).toBe(1));
    expect(memory.drafts.size).toBe(0);
    alive = true;
    await act(() => outbox.run());
    expect(memory.waiting.size).toBe(0);
    const posts = calls.filter((call) => call.method === "POST");
    expect(posts).toHaveLength(2);
    expect(new Set(posts.map((call) => call.headers.get("Idempotency-Key"))).size).toBe(1);
    expect(posts[1]?.body).toEqual({ values: { title: "核磁", customer: "c1" }, entry: "form" });
  });
});
