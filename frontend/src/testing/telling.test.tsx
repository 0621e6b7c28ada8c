import "../i18n/parts/channels";
import { screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { describe, expect, it } from "vitest";
import Away from "../app/Away";
import type { Delegation } from "../api/approvals";
import type { Delivery } from "../api/channels";
import { Deliveries } from "../areas/manage/channels/Deliveries";
import { refusal, serve, type Call, type Routes } from "./server";
import { SESSION } from "./small";
import { accessible, prepare, show } from "./stage";

prepare();

const posts = (calls: Call[]) =>
  calls.filter((call) => call.method === "POST").map((call) => [call.path, call.body]);
const session: Routes = { "GET /api/session": () => SESSION };

const delivery = (over: Partial<Delivery> = {}): Delivery => ({
  id: "m1",
  seq: 7,
  at: "2026-03-02T01:05:00Z",
  channel: "wecom",
  channel_name: "企业微信",
  kind: "breach",
  title: "逾期：48 小时内跟进",
  person: { id: "p1", name: "李娜" },
  state: "dead",
  attempts: 9,
  next_at: null,
  error: "gone",
  ...over,
});
const REPLAY = "/api/deliveries/m1/replay";

describe("what could not be sent", () => {
  /** The dead letter and one that was sent; once `replayed()` says so it waits again. */
  const page = async (replay: Routes[string], replayed: () => boolean = () => false): Promise<Call[]> => {
    const calls = serve({
      ...session,
      "GET /api/deliveries": () => ({
        rows: [
          delivery(replayed() ? { state: "waiting", attempts: 0, error: "" } : {}),
          delivery({ id: "m0", seq: 6, title: "提醒：写跟进", state: "sent", attempts: 1, error: "" }),
        ],
        next: null,
      }),
      [`POST ${REPLAY}`]: replay,
    });
    await show(<Deliveries />, { bare: true });
    await screen.findByText("逾期：48 小时内跟进");
    return calls;
  };
  const row = (title: string): HTMLElement => {
    const found = screen.getByText(title).closest("tr");
    if (!found) throw new Error("a row");
    return found;
  };

  it("is sent again with one press, and waits then; what was sent is not", async () => {
    let done = false;
    const calls = await page(
      () => {
        done = true;
        return delivery({ state: "waiting" });
      },
      () => done,
    );
    const dead = row("逾期：48 小时内跟进");
    expect(within(dead).getByText("没发出去")).toBeTruthy();
    expect(within(dead).getByText("试了 9 次")).toBeTruthy();
    expect(within(row("提醒：写跟进")).queryByRole("button")).toBeNull();
    await accessible();
    await userEvent.setup().click(within(dead).getByRole("button", { name: "重新发送" }));
    await waitFor(() => expect(within(row("逾期：48 小时内跟进")).getByText("待发送")).toBeTruthy());
    expect(screen.queryByRole("button", { name: "重新发送" })).toBeNull();
    expect(posts(calls)).toEqual([[REPLAY, {}]]);
  });

  it("that is refused stays, with the reason beside it", async () => {
    await page(() => refusal(409, "busy"));
    await userEvent.setup().click(screen.getByRole("button", { name: "重新发送" }));
    expect((await screen.findByRole("alert")).textContent).toContain("说明 busy");
    expect(within(row("逾期：48 小时内跟进")).getByRole("button", { name: "重新发送" })).toBeTruthy();
  });
});

describe("who decides while I am away", () => {
  const made: Delegation = {
    id: "g1",
    person: { id: "p1", name: "李娜" },
    deputy: { id: "p2", name: "顾明" },
    from_at: "2031-03-08T01:00:00Z",
    to_at: "2031-03-15T10:00:00Z",
    reason: "休假",
  };
  const open = async (post: Routes[string], listed: () => readonly Delegation[]) => {
    const calls = serve({
      ...session,
      "GET /api/delegations": listed,
      "GET /api/people": () => [{ id: "p2", name: "顾明", login: null, unit: "u1", unit_name: "总部" }],
      "POST /api/delegations": post,
    });
    await show(<Away />, { bare: true });
    const user = userEvent.setup();
    await user.click(await screen.findByRole("button", { name: "安排代理人" }));
    const dialog = await screen.findByRole("dialog", { name: "安排代理人" });
    const day = async (label: string, text: string) => {
      const box = within(dialog).getByRole("textbox", { name: label });
      await user.clear(box);
      await user.type(box, text);
      await user.tab();
    };
    const save = () => user.click(within(dialog).getByRole("button", { name: "保存" }));
    return { user, calls, dialog, day, save };
  };
  const fill = async ({ user, dialog, day }: Awaited<ReturnType<typeof open>>) => {
    await user.click(within(dialog).getByRole("button", { name: /代理人/ }));
    await user.click(await screen.findByRole("option", { name: /顾明/ }));
    await day("从", "2031-03-08");
    await day("到", "2031-03-15");
    await user.type(within(dialog).getByRole("textbox", { name: "原因" }), "休假");
  };

  it("is saved from and to on the organisation's clock, and stands in the list", async () => {
    const list: Delegation[] = [];
    const form = await open(
      () => {
        list.push(made);
        return made;
      },
      () => list,
    );
    await form.save();
    // Neither without a deputy nor without an end.
    expect(within(form.dialog).getByText("请填写代理人")).toBeTruthy();
    expect(within(form.dialog).getByText("请填写到")).toBeTruthy();
    expect(posts(form.calls)).toEqual([]);
    await fill(form);
    await form.save();
    await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
    expect(posts(form.calls)).toEqual([
      [
        "/api/delegations",
        { deputy: "p2", from: "2031-03-08T01:00:00Z", to: "2031-03-15T10:00:00Z", reason: "休假" },
      ],
    ]);
    const item = await screen.findByRole("listitem");
    expect(item.textContent).toContain("顾明，2031年3月8日 09:00 到 2031年3月15日 18:00");
    await accessible();
  });

  it("does not end before it begins", async () => {
    const form = await open(
      () => made,
      () => [],
    );
    await fill(form);
    await form.day("到", "2031-03-07");
    await form.save();
    expect(within(form.dialog).getByText("结束时间要晚于开始时间")).toBeTruthy();
    expect(posts(form.calls)).toEqual([]);
  });

  it("that is refused stays to be mended, with the reason", async () => {
    const form = await open(
      () => refusal(422, "person_not_possible"),
      () => [],
    );
    await fill(form);
    await form.save();
    expect((await within(form.dialog).findByRole("alert")).textContent).toContain("说明 person_not_possible");
  });
});
