import { screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, describe, expect, it, vi } from "vitest";
import { call } from "../../../api/http";
import { inTrial, noteTrial, withTrial, type InTrial } from "../../../api/trial";
import TrialBar from "../../../app/TrialBar";
import { localToday, nowMs, standStill } from "../../../kit";
import { Bench } from "../../../testing/bench";
import { DESIGNED } from "../../../testing/designed";
import { refusal, serve, type Routes } from "../../../testing/server";
import { accessible, prepare, show } from "../../../testing/stage";
import type { Finding } from "../workbench/context";
import TrySection from ".";

prepare();

const TRIAL = {
  id: "t1",
  app: "small",
  revision: 1,
  stale: false,
  zone: "Asia/Shanghai",
  people: [
    { id: "p1", name: "李销售", role: "rep", role_label: { zh: "销售" }, unit_name: "上海一部" },
    { id: "p2", name: "王经理", role: "manager", role_label: { zh: "经理" }, unit_name: "华东大区" },
  ],
  now: "2026-03-02T01:00:00Z",
  next_due: {
    at: "2026-03-03T01:00:00Z",
    what: { zh: "新商机跟进" },
    app: "small",
    entity: "deal",
    record: "d1",
    record_title: "监护仪更新",
    person: { id: "p1", name: "李销售" },
  },
  told: [],
  made: 6,
  left_out: [
    {
      entity: "payment",
      label: { zh: "回款" },
      by: ["李销售", "王经理"],
      count: 4,
      why: { zh: "“回款截图”必填" },
    },
  ],
};
const LATE = {
  person: { id: "p1", name: "李销售" },
  notice: {
    seq: 1,
    at: "2026-03-03T01:00:00Z",
    kind: "breach",
    title: { zh: "“新商机跟进”已逾期" },
    body: { zh: "" },
  },
};
const PATH = "/api/design/small/trial";
const BROKEN: Finding = {
  code: "unknown_field",
  severity: "error",
  path: "flow/deal",
  message: { zh: "没有这个字段" },
  remedy: { zh: "换" },
  example: null,
};

async function open(routes: Routes, findings: readonly Finding[] = []) {
  const asked = serve(routes);
  const tried = vi.fn();
  const view = await show(
    <Bench app={DESIGNED} findings={findings} onTried={tried}>
      <TrySection />
    </Bench>,
  );
  return { asked, view, tried, user: userEvent.setup() };
}
const kept = () => JSON.parse(sessionStorage.getItem("followthrough.trial") ?? "null") as InTrial | null;
const going = () => vi.spyOn(window.location, "assign").mockImplementation(() => undefined);

afterEach(() => {
  noteTrial(null);
  standStill(null);
  vi.restoreAllMocks();
});

