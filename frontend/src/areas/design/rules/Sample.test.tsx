import { screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import type { ReactElement } from "react";
import { beforeEach, describe, expect, it, vi } from "vitest";
import type { AppDoc } from "../../../engine/design/documents";
import { Bench } from "../../../testing/bench";
import { DESIGNED } from "../../../testing/designed";
import { accessible, prepare, show } from "../../../testing/stage";
import { BUNDLE } from "../../../testing/small";
import { RuleField, type RuleFieldProps } from "./RuleField";

prepare();

const deal = DESIGNED.entities["deal"] as AppDoc["entities"][string];
const double = {
  type: "number",
  field: {
    kind: "formula",
    label: { zh: "双倍" },
    order: 50,
    compute: { op: "mul", a: [{ f: "amount" }, { v: 2 }] },
  },
};
const DRAFT = {
  ...DESIGNED,
  entities: { ...DESIGNED.entities, deal: { ...deal, properties: { ...deal.properties, double } } },
} as unknown as AppDoc;

const asked: string[] = [];
let records: Record<string, unknown>[] = [];
/** What my role sees of an app in force. */
let seen: Record<string, unknown> = {};

const record = (entity: string, id: string, title: string, values: object) => ({
  id,
  entity,
  title,
  version: 1,
  stage: entity === "deal" ? "quote" : null,
  path: null,
  owner: null,
  unit: null,
  created_at: "2026-03-02T01:00:00Z",
  updated_at: "2026-03-02T01:00:00Z",
  created_by: null,
  archived: false,
  values,
  titles: {},
  milestones: { acts: {}, stage_first_at: {} },
});

function answer(path: string): unknown {
  if (path === "/api/apps/small") return { ...BUNDLE, entities: seen };
  if (path === "/api/apps/small/deal") return { rows: records.slice(0, 1), next: null };
  if (path === "/api/apps/small/deal/options")
    return records.map(({ id, title }) => ({ id, title, subtitle: null }));
  const one = [...records, record("customer", "c1", "安康医院", { name: "安康医院", level: "a" })].find(
    ({ id, entity }) => path === `/api/apps/small/${String(entity)}/${String(id)}`,
  );
  return one ? { record: one, next: { owed: [], to: [], actions: [] } } : undefined;
}

beforeEach(() => {
  asked.length = 0;
  seen = DESIGNED.entities;
  records = [
    record("deal", "d2", "新的商机", { title: "新的商机", amount: 20_000_000, customer: "c1" }),
    record("deal", "d1", "老的商机", { title: "老的商机", amount: 100 }),
  ];
  vi.stubGlobal("fetch", (url: string) => {
    const path = new URL(url, "http://x").pathname;
    asked.push(path);
    const found = answer(path);
    return Promise.resolve(
      found === undefined
        ? Response.json({ code: "not_found", params: {} }, { status: 404 })
        : Response.json(found),
    );
  });
});

async function tried(props: Partial<RuleFieldProps>, live: AppDoc | null = DESIGNED): Promise<HTMLElement> {
  const ui: ReactElement = (
    <Bench app={DRAFT} live={live}>
      <RuleField
        label="条件"
        place={{ entity: "deal" }}
        empty="总是"
        value={null}
        onChange={vi.fn()}
        {...props}
      />
    </Bench>
  );
  await show(ui);
  await userEvent.click(screen.getByRole("button", { name: /^条件/ }));
  await userEvent.click(await screen.findByRole("button", { name: "试试看" }));
  return screen.getByRole("region", { name: "试一试" });
}

const result = (of: HTMLElement) => within(of).getByText(/^结果：/).textContent;
const formula = {
  value: { op: "mul", a: [{ f: "double" }, { v: 2 }] },
  expect: { type: "number" },
} as const;

describe("a rule tried on a record", () => {
  it("begins with the newest, computed fields as the draft works them out; another can be chosen, values typed over", async () => {
    const sample = await tried(formula);
    await within(sample).findByRole("button", { name: "用哪一条商机 新的商机" });
    // 20 万元 in fen, twice double.
    await vi.waitFor(() => expect(result(sample)).toBe("结果： 80,000,000"));
    const amount = within(sample).getByRole<HTMLInputElement>("textbox", { name: "预计金额 值" });
    expect(amount.value).toBe("¥200,000.00");
    await accessible();
    await userEvent.clear(amount);
    await userEvent.type(amount, "5");
    expect(result(sample)).toBe("结果： 2,000");
    await userEvent.click(within(sample).getByRole("button", { name: "还原成记录里的值" }));
    expect(result(sample)).toBe("结果： 80,000,000");
    await userEvent.type(within(sample).getByRole("textbox", { name: "双倍 值" }), "{Control>}a{/Control}7");
    expect(result(sample)).toBe("结果： 14");
    await userEvent.click(within(sample).getByRole("button", { name: "用哪一条商机 新的商机" }));
    await userEvent.click(await screen.findByRole("option", { name: "老的商机" }));
    await vi.waitFor(() => expect(result(sample)).toBe("结果： 400"));
    await userEvent.click(within(sample).getByRole("button", { name: "清除 用哪一条商机" }));
    expect(within(sample).getByText("自己填几个值试试")).toBeTruthy();
    expect(result(sample)).toBe("结果： 空");
  });

  it("a condition says which of its parts hold, what is behind a reference read too", async () => {
    const sample = await tried({
      value: {
        op: "and",
        a: [
          { op: "eq", a: [{ f: "customer.level" }, { v: "a" }] },
          { op: "eq", a: [{ f: "_stage" }, { v: "won" }] },
        ],
      },
    });
    await vi.waitFor(() => expect(asked).toContain("/api/apps/small/customer/c1"));
    expect(await within(sample).findByText("成立")).toBeTruthy();
    expect(result(sample)).toBe("结果： 否");
    const lines = within(sample)
      .getAllByRole("listitem")
      .map((one) => one.textContent);
    expect(lines).toEqual(["成立 客户的客户等级等于A 类", "不成立 阶段等于签约"]);
  });

  it("says what my role does not see of the record, and takes it as typed", async () => {
    const { amount: _amount, ...rest } = deal.properties;
    seen = { ...DESIGNED.entities, deal: { ...deal, properties: rest } };
    records = [record("deal", "d2", "新的商机", { title: "新的商机" })];
    const sample = await tried(formula);
    expect(await within(sample).findByText(/你的角色看不到记录里的.*预计金额/)).toBeTruthy();
    await userEvent.type(within(sample).getByRole("textbox", { name: "预计金额 值" }), "1");
    expect(result(sample)).toBe("结果： 400");
  });

  it("without records one's own values are typed", async () => {
    records = [];
    const sample = await tried(formula);
    expect(await within(sample).findByText("还没有可以拿来试的记录。")).toBeTruthy();
    expect(within(sample).getByText("自己填几个值试试")).toBeTruthy();
    await userEvent.type(within(sample).getByRole("textbox", { name: "预计金额 值" }), "1");
    expect(result(sample)).toBe("结果： 400");
  });

  it("an app that never was published is asked for nothing", async () => {
    const sample = await tried(formula, null);
    expect(within(sample).getByText("自己填几个值试试")).toBeTruthy();
    expect(asked).toEqual([]);
  });
});

describe("how the editor opens", () => {
  const open = async (props: Partial<RuleFieldProps>) => {
    await show(
      <Bench app={DRAFT}>
        <RuleField
          label="值"
          place={{ entity: "deal" }}
          empty="没有"
          value={null}
          onChange={vi.fn()}
          {...props}
        />
      </Bench>,
    );
    await userEvent.click(screen.getByRole("button", { name: "值 没有" }));
    return (await screen.findByRole("tab", { selected: true })).textContent;
  };
  it("on the formula where nobody fills the value in", async () => {
    expect(await open({ expect: { type: "number" }, formula: true })).toBe("公式");
  });
  it("on a plain value elsewhere", async () => {
    expect(await open({ expect: { type: "number" } })).toBe("取值");
  });
});
