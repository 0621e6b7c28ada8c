import { screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, describe, expect, it, vi } from "vitest";
import type { AppDoc } from "../../../engine/design/documents";
import { removeField } from "../../../engine/design/commands/fields";
import type { Command } from "../../../engine/design/operations";
import { setLang } from "../../../i18n";
import { Bench } from "../../../testing/bench";
import { DESIGNED } from "../../../testing/designed";
import { accessible, prepare, show } from "../../../testing/stage";
import type { Finding } from "../workbench/context";
import { useWorkbench } from "../workbench/context";
import AccessSection from ".";

prepare();
afterEach(() => setLang("zh"));

const deal = DESIGNED.entities["deal"] as (typeof DESIGNED.entities)[string];
const roles = DESIGNED.access.roles;
/** With a formula, and a role that sees customers alone. */
const APP: AppDoc = {
  ...DESIGNED,
  access: {
    roles: {
      ...roles,
      desk: { label: { zh: "前台", en: "Desk" }, order: 30, entities: { customer: { scope: "all" } } },
    },
  },
  entities: {
    ...DESIGNED.entities,
    deal: {
      ...deal,
      properties: {
        ...deal.properties,
        half: {
          field: { kind: "formula", label: { zh: "一半", en: "Half" }, order: 50, compute: { f: "amount" } },
        },
      },
    },
  },
};

function Undo() {
  const { app, run, undo } = useWorkbench();
  return (
    <>
      <button type="button" disabled={!undo} onClick={() => undo?.()}>
        undo
      </button>
      <button type="button" onClick={() => run(removeField(app, "deal", "f1"))}>
        fewer
      </button>
    </>
  );
}

interface Opened {
  app?: AppDoc;
  tab?: string;
  findings?: Finding[];
}

async function open({ app = APP, tab = "字段对照", findings = [] }: Opened = {}) {
  const commands: Command[] = [];
  let now = app;
  const user = userEvent.setup();
  const view = await show(
    <Bench
      app={app}
      live={app}
      findings={findings}
      onApp={(next, command) => {
        now = next;
        commands.push(command);
      }}
    >
      <AccessSection />
      <Undo />
    </Bench>,
  );
  await user.click(screen.getByRole("tab", { name: tab }));
  const fieldsOf = (role: string, entity = "deal") =>
    now.access.roles[role]?.entities?.[entity]?.fields ?? {};
  const entity = (name: string) =>
    user.selectOptions(screen.getByRole("combobox", { name: "业务对象" }), name);
  return { user, view, commands, fieldsOf, entity };
}

const cell = (name: string) => screen.getByRole<HTMLSelectElement>("combobox", { name });
const choices = (name: string) => [...cell(name).options].map((one) => one.text);
const said = (name: string) => cell(name).closest("[data-said]") !== null;

