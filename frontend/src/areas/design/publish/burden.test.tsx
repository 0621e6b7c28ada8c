import { screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { describe, expect, it } from "vitest";
import type { Asking, Burden } from "../../../api/publishing";
import "../../../i18n/parts/design";
import "../../../i18n/parts/designpublish";
import { Bench } from "../../../testing/bench";
import { DESIGNED } from "../../../testing/designed";
import { serve } from "../../../testing/server";
import { accessible, prepare, show } from "../../../testing/stage";
import { useWorkbench } from "../workbench/context";
import BurdenPart from "./Burden";

prepare();

const words = (zh: string) => ({ zh, en: zh });
const field = (name: string, required: boolean, answers: number, junk: number | null) => ({
  field: name,
  label: words(name),
  required,
  answers,
  junk,
});
const FORM: Asking = {
  kind: "form",
  entity: "customer",
  name: "customer",
  label: words("客户"),
  fields: [
    field("名称", true, 12, 0),
    field("备注", false, 12, 0.05),
    field("来源", true, 12, null),
    field("需求", true, 12, 0.4),
  ],
  submits: 12,
  timed: 9,
  median_s: 64,
};
const STAGE: Asking = {
  kind: "stage",
  entity: "deal",
  name: "lost",
  label: words("输单"),
  fields: [field("输单说明", true, 200, 0.004)],
  submits: 7,
  timed: 3,
  median_s: 8,
};
const ACTION: Asking = {
  kind: "action",
  entity: "deal",
  name: "log",
  label: words("跟进"),
  fields: [field("内容", true, 4, 0), field("方式", true, 4, null)],
  submits: 4,
  timed: 0,
  median_s: null,
};
const NEW: Asking = {
  ...ACTION,
  name: "visit",
  label: words("拜访"),
  fields: [field("小结", true, 0, null)],
  submits: 0,
};
const ASKED: Burden = {
  days: 90,
  events: 23,
  cut: false,
  places: [FORM, STAGE, ACTION, NEW],
  could_wait: [
    {
      path: "entity/deal/properties/amount",
      entity: "deal",
      label: words("预计金额"),
      asked_at: words("新建表单"),
      stage: words("报价"),
    },
    {
      path: "entity/deal/properties/rival",
      entity: "deal",
      label: words("竞争对手"),
      asked_at: words("新建表单"),
      stage: null,
    },
  ],
};

function Where() {
  return <output>{useWorkbench().at}</output>;
}

const burden = async (asked: Burden = ASKED) => {
  serve({ "GET /api/design/small/burden": () => asked });
  await show(
    <Bench app={DESIGNED}>
      <Where />
      <BurdenPart />
    </Bench>,
  );
  return screen.findByRole("table");
};
/** What the columns of a row say, but for the fields behind the fold. */
const row = (table: HTMLElement, name: RegExp): (string | null)[] => {
  const line = within(table).getByRole("rowheader", { name }).closest("tr");
  const cells = within(line ?? table).getAllByRole("cell");
  return cells.slice(1).map((cell) => cell.textContent);
};

describe("the burden of what is asked", () => {
  it("says of forms, stages and acts what filling them took", async () => {
    const table = await burden();
    expect(row(table, /^客户 新建$/).slice(0, 3)).toEqual(["3", "12", "64 秒（9 次）"]);
    expect(row(table, /^输单 进入阶段$/).slice(0, 3)).toEqual(["1", "7", "8 秒（3 次）"]);
    expect(row(table, /^跟进 动作$/).slice(0, 3)).toEqual(["2", "4", "还没有数据"]);
    await accessible();
  });

  it("tells what was typed to get past whatever its share, worst first, and marks where it is much", async () => {
    const table = await burden();
    expect(row(table, /^客户 新建$/)[3]).toBe("需求 40%备注 5%");
    expect(screen.getByText("需求 40%").hasAttribute("data-much")).toBe(true);
    expect(screen.getByText("备注 5%").hasAttribute("data-much")).toBe(false);
    expect(row(table, /^输单 进入阶段$/)[3]).toBe("输单说明 <1%");
    expect(row(table, /^跟进 动作$/)[3], "text was looked at, and all of it says something").toBe("0%");
    expect(row(table, /^拜访 动作$/)[3], "nobody has answered").toBe("—");
  });

  it("names the fields of a place behind a fold", async () => {
    const table = await burden();
    const fold = within(table).getByText("4 个").closest("details");
    expect(fold?.open).toBe(false);
    await userEvent.click(within(table).getByText("4 个"));
    expect(fold?.open).toBe(true);
    const named = within(fold ?? table).getAllByRole("listitem");
    expect(named.map((one) => one.textContent)).toEqual([
      "名称 必填 填过 12 次",
      "备注 填过 12 次",
      "来源 必填 填过 12 次",
      "需求 必填 填过 12 次",
    ]);
    await accessible();
  });

  it("says what could be asked later, and leads there", async () => {
    await burden();
    const later = within(screen.getByRole("region", { name: "可以晚一点再问" })).getAllByRole("listitem");
    expect(later.map((one) => one.textContent)).toEqual([
      expect.stringContaining("预计金额在「新建表单」就要填，到「报价」才第一次用到"),
    ]);
    // What nothing reads is another question: whether anybody needs it.
    const unread = within(screen.getByRole("region", { name: "填了却没有用到" })).getAllByRole("listitem");
    expect(unread.map((one) => one.textContent)).toEqual([
      expect.stringContaining("竞争对手在「新建表单」要填"),
    ]);
    await userEvent.click(screen.getByRole("button", { name: /预计金额/ }));
    expect(screen.getByRole("status").textContent).toBe("entity/deal/properties/amount");
  });

  it("leaves out what could wait where nothing could, and says where not all was counted", async () => {
    await burden({ ...ASKED, cut: true, events: 20_000, could_wait: [] });
    expect(screen.queryByRole("heading", { name: "可以晚一点再问" })).toBeNull();
    expect(screen.queryByRole("heading", { name: "填了却没有用到" })).toBeNull();
    expect(screen.getByText(/只统计最近 20,?000 次/)).toBeTruthy();
  });
});
