import { screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { describe, expect, it } from "vitest";
import type { Staff } from "../../../api/manage";
import { serve } from "../../../testing/server";
import { SESSION } from "../../../testing/small";
import { prepare, show } from "../../../testing/stage";
import { PeoplePage } from "./PeoplePage";

prepare();

const ADMIN: Staff = {
  id: "p9",
  name: "孙磊",
  unit: "u1",
  unit_name: "总部",
  login: "sunlei",
  active: true,
  must_change: false,
  roles: { sales: "hq_admin", seals: "keeper", gone: "x_7" },
  role_labels: {
    sales: { zh: "总部管理员", en: "HQ administrator" },
    seals: { zh: "印章管理员", en: "Keeper" },
  },
};

/** The page of somebody who may give the role of a rep in one app, and nothing else. */
async function open() {
  const app = { key: "sales", name: { zh: "销售管理" }, roles: { rep: { zh: "销售", en: "Rep" } } };
  serve({
    "GET /api/session": () => ({ ...SESSION, person: { ...SESSION.person, manages: true } }),
    "GET /api/apps": () => [app],
    "GET /api/staff": () => [ADMIN],
    "GET /api/units": () => [{ id: "u1", name: "总部", parent: null, kind: "", active: true, children: [] }],
  });
  await show(<PeoplePage />);
}

describe("the people of the organisation", () => {
  it("have roles by their names, also where one may not give them", async () => {
    await open();
    const row = await screen.findByRole("row", { name: /孙磊/ });
    expect(await within(row).findByText("销售管理 · 总部管理员")).toBeTruthy();
    expect(within(row).getByText("印章管理员"), "an app one has no role in").toBeTruthy();
    expect(within(row).getByText("x_7"), "a role that is no more").toBeTruthy();
    await userEvent.click(within(row).getByRole("button", { name: "管理“孙磊”" }));
    await userEvent.click(await screen.findByRole("menuitem", { name: "修改" }));
    const role = await screen.findByRole<HTMLSelectElement>("combobox", { name: "销售管理" });
    expect([...role.options].map((one) => one.textContent)).toContain("总部管理员");
    expect(role.selectedOptions[0]?.textContent).toBe("总部管理员");
    await userEvent.selectOptions(role, "销售");
    expect([...role.options].map((one) => one.textContent)).toContain("总部管理员");
  });
});
