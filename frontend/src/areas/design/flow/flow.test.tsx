import { screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { useLayoutEffect } from "react";
import { describe, expect, it } from "vitest";
import { lineOf, transitionsOf } from "../../../engine/design/commands/flow-lines";
import type { AppDoc, FlowDoc } from "../../../engine/design/documents";
import { setLang } from "../../../i18n";
import { Bench } from "../../../testing/bench";
import { template } from "../../../testing/catalogue";
import { DESIGNED } from "../../../testing/designed";
import { accessible, prepare, show } from "../../../testing/stage";
import { useWorkbench, type Finding, type Workbench } from "../workbench/context";
import FlowSection from "./index";

prepare();

let app: AppDoc = DESIGNED;
let place: string | null = null;

function note(bench: Workbench): void {
  app = bench.app;
  place = bench.at;
}

function Spy() {
  const bench = useWorkbench();
  useLayoutEffect(() => note(bench), [bench]);
  return bench.undo ? <button onClick={bench.undo}>undo</button> : null;
}

interface Shown {
  of?: AppDoc;
  at?: string | null;
  live?: AppDoc | null;
  findings?: readonly Finding[];
}

async function open({ of = DESIGNED, at = "flow/deal", live = null, findings = [] }: Shown = {}) {
  await show(
    <Bench app={of} at={at} live={live} findings={findings}>
      <Spy />
      <FlowSection />
    </Bench>,
  );
}

const flow = (id = "deal") => app.flows?.[id] as FlowDoc;
const button = (name: string | RegExp) => screen.findByRole("button", { name });
const press = async (name: string | RegExp) => userEvent.click(await button(name));
const list = async () => userEvent.click(await screen.findByRole("tab", { name: "列表" }));
const dialog = () => screen.findByRole("dialog");

describe("the flow drawn", () => {
  it("shows each stage as a card that says all it asks for", async () => {
    await open();
    const card = await button(/^报价\s*进行中\s*必填：预计金额\s*限时：报价后拜访\s*可去：签约、输单$/);
    expect(card.textContent).toContain("必填：预计金额");
    await accessible();
  });
  it("a press selects, and the panel speaks of that stage", async () => {
    await open();
    await press(/^报价\s*进行中/);
    expect(place).toBe("flow/deal/stages/quote");
    expect(screen.getByRole("heading", { name: "阶段：报价" })).toBeTruthy();
    await accessible();
  });
  it("arrows walk from card to card, Enter opens, Delete asks before the stage goes", async () => {
    await open();
    (await button(/^客户触达\s*进行中/)).focus();
    await userEvent.keyboard("{ArrowRight}");
    expect(document.activeElement?.getAttribute("data-stage")).toBe("quote");
    await userEvent.keyboard("{Enter}");
    expect(place).toBe("flow/deal/stages/quote");
    await userEvent.keyboard("{Delete}");
    expect((await dialog()).textContent).toContain("报价后拜访");
  });
  it("“+” between two stages inserts one there, ready to be named", async () => {
    await open();
    await press("在「客户触达」和「报价」之间插入阶段");
    await userEvent.type(
      within(await dialog()).getByRole("textbox", { name: "阶段名称" }),
      "临床试用{Enter}",
    );
    expect(lineOf(flow(), "all")).toEqual(["contact", "stage", "quote", "won"]);
    expect(place).toBe("flow/deal/stages/stage");
    expect(transitionsOf(flow(), { from: "contact", to: "quote" })).toEqual([]);
    await press("undo");
    expect(flow()).toEqual(DESIGNED.flows?.["deal"]);
  });
  it("a way that the paths want and nobody made is told", async () => {
    const { to_quote: _, ...transitions } = flow().transitions;
    const broken = {
      ...DESIGNED,
      flows: { deal: { ...(DESIGNED.flows?.["deal"] as FlowDoc), transitions } },
    };
    await open({ of: broken });
    expect(await screen.findByText("「客户触达」到「报价」还没有接通")).toBeTruthy();
  });
  it("speaks English where English is chosen, React Flow's own words included", async () => {
    await setLang("en");
    await open();
    await button(/^Quote\s*Open\s*Must fill: Amount/);
    expect(screen.getByRole("button", { name: "Zoom in" })).toBeTruthy();
    expect(document.body.textContent).not.toMatch(/\p{Script=Han}/u);
    await setLang("zh");
  });
});

describe("the flow as a list", () => {
  it("stages are moved by buttons, and stay connected", async () => {
    await open();
    await list();
    await press("「报价」前移");
    expect(lineOf(flow(), "all")).toEqual(["quote", "contact", "won"]);
    expect(transitionsOf(flow(), { from: "contact", to: "won" })).toEqual(["to_won"]);
    await accessible();
  });
  it("of several paths one is chosen to change its order; stages off it stand apart", async () => {
    await open({ of: template("sales"), at: "flow/opportunity" });
    await list();
    expect(screen.queryByRole("button", { name: "「报价」前移" })).toBeNull();
    await userEvent.selectOptions(screen.getByRole("combobox", { name: "路径" }), "standard");
    await press("「报价」前移");
    expect(lineOf(flow("opportunity"), "standard")).toEqual([
      "contact",
      "diagnosis",
      "demo",
      "quote",
      "objection",
      "sign",
      "paid",
    ]);
    expect(
      within(screen.getByRole("region", { name: "不在这条路径上的阶段" })).getByText("院长办公会决策"),
    ).toBeTruthy();
  });
  it("a lost stage is added beside the lines", async () => {
    await open();
    await list();
    await press("添加输单或暂缓阶段");
    const asked = await dialog();
    await userEvent.click(within(asked).getByRole("radio", { name: "输单" }));
    await userEvent.type(within(asked).getByRole("textbox", { name: "阶段名称" }), "放弃{Enter}");
    expect(flow().stages["stage"]).toMatchObject({ label: { zh: "放弃" }, kind: "lost" });
  });
});

describe("the panel of a stage", () => {
  const at = "flow/deal/stages/quote";
  it("a name is kept at once and by one step", async () => {
    await open({ at });
    const name = await screen.findByRole("textbox", { name: "阶段名称" });
    await userEvent.clear(name);
    expect(screen.getByText("请填写名称")).toBeTruthy();
    await userEvent.type(name, "正式报价{Enter}");
    expect(flow().stages["quote"]?.label).toEqual({ zh: "正式报价", en: "Quote" });
    await press("undo");
    expect(screen.getByRole<HTMLInputElement>("textbox", { name: "阶段名称" }).value).toBe("报价");
  });
  it("a field is required by its name, one through a reference too, and dropped again", async () => {
    await open({ at });
    await press("添加必填字段 ＋ 添加必填字段");
    await userEvent.click(await screen.findByRole("option", { name: "客户·客户等级" }));
    expect(Object.keys(flow().stages["quote"]?.entry?.fields ?? {})).toEqual(["amount", "customer.level"]);
    await press("不再要求「预计金额」");
    expect(Object.keys(flow().stages["quote"]?.entry?.fields ?? {})).toEqual(["customer.level"]);
  });
  it("a new field is made, put on the form and required in one step", async () => {
    await open({ at });
    await press("添加必填字段 ＋ 添加必填字段");
    await press("新字段…");
    const asked = await dialog();
    await userEvent.selectOptions(within(asked).getByRole("combobox", { name: "字段类型" }), "date");
    await userEvent.type(within(asked).getByRole("textbox", { name: "字段名称" }), "试用日期{Enter}");
    await waitFor(() =>
      expect(app.entities["deal"]?.properties["field"]?.field).toMatchObject({
        kind: "date",
        label: { zh: "试用日期" },
      }),
    );
    expect(app.forms?.["deal"]?.sections["main"]?.fields).toHaveProperty("field");
    expect(flow().stages["quote"]?.entry?.fields).toHaveProperty("field");
    await press("undo");
    expect(app.entities["deal"]?.properties).not.toHaveProperty("field");
  });
  it("a new action is made and required in one step; how often can be said", async () => {
    await open({ at });
    await press("添加必做动作 ＋ 添加必做动作");
    await press("新动作…");
    await userEvent.type(
      within(await dialog()).getByRole("textbox", { name: "动作名称" }),
      "上传截图{Enter}",
    );
    const times = await screen.findByRole("textbox", { name: "「上传截图」至少几次" });
    expect(app.actions?.["action"]).toMatchObject({ entity: "deal", label: { zh: "上传截图" } });
    await userEvent.clear(times);
    await userEvent.type(times, "2{Enter}");
    expect(flow().stages["quote"]?.entry?.actions?.["action"]?.min).toBe(2);
    await press("上传截图");
    expect(place).toBe("action/action");
  });
  it("a usual time is a number and a unit, and may be left out again", async () => {
    await open({ at });
    const n = await screen.findByRole("textbox", { name: "一般停留多久：数" });
    await userEvent.type(n, "2{Tab}");
    await userEvent.selectOptions(screen.getByRole("combobox", { name: "一般停留多久：单位" }), "天");
    expect(flow().stages["quote"]?.expected).toBe("P2D");
    await userEvent.clear(n);
    await userEvent.tab();
    expect(flow().stages["quote"]).not.toHaveProperty("expected");
  });
  it("a duty begins here and is opened to be said", async () => {
    await open({ at });
    expect(await button("报价后拜访")).toBeTruthy();
    await press("添加限时必做 ＋ 添加限时必做");
    await userEvent.click(await screen.findByRole("option", { name: "拜访客户" }));
    expect(app.duties?.["visit"]).toMatchObject({ opens_when: { stage: "quote" }, action: "visit" });
    expect(place).toBe("duty/visit");
  });
  it("“可以去” connects stages without a mouse", async () => {
    await open({ at });
    await press("可以去… ＋ 可以去…");
    await userEvent.click(await screen.findByRole("option", { name: "客户触达" }));
    expect(transitionsOf(flow(), { from: "quote", to: "contact" })).toEqual(["to_contact"]);
    await press("不能再去「客户触达」");
    expect(flow().transitions).not.toHaveProperty("to_contact");
  });
  it("one in force is archived; one that never was is told what it takes along", async () => {
    await open({ at, live: DESIGNED });
    await press("删除阶段");
    await userEvent.click(within(await dialog()).getByRole("button", { name: "停用" }));
    expect(flow().stages["quote"]?.archived).toBe(true);
    expect(transitionsOf(flow(), { from: "contact", to: "won" })).toEqual(["to_won"]);
  });
  it("one that never was in force goes with the duty that waits for it", async () => {
    await open({ at });
    await press("删除阶段");
    const asked = await dialog();
    expect(asked.textContent).toContain("报价后拜访");
    expect(asked.textContent).toContain("一起删除");
    await userEvent.click(within(asked).getByRole("button", { name: "删除阶段" }));
    expect(flow().stages).not.toHaveProperty("quote");
    expect(app.duties).not.toHaveProperty("visit_soon");
    expect(place).toBe("flow/deal");
  });
  it("a finding stands on the card, in the panel and at the demand it speaks of", async () => {
    const findings: Finding[] = [
      {
        code: "demand_no_way",
        severity: "error",
        path: `${at}/entry/fields/amount`,
        message: { zh: "没有地方能填预计金额" },
        remedy: { zh: "把它放到表单上" },
        example: null,
      },
    ];
    await open({ at: `${at}/entry/fields/amount`, findings });
    expect((await button(/^报价\s*进行中.*1 处问题/)).textContent).toContain("1 处问题");
    expect(screen.getByText("没有地方能填预计金额")).toBeTruthy();
    expect(screen.getByRole("button", { name: /什么情况下要求「预计金额」/ })).toBeTruthy();
  });
});

describe("a rule for which the check has a record", () => {
  const amount: Finding["example"] = { amount: 900_000 };
  const small = { op: "lt", a: [{ f: "amount" }, { v: 1_000_000 }] } as const;
  const finding = (path: string): Finding => ({
    code: "x",
    severity: "error",
    path,
    message: { zh: "不行" },
    remedy: { zh: "改" },
    example: amount,
  });
  const flowOf = (change: (flow: FlowDoc) => void): AppDoc => {
    const changed = structuredClone(DESIGNED);
    change(changed.flows?.["deal"] as FlowDoc);
    return changed;
  };
  it.each([
    [
      "a demand",
      "flow/deal/stages/quote",
      "/entry/fields/amount",
      /^什么情况下要求「预计金额」/,
      flowOf(({ stages }) =>
        Object.assign(stages["quote"]?.entry?.fields?.["amount"] ?? {}, { when: small }),
      ),
    ],
    [
      "a condition of a gate",
      "flow/deal/stages/quote",
      "/entry",
      /^条件 1/,
      flowOf(({ stages }) =>
        Object.assign(stages["quote"]?.entry ?? {}, { statements: { s: { rule: small } } }),
      ),
    ],
    [
      "a guard",
      "flow/deal/transitions/to_quote",
      "/requires/fields/amount",
      /预计金额小于10,000/,
      flowOf(({ transitions }) => Object.assign(transitions["to_quote"] ?? {}, { when: small })),
    ],
    [
      "a path",
      "flow/deal/paths/all",
      "",
      /预计金额小于10,000/,
      flowOf(({ paths }) => Object.assign(paths["all"] ?? {}, { when: small })),
    ],
  ])("%s is tried on it", async (_, at, below, name, of) => {
    await open({ of, at, findings: [finding(`${at}${below}`)] });
    await userEvent.click(await button(name));
    const tried = within(await screen.findByRole("region", { name: "试一试" }));
    expect(tried.getByRole<HTMLInputElement>("textbox", { name: "预计金额 值" }).value).toBe("¥9,000.00");
  });
});

describe("transitions and paths", () => {
  it("a transition says from where, to where, who and what it asks for", async () => {
    await open({ at: "flow/deal/transitions/to_lost" });
    expect(await screen.findByRole("heading", { name: "流转：输单" })).toBeTruthy();
    await userEvent.click(screen.getByRole("checkbox", { name: "主管" }));
    expect(flow().transitions["to_lost"]?.roles).toEqual({ boss: {} });
    await userEvent.selectOptions(screen.getByRole("combobox", { name: "到哪个阶段" }), "won");
    expect(flow().transitions["to_lost"]?.to).toBe("won");
    await accessible();
    await press("删除这个流转");
    expect(flow().transitions).not.toHaveProperty("to_lost");
  });
  it("paths are sentences in their order; a new one waits for its rule", async () => {
    await open({ of: template("sales"), at: "flow/opportunity" });
    expect(await button(/^走「采购科路径」的条件/)).toBeTruthy();
    await press("新路径");
    await userEvent.type(within(await dialog()).getByRole("textbox", { name: "路径名称" }), "加急{Enter}");
    expect(place).toBe("flow/opportunity/paths/path");
    expect(screen.getByRole("button", { name: /还没有条件，没有记录走这条路径/ })).toBeTruthy();
    await press("「报价」移出路径");
    expect(lineOf(flow("opportunity"), "path")).not.toContain("quote");
    await accessible();
  });
  it("the canvas picks out the path that is selected", async () => {
    await open({ of: template("sales"), at: "flow/opportunity/paths/procurement" });
    const node = async (name: RegExp) => (await button(name)).closest(".flw-node");
    expect((await node(/^方案演示\s*进行中/))?.hasAttribute("data-faded")).toBe(true);
    expect((await node(/^签约\s*进行中/))?.hasAttribute("data-faded")).toBe(false);
  });
});

describe("an app without a flow", () => {
  it("gets one that works by one press", async () => {
    const { flows: _, ...rest } = DESIGNED;
    await open({ of: rest, at: null });
    expect(await screen.findByRole("heading", { name: "还没有流程" })).toBeTruthy();
    await accessible();
    await press("为「客户」建流程");
    expect(place).toBe("flow/customer");
    expect(await button(/^待跟进\s*进行中/)).toBeTruthy();
  });
  it("entities without one are offered beside the others, and flows are switched between", async () => {
    await open();
    await press("新流程");
    await userEvent.click(await screen.findByRole("menuitem", { name: "为「客户」建流程" }));
    await userEvent.selectOptions(await screen.findByRole("combobox", { name: "流程" }), "deal");
    await waitFor(() => expect(place).toBe("flow/deal"));
  });
});
