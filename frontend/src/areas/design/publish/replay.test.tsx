import { screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { describe, expect, it } from "vitest";
import type { ReplayJob } from "../../../api/replay";
import "../../../i18n/parts/design";
import "../../../i18n/parts/designpublish";
import { Bench } from "../../../testing/bench";
import { DESIGNED } from "../../../testing/designed";
import { serve } from "../../../testing/server";
import { SESSION } from "../../../testing/small";
import { accessible, prepare, show } from "../../../testing/stage";
import Replay from "./Replay";

prepare();

const JOB: ReplayJob = {
  id: "r1",
  state: "waiting",
  revision: 1,
  progress: { done: 0, total: 400 },
  report: null,
  error: null,
};
const DONE: ReplayJob = {
  ...JOB,
  state: "done",
  progress: { done: 400, total: 400 },
  report: {
    ...{ events: 400, transitions: 9, acts: 12, checked: 3, selfcheck: { records: 3, mismatches: 0 } },
    ...{
      blocked: [],
      unblocked: [],
      duties: [],
      owed: [],
      messages: [],
      triggers: [],
      tables: [],
      notes: [],
    },
  },
};

async function open(states: ReplayJob[]) {
  const asked = serve({
    "GET /api/session": () => SESSION,
    "POST /api/design/small/replay": () => [202, JOB],
    "GET /api/design/small/replay/r1": () => (states.length > 1 ? states.shift() : states[0]),
    "DELETE /api/design/small/replay/r1": () => ({ ...JOB, state: "stopped" }),
  });
  await show(
    <Bench app={DESIGNED} live={DESIGNED}>
      <Replay />
    </Bench>,
  );
  await userEvent.selectOptions(screen.getByRole("combobox"), "30");
  await userEvent.click(screen.getByRole("button", { name: "开始回放" }));
  return asked;
}
const bar = () => screen.findByRole<HTMLProgressElement>("progressbar", { name: "回放进度" });

describe("a replay", () => {
  it("tells how far it is, then what it found", async () => {
    const asked = await open([{ ...JOB, state: "running", progress: { done: 100, total: 400 } }, DONE]);
    await waitFor(async () => expect((await bar()).value).toBe(100), { timeout: 5_000 });
    expect((await bar()).max).toBe(400);
    expect(screen.getByText("100 / 400 条动态")).toBeTruthy();
    await accessible();
    expect(
      await screen.findByText(/^回看了 \d+ 次新建、推进和动作/, undefined, { timeout: 5_000 }),
    ).toBeTruthy();
    expect(screen.queryByRole("progressbar")).toBeNull();
    const sent = asked.find(({ method }) => method === "POST")?.body as { from: string; to: string };
    expect(Date.parse(sent.to) - Date.parse(sent.from)).toBe(30 * 86_400_000);
  });
  it("is stopped by a press, and can be begun again", async () => {
    const asked = await open([{ ...JOB, state: "running" }]);
    await userEvent.click(await screen.findByRole("button", { name: "停止" }));
    expect(await screen.findByRole("button", { name: "开始回放" })).toBeTruthy();
    expect(asked.filter(({ method }) => method === "DELETE")).toHaveLength(1);
    expect(screen.queryByRole("progressbar")).toBeNull();
  });
  it("says why it failed, and that the draft has moved on since", async () => {
    const error = { message: { zh: "记录太多" }, remedy: { zh: "缩短时间" } };
    await open([{ ...JOB, state: "failed", error }]);
    expect(await screen.findByText("记录太多 缩短时间", undefined, { timeout: 5_000 })).toBeTruthy();
  });
  it("of an earlier draft says so", async () => {
    await open([{ ...DONE, revision: 0 }]);
    expect(
      await screen.findByText("草稿在这次回放之后又改过，请重新回放。", undefined, { timeout: 5_000 }),
    ).toBeTruthy();
  });
});