describe("the fields of an entity by role", () => {
  it("stand side by side, what is said of one apart from what follows from other rights", async () => {
    const { user, view, fieldsOf, entity } = await open();
    expect(cell("客户等级 · 销售").value).toBe("read");
    expect(said("客户等级 · 销售")).toBe(true);
    expect(cell("客户等级 · 主管").value).toBe("write");
    expect(said("客户等级 · 主管")).toBe(false);
    await user.selectOptions(cell("客户名称 · 主管"), "只读");
    expect(fieldsOf("boss", "customer")).toEqual({ name: "read" });
    expect(said("客户名称 · 主管")).toBe(true);
    await user.selectOptions(cell("客户名称 · 主管"), "可写");
    expect(fieldsOf("boss", "customer")).toEqual({});
    // A role that only looks has nothing to write, and reads without a word said of it.
    expect(choices("客户等级 · 前台")).toEqual(["只读", "不可见"]);
    await user.selectOptions(cell("客户等级 · 前台"), "不可见");
    expect(fieldsOf("desk", "customer")).toEqual({ level: "none" });
    await user.selectOptions(cell("客户等级 · 前台"), "只读");
    expect(fieldsOf("desk", "customer")).toEqual({});
    await accessible(view.container);
    await entity("商机");
    await accessible(view.container);
  });
  it("are set for a role all in one step, which one undo takes back", async () => {
    const { user, view, commands, fieldsOf, entity } = await open();
    await entity("商机");
    await user.click(screen.getByRole("button", { name: "销售 · 商机 · 全部设为…" }));
    await accessible(document.body);
    await user.click(screen.getByRole("menuitem", { name: "只读" }));
    expect(commands).toHaveLength(1);
    expect(fieldsOf("rep")).toEqual({ title: "read", customer: "read", amount: "read", reason: "read" });
    expect(fieldsOf("boss")).toEqual({});
    await user.click(screen.getByRole("button", { name: "undo" }));
    expect(fieldsOf("rep")).toEqual({});
    expect(cell("预计金额 · 销售").value).toBe("write");
    expect(screen.getByRole<HTMLButtonElement>("button", { name: "undo" }).disabled).toBe(true);
    // What is so already is no step.
    await user.click(screen.getByRole("button", { name: "销售 · 商机 · 全部设为…" }));
    await user.click(screen.getByRole("menuitem", { name: "可写" }));
    expect(commands).toHaveLength(2);
    await accessible(view.container);
  });
  it("are never written where they are computed", async () => {
    const { user, fieldsOf, entity } = await open();
    await entity("商机");
    expect(screen.getByRole("rowheader", { name: "一半 自动计算" })).toBeTruthy();
    expect(choices("一半 · 主管")).toEqual(["只读", "不可见"]);
    expect(cell("一半 · 主管").value).toBe("read");
    await user.selectOptions(cell("一半 · 主管"), "不可见");
    await user.click(screen.getByRole("button", { name: "主管 · 商机 · 全部设为…" }));
    await user.click(screen.getByRole("menuitem", { name: "可写" }));
    expect(fieldsOf("boss")).toEqual({});
    expect(cell("一半 · 主管").value).toBe("read");
  });
  it("have no column for a role that does not see the entity, which is said", async () => {
    const { entity } = await open();
    expect(screen.getByRole("columnheader", { name: /前台/ })).toBeTruthy();
    await entity("商机");
    expect(screen.queryByRole("columnheader", { name: /前台/ })).toBeNull();
    expect(screen.queryByRole("combobox", { name: /前台/ })).toBeNull();
    expect(screen.getByText(/看不到这个业务对象的角色：前台。/)).toBeTruthy();
  });
  it("say beside a field what the check says of it", async () => {
    await open({
      findings: [
        {
          code: "title_hidden",
          severity: "warning",
          path: "access/roles/rep/entities/customer/fields/level",
          message: { zh: "看不到等级", en: "Level not seen" },
        } as Finding,
      ],
    });
    const row = screen.getByRole("row", { name: /^客户等级/ });
    expect(within(row).getAllByText("看不到等级")).toHaveLength(1);
  });
  it("are found by their words when they are many, and only those found are set at once", async () => {
    const many = Object.fromEntries(
      Array.from({ length: 12 }, (_, n) => [
        `f${String(n)}`,
        { field: { kind: "text", label: { zh: `备注${String(n)}` }, order: 100 + n } },
      ]),
    );
    const app: AppDoc = {
      ...APP,
      entities: { ...APP.entities, deal: { ...deal, properties: { ...deal.properties, ...many } } },
    };
    const { user, fieldsOf, entity } = await open({ app });
    await entity("商机");
    await user.type(screen.getByRole("searchbox", { name: "查找字段" }), "备注1");
    await user.click(screen.getByRole("button", { name: "销售 · 商机 · 列出的设为…" }));
    await user.click(screen.getByRole("menuitem", { name: "不可见" }));
    expect(fieldsOf("rep")).toEqual({ f1: "none", f10: "none", f11: "none" });
  });
  it("are all there once they are few, and once they are many again", async () => {
    const more = Object.fromEntries(
      Array.from({ length: 9 }, (_, n) => [
        `f${String(n)}`,
        { field: { kind: "text", label: { zh: `备注${String(n)}` }, order: 100 + n } },
      ]),
    );
    const app: AppDoc = {
      ...APP,
      entities: { ...APP.entities, deal: { ...deal, properties: { ...deal.properties, ...more } } },
    };
    const { user, entity } = await open({ app });
    await entity("商机");
    const named = () => within(screen.getByRole("table")).getAllByRole("rowheader").length;
    const all = named();
    await user.type(screen.getByRole("searchbox", { name: "查找字段" }), "备注1");
    expect(named()).toBe(1);
    await user.click(screen.getByRole("button", { name: "fewer" }));
    expect(screen.queryByRole("searchbox")).toBeNull();
    expect(named()).toBe(all - 1);
    await user.click(screen.getByRole("button", { name: "undo" }));
    expect(screen.getByRole<HTMLInputElement>("searchbox", { name: "查找字段" }).value).toBe("");
    expect(named()).toBe(all);
  });
  it("are in English too", async () => {
    await setLang("en");
    const { view, user, fieldsOf } = await open({ tab: "Fields by role" });
    await user.selectOptions(cell("Level · Supervisor"), "Hidden");
    expect(fieldsOf("boss", "customer")).toEqual({ level: "none" });
    expect(screen.getByRole("button", { name: "Rep · Customer · Set all to…" })).toBeTruthy();
    await accessible(view.container);
  });
  it("are a list for one role at a time on a phone, set at once there as well", async () => {
    vi.stubGlobal("matchMedia", (query: string) => ({
      matches: query.includes("max-width"),
      addEventListener: () => undefined,
      removeEventListener: () => undefined,
    }));
    const { view, user, fieldsOf, entity } = await open();
    expect(screen.queryByRole("table")).toBeNull();
    await entity("商机");
    await user.selectOptions(screen.getByRole("combobox", { name: "角色" }), "主管");
    await user.click(screen.getByRole("button", { name: "主管 · 商机 · 全部设为…" }));
    await user.click(await screen.findByRole("menuitem", { name: "不可见" }));
    expect(Object.values(fieldsOf("boss"))).toEqual(Array.from({ length: 5 }, () => "none"));
    await user.selectOptions(cell("预计金额 · 字段权限"), "可写");
    expect(fieldsOf("boss")).not.toHaveProperty("amount");
    await accessible(view.container);
  });
});
