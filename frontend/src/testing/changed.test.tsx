import { cleanup, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, describe, expect, it, vi } from "vitest";
import type { Draft } from "../api/device";
import type { Bundle } from "../api/types";
import { Outbox } from "../areas/fill/drafts/outbox";
import { CreatePage } from "../areas/fill/record/CreatePage";
import { refusal, serve, type Routes } from "./server";
import { BUNDLE, opened, record } from "./small";
import { accessible, prepare, show } from "./stage";

/** What is on the device. */
const memory = vi.hoisted(() => ({ drafts: new Map<string, unknown>() }));

vi.mock("../api/device", () => ({
  drafts: {
    read: (key: string) => Promise.resolve((memory.drafts.get(key) ?? null) as Draft | null),
    write: (one: Draft) => Promise.resolve(memory.drafts.set(one.key, one).size > 0),
    remove: (key: string) => Promise.resolve(void memory.drafts.delete(key)),
  },
  keptFiles: {},
  waitingWrites: {},
}));

prepare();
beforeEach(() => memory.drafts.clear());

const words = (zh: string) => ({ zh, en: zh });
const deal = BUNDLE.entities["deal"];
if (!deal) throw new Error("the small app has deals");
const { visited: _gone, visited_on: _with, ...kept } = deal.properties;
/** The app of a version later: a required field more, two fewer. */
const NEWER: Bundle = {
  ...BUNDLE,
  version: BUNDLE.version + 1,
  digest: "newer",
  entities: {
    ...BUNDLE.entities,
    deal: {
      ...deal,
      properties: {
        ...kept,
        rival: {
          type: "string",
          field: { kind: "text", label: words("竞争对手"), order: 15, required: true },
        },
      },
    },
  },
};
const CHANGED = refusal(409, "app_changed", {
  params: {
    drawn: BUNDLE.version,
    version: NEWER.version,
    changed: [
      { place: words("商机"), words: words("新增必填字段「竞争对手」"), field: "rival" },
      { place: words("商机"), words: words("去掉字段「是否拜访」"), field: "visited" },
    ],
  },
  issues: [{ path: "rival", code: "required", message: words("请填写竞争对手") }],
});
const around: Routes = {
  "GET /api/apps/small": () => NEWER,
  "GET /api/apps/small/customer/options": () => [{ id: "c1", title: "长海医院", subtitle: null }],
  "GET /api/apps/small/customer/c1": () =>
    opened({ id: "c1", entity: "customer", title: "长海医院", values: { level: "a" } }),
};
const open = async (bundle?: Bundle) => {
  await show(<CreatePage />, {
    bare: true,
    path: "/a/small/e/deal/new",
    ...(bundle ? { bundle } : {}),
  });
  await screen.findByRole("heading", { name: "新建商机" });
  return userEvent.setup();
};

