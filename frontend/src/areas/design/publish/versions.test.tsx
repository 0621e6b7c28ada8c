import { screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, describe, expect, it, vi } from "vitest";
import { renameApp } from "../../../engine/design/commands/app";
import { documentsOf } from "../../../engine/design/documents";
import { apply, type AppJson, type Command } from "../../../engine/design/operations";
import "../../../i18n/parts/design";
import { Bench } from "../../../testing/bench";
import { DESIGNED } from "../../../testing/designed";
import { refusal, serve, type Routes } from "../../../testing/server";
import { SESSION } from "../../../testing/small";
import { accessible, prepare, show } from "../../../testing/stage";
import PublishSection from ".";

prepare();
afterEach(() => void vi.restoreAllMocks());

const version = (number: number, note: string, live = false) => ({
  number,
  at: `2026-03-0${number}T01:00:00Z`,
  by: number === 1 ? null : { id: "p1", name: "陈静" },
  note,
  live,
  moving: 0,
  copying: 0,
});
const said = (zh: string) => ({
  groups: [
    {
      kind: "narrowing",
      label: { zh: "收紧" },
      changes: [{ path: "app/name", place: {}, words: { zh }, before: {}, after: {} }],
    },
  ],
});
const RENAMED = renameApp(DESIGNED, "华东销售", "zh");
const AHEAD = documentsOf(apply(DESIGNED as unknown as AppJson, RENAMED.operations).app);
const BACK: Command = {
  label: { zh: "恢复到第 1 版", en: "Restore version 1" },
  operations: [{ path: "app/icon", value: "star" }],
};

const REVISION = 2;

async function open(more: Routes = {}, app = DESIGNED) {
  const calls = serve({
    "GET /api/session": () => SESSION,
    "GET /api/design/small/planned": () => ({ planned: null }),
    "GET /api/design/small/versions": () => [version(2, "客户来源", true), version(1, "从模板开始")],
    "GET /api/design/small/changes": ({ query }) =>
      said(`从${query.get("from") ?? "使用中"}到${query.get("to") ?? "草稿"}`),
    "GET /api/design/small/talk": () => ({ topics: [], next: null, open: {}, waiting: 0, designs: true }),
    "GET /api/design/small/in_flight": () => ({
      counts: [],
      touched: [],
      mappings_needed: [],
      total: 0,
      withheld: false,
      next: null,
    }),
    "GET /api/design/small/edits": ({ query }) => ({
      revision: REVISION + 1,
      findings: [],
      edits: [{ revision: Number(query.get("after")) + 1, at: "2026-03-05T01:00:00Z", by: null, ...BACK }],
    }),
    ...more,
  });
  const icons: unknown[] = [];
  const view = await show(
    <Bench app={app} live={DESIGNED} revision={REVISION} onApp={(now) => icons.push(now.app.icon)}>
      <PublishSection />
    </Bench>,
  );
  const user = userEvent.setup();
  await user.click(screen.getByRole("tab", { name: "版本" }));
  await screen.findByText("从模板开始");
  return { calls, icons, view, user };
}

const posted = (calls: Awaited<ReturnType<typeof open>>["calls"]) =>
  calls.filter(({ method }) => method === "POST").map(({ path, body }) => [path, body]);

