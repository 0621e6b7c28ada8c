import { act, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { useEffect, useState } from "react";
import { afterEach, describe, expect, it, vi } from "vitest";
import { replaceField } from "../../../engine/design/commands/replace";
import { documentsOf } from "../../../engine/design/documents";
import { apply, type AppJson } from "../../../engine/design/operations";
import "../../../i18n/parts/design";
import { Bench } from "../../../testing/bench";
import { DESIGNED } from "../../../testing/designed";
import { refusal, serve, type Routes } from "../../../testing/server";
import { SESSION } from "../../../testing/small";
import { accessible, prepare, show } from "../../../testing/stage";
import type { Finding, Saved } from "../workbench/context";
import PublishSection from ".";

prepare();
afterEach(() => {
  vi.restoreAllMocks();
  sessionStorage.clear();
});

const CHANGES = {
  groups: [
    {
      kind: "breaking",
      label: { zh: "影响已有数据或权限" },
      changes: [
        {
          path: "flow/deal/stages/quote/archived",
          place: { zh: "商机推进 › 报价" },
          words: { zh: "已停用：否 → 是" },
          before: { zh: "否" },
          after: { zh: "是" },
        },
      ],
    },
  ],
};
const FLIGHT = {
  counts: [
    {
      entity: "deal",
      label: { zh: "商机" },
      looked_at: 12,
      touched: 1,
      stage_lost: 1,
      path: 0,
      needs: 0,
      issues: 0,
    },
  ],
  touched: [
    {
      entity: "deal",
      record: "d1",
      title: "监护仪更新",
      stage_lost: true,
      path: null,
      stage: null,
      needs: [],
      issues: [
        {
          path: "amount",
          code: "required",
          params: {},
          message: { zh: "必填", en: "Required" },
          remedy: { zh: "填写", en: "Fill it in" },
        },
      ],
    },
  ],
  mappings_needed: [
    {
      entity: "deal",
      stage: "quote",
      label: { zh: "报价" },
      records: 1,
      path: null,
      path_label: null,
      offered: [{ id: "contact", label: { zh: "客户触达" } }],
    },
  ],
  total: 12,
  withheld: false,
  next: null,
};
const BROKEN: Finding = {
  code: "unknown_field",
  severity: "error",
  path: "flow/deal/stages/quote",
  message: { zh: "没有这个字段" },
  remedy: { zh: "换一个字段" },
  example: null,
};

const VERSION = {
  number: 3,
  at: "2026-03-02T01:00:00Z",
  by: null,
  note: "",
  live: true,
  moving: 0,
  copying: 0,
};

async function open(
  findings: readonly Finding[] = [],
  flight: () => unknown = () => FLIGHT,
  moving: () => number = () => 0,
  more: Routes = {},
  app = DESIGNED,
) {
  const asked = serve({
    "GET /api/session": () => SESSION,
    "GET /api/design/small/planned": () => ({ planned: null }),
    "GET /api/design/small/versions": () => [{ ...VERSION, moving: moving() }],
    "GET /api/design/small/changes": () => CHANGES,
    "GET /api/design/small/in_flight": flight,
    "POST /api/design/small/publish": () => ({ version: 4, moved: 1, moving: 0, copied: 0, copying: 0 }),
    ...more,
  });
  const refreshed = vi.fn();
  const view = await show(
    <Bench app={app} live={DESIGNED} findings={findings} onRefresh={refreshed}>
      <PublishSection />
    </Bench>,
  );
  return { asked, view, refreshed, user: userEvent.setup() };
}

describe("the publish section", () => {
  it("asks where records go whose stage is no more, then publishes with the answer", async () => {
    const { asked, user } = await open();
    expect(await screen.findByText("已停用：否 → 是")).toBeTruthy();
    const go = () =>
      within(screen.getByRole("region", { name: "发布" })).getByRole<HTMLButtonElement>("button", {
        name: "发布",
      });
    expect(await screen.findByRole("link", { name: "监护仪更新" })).toBeTruthy();
    expect(go().disabled).toBe(true);
    await user.selectOptions(screen.getByRole("combobox", { name: /1 条记录/ }), "客户触达");
    await user.type(screen.getByRole("textbox", { name: /改动说明/ }), "停用报价");
    await user.click(go());
    await user.click(within(screen.getByRole("dialog")).getByRole("button", { name: "发布" }));
    await screen.findByRole("tab", { name: "版本" });
    const sent = asked.find(({ method }) => method === "POST");
    expect(sent?.body).toEqual({ revision: 1, note: "停用报价", mapping: { deal: { quote: "contact" } } });
  });
  it("looks at many records a slice at a time and adds up what it finds", async () => {
    const [one] = FLIGHT.counts;
    const slices = [
      { ...FLIGHT, total: 24, withheld: true, next: "3.1/deal/d1" },
      { ...FLIGHT, counts: [{ ...one, stage_lost: 2 }], touched: [], mappings_needed: [], total: null },
    ];
    const { asked } = await open([], () => slices.shift());
    expect(await screen.findByText("3 条的阶段没有了")).toBeTruthy();
    expect(screen.getByText("查看了 24 条")).toBeTruthy();
    expect(screen.getByText(/预计金额：必填/)).toBeTruthy();
    expect(screen.getByText("用到您看不到的字段的规则没有计入。")).toBeTruthy();
    expect(screen.queryByText(/已查看/)).toBeNull();
    const sent = asked.filter(({ path }) => path.includes("in_flight"));
    expect(sent.map(({ query }) => query.get("after"))).toEqual([null, "3.1/deal/d1"]);
  });
  it("says what will be copied into a field of another kind and what cannot be, a slice at a time", async () => {
    const to = { id: "sum", kind: "number", label: { zh: "金额（数）" } };
    const { operations } = replaceField(DESIGNED, DESIGNED, "deal", "amount", to);
    const app = documentsOf(apply(DESIGNED as unknown as AppJson, operations).app);
    const lost = { entity: "deal", record: "d1", title: "监护仪更新", value: { zh: "三百来万" } };
    const copy = {
      entity: "deal", label: { zh: "商机" }, path: "deal.sum", field: { zh: "金额（数）" }, source: { zh: "金额" },
      kind: "number", looked_at: 20, lost: 1, examples: [lost], withheld: false,
    }; // prettier-ignore
    const one = { label: { zh: "太贵" }, into: { zh: "价格高" } };
    const merge = {
      entity: "deal", label: { zh: "商机" }, path: "deal.why", field: { zh: "原因" }, options: [one],
      records: 3, withheld: false,
    }; // prettier-ignore
    const slices = [
      { copies: [copy], merges: [merge], next: "3.1/deal.sum/d9" },
      { copies: [{ ...copy, looked_at: 5, lost: 0, examples: [] }], merges: [], next: null },
    ];
    const { asked, view } = await open([], () => FLIGHT, () => 0, {
      "GET /api/design/small/copies": () => slices.shift(),
      "GET /api/design/small/versions": () => [{ ...VERSION, copying: 7 }],
    }, app); // prettier-ignore
    expect(await screen.findByText("24 个值会复制")).toBeTruthy();
    expect(screen.getByText("1 个不能复制")).toBeTruthy();
    expect(screen.getByText("三百来万")).toBeTruthy();
    expect(screen.getByText("太贵 → 价格高")).toBeTruthy();
    expect(screen.getByText("3 条记录会改写")).toBeTruthy();
    expect(screen.getByText(/还有 7 个值等待复制/)).toBeTruthy();
    expect(
      asked.filter(({ path }) => path.includes("copies")).map(({ query }) => query.get("after")),
    ).toEqual([null, "3.1/deal.sum/d9"]);
    await accessible(view.container);
  });
  it("asks for no values where none is copied", async () => {
    const { asked } = await open();
    await screen.findByText("已停用：否 → 是");
    expect(asked.some(({ path }) => path.includes("copies"))).toBe(false);
  });
  it("asks by path where paths lead through other stages", async () => {
    const [left] = FLIGHT.mappings_needed;
    const paths = ["short", "long"].map((path) => ({ ...left, path, path_label: { zh: path } }));
    const { asked, user } = await open([], () => ({ ...FLIGHT, mappings_needed: paths }));
    for (const path of ["short", "long"])
      await user.selectOptions(
        await screen.findByRole("combobox", { name: new RegExp(`「${path}」的 1 条`) }),
        "客户触达",
      );
    const publish = screen.getByRole("region", { name: "发布" });
    await user.click(within(publish).getByRole("button", { name: "发布" }));
    await user.click(within(screen.getByRole("dialog")).getByRole("button", { name: "发布" }));
    await screen.findByRole("tab", { name: "版本" });
    const sent = asked.find(({ method }) => method === "POST");
    expect(sent?.body).toMatchObject({
      mapping: { deal: { "quote/short": "contact", "quote/long": "contact" } },
    });
  });
  it("says how many records are still being moved, until none is", async () => {
    const left = [7, 0];
    await open([], undefined, () => left.shift() ?? 0);
    expect(await screen.findByText(/还有 7 条记录正在改到新阶段/)).toBeTruthy();
    await waitFor(() => expect(screen.queryByText(/正在改到新阶段/)).toBeNull(), { timeout: 5_000 });
  });
  it("says what forbids it", async () => {
    await open([BROKEN]);
    expect(await screen.findByText("没有这个字段")).toBeTruthy();
    expect(screen.getByText("先解决上面的问题")).toBeTruthy();
    expect(screen.queryByText("例如这样一条记录")).toBeNull();
  });
  it("shows the record by which it forbids it, as people read it", async () => {
    const { view } = await open([{ ...BROKEN, example: { amount: 12_000_000, "customer.level": "a" } }]);
    expect(await screen.findByText("例如这样一条记录")).toBeTruthy();
    expect(screen.getByText("预计金额").nextElementSibling?.textContent).toBe("120,000 元");
    expect(screen.getByText("客户的客户等级").nextElementSibling?.textContent).toBe("A 类");
    await accessible(view.container);
  });
  it("plans it for a moment on the organisation's clock, and shows what waits", async () => {
    let planned: object | null = null;
    const { asked, user } = await open([], undefined, undefined, {
      "GET /api/design/small/planned": () => ({ planned }),
      "POST /api/design/small/planned": ({ body }) => {
        planned = {
          effective_at: (body as { at: string }).at,
          at: "2026-03-02T01:00:00Z",
          by: { id: "p1", name: "陈静" },
          note: "下月起",
          revision: 1,
          base: 3,
          overtaken: false,
        };
        return planned;
      },
      "DELETE /api/design/small/planned": () => {
        planned = null;
        return [204, null];
      },
    });
    await user.selectOptions(await screen.findByRole("combobox", { name: /1 条记录/ }), "客户触达");
    await user.click(screen.getByRole("radio", { name: "定时" }));
    const go = () =>
      within(screen.getByRole("region", { name: "发布" })).getByRole<HTMLButtonElement>("button", {
        name: "定时发布",
      });
    expect(screen.getByText("先选好生效的日期和时间")).toBeTruthy();
    expect(go().disabled).toBe(true);
    const year = new Date().getUTCFullYear();
    const day = screen.getByRole("textbox", { name: /生效日期/ });
    await user.type(day, `${year - 1}-06-01`);
    await user.tab();
    expect(await screen.findByText("要在现在之后")).toBeTruthy();
    await user.clear(day);
    await user.type(day, `${year + 1}-06-01`);
    await user.tab();
    // By the 24-hour clock, whatever the browser's own language is.
    const time = screen.getByRole("textbox", { name: /时间/ });
    await user.clear(time);
    await user.type(time, "早上");
    await user.tab();
    expect(await screen.findByText("写成 09:30 这样的时间")).toBeTruthy();
    expect(go().disabled).toBe(true);
    await user.clear(time);
    await user.type(time, "9点");
    await user.tab();
    expect(time).toHaveProperty("value", "09:00");
    await user.type(screen.getByRole("textbox", { name: /改动说明/ }), "下月起");
    await accessible(screen.getByRole("region", { name: "发布" }));
    await user.click(go());
    await user.click(within(screen.getByRole("dialog")).getByRole("button", { name: "定时发布" }));
    const waits = await screen.findByRole("region", { name: "定时发布" });
    expect(waits.textContent).toContain(`${year + 1}年6月1日`);
    expect(waits.textContent).toContain("09:00");
    expect(waits.textContent).toContain("陈静");
    const sent = asked.find(({ method }) => method === "POST");
    expect(sent?.body).toEqual({
      revision: 1,
      note: "下月起",
      mapping: { deal: { quote: "contact" } },
      at: `${year + 1}-06-01T01:00:00Z`,
    });
    await accessible(waits);
    await user.click(within(waits).getByRole("button", { name: "撤回定时发布" }));
    await user.click(within(screen.getByRole("dialog")).getByRole("button", { name: "撤回定时发布" }));
    await waitFor(() => expect(screen.queryByRole("region", { name: "定时发布" })).toBeNull());
  });
  it.each(["is being answered", "stands"])(
    "a moment that passes while the question %s is not taken for now",
    async (how) => {
      const { asked, user } = await open();
      await user.selectOptions(await screen.findByRole("combobox", { name: /1 条记录/ }), "客户触达");
      await user.click(screen.getByRole("radio", { name: "定时" }));
      const year = new Date().getUTCFullYear() + 1;
      await user.type(screen.getByRole("textbox", { name: /生效日期/ }), `${year}-06-01`);
      await user.tab();
      await user.click(screen.getByRole("button", { name: "定时发布" }));
      const sure = within(screen.getByRole("dialog"));
      vi.spyOn(Date, "now").mockReturnValue(Date.UTC(year + 1, 0, 1));
      if (how === "is being answered") await user.click(sure.getByRole("button", { name: "定时发布" }));
      // Whatever draws the form anew: the next look at what waits, or an edit of a colleague.
      else await user.type(screen.getByRole("textbox", { name: /改动说明/ }), "下月起");
      expect(screen.queryByRole("dialog")).toBeNull();
      expect(screen.getByText("要在现在之后")).toBeTruthy();
      expect(asked.filter(({ method }) => method === "POST")).toEqual([]);
    },
  );
  it("reads the draft anew when what was planned is no more", async () => {
    let planned: object | null = {
      effective_at: "2026-06-01T01:00:00Z",
      at: "2026-03-02T01:00:00Z",
      by: { id: "p1", name: "陈静" },
      note: "",
      revision: 1,
      base: 3,
      overtaken: false,
    };
    const { refreshed, user } = await open([], undefined, undefined, {
      "GET /api/design/small/planned": () => ({ planned }),
      "DELETE /api/design/small/planned": () => {
        planned = null;
        return [204, null];
      },
    });
    await user.click(screen.getByRole("tab", { name: "版本" }));
    await user.click(await screen.findByRole("button", { name: "撤回定时发布" }));
    expect(refreshed).not.toHaveBeenCalled();
    await user.click(within(screen.getByRole("dialog")).getByRole("button", { name: "撤回定时发布" }));
    await waitFor(() => expect(refreshed).toHaveBeenCalled());
  });
  it("says it when the look at many records breaks off, and looks again", async () => {
    const slices: unknown[] = [
      { ...FLIGHT, total: 24, next: "3.1/deal/d1" },
      refusal(422, "too_much"),
      { ...FLIGHT, total: 12 },
    ];
    const { user } = await open([], () => slices.shift());
    expect(await screen.findByText("说明 too_much")).toBeTruthy();
    expect(screen.getByText("1 条的阶段没有了")).toBeTruthy();
    expect(screen.queryByText(/已查看/)).toBeNull();
    await user.click(screen.getByRole("button", { name: "重试" }));
    await waitFor(() => expect(screen.queryByText("说明 too_much")).toBeNull());
    expect(screen.queryByText(/已查看/)).toBeNull();
    expect(screen.getByText("1 条的阶段没有了")).toBeTruthy();
  });
  it("looks no further for who left, and anew for who comes back", async () => {
    const part = { ...FLIGHT, total: 24, next: "3.1/deal/d1" };
    const rest = { ...FLIGHT, touched: [], mappings_needed: [], total: null };
    const slices: unknown[] = [part, new Promise(() => undefined), part, rest];
    const { asked, user } = await open([], () => slices.shift());
    expect(await screen.findByText("已查看 12 / 24 条…")).toBeTruthy();
    await user.click(screen.getByRole("tab", { name: "版本" }));
    await user.click(screen.getByRole("tab", { name: "发布" }));
    expect(await screen.findByText("查看了 24 条")).toBeTruthy();
    const sent = asked.filter(({ path }) => path.includes("in_flight"));
    expect(sent.map(({ query }) => query.get("after"))).toEqual([null, "3.1/deal/d1", null, "3.1/deal/d1"]);
  });
  it("says on the organisation's clock when a version came into force", async () => {
    const { user } = await open([], undefined, undefined, {
      "GET /api/session": () => ({
        ...SESSION,
        organisation: { name: "演示公司", zone: "Pacific/Auckland" },
      }),
    });
    await user.click(screen.getByRole("tab", { name: "版本" }));
    expect(await screen.findByText(/2026年3月2日 14:00/)).toBeTruthy();
  });
  it("gives no answer about a draft that is older than the server's, nor about an older revision", async () => {
    let answer: (value: unknown) => void = () => undefined;
    const answers: unknown[] = [{ groups: [] }, new Promise((resolve) => (answer = resolve))];
    serve({
      "GET /api/session": () => SESSION,
      "GET /api/design/small/planned": () => ({ planned: null }),
      "GET /api/design/small/versions": () => [VERSION],
      "GET /api/design/small/changes": () => answers.shift(),
      "GET /api/design/small/in_flight": () => ({ ...FLIGHT, mappings_needed: [] }),
    });
    let turn: (to: { revision: number; saved: Saved }) => void = () => undefined;
    function Turning() {
      const [to, setTo] = useState<{ revision: number; saved: Saved }>({ revision: 1, saved: "saved" });
      useEffect(() => void (turn = setTo), []);
      return (
        <Bench app={DESIGNED} live={DESIGNED} {...to}>
          <PublishSection />
        </Bench>
      );
    }
    await show(<Turning />);
    const none = "和现在使用的版本一样，没有要发布的修改。";
    expect(await screen.findByText(none)).toBeTruthy();
    // The server took the draft back to an older version; what is here does not say it yet.
    act(() => turn({ revision: 1, saved: "saving" }));
    expect(screen.queryByText(none)).toBeNull();
    expect(screen.queryByText("没有要发布的修改")).toBeNull();
    act(() => turn({ revision: 2, saved: "saved" }));
    expect(await screen.findByText("正在重新计算会改什么")).toBeTruthy();
    expect(screen.queryByText(none)).toBeNull();
    act(() => answer(CHANGES));
    expect(await screen.findByText("已停用：否 → 是")).toBeTruthy();
    await waitFor(() => expect(screen.queryByText("正在重新计算会改什么")).toBeNull());
  });
  it("keeps the note while one looks elsewhere, until it is published", async () => {
    const { user, view } = await open([], () => ({ ...FLIGHT, mappings_needed: [] }));
    const note = () => screen.getByRole<HTMLTextAreaElement>("textbox", { name: /改动说明/ });
    await user.type(note(), "报价前先问预算");
    view.unmount();
    await open([], () => ({ ...FLIGHT, mappings_needed: [] }));
    expect(note().value).toBe("报价前先问预算");
    const publish = screen.getByRole("region", { name: "发布" });
    const go = within(publish).getByRole<HTMLButtonElement>("button", { name: "发布" });
    await waitFor(() => expect(go.disabled).toBe(false));
    await user.click(go);
    await user.click(within(screen.getByRole("dialog")).getByRole("button", { name: "发布" }));
    await waitFor(() => expect(note().value).toBe(""));
    expect(sessionStorage.length).toBe(0);
  });
  it("says how many records are touched and not named", async () => {
    const counts = FLIGHT.counts.map((one) => ({ ...one, touched: 7 }));
    await open([], () => ({ ...FLIGHT, counts }));
    expect(await screen.findByText(/^另有 6 条已计数，没有列出/)).toBeTruthy();
  });
  it("has no accessibility faults", async () => {
    const { view } = await open();
    await screen.findByText("已停用：否 → 是");
    await accessible(view.container);
  });
});
