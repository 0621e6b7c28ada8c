import { screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { describe, expect, it, vi } from "vitest";
import type { AppDoc } from "../../../engine/design/documents";
import { Bench } from "../../../testing/bench";
import { DESIGNED } from "../../../testing/designed";
import { accessible, prepare, show } from "../../../testing/stage";
import AccessSection from ".";

prepare();

async function open(app: AppDoc = DESIGNED) {
  let now = app;
  const user = userEvent.setup();
  const view = await show(
    <Bench
      app={app}
      live={app}
      onApp={(next) => {
        now = next;
      }}
    >
      <AccessSection />
    </Bench>,
  );
  return { user, view, app: () => now };
}

function narrow(): void {
  vi.stubGlobal("matchMedia", (query: string) => ({
    matches: query.includes("max-width"),
    addEventListener: () => undefined,
    removeEventListener: () => undefined,
  }));
}

describe("the access section", () => {
  it("gives a role a usual set of rights, then one right less", async () => {
    const { user, app } = await open();
    await user.selectOptions(screen.getByRole("combobox", { name: "商机 · 常用权限" }), "经理：本部门及下级");
    expect(app().access.roles["rep"]?.entities?.["deal"]?.scope).toBe("subtree");
    await user.click(screen.getByRole("checkbox", { name: "商机 · 导出" }));
    expect(app().access.roles["rep"]?.entities?.["deal"]?.exports).toBeUndefined();
    expect(screen.getByRole<HTMLSelectElement>("combobox", { name: "商机 · 常用权限" }).value).toBe("");
  });
  it("hides a field from a role", async () => {
    const { user, app } = await open();
    const line = screen.getByRole("row", { name: /^商机/ });
    await user.click(within(line).getByRole("button", { name: "全部可写" }));
    await user.selectOptions(screen.getByRole("combobox", { name: "预计金额 · 字段权限" }), "不可见");
    expect(app().access.roles["rep"]?.entities?.["deal"]?.fields).toEqual({ amount: "none" });
  });
  it("adds a role like another and shows it", async () => {
    const { user, app } = await open();
    await user.click(screen.getByRole("button", { name: "添加角色" }));
    await user.type(
      within(screen.getByRole("dialog")).getByRole("textbox", { name: /角色名称/ }),
      "内勤{Enter}",
    );
    expect(Object.values(app().access.roles).map((role) => role.label.zh)).toContain("内勤");
    expect(screen.getByRole("heading", { name: "权限" })).toBeTruthy();
    expect(screen.getByRole("region", { name: "内勤的权限" })).toBeTruthy();
  });
  it("shuts a role out of a step", async () => {
    const { user, app } = await open();
    await user.click(screen.getByRole("tab", { name: "谁可以做" }));
    await user.click(screen.getByRole("checkbox", { name: "签约 · 销售" }));
    expect(app().flows?.["deal"]?.transitions["to_won"]?.roles).toEqual({ boss: {} });
  });
  it("is one thing below the other on a phone, with the same rights", async () => {
    narrow();
    const { user, view, app } = await open();
    expect(screen.queryByRole("table")).toBeNull();
    await user.selectOptions(screen.getByRole("combobox", { name: "商机 · 常用权限" }), "经理：本部门及下级");
    await user.click(screen.getByRole("button", { name: /^商机/, expanded: false }));
    await user.click(
      within(screen.getByRole("group", { name: "商机 · 各项权限" })).getByRole("checkbox", { name: "导出" }),
    );
    await user.selectOptions(screen.getByRole("combobox", { name: "商机 · 数据范围" }), "全部");
    await user.selectOptions(screen.getByRole("combobox", { name: "预计金额 · 字段权限" }), "不可见");
    const held = app().access.roles["rep"]?.entities?.["deal"];
    expect(held).toMatchObject({ scope: "all", fields: { amount: "none" } });
    expect(held?.exports).toBeUndefined();
    expect(screen.getByRole("button", { name: /^商机: 全部 · 新建.* · .*1/, expanded: true })).toBeTruthy();
    await accessible(view.container);
  });
  it("says on a phone for one role at a time who may do what", async () => {
    narrow();
    const { user, view, app } = await open();
    await user.click(screen.getByRole("tab", { name: "谁可以做" }));
    await user.selectOptions(screen.getByRole("combobox", { name: "角色" }), "销售");
    await user.click(screen.getByRole("checkbox", { name: /^签约/ }));
    expect(app().flows?.["deal"]?.transitions["to_won"]?.roles).toEqual({ boss: {} });
    await accessible(view.container);
  });
  it("has no accessibility faults", async () => {
    const { view } = await open();
    await accessible(view.container);
  });
});