describe("versions", () => {
  it("show what going back changes before it is done, then what is to be published", async () => {
    const { calls, icons, user, view } = await open({
      "POST /api/design/small/versions/1/restore": () => ({ revision: 3, findings: [] }),
    });
    await user.click(screen.getByRole("button", { name: /恢复到这一版/ }));
    const sure = screen.getByRole("dialog", { name: "把草稿恢复到第 1 版？" });
    expect(await within(sure).findByText("从使用中到1")).toBeTruthy();
    await accessible(view.container);
    expect(posted(calls)).toEqual([]);
    await user.click(within(sure).getByRole("button", { name: "恢复到这一版" }));
    // It is one's own edit, to be taken back; and the next step is in sight.
    await waitFor(() => expect(icons).toEqual(["star"]));
    await waitFor(() =>
      expect(screen.getByRole("tab", { name: "发布" }).getAttribute("aria-selected")).toBe("true"),
    );
    expect(screen.queryByRole("dialog")).toBeNull();
    expect(posted(calls)).toEqual([["/api/design/small/versions/1/restore", { revision: REVISION }]]);
  });
  it("say which business objects are kept out of sight, and that nothing of them is lost", async () => {
    const hidden = [
      { entity: "visit", label: { zh: "拜访" }, records: 12, rows_of: null },
      { entity: "visit_line", label: { zh: "样品" }, records: 3, rows_of: { zh: "拜访" } },
    ];
    const { user, view } = await open({
      "GET /api/design/small/changes": () => ({ ...said("业务对象停用"), hidden }),
    });
    await user.click(screen.getByRole("button", { name: /恢复到这一版/ }));
    const sure = within(screen.getByRole("dialog", { name: "把草稿恢复到第 1 版？" }));
    expect(await sure.findByText("「拜访」：12 条记录")).toBeTruthy();
    expect(sure.getByText("「拜访」的明细「样品」：3 行")).toBeTruthy();
    expect(sure.getByText(/数据一条都不删/)).toBeTruthy();
    await accessible(view.container);
  });
  it("leave the draft alone when one thinks better of it", async () => {
    const { calls, user } = await open();
    await user.click(screen.getByRole("button", { name: /恢复到这一版/ }));
    await user.click(within(screen.getByRole("dialog")).getByRole("button", { name: "取消" }));
    expect(screen.queryByRole("dialog")).toBeNull();
    expect(posted(calls)).toEqual([]);
  });
  it("offer no way back to the one in force, and nothing to discard where all is published", async () => {
    await open();
    expect(screen.getAllByRole("button", { name: /恢复到这一版/ })).toHaveLength(1);
    expect(screen.getByRole("button", { name: "放弃未发布的修改" })).toHaveProperty("disabled", true);
    expect(screen.getByText("没有未发布的修改")).toBeTruthy();
  });
  it("tell what a version changed, not what the draft of that number does", async () => {
    const { user } = await open();
    expect(REVISION).toBe(2);
    await user.click(screen.getByRole("tab", { name: "发布" }));
    expect(await screen.findByText("从使用中到草稿")).toBeTruthy();
    await user.click(screen.getByRole("tab", { name: "版本" }));
    await user.click(await screen.findByRole("button", { name: /这一版改了什么/ }));
    expect(await screen.findByText("从1到2")).toBeTruthy();
  });
  it("discard what is not published, told before, and stay where they are", async () => {
    const { calls, user } = await open(
      { "POST /api/design/small/discard": () => ({ revision: 3, findings: [] }) },
      AHEAD,
    );
    await user.click(screen.getByRole("button", { name: "放弃未发布的修改" }));
    const sure = screen.getByRole("dialog", { name: "放弃所有未发布的修改？" });
    expect(await within(sure).findByText("从使用中到草稿")).toBeTruthy();
    await user.click(within(sure).getByRole("button", { name: "放弃未发布的修改" }));
    await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
    expect(posted(calls)).toEqual([["/api/design/small/discard", { revision: REVISION }]]);
    expect(screen.getByRole("tab", { name: "版本" }).getAttribute("aria-selected")).toBe("true");
  });
  it("take nobody's edit for going back where nothing was to be done", async () => {
    const { calls, icons, user } = await open({
      "POST /api/design/small/versions/1/restore": () => ({ revision: REVISION, findings: [] }),
    });
    await user.click(screen.getByRole("button", { name: /恢复到这一版/ }));
    await user.click(within(screen.getByRole("dialog")).getByRole("button", { name: "恢复到这一版" }));
    await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
    expect(calls.some(({ path }) => path.endsWith("/edits"))).toBe(false);
    expect(icons).toEqual([]);
  });
  it("say why it cannot be done", async () => {
    const { icons, user, view } = await open({
      "POST /api/design/small/versions/1/restore": () => refusal(409, "draft_changed"),
    });
    await user.click(screen.getByRole("button", { name: /恢复到这一版/ }));
    await user.click(within(screen.getByRole("dialog")).getByRole("button", { name: "恢复到这一版" }));
    expect((await screen.findByRole("alert")).textContent).toContain("说明 draft_changed");
    expect(icons).toEqual([]);
    await accessible(view.container);
  });
});
