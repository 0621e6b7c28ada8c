import { QueryClientProvider } from "@tanstack/react-query";
import {
  createMemoryHistory,
  createRootRoute,
  createRoute,
  createRouter,
  Outlet,
  RouterProvider,
} from "@tanstack/react-router";
import { render, screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { describe, expect, it } from "vitest";
import type { Designs, Guess } from "../../../api/design";
import { newQueryClient } from "../../../api/hooks";
import { refusal, serve, type Routes } from "../../../testing/server";
import { accessible, prepare } from "../../../testing/stage";
import { waitingRows } from "../shared/rows";
import { StartPage } from "./StartPage";

prepare();

const DESIGNS: Designs = {
  apps: [
    {
      app: "sales",
      name: { zh: "大客户销售" },
      icon: "handshake",
      live: 3,
      draft: { revision: 9, ahead: 2, updated_at: "2026-03-01T17:00:00Z", by: { id: "p2", name: "李娜" } },
    },
  ],
  templates: [
    { key: "store", name: { zh: "门店销售" }, help: { zh: "进店、试用、成交" }, icon: "tag", version: "1" },
  ],
  may_start: true,
};
const GUESS: Guess = {
  job: "j1",
  entity: { entity: { id: "ke_hu", label: { zh: "客户" }, title: "ming_cheng" }, properties: {} },
  columns: [
    {
      name: "名称",
      field: "ming_cheng",
      kind: "text",
      why: { zh: "文字" },
      samples: ["协和"],
      required: true,
      options: [],
    },
    {
      name: "进展",
      field: "jin_zhan",
      kind: "choice",
      why: { zh: "只有 2 种取值" },
      samples: ["报价"],
      required: false,
      options: ["触达", "报价"],
    },
    {
      name: "备注",
      field: "bei_zhu",
      kind: "text",
      why: { zh: "文字" },
      samples: [],
      required: false,
      options: [],
    },
  ],
  rows: 12,
};

async function open(routes: Routes) {
  const calls = serve({ "GET /api/design": () => DESIGNS, ...routes });
  const root = createRootRoute({ component: Outlet });
  const tree = root.addChildren([
    createRoute({ getParentRoute: () => root, path: "/", component: StartPage }),
    createRoute({ getParentRoute: () => root, path: "/design/$app/$", component: () => <p>bench</p> }),
  ]);
  const router = createRouter({ routeTree: tree, history: createMemoryHistory({ initialEntries: ["/"] }) });
  await router.load();
  render(
    <QueryClientProvider client={newQueryClient()}>
      <RouterProvider router={router as never} />
    </QueryClientProvider>,
  );
  const user = userEvent.setup();
  await screen.findByRole("heading", { name: "新建应用" });
  return { calls, user, router };
}

describe("where designing begins", () => {
  it("shows one's apps with the state of their drafts", async () => {
    await open({});
    const card = screen.getByRole("link", { name: /大客户销售/ });
    expect(card.textContent).toContain("第 3 版使用中");
    expect(card.textContent).toContain("有未发布的修改");
    expect(card.textContent).toContain("李娜 于 2026年3月2日 修改");
    await accessible();
  });
  it("starts from a template under a name of one's own, and opens the workbench", async () => {
    const { calls, user, router } = await open({
      "POST /api/design": () => [201, { app: "men_dian", job: null }],
    });
    await user.click(screen.getByRole("button", { name: /门店销售/ }));
    const name = screen.getByLabelText("应用名称");
    await user.clear(name);
    await user.click(screen.getByRole("button", { name: "新建" }));
    expect(screen.getByText("请填写应用名称")).toBeTruthy();
    await user.type(name, "华东门店");
    await user.click(screen.getByRole("button", { name: "新建" }));
    await screen.findByText("bench");
    expect(calls.find(({ method }) => method === "POST")?.body).toEqual({
      start: { kind: "template", template: "store" },
      name: { zh: "华东门店" },
    });
    expect(router.state.location.pathname).toBe("/design/men_dian/data");
  });
  it("says what the server refuses, and asks again with the same key only when nothing was answered", async () => {
    let times = 0;
    const { calls, user } = await open({
      "POST /api/design": () => (times++ === 0 ? refusal(503, "try_again") : refusal(422, "app_limit")),
    });
    await user.click(screen.getByRole("button", { name: /空白应用/ }));
    await user.type(screen.getByLabelText("应用名称"), "售后");
    await user.type(screen.getByLabelText("先管理什么"), "工单");
    for (const words of ["说明 try_again", "说明 app_limit", "说明 app_limit"]) {
      await user.click(screen.getByRole("button", { name: "新建" }));
      await screen.findByText(words);
    }
    const posts = calls.filter(({ method }) => method === "POST");
    const sent = posts.map(({ headers }) => headers.get("Idempotency-Key"));
    expect(sent[0]).toBe(sent[1]);
    expect(sent[2]).not.toBe(sent[1]);
    expect(posts[0]?.body).toEqual({
      start: { kind: "blank", entity: { zh: "工单" } },
      name: { zh: "售后" },
    });
  });
  it("makes fields of a file's columns as a person confirms them, and keeps its rows for later", async () => {
    const { calls, user } = await open({
      "POST /api/design/guess": () => [201, GUESS],
      "PUT /api/design/guess/j1": () => GUESS,
      "POST /api/design": () => [201, { app: "ke_hu", job: "i9" }],
    });
    await user.click(screen.getByRole("button", { name: /从 Excel 或 CSV 开始/ }));
    const picker = screen.getByLabelText("选择文件", { selector: "input" });
    await user.upload(picker, new File(["名称,进展"], "客户.csv", { type: "text/csv" }));
    const dialog = await screen.findByRole("dialog", { name: "确认每一列（共 12 行）" });
    expect(within(dialog).getByText("只有 2 种取值")).toBeTruthy();
    await accessible(dialog);
    await user.click(within(dialog).getByRole("checkbox", { name: "用“备注”这一列" }));
    const label = within(dialog).getByLabelText("“名称”的字段名称");
    await user.clear(label);
    await user.type(label, "客户名称");
    expect(within(dialog).getByRole("option", { name: "客户名称" }).closest("select")).toBe(
      within(dialog).getByLabelText("一条记录叫什么"),
    );
    await user.selectOptions(within(dialog).getByLabelText("哪一列是推进的阶段"), "jin_zhan");
    await user.click(within(dialog).getByRole("button", { name: "新建" }));
    await screen.findByText("bench");
    expect(calls.find(({ path }) => path.endsWith("/guess"))?.headers.get("X-File-Name")).toBe(
      encodeURIComponent("客户.csv"),
    );
    expect(calls.find(({ method }) => method === "PUT")?.body).toEqual({
      label: { zh: "客户" },
      columns: { bei_zhu: { skip: true }, ming_cheng: { label: { zh: "客户名称" } } },
      stages: "jin_zhan",
      title: "ming_cheng",
    });
    expect(calls.find(({ method, path }) => method === "POST" && path === "/api/design")?.body).toEqual({
      start: { kind: "file", job: "j1" },
      name: { zh: "客户" },
    });
    expect(waitingRows("ke_hu")).toEqual({ entity: "ke_hu", job: "i9" });
  });
  it("says what a record is called: the guess stands there, another column may be, one left out never is", async () => {
    const { calls, user } = await open({
      "POST /api/design/guess": () => [201, GUESS],
      "PUT /api/design/guess/j1": () => GUESS,
      "POST /api/design": () => [201, { app: "ke_hu", job: "i9" }],
    });
    await user.click(screen.getByRole("button", { name: /从 Excel 或 CSV 开始/ }));
    const picker = screen.getByLabelText("选择文件", { selector: "input" });
    await user.upload(picker, new File(["名称,进展"], "客户.csv", { type: "text/csv" }));
    const dialog = await screen.findByRole("dialog", { name: "确认每一列（共 12 行）" });
    const naming = within(dialog).getByLabelText<HTMLSelectElement>("一条记录叫什么");
    const offered = () => [...naming.options].map(({ value }) => value);
    expect([naming.value, offered()]).toEqual(["ming_cheng", ["ming_cheng", "bei_zhu"]]);
    await user.selectOptions(naming, "bei_zhu");
    expect(naming.value).toBe("bei_zhu");
    const used = within(dialog).getByRole("checkbox", { name: "用“备注”这一列" });
    await user.click(used);
    expect([naming.value, offered()]).toEqual(["ming_cheng", ["ming_cheng"]]);
    await user.click(used);
    expect(naming.value).toBe("bei_zhu");
    await user.click(within(dialog).getByRole("button", { name: "新建" }));
    await screen.findByText("bench");
    expect(calls.find(({ method }) => method === "PUT")?.body).toMatchObject({ title: "bei_zhu" });
  });
});