describe("trying a draft out", () => {
  it("begins, moves the time to the next deadline and tells what happened", async () => {
    const late = { ...TRIAL, now: "2026-03-03T01:00:01Z", next_due: null, told: [LATE] };
    const { asked, user, view, tried } = await open({
      [`GET ${PATH}`]: () => ({ trial: null }),
      [`POST ${PATH}`]: () => [201, { trial: TRIAL }],
      [`POST ${PATH}/advance`]: () => ({ trial: late, happened: [LATE] }),
    });
    await user.click(await screen.findByRole("checkbox", { name: "放入示例记录" }));
    expect(tried).not.toHaveBeenCalled();
    await user.click(screen.getByRole("button", { name: "开始试用" }));
    expect(await screen.findByText(/李销售的“新商机跟进”（监护仪更新）/)).toBeTruthy();
    expect(tried).toHaveBeenCalledOnce();
    expect(screen.getByText(/另有 4 条没能放入/)).toBeTruthy();
    expect(screen.getByText("回款 4 条（李销售、王经理）：“回款截图”必填")).toBeTruthy();
    await accessible(view.container);
    await user.click(screen.getByRole("button", { name: "到下一个截止" }));
    expect(await screen.findByText("“新商机跟进”已逾期")).toBeTruthy();
    expect(screen.getByText("目前没有待办在等截止时间")).toBeTruthy();
    expect(asked.filter((one) => one.method === "POST").map((one) => one.body)).toEqual([
      { sample: false },
      { seen: "2026-03-02T01:00:00Z", to: "next" },
    ]);
  });
  it("acts as a person of the trial: what is called from then on says so, the designer is called as before", async () => {
    const gone = going();
    const { user } = await open({ [`GET ${PATH}`]: () => ({ trial: TRIAL }) });
    await user.click(await screen.findByRole("button", { name: "以李销售的身份试用" }));
    expect(gone).toHaveBeenCalledWith("/a/small/today");
    const entered = { id: "t1", app: "small", person: "p1", now: TRIAL.now };
    expect(kept()).toEqual(entered);
    expect(inTrial(), "the page that is left stays where it was").toBe(null);
    noteTrial(entered);
    const asked = serve({ "GET /api/apps": () => [], "GET /api/design": () => [] });
    await call("/api/apps");
    await call("/api/design");
    expect(asked.map(({ headers }) => [headers.get("x-trial"), headers.get("x-trial-as")])).toEqual([
      ["t1", "p1"],
      [null, null],
    ]);
    expect(withTrial("/api/files/f")).toBe("/api/files/f?x-trial=t1&x-trial-as=p1");
  });
  it("does not begin while the draft has errors, and says so", async () => {
    await open({ [`GET ${PATH}`]: () => ({ trial: null }) }, [BROKEN]);
    const begin = await screen.findByRole<HTMLButtonElement>("button", { name: "开始试用" });
    expect(begin.disabled).toBe(true);
    expect(screen.getByText("先解决检查出的问题，才能试用")).toBeTruthy();
  });
  it("says that the draft has moved on, and ends", async () => {
    const { user } = await open({
      [`GET ${PATH}`]: () => ({ trial: { ...TRIAL, stale: true } }),
      [`DELETE ${PATH}`]: () => [204, null],
    });
    expect(await screen.findByText(/之后又有修改/)).toBeTruthy();
    await user.click(screen.getByRole("button", { name: "结束试用" }));
    expect(await screen.findByText("还没有开始试用")).toBeTruthy();
  });
});

describe("the bar of a trial", () => {
  it("says who one is and what time it is, moves it on, changes the person and leads out", async () => {
    const gone = going();
    noteTrial({ id: "t1", app: "small", person: "p1", now: TRIAL.now });
    const day = { ...TRIAL, now: "2026-03-03T01:00:00Z" };
    serve({
      [`GET ${PATH}`]: () => ({ trial: TRIAL }),
      [`POST ${PATH}/advance`]: () => ({ trial: day, happened: [] }),
    });
    const view = await show(<TrialBar />, { bare: true });
    const user = userEvent.setup();
    const bar = within(await screen.findByRole("region", { name: "试用" }));
    await user.click(await bar.findByRole("button", { name: "+1 天" }));
    await bar.findByText(/2026年3月3日/);
    expect([nowMs(), localToday().slice(0, 8)]).toEqual([Date.parse(day.now), "2026-03-"]);
    expect(inTrial()?.now).toBe(day.now);
    await accessible(view.container);
    await user.selectOptions(bar.getByRole("combobox", { name: "试用身份" }), "王经理");
    expect(kept()?.person).toBe("p2");
    await user.click(bar.getByRole("button", { name: "退出试用" }));
    expect(kept()).toBe(null);
    expect(gone).toHaveBeenLastCalledWith("/design/small/try");
  });
  it("leaves a trial that is over", async () => {
    const gone = going();
    noteTrial({ id: "t1", app: "small", person: "p1", now: TRIAL.now });
    serve({ "GET /api/apps": () => refusal(404, "trial_gone") });
    await expect(call("/api/apps")).rejects.toThrow("trial_gone");
    expect(kept()).toBe(null);
    expect(gone).toHaveBeenCalledWith("/design/small/try");
  });
});
