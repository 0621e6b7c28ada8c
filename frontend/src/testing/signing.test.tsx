import { act, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { useState, type ReactElement } from "react";
import { describe, expect, it } from "vitest";
import type { ApprovalDetail } from "../api/approvals";
import { ApprovalPage } from "../areas/fill/approvals/ApprovalPage";
import SignForm from "../areas/fill/approvals/SignForm";
import { ApprovalsPage } from "../areas/fill/approvals/ApprovalsPage";
import { AppProvider } from "../render/context";
import { approval } from "./owed";
import { BUNDLE, record, SESSION } from "./small";
import { refusal, serve, type Call, type Routes } from "./server";
import { accessible, prepare, show } from "./stage";

prepare();

const ONE = "/api/apps/small/approvals/a1";
async function page(over: Partial<ApprovalDetail> = {}, more: Routes = {}): Promise<Call[]> {
  const calls = serve({ [`GET ${ONE}`]: () => approval(over), ...more });
  await show(<ApprovalPage />, { bare: true, path: "/a/small/approvals/a1" });
  await screen.findByRole("heading", { name: "发送方案" });
  return calls;
}
const sent = (calls: Call[]) =>
  calls.filter((call) => call.method === "POST").map((call) => [call.path.split("/").at(-1), call.body]);
const decision = { inputs: {}, comment: "", to_step: null, version: 3 };
const press = async (name: string) => {
  const user = userEvent.setup();
  await user.click(await screen.findByRole("button", { name }));
  return user;
};

describe("an approval", () => {
  it("says what is asked, who has decided and in whose stead, and whose turn it is", async () => {
    await page();
    await screen.findByRole("button", { name: "同意" });
    expect(screen.getByText("请尽快")).toBeTruthy();
    const steps = screen.getByRole("region", { name: "审批过程" });
    expect(within(steps).getByText("陈静（代 王强）")).toBeTruthy();
    expect(within(steps).getByText("价格合理")).toBeTruthy();
    expect(within(steps).getByText("法务审核").closest("li")?.getAttribute("aria-current")).toBe("step");
    await accessible();
  });

  it("shows what the record says, without opening it; what is empty is left out", async () => {
    const row = { ...record(), values: { title: "核磁采购", amount: 120000, customer: "c1" } };
    await page({ row: { ...row, titles: { customer: { c1: "仁和医院" } } } });
    const facts = await screen.findByRole("region", { name: "记录内容" });
    expect(within(facts).getByText("预计金额").nextElementSibling?.textContent).toContain("1,200");
    expect(within(facts).getByText("仁和医院")).toBeTruthy();
    expect(within(facts).queryByText("拜访日期")).toBeNull();
    expect(within(facts).getByRole("link", { name: "打开记录" }).getAttribute("href")).toBe(
      "/a/small/e/deal/d1",
    );
  });

  it("is not approved without what its step asks for, and then goes with it", async () => {
    const calls = await page({}, { [`POST ${ONE}/sign`]: () => approval() });
    const user = await press("同意");
    expect((await screen.findAllByText("请填写法务意见")).length).toBeGreaterThan(0);
    expect(sent(calls)).toEqual([]);
    await user.type(screen.getByRole("textbox", { name: "法务意见" }), "条款可接受");
    await user.click(screen.getByRole("button", { name: "同意" }));
    await waitFor(() =>
      expect(sent(calls)).toEqual([
        ["sign", { ...decision, verdict: "approve", inputs: { opinion: "条款可接受" } }],
      ]),
    );
  });

  it.each(["the app", "the step"])(
    "is drawn anew when what its step asks for has changed, %s first",
    async (first) => {
      const was = approval();
      const will = approval({
        form: {
          id: "send_plan",
          entity: "deal",
          label: { zh: "法务审核" },
          fields: {
            risk: {
              order: 1,
              property: { type: "string", field: { kind: "text", label: { zh: "风险说明" } } },
            },
          },
        },
      });
      const newer = { ...BUNDLE, version: BUNDLE.version + 1 };
      const calls = serve({ [`POST ${ONE}/sign`]: () => refusal(409, "app_changed") });
      let learn: Record<string, () => void> = {};
      const Around = (): ReactElement => {
        const [bundle, setBundle] = useState(BUNDLE);
        const [one, setOne] = useState(was);
        learn = { "the app": () => setBundle(newer), "the step": () => setOne(will) };
        return (
          <AppProvider value={{ app: "small", bundle, session: SESSION }}>
            <SignForm one={one} />
          </AppProvider>
        );
      };
      await show(<Around />, { path: "/a/small/approvals/a1" });
      const user = userEvent.setup();
      await user.type(await screen.findByRole("textbox", { name: "法务意见" }), "条款可接受");
      await user.click(screen.getByRole("button", { name: "同意" }));
      await screen.findByText("说明 app_changed");
      act(() => learn[first]?.());
      act(() => learn[first === "the app" ? "the step" : "the app"]?.());
      await user.type(await screen.findByRole("textbox", { name: "风险说明" }), "低");
      expect(screen.queryByRole("textbox", { name: "法务意见" })).toBeNull();
      const left = screen.getByText("这些内容现在没有地方填了，提交时不会带上：").parentElement;
      expect(left?.textContent).toContain("法务意见");
      expect(left?.textContent).toContain("条款可接受");
      await user.click(screen.getByRole("button", { name: "同意" }));
      await waitFor(() => expect(sent(calls)).toHaveLength(2));
      expect(sent(calls)[1]).toEqual(["sign", { ...decision, verdict: "approve", inputs: { risk: "低" } }]);
      expect(calls.map(({ headers }) => headers.get("X-App-Version"))).toEqual(["1", "2"]);
    },
  );

  it("is not refused without a comment", async () => {
    const calls = await page({}, { [`POST ${ONE}/sign`]: () => approval() });
    const user = await press("不同意");
    expect(await screen.findByText("请填写意见")).toBeTruthy();
    expect(sent(calls)).toEqual([]);
    await user.type(screen.getByRole("textbox", { name: /^意见/ }), "价格太低");
    await user.click(screen.getByRole("button", { name: "不同意" }));
    await waitFor(() =>
      expect(sent(calls)).toEqual([["sign", { ...decision, verdict: "refuse", comment: "价格太低" }]]),
    );
  });

  it("is returned to an earlier step, or to who asked", async () => {
    const calls = await page({}, { [`POST ${ONE}/sign`]: () => approval() });
    const user = await press("退回");
    const dialog = await screen.findByRole("dialog", { name: "退回" });
    await user.selectOptions(within(dialog).getByRole("combobox"), "主管审核");
    await user.type(within(dialog).getByRole("textbox"), "请补充折扣依据");
    await user.click(within(dialog).getByRole("button", { name: "退回" }));
    await waitFor(() =>
      expect(sent(calls)).toEqual([
        ["sign", { ...decision, verdict: "return", comment: "请补充折扣依据", to_step: "head" }],
      ]),
    );
  });

  it("is passed on to one of those who can sign", async () => {
    const person = { id: "p9", name: "钱经理", login: null, unit: "u1", unit_name: "总部" };
    const calls = await page(
      { rights: { sign: true, pass_on: true, take_back: false, for_person: null } },
      { [`GET ${ONE}/people`]: () => [person], [`POST ${ONE}/pass_on`]: () => approval() },
    );
    const user = await press("更多审批操作");
    await user.click(await screen.findByRole("menuitem", { name: "转交他人" }));
    const dialog = await screen.findByRole("dialog", { name: "转交他人" });
    await user.click(within(dialog).getByRole("button", { name: /转交给/ }));
    await user.click(await screen.findByRole("option", { name: /钱经理/ }));
    await user.click(within(dialog).getByRole("button", { name: "转交他人" }));
    const handed = { person: "p9", added: false, before: true, comment: "", version: 3 };
    await waitFor(() => expect(sent(calls)).toEqual([["pass_on", handed]]));
  });

  it.each([
    { press: null, before: true },
    { press: "在我之后", before: false },
  ])("one more signs as well, before me unless I say after: $before", async ({ press: order, before }) => {
    const person = { id: "p9", name: "钱经理", login: null, unit: "u1", unit_name: "总部" };
    const calls = await page(
      { rights: { sign: true, pass_on: true, take_back: false, for_person: null } },
      { [`GET ${ONE}/people`]: () => [person], [`POST ${ONE}/pass_on`]: () => approval() },
    );
    const user = await press("更多审批操作");
    await user.click(await screen.findByRole("menuitem", { name: "加签" }));
    const dialog = await screen.findByRole("dialog", { name: "加签" });
    await user.click(within(dialog).getByRole("button", { name: "加签" }));
    // Nobody is asked before somebody is named.
    expect(within(dialog).getByText("请选择请谁审批")).toBeTruthy();
    expect(sent(calls)).toEqual([]);
    await user.click(within(dialog).getByRole("button", { name: /请谁审批/ }));
    await user.click(await screen.findByRole("option", { name: /钱经理/ }));
    if (order) await user.click(within(dialog).getByRole("radio", { name: order }));
    await user.type(within(dialog).getByRole("textbox"), "请看条款");
    await user.click(within(dialog).getByRole("button", { name: "加签" }));
    await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
    const handed = { person: "p9", added: true, before, comment: "请看条款", version: 3 };
    expect(sent(calls)).toEqual([["pass_on", handed]]);
    const asked = calls.find((call) => call.path === `${ONE}/people`);
    expect(asked?.query.get("added")).toBe("true");
  });

  it("the last signature refused by a gate stays to be given, with the reason in sight", async () => {
    const needs = [
      {
        kind: "field",
        at: "x",
        entity: "deal",
        record: "d1",
        label: { zh: "金额" },
        message: { zh: "填写「金额」" },
        min: 1,
        done: 0,
      },
    ];
    await page({ form: null }, { [`POST ${ONE}/sign`]: () => refusal(422, "gate_missing", { needs }) });
    await press("同意");
    expect((await screen.findByRole("alert")).textContent).toContain("填写「金额」");
    expect(screen.getByRole("button", { name: "同意" })).toBeTruthy();
  });

  it("is taken back by who asked; a time-out is never told as an approval", async () => {
    const mine = { rights: { sign: false, pass_on: false, take_back: true, for_person: null } };
    const calls = await page(mine, { [`POST ${ONE}/take_back`]: () => approval() });
    const user = await press("更多审批操作");
    await user.click(screen.getByRole("menuitem", { name: "撤回申请" }));
    const dialog = await screen.findByRole("dialog", { name: "撤回申请" });
    await user.click(within(dialog).getByRole("button", { name: "撤回申请" }));
    await waitFor(() => expect(sent(calls)).toEqual([["take_back", { reason: "", version: 3 }]]));
  });

  it("says that nobody decided when time ran out", async () => {
    await page({ state: "timed_out", rights: { sign: false, pass_on: false, take_back: false } });
    expect(screen.getByText("没有人在时限内作出决定，这不是批准。")).toBeTruthy();
    expect(screen.queryByRole("button", { name: "同意" })).toBeNull();
  });
});

describe("the approvals page", () => {
  it("begins with what waits for me; another box is a tab away", async () => {
    const calls = serve({
      "GET /api/apps/small/approvals": ({ query }) => ({
        rows: query.get("box") === "to_sign" ? [approval()] : [],
        next: null,
      }),
    });
    await show(<ApprovalsPage />, { bare: true, path: "/a/small/approvals" });
    const row = await screen.findByRole("link", { name: /发送方案/ });
    expect(row.getAttribute("href")).toBe("/a/small/approvals/a1");
    expect(row.textContent).toContain("等待 顾明");
    await accessible();
    await userEvent.setup().click(screen.getByRole("tab", { name: "我提交的" }));
    await screen.findByText("您还没有提交过审批");
    expect(calls.at(-1)?.query.get("box")).toBe("asked");
  });
});
