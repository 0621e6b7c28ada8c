import { screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { describe, expect, it, vi } from "vitest";
import type { Outcome, Rules, Topic, TopicDetail } from "../../../api/talk";
import type { AppJson } from "../../../engine/design/operations";
import { DESIGNED } from "../../../testing/designed";
import { refusal, serve, type Routes } from "../../../testing/server";
import { accessible, prepare, show } from "../../../testing/stage";
import { RulesPage } from "./RulesPage";
import { TopicBody } from "./TopicBody";
import "../../../i18n/parts/designtalk";

prepare();

const LIMIT = "duty/visit_soon/due/after";
const RULES: Rules = {
  app: "small",
  name: { zh: "小销售" },
  version: 3,
  at: "2026-03-02T01:00:00Z",
  author: { id: "p1", name: "陈静" },
  note: "春季规则",
  role: "rep",
  designs: false,
  documents: DESIGNED as unknown as AppJson,
};
const TOPIC: Topic = {
  id: "t1",
  kind: "proposal",
  path: "duty/visit_soon",
  place: { zh: "报价后拜访" },
  gone: false,
  author: { id: "p2", name: "李娜" },
  mine: false,
  text: "客户来不及安排",
  at: "2026-03-02T02:00:00Z",
  edited: false,
  state: "open",
  changes: [
    {
      kind: "additive",
      path: LIMIT,
      place: { zh: "报价后拜访" },
      words: { zh: "时限：24 小时 → 48 小时" },
      before: { zh: "24 小时" },
      after: { zh: "48 小时" },
    },
  ],
  replies: 0,
  last_at: "2026-03-02T02:00:00Z",
  decided: null,
  may: ["reply"],
};
const OUTCOME: Outcome = { changes: TOPIC.changes, findings: [], conflicts: [], hindered: null };
const OPERATIONS = [{ path: LIMIT, was: "PT24H", value: "PT48H" }];
const detail = (more: Partial<TopicDetail> = {}): TopicDetail => ({
  ...TOPIC,
  thread: [],
  operations: OPERATIONS,
  outcome: OUTCOME,
  may: ["reply", "accept", "reject"],
  ...more,
});
const NOTHING = { topics: [], next: null, open: {}, waiting: 0, designs: false };
const around: Routes = {
  "GET /api/design/small/rules": () => RULES,
  "GET /api/design/small/talk": () => NOTHING,
  "GET /api/calendars": () => [],
};
const page = () => show(<RulesPage />, { bare: true, path: "/a/small/rules" });
const DUTY = "报价后拜访";

describe("the rules, to be read and talked about", () => {
  it("are sentences in groups, found by their words, with who published them", async () => {
    serve(around);
    await page();
    expect(await screen.findByRole("heading", { name: "规则" })).toBeTruthy();
    expect(screen.getByText(/第 3 版，陈静 于 .* 发布 · 春季规则/)).toBeTruthy();
    expect(screen.getByText(/只列出与您能看到的内容有关/)).toBeTruthy();
    expect(within(screen.getByRole("region", { name: "必做动作" })).getByText(/24 小时内/)).toBeTruthy();
    await userEvent.type(screen.getByLabelText("在规则里找"), "预计金额");
    expect(screen.queryByRole("region", { name: "必做动作" })).toBeNull();
    await accessible();
    await userEvent.type(screen.getByLabelText("在规则里找"), "没有这个词");
    expect(screen.getByText("没有找到")).toBeTruthy();
  });

  it("say what went wrong and ask again", async () => {
    let tries = 0;
    serve({
      ...around,
      "GET /api/design/small/rules": () => (tries++ === 0 ? refusal(404, "not_found") : RULES),
    });
    await page();
    expect(await screen.findByText("说明 not_found")).toBeTruthy();
    await userEvent.click(screen.getByRole("button", { name: "重试" }));
    expect(await screen.findByRole("heading", { name: "规则" })).toBeTruthy();
  });

  it("take a proposal: a length of time and a reason, nothing less; what is refused stays", async () => {
    let tries = 0;
    const calls = serve({
      ...around,
      "POST /api/design/small/talk": () =>
        tries++ === 0 ? refusal(409, "draft_conflict") : [201, detail({ outcome: null, operations: [] })],
    });
    await page();
    await userEvent.click(await screen.findByRole("button", { name: `提议修改「${DUTY}」` }));
    const box = await screen.findByRole("dialog", { name: `提议修改「${DUTY}」` });
    await userEvent.click(within(box).getByRole("button", { name: "提交提议" }));
    expect(within(box).getByText("先改一处，再提交")).toBeTruthy();
    const hours = within(within(box).getByRole("group", { name: "时限" })).getByRole("textbox");
    await userEvent.clear(hours);
    await userEvent.type(hours, "48");
    await userEvent.tab();
    expect(within(box).getByText("改成")).toBeTruthy();
    expect(within(box).getByText(/48 小时内/)).toBeTruthy();
    await userEvent.click(within(box).getByRole("button", { name: "提交提议" }));
    expect(within(box).getByText("请写上理由")).toBeTruthy();
    await userEvent.type(within(box).getByLabelText("为什么这样改"), "来不及");
    await accessible(box);
    await userEvent.click(within(box).getByRole("button", { name: "提交提议" }));
    expect(await within(box).findByText(/说明 draft_conflict/)).toBeTruthy();
    await userEvent.click(within(box).getByRole("button", { name: "提交提议" }));
    await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
    const sent = calls.filter(({ method }) => method === "POST");
    expect(sent[1]?.body).toEqual({
      kind: "proposal",
      path: "duty/visit_soon",
      text: "来不及",
      operations: OPERATIONS,
    });
    // Sent again unchanged it is the same attempt.
    expect(sent[1]?.headers.get("Idempotency-Key")).toBe(sent[0]?.headers.get("Idempotency-Key"));
  });

  it("keep what was typed and not sent while another is read, until it is sent or dropped", async () => {
    const calls = serve({
      ...around,
      "POST /api/design/small/talk": () => [201, detail({ kind: "remark", outcome: null, operations: [] })],
    });
    await page();
    const talk = async (name: string | RegExp) => {
      await userEvent.click(await screen.findByRole("button", { name }));
      return within(await screen.findByRole("dialog")).findByLabelText<HTMLTextAreaElement>("写下您的意见");
    };
    const close = () => userEvent.click(screen.getByRole("button", { name: "关闭" }));
    const here = `对「${DUTY}」的意见，已有 0 条讨论`;
    const all = await screen.findAllByRole("button", { name: /的意见，已有 0 条讨论$/ });
    const other = all.map((one) => one.getAttribute("aria-label") ?? "").find((name) => name !== here);
    await userEvent.type(await talk(here), "太急了");
    await close();
    expect((await talk(other ?? "")).value).toBe("");
    await close();
    expect((await talk(here)).value).toBe("太急了");
    await userEvent.click(screen.getByRole("button", { name: "发表" }));
    await waitFor(() => expect(calls.some(({ method }) => method === "POST")).toBe(true));
    await close();
    expect((await talk(here)).value).toBe("");
    await close();

    const propose = async () => {
      await userEvent.click(await screen.findByRole("button", { name: `提议修改「${DUTY}」` }));
      const box = within(await screen.findByRole("dialog", { name: `提议修改「${DUTY}」` }));
      const hours = within(await box.findByRole("group", { name: "时限" })).getByRole<HTMLInputElement>(
        "textbox",
      );
      return { hours, why: box.getByLabelText<HTMLTextAreaElement>("为什么这样改") };
    };
    const first = await propose();
    await userEvent.clear(first.hours);
    await userEvent.type(first.hours, "48");
    await userEvent.type(first.why, "来不及");
    await close();
    const again = await propose();
    expect([again.hours.value, again.why.value]).toEqual(["48", "来不及"]);
    await userEvent.click(screen.getByRole("button", { name: "取消" }));
    const anew = await propose();
    expect([anew.hours.value, anew.why.value]).toEqual(["24", ""]);
  });

  it("go to the rule that was asked for once, and not again while one searches", async () => {
    serve(around);
    const scrolled = vi.spyOn(Element.prototype, "scrollIntoView").mockImplementation(() => undefined);
    try {
      await show(<RulesPage />, { bare: true, path: "/a/small/rules?place=duty/visit_soon" });
      await screen.findByRole("heading", { name: "规则" });
      await waitFor(() => expect(scrolled).toHaveBeenCalledTimes(1));
      expect((scrolled.mock.contexts[0] as Element).textContent).toContain(DUTY);
      await userEvent.type(screen.getByLabelText("在规则里找"), DUTY);
      expect(screen.getByText(DUTY)).toBeTruthy();
      expect(scrolled).toHaveBeenCalledTimes(1);
    } finally {
      scrolled.mockRestore();
    }
  });

  it("take a remark and show it as text, beside the count of what is open", async () => {
    const said: Topic = { ...TOPIC, kind: "remark", changes: [], text: "<b>太急</b>" };
    const topics: Topic[] = [];
    serve({
      ...around,
      "GET /api/design/small/talk": () => ({
        ...NOTHING,
        topics,
        open: topics.length > 0 ? { [LIMIT]: 1 } : {},
      }),
      "POST /api/design/small/talk": () => {
        topics.push(said);
        return [201, detail({ ...said, outcome: null, operations: [] })];
      },
    });
    await page();
    await userEvent.click(await screen.findByRole("button", { name: `对「${DUTY}」的意见，已有 0 条讨论` }));
    const box = await screen.findByRole("dialog", { name: DUTY });
    expect(await within(box).findByText("这一处还没有讨论")).toBeTruthy();
    await userEvent.click(within(box).getByRole("button", { name: "发表" }));
    expect(within(box).getByText("请写点内容")).toBeTruthy();
    await userEvent.type(within(box).getByLabelText("写下您的意见"), "<b>太急</b>");
    await userEvent.click(within(box).getByRole("button", { name: "发表" }));
    expect(await within(box).findByText("<b>太急</b>")).toBeTruthy();
    await accessible(box);
    await userEvent.click(within(box).getByRole("button", { name: "关闭" }));
    expect(await screen.findByRole("button", { name: `对「${DUTY}」的意见，已有 1 条讨论` })).toBeTruthy();
  });
});

const body = (topic: TopicDetail, more: Routes = {}, onAccepted = vi.fn(), onGone = vi.fn()) => {
  const calls = serve({ "GET /api/design/small/talk/t1": () => topic, ...more });
  const drawn = show(<TopicBody app="small" id="t1" onGone={onGone} onAccepted={onAccepted} />);
  return { calls, drawn, onAccepted, onGone };
};
const settled = (state: TopicDetail["state"], text = ""): TopicDetail =>
  detail({
    state,
    may: ["reply"],
    outcome: null,
    decided: { by: { id: "p1", name: "陈静" }, at: "2026-03-02T03:00:00Z", text, version: null },
  });

describe("a proposal, to be decided", () => {
  it("is accepted by one press, and what it did is handed on so that it can be undone", async () => {
    const { calls, drawn, onAccepted } = body(detail(), {
      "POST /api/design/small/talk/t1/settle": () => settled("accepted"),
    });
    await drawn;
    expect(await screen.findByRole("region", { name: "对现在的草稿来说" })).toBeTruthy();
    expect(screen.getByText("采纳后检查不会发现新问题")).toBeTruthy();
    await accessible();
    await userEvent.click(screen.getByRole("button", { name: "采纳" }));
    expect(await screen.findByText("还没有发布")).toBeTruthy();
    expect(calls.find(({ method }) => method === "POST")?.body).toEqual({ do: "accept", text: "" });
    expect(onAccepted).toHaveBeenCalledWith({
      label: { zh: "采纳提议：报价后拜访", en: "Accept a proposal: 报价后拜访" },
      operations: OPERATIONS,
    });
  });

  it("is not accepted without a reason being given", async () => {
    const { calls, drawn } = body(detail(), {
      "POST /api/design/small/talk/t1/settle": () => settled("rejected", "客户等不了"),
    });
    await drawn;
    await userEvent.click(await screen.findByRole("button", { name: "不采纳" }));
    await userEvent.click(screen.getByRole("button", { name: "不采纳" }));
    expect(screen.getByText("请写点内容")).toBeTruthy();
    await userEvent.type(screen.getByLabelText("为什么不采纳"), "客户等不了");
    await userEvent.click(screen.getByRole("button", { name: "不采纳" }));
    expect(await screen.findByText("未采纳")).toBeTruthy();
    expect(calls.find(({ method }) => method === "POST")?.body).toEqual({ do: "reject", text: "客户等不了" });
  });

  it("cannot be accepted where its place was changed since: who, when and what is said instead", async () => {
    const conflicts = [
      {
        path: LIMIT,
        place: { zh: "报价后拜访 › 时限" },
        was: "PT24H",
        now: "PT12H",
        by: { id: "p3", name: "孙磊" },
        at: "2026-03-02T04:00:00Z",
      },
    ];
    const { drawn } = body(detail({ outcome: { ...OUTCOME, changes: [], conflicts } }));
    await drawn;
    expect(await screen.findByText(/孙磊 在 .* 改了「报价后拜访 › 时限」/)).toBeTruthy();
    expect(screen.getByText("提议时：「PT24H」；现在：「PT12H」")).toBeTruthy();
    expect(screen.queryByRole("button", { name: "采纳" })).toBeNull();
    expect(screen.getByText("时限：24 小时 → 48 小时")).toBeTruthy();
  });

  it("of one's own waits for another designer, and says so", async () => {
    const { drawn } = body(detail({ mine: true, may: ["reply", "edit", "withdraw"] }));
    await drawn;
    expect(await screen.findByText(/自己的提议要由另一位设计者决定/)).toBeTruthy();
    expect(screen.queryByRole("button", { name: "采纳" })).toBeNull();
    expect(screen.getByRole("button", { name: "撤回提议" })).toBeTruthy();
  });
});

describe("a thread", () => {
  const said = {
    n: 1,
    kind: "said",
    author: { id: "p2", name: "李娜" },
    mine: true,
    text: "两天就够",
    at: "2026-03-02T05:00:00Z",
    edited: false,
    deleted: false,
    may: ["edit", "delete"],
  } as const;

  it("shows what was said and done, and takes one's own words back", async () => {
    const closed = { ...said, n: 2, kind: "resolved", mine: false, text: "已改", may: [] } as const;
    const topic = detail({
      kind: "remark",
      changes: [],
      outcome: null,
      thread: [said, closed],
      may: ["reply"],
    });
    const { calls, drawn } = body(topic, {
      "DELETE /api/design/small/talk/t1/replies/1": () => [204, null],
      "PATCH /api/design/small/talk/t1/replies/1": () => topic,
    });
    await drawn;
    expect(await screen.findByText("两天就够")).toBeTruthy();
    expect(screen.getByText(/标为已解决/)).toBeTruthy();
    await userEvent.click(screen.getByRole("button", { name: "修改" }));
    await userEvent.type(screen.getByLabelText("修改"), "了");
    await userEvent.click(screen.getByRole("button", { name: "保存" }));
    await waitFor(() => expect(calls.some(({ method }) => method === "PATCH")).toBe(true));
    expect(calls.find(({ method }) => method === "PATCH")?.body).toEqual({ text: "两天就够了" });
    await userEvent.click(await screen.findByRole("button", { name: "删除" }));
    const sure = screen.getByRole("dialog", { name: "删除这条？" });
    await userEvent.click(within(sure).getByRole("button", { name: "删除" }));
    await waitFor(() => expect(calls.some(({ method }) => method === "DELETE")).toBe(true));
  });

  it("keeps what was typed when it cannot be sent", async () => {
    const { drawn } = body(detail(), {
      "POST /api/design/small/talk/t1/replies": () => refusal(409, "talk_limit"),
    });
    await drawn;
    await userEvent.type(await screen.findByLabelText("回复"), "我也这样想");
    await userEvent.click(screen.getByRole("button", { name: "回复" }));
    expect(await screen.findByText(/说明 talk_limit/)).toBeTruthy();
    expect(screen.getByDisplayValue("我也这样想")).toBeTruthy();
  });

  it("says that its place is gone, by its last name", async () => {
    const { drawn } = body(detail({ kind: "remark", gone: true, outcome: null, changes: [] }));
    await drawn;
    expect(await screen.findByText("这一处已经不在了")).toBeTruthy();
    expect(screen.getByText("报价后拜访")).toBeTruthy();
  });
});
