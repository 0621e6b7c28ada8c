import { screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { describe, expect, it, vi } from "vitest";
import { BoardPage } from "../areas/fill/board/BoardPage";
import { ListPage } from "../areas/fill/list/ListPage";
import { refusal, serve, type Call, type Routes } from "./server";
import { BUNDLE, NEXT, opened, record } from "./small";
import { accessible, prepare, show } from "./stage";

prepare();

const ROWS = "/api/apps/small/deal";
/** The place of a page of deals; the harness has no route of a list's own. */
const PATH = "/a/small/e/deal/list";
const rows = [record(), record({ id: "d2", values: { title: "超声更新", customer: "c1", amount: 5000 } })];
const missing = refusal(422, "gate_missing", { needs: NEXT.to[0]?.needs });
const done = (stage: string) => ({
  record: record({ version: 4, stage }),
  next: NEXT,
  created: null,
  moved: [stage],
});

const reading: Routes = {
  [`GET ${ROWS}`]: () => ({ rows, next: null }),
  [`GET ${ROWS}/count`]: () => ({ count: 2, capped: false }),
  [`GET ${ROWS}/board`]: () => ({
    columns: ["contact", "quote", "won", "lost"].map((stage) => ({
      stage,
      count: stage === "contact" ? 2 : 0,
      more: false,
      total: null,
      rows: stage === "contact" ? rows : [],
      next: null,
    })),
  }),
  [`GET ${ROWS}/d1`]: () => opened(),
  "GET /api/preferences/list.small.deal": () => null,
  "PUT /api/preferences/list.small.deal": () => [204, null],
  "GET /api/apps/small/customer/c1": () => refusal(404, "not_found"),
};
const sent = (calls: Call[]) => calls.filter((call) => call.method !== "GET");

async function list(more: Routes = {}): Promise<Call[]> {
  const calls = serve({ ...reading, ...more });
  await show(<ListPage />, { bare: true, path: PATH });
  await screen.findByRole("link", { name: "核磁采购" });
  return calls;
}

describe("list page", () => {
  it("shows rows in columns with names, and can be read by everyone", async () => {
    await list();
    const table = screen.getByRole("table");
    expect(
      within(table)
        .getAllByRole("columnheader")
        .map((one) => one.textContent.trim()),
    ).toContain("预计金额");
    expect(within(table).getAllByRole("link", { name: "长海医院" })).toHaveLength(2);
    expect(await screen.findByText("共 2 条")).toBeTruthy();
    await accessible();
  });

  it("sorts by the head of a column", async () => {
    const user = userEvent.setup();
    const calls = await list();
    await user.click(screen.getByRole("button", { name: "按商机名称排序" }));
    await vi.waitFor(() =>
      expect(
        calls
          .filter((call) => call.path === ROWS)
          .at(-1)
          ?.query.get("sort"),
      ).toBe("title"),
    );
  });

  it("a bulk move says of each row what became of it, and what is missing is supplied from there", async () => {
    const user = userEvent.setup();
    const bulk = {
      results: [
        { id: "d1", ok: false, code: "gate_missing", needs: NEXT.to[0]?.needs, issues: [] },
        { id: "d2", ok: true, version: 4, needs: [], issues: [] },
      ],
    };
    const calls = await list({ [`POST ${ROWS}/bulk`]: () => bulk });
    await user.click(screen.getByRole("checkbox", { name: "选择已显示的全部" }));
    await user.click(await screen.findByRole("button", { name: "批量推进" }));
    const dialog = await screen.findByRole("dialog");
    await user.selectOptions(within(dialog).getByRole("combobox"), "quote");
    await user.click(within(dialog).getByRole("button", { name: "应用到 2 条" }));
    expect(await screen.findByText("1 条已完成，1 条没有通过")).toBeTruthy();
    expect(screen.getByText("填写「预计金额」")).toBeTruthy();
    expect(sent(calls).map((call) => call.body)).toEqual([
      {
        items: [
          { id: "d1", version: 3 },
          { id: "d2", version: 3 },
        ],
        act: { kind: "move", to: "quote" },
      },
    ]);
    await user.click(screen.getByRole("button", { name: "去补齐" }));
    expect(await screen.findByRole("button", { name: "补齐 1 项并推进" })).toBeTruthy();
  });

  it("a bulk act that the app was changed under is sent again with one press, for those it was changed for", async () => {
    const user = userEvent.setup();
    const changed = [{ place: { zh: "报价" }, words: { zh: "新增要求「预计金额」" }, field: null }];
    const refused = {
      id: "d1",
      ok: false,
      code: "app_changed",
      message: { zh: "有了新版本" },
      params: { drawn: BUNDLE.version, version: BUNDLE.version + 1, changed },
      needs: [],
      issues: [],
    };
    const good = (id: string) => ({ id, ok: true, version: 4, needs: [], issues: [] });
    const replies: unknown[] = [
      { results: [refused, good("d2")] },
      refusal(503, "busy"),
      { results: [good("d1")] },
    ];
    const calls = await list({
      [`POST ${ROWS}/bulk`]: () => replies.shift(),
      "GET /api/apps/small": () => ({ ...BUNDLE, version: BUNDLE.version + 1 }),
      "GET /api/apps": () => [],
    });
    await user.click(screen.getByRole("checkbox", { name: "选择已显示的全部" }));
    await user.click(await screen.findByRole("button", { name: "批量推进" }));
    const dialog = await screen.findByRole("dialog");
    await user.selectOptions(within(dialog).getByRole("combobox"), "quote");
    await user.click(within(dialog).getByRole("button", { name: "应用到 2 条" }));
    expect(await screen.findByText("新增要求「预计金额」")).toBeTruthy();
    await accessible();
    await user.click(screen.getByRole("button", { name: "按新版本再提交 1 条" }));
    expect(await screen.findByText("说明 busy")).toBeTruthy();
    await user.click(screen.getByRole("button", { name: "按新版本再提交 1 条" }));
    expect(await screen.findByText("2 条已全部完成")).toBeTruthy();
    expect(screen.queryByRole("button", { name: /再提交/ })).toBeNull();
    const act = { kind: "move", to: "quote" };
    const one = { items: [{ id: "d1", version: 3 }], act };
    const both = { items: [...one.items, { id: "d2", version: 3 }], act };
    expect(sent(calls).map((call) => call.body)).toEqual([both, one, one]);
    const heads = (name: string) => sent(calls).map(({ headers }) => headers.get(name));
    expect(heads("X-App-Version")).toEqual(["1", "2", "2"]);
    // Two tries of the same are one request, after the first another.
    const [first, second, third] = heads("Idempotency-Key");
    expect([second === third, first === second]).toEqual([true, false]);
  });

  it("a cell is edited in place, as a change of the list", async () => {
    const user = userEvent.setup();
    const calls = await list({ [`PATCH ${ROWS}/d1`]: () => done("contact") });
    await user.click(screen.getAllByRole("button", { name: "修改预计金额" })[0] as HTMLElement);
    const form = await screen.findByRole("form", { name: "预计金额" });
    await user.type(within(form).getByRole("textbox"), "12万");
    await user.click(within(form).getByRole("button", { name: "保存" }));
    await vi.waitFor(() => expect(screen.queryByRole("form")).toBeNull());
    expect(sent(calls).map((call) => call.body)).toEqual([
      { version: 3, values: { amount: 12_000_000 }, entry: "list" },
    ]);
  });

  it("columns are chosen and kept for the reader", async () => {
    const user = userEvent.setup();
    const calls = await list();
    await user.click(screen.getByRole("button", { name: "更多" }));
    await user.click(screen.getByRole("menuitem", { name: "列设置" }));
    const dialog = await screen.findByRole("dialog");
    await user.click(within(dialog).getByRole("checkbox", { name: "等级" }));
    await user.click(within(dialog).getByRole("button", { name: "客户上移" }));
    await user.click(within(dialog).getByRole("button", { name: "保存" }));
    await vi.waitFor(() =>
      expect(sent(calls).map((call) => call.body)).toEqual([
        { value: { columns: ["customer", "title", "amount", "visited", "visited_on", "_owner"] } },
      ]),
    );
    expect(screen.queryByRole("columnheader", { name: "等级" })).toBeNull();
  });
});

const owing = [
  { what: "nothing", owed: null, badges: [] },
  { what: "what is in time", owed: { open: 2, overdue: 0, escalated: 0, due_at: null }, badges: [] },
  { what: "what is overdue", owed: { open: 2, overdue: 1, escalated: 0, due_at: null }, badges: ["逾期"] },
  {
    what: "what somebody above was told of",
    owed: { open: 2, overdue: 2, escalated: 1, due_at: null },
    badges: ["逾期", "已上报"],
  },
  {
    what: "what was extended after somebody above was told",
    owed: { open: 1, overdue: 0, escalated: 1, due_at: null },
    badges: ["已上报"],
  },
];
const badgesOf = (thing: HTMLElement) =>
  within(thing)
    .queryAllByText(/^(逾期|已上报)$/)
    .map((one) => one.textContent);

describe.each(owing)("$what on a record", ({ owed, badges }) => {
  const one = record({ owed });
  const other = record({ id: "d2", values: { title: "超声更新" } });
  const found = { [`GET ${ROWS}`]: () => ({ rows: [one, other], next: null }) };

  it("is said in its row of the table alone", async () => {
    await list(found);
    const [, first, second] = within(screen.getByRole("table")).getAllByRole("row");
    if (!first || !second) throw new Error("two rows");
    expect(within(first).getByRole("link", { name: "核磁采购" })).toBeTruthy();
    expect(badgesOf(first)).toEqual(badges);
    expect(badgesOf(second)).toEqual([]);
  });

  it("is said on its card alone, on the phone", async () => {
    vi.stubGlobal("matchMedia", (query: string) => ({
      matches: query.includes("max-width"),
      addEventListener: () => undefined,
      removeEventListener: () => undefined,
    }));
    serve({ ...reading, ...found });
    await show(<ListPage />, { bare: true, path: PATH });
    const card = await screen.findByRole("link", { name: /核磁采购/ });
    expect(screen.queryByRole("table")).toBeNull();
    expect(badgesOf(card)).toEqual(badges);
    expect(badgesOf(screen.getByRole("link", { name: /超声更新/ }))).toEqual([]);
    await accessible();
  });

  it("is said on its card of the board alone", async () => {
    const columns = [
      { stage: "contact", count: 2, more: false, total: null, rows: [one, other], next: null },
    ];
    serve({ ...reading, [`GET ${ROWS}/board`]: () => ({ columns }) });
    await show(<BoardPage />, { bare: true, path: PATH });
    const cardOf = (name: string) => {
      const card = screen.getByRole("link", { name }).closest("li");
      if (!card) throw new Error("a card");
      return card;
    };
    await screen.findByRole("link", { name: "核磁采购" });
    expect(badgesOf(cardOf("核磁采购"))).toEqual(badges);
    expect(badgesOf(cardOf("超声更新"))).toEqual([]);
  });
});

describe("board", () => {
  it("a card moved where the gate is shut asks for what is missing, and goes on when it is there", async () => {
    const user = userEvent.setup();
    const calls = serve({
      ...reading,
      [`POST ${ROWS}/d1/move`]: ({ body }) =>
        Object.keys((body as { values: object }).values).length > 0 ? done("quote") : missing,
    });
    await show(<BoardPage />, { bare: true, path: PATH });
    await user.click(await screen.findByRole("button", { name: "移动“核磁采购”" }));
    await accessible();
    await user.click(screen.getByRole("menuitemradio", { name: "报价" }));
    await user.click(await screen.findByRole("button", { name: "补齐 1 项并推进" }));
    const dialog = await screen.findByRole("dialog", { name: "核磁采购" });
    await user.type(within(dialog).getByRole("textbox", { name: "预计金额" }), "12万");
    await user.click(within(dialog).getByRole("button", { name: "保存并进入“报价”" }));
    await vi.waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
    expect(sent(calls).map((call) => (call.body as { entry: string; values: object }).values)).toEqual([
      {},
      { amount: 12_000_000 },
    ]);
    expect((sent(calls)[0]?.body as { entry: string }).entry).toBe("board");
  });

  it("a refusal for which nothing can be supplied is said in place", async () => {
    const user = userEvent.setup();
    serve({ ...reading, [`POST ${ROWS}/d1/move`]: () => refusal(409, "no_transition") });
    await show(<BoardPage />, { bare: true, path: PATH });
    await user.click(await screen.findByRole("button", { name: "移动“核磁采购”" }));
    await user.click(screen.getByRole("menuitemradio", { name: "成交" }));
    expect((await screen.findByRole("alert")).textContent).toContain("说明 no_transition");
  });
});