describe("a form whose app has changed meanwhile", () => {
  it("says what has, keeps what was typed, and is sent again with one press", async () => {
    const replies = [CHANGED, { record: record(), next: {}, created: null, moved: [] }];
    const calls = serve({ ...around, "POST /api/apps/small/deal": () => replies.shift() });
    const user = await open();
    await user.type(screen.getByRole("textbox", { name: "商机名称" }), "核磁");
    await user.click(await screen.findByRole("button", { name: /^客户/ }));
    await user.click(await screen.findByRole("option", { name: "长海医院" }));
    await user.click(screen.getByRole("radio", { name: "否" }));
    await user.click(screen.getByRole("button", { name: "保存" }));

    const rival = await screen.findByRole<HTMLInputElement>("textbox", { name: "竞争对手" });
    // Once above the form, once at its field.
    await waitFor(() => expect(screen.getAllByText("新增必填字段「竞争对手」")).toHaveLength(2));
    expect(
      document.getElementById(rival.getAttribute("aria-describedby")?.split(" ")[0] ?? "")?.textContent,
    ).toContain("新增必填字段「竞争对手」");
    await waitFor(() => expect(document.activeElement).toBe(rival));
    expect(screen.getByRole<HTMLInputElement>("textbox", { name: "商机名称" }).value).toBe("核磁");
    expect(
      screen.getByText("这些内容现在没有地方填了，提交时不会带上：").parentElement?.textContent,
    ).toContain("是否拜访");
    await accessible();
    await user.type(rival, "甲公司");
    await user.click(screen.getByRole("button", { name: "按新表单提交" }));
    await screen.findByText("page: record");

    const posts = calls.filter((call) => call.method === "POST");
    expect(posts.map((call) => call.headers.get("X-App-Version"))).toEqual([
      String(BUNDLE.version),
      String(NEWER.version),
    ]);
    expect(posts[1]?.body).toEqual({
      values: { title: "核磁", customer: "c1", rival: "甲公司" },
      entry: "form",
    });
    expect(memory.drafts.size).toBe(0);
  });

  it("what was sent after a dead line and refused so says it where it is taken up again", async () => {
    const key = "p1/small/deal/new";
    const box = new Outbox({
      send: () => Promise.reject(new Error("not sent here")),
      settle: (write) => Promise.resolve(write),
      store: {
        all: () => Promise.resolve([]),
        put: () => Promise.resolve(true),
        remove: () => Promise.resolve(null),
      },
      drafts: { write: (one) => Promise.resolve(memory.drafts.set(one.key, one).size > 0) },
    });
    const visited = deal.properties["visited"];
    if (!visited) throw new Error("deals are visited");
    const draft: Draft = {
      key,
      values: { title: "核磁", visited: true, old_note: "周三再来" },
      fields: { visited: { label: words("是否拜访"), property: visited } },
      titles: {},
      version: null,
      saved: 1,
    };
    await box.reopen({
      key: "k1",
      person: "p1",
      app: "small",
      write: { method: "POST", path: "/api/apps/small/deal", body: {} },
      label: words("商机"),
      draft,
      back: "/",
      queued: 1,
      refused: CHANGED[1] as never,
    });
    serve(around);
    const stored = [...memory.drafts.values()][0] as Draft;
    expect(stored.refused?.code).toBe("app_changed");
    memory.drafts.clear();
    const { SESSION } = await import("./small");
    memory.drafts.set(`${SESSION.person.id}/small/deal/new`, stored);
    const user = await open(NEWER);
    await user.click(await screen.findByRole("button", { name: "继续填写" }));
    expect(screen.getByRole<HTMLInputElement>("textbox", { name: "商机名称" }).value).toBe("核磁");
    await waitFor(() => expect(screen.getAllByText("新增必填字段「竞争对手」")).toHaveLength(2));
    await user.type(screen.getByRole("textbox", { name: "竞争对手" }), "甲公司");
    // What was typed into a field that is gone can be copied, as it read where that is known.
    const left = screen.getByText("这些内容现在没有地方填了，提交时不会带上：").parentElement;
    expect(left?.textContent).toContain("是否拜访：是");
    expect(left?.textContent).toContain("old_note：周三再来");
  });

  it("what was kept of an earlier visit and fits no field any more is shown, without a refusal too", async () => {
    serve(around);
    const first = await show(<CreatePage />, { bare: true, path: "/a/small/e/deal/new" });
    await screen.findByRole("heading", { name: "新建商机" });
    await userEvent.click(screen.getByRole("radio", { name: "否" }));
    await screen.findByText("已保存到本机");
    first.unmount();
    const user = await open(NEWER);
    await user.click(await screen.findByRole("button", { name: "继续填写" }));
    const left = screen.getByText("这些内容现在没有地方填了，提交时不会带上：").parentElement;
    expect(left?.textContent).toContain("是否拜访：否");
    // It stays with the rest of what is typed: it is there on the visit after, too.
    await user.type(screen.getByRole("textbox", { name: "竞争对手" }), "甲公司");
    await screen.findByText("已保存到本机");
    cleanup();
    const again = await open(NEWER);
    await again.click(await screen.findByRole("button", { name: "继续填写" }));
    expect(
      screen.getByText("这些内容现在没有地方填了，提交时不会带上：").parentElement?.textContent,
    ).toContain("是否拜访：否");
  });
});
