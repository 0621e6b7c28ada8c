import { screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { describe, expect, it } from "vitest";
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
  it("has no accessibility faults", async () => {
    const { view } = await open();
    await accessible(view.container);
  });
});
