import "../../../i18n/parts/design";
import { fireEvent, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import type { ReactElement } from "react";
import { afterEach, describe, expect, it } from "vitest";
import type { AppDoc } from "../../../engine/design/documents";
import type { Command } from "../../../engine/design/operations";
import { useSession } from "../../../api/hooks";
import { inOrder } from "../../../engine/model/entity";
import { setLang } from "../../../i18n";
import { Bench } from "../../../testing/bench";
import { template } from "../../../testing/catalogue";
import { DESIGNED } from "../../../testing/designed";
import { accessible, prepare, show } from "../../../testing/stage";
import { serve, type Call, type Routes } from "../../../testing/server";
import { SESSION } from "../../../testing/small";
import { useWorkbench, type Finding } from "../workbench/context";
import ActionsSection from "./index";

prepare();
afterEach(() => setLang("zh"));

interface Seen {
  calls: readonly Call[];
  app: AppDoc;
  commands: Command[];
}

/** The frame of the product has asked who is here. */
function Signed(): null {
  useSession();
  return null;
}

function Undo(): ReactElement {
  const { undo } = useWorkbench();
  return (
    <button type="button" disabled={!undo} onClick={() => undo?.()}>
      撤销
    </button>
  );
}

async function open(
  app: AppDoc,
  at: string | null,
  more: { live?: AppDoc; findings?: Finding[]; routes?: Routes } = {},
) {
  const calls = serve({
    "GET /api/session": () => ({ ...SESSION, person: { ...SESSION.person, manages: true } }),
    "GET /api/rosters": () => [{ id: "holidays", label: { zh: "节假日值班", en: "Holidays" }, unit: null }],
    "GET /api/calendars": () => [],
    "GET /api/design/small/id": () => ({ id: "made" }),
    "POST /api/channels/preview": () => ({
      values: { title: "样例" },
      shown: [{ kind: "email", format: "html", text: "<p>样例 已签约</p>" }],
    }),
    ...more.routes,
  });
  const seen: Seen = { calls, app, commands: [] };
  const onApp = (next: AppDoc, command: Command) => {
    seen.app = next;
    seen.commands.push(command);
  };
  const bench = (
    <Bench app={app} at={at} onApp={onApp} live={more.live ?? null} findings={more.findings ?? []}>
      <ActionsSection />
      <Undo />
      <Signed />
    </Bench>
  );
  await show(bench, { bare: true });
  return seen;
}

const press = (name: string | RegExp) => userEvent.click(screen.getByRole("button", { name }));

/** Into a line, and out of it again. */
async function fill(name: string | RegExp, text: string) {
  const line = screen.getByRole("textbox", { name });
  await userEvent.clear(line);
  await userEvent.type(line, text);
  fireEvent.blur(line);
}

const KINDS = { action: "actions", duty: "duties", trigger: "triggers", queue: "queues" } as const;
const APPS = ["sales", "seal_approval"].map((key) => [key, template(key)] as const);
const DOCUMENTS = APPS.flatMap(([key, app]) =>
  Object.entries(KINDS).flatMap(([kind, member]) =>
    Object.keys(app[member] ?? {}).map((id) => ({ key, app, path: `${kind}/${id}` })),
  ),
);

describe("what is opened and left says nothing", () => {
  it.each(DOCUMENTS)("$key $path", async ({ app, path }) => {
    const seen = await open(app, path);
    await press("改名称和说明");
    for (const fold of document.querySelectorAll<HTMLElement>(".da-input-name[aria-expanded=false]"))
      fireEvent.click(fold);
    for (const line of document.querySelectorAll<HTMLElement>(
      ".da-editor input.k-input, .da-editor textarea",
    )) {
      fireEvent.focus(line);
      fireEvent.keyDown(line, { key: "Enter" });
      fireEvent.blur(line);
    }
    for (const token of document.querySelectorAll<HTMLElement>(".da-token")) {
      fireEvent.click(token);
      for (const line of document.querySelectorAll<HTMLElement>(".da-pop input.k-input"))
        fireEvent.blur(line);
      fireEvent.click(token);
    }
    expect(screen.queryByText("这一项已经不在了")).toBeNull();
    expect(seen.commands).toEqual([]);
  });
});

describe("the list", () => {
  it("shows actions by entity with their duties below, finds, and opens", async () => {
    await open(template("sales"), null);
    const list = screen.getByRole("navigation", { name: "动作与必做" });
    const deals = within(list).getByRole("region", { name: "商机" });
    expect(
      within(deals)
        .getByRole("button", { name: /^客户确认报价/ })
        .closest("li")?.textContent,
    ).toContain("报价 24 小时内拿到客户确认");
    await userEvent.type(within(list).getByRole("searchbox"), "竞品");
    expect(within(list).queryByRole("region", { name: "商机" })).toBeNull();
    await userEvent.click(within(list).getByRole("button", { name: /竞品动态同步（每周）/ }));
    expect(await screen.findByRole("heading", { name: /竞品动态同步（每周）/ })).toBeTruthy();
    await accessible();
  });

  it("is put in order by buttons, and shows everything meanwhile", async () => {
    const user = userEvent.setup();
    const app = template("sales");
    const seen = await open(app, null);
    const names = () =>
      inOrder(seen.app.actions ?? {})
        .filter((id) => seen.app.actions?.[id]?.entity === "opportunity")
        .map((id) => seen.app.actions?.[id]?.label.zh ?? "");
    const [first = "", second = ""] = names();
    await user.type(screen.getByRole("searchbox"), second);
    expect(screen.queryByRole("button", { name: `把“${first}”往下移` })).toBeNull();
    await user.click(screen.getByRole("button", { name: "排序" }));
    expect(screen.getByRole("button", { name: `把“${first}”往上移` })).toHaveProperty("disabled", true);
    await user.click(screen.getByRole("button", { name: `把“${first}”往下移` }));
    expect(names().slice(0, 2)).toEqual([second, first]);
    expect(seen.commands.map(({ label }) => label.zh)).toEqual([`移动动作「${first}」`]);
    await accessible(document.body);
    await user.click(screen.getByRole("button", { name: "撤销" }));
    await user.click(screen.getByRole("button", { name: "排好了" }));
    expect(screen.queryByRole("button", { name: `把“${first}”往下移` })).toBeNull();
  });
  it("says how many places are to be mended", async () => {
    const finding: Finding = {
      code: "unknown_field",
      severity: "error",
      path: "action/visit/fields/amount/target",
      message: { zh: "没有这个字段", en: "No such field" },
      remedy: { zh: "换一个", en: "Choose another" },
      example: null,
    };
    await open(DESIGNED, "action/visit", { findings: [finding] });
    expect(screen.getByRole("button", { name: /拜访客户.*1 个问题/ })).toBeTruthy();
    expect(screen.getAllByText(/没有这个字段/).length).toBeGreaterThan(1);
  });
});

describe("an action", () => {
  it("is made with its first input, seen at once as on a phone, and taken back", async () => {
    const seen = await open(DESIGNED, null);
    await press("动作");
    const dialog = await screen.findByRole("dialog");
    await userEvent.type(within(dialog).getByRole("textbox", { name: "名称" }), "临床试用");
    await userEvent.click(within(dialog).getByRole("button", { name: "新建" }));
    await screen.findByRole("heading", { name: /临床试用/ });
    expect(Object.keys(seen.app.actions ?? {})).toEqual(["visit", "made"]);
    await press("加“大额说明”");
    const phone = screen.getByRole("complementary", { name: "手机预览" });
    expect(await within(phone).findByText("大额说明")).toBeTruthy();
    await userEvent.click(screen.getByRole("checkbox", { name: "“大额说明”必填" }));
    expect(seen.app.actions?.["made"]?.fields).toEqual({
      reason: { order: 10, target: "reason", required: true },
    });
    await userEvent.click(screen.getByRole("checkbox", { name: "要凭证" }));
    expect(seen.app.actions?.["made"]?.evidence).toEqual({ accept: { image: {} } });
    expect(screen.getAllByText("至少 1 张图片，最多 9 张").length).toBeGreaterThan(0);
    await accessible();
    await press("撤销");
    await press("撤销");
    await press("撤销");
    expect(seen.app.actions?.["made"]?.fields?.["reason"]).toBeUndefined();
  });

  it("has a sign of its own", async () => {
    const user = userEvent.setup();
    const seen = await open(DESIGNED, "action/visit");
    await user.click(screen.getByRole("button", { name: "改名称和说明" }));
    const signs = screen.getByRole("radiogroup", { name: "图标" });
    expect(within(signs).getByRole("radio", { name: "对勾" })).toHaveProperty("checked", true);
    await user.click(within(signs).getByRole("radio", { name: "电话" }));
    expect(seen.app.actions?.["visit"]?.icon).toBe("phone");
    expect(within(signs).getByRole("radio", { name: "电话" })).toHaveProperty("checked", true);
    await accessible(document.body);
  });
  it("asks for a value of its own, moves it, and warns of a heavy form", async () => {
    const seen = await open(DESIGNED, "action/visit");
    await press("新建输入项");
    const dialog = await screen.findByRole("dialog");
    await userEvent.type(within(dialog).getByRole("textbox", { name: "问什么" }), "参会人");
    await userEvent.click(within(dialog).getByRole("radio", { name: "单选" }));
    await userEvent.click(within(dialog).getByRole("button", { name: "新建" }));
    await waitFor(() =>
      expect(seen.app.actions?.["visit"]?.fields?.["made"]?.property?.field.kind).toBe("choice"),
    );
    await press("把“参会人”往上移");
    expect(seen.app.actions?.["visit"]?.fields?.["made"]?.order).toBe(15);
    await userEvent.click(screen.getByRole("button", { name: /^参会人/ }));
    await fill("加选项（可一次粘贴多个）", "院长、主任");
    const options = Object.values(
      seen.app.actions?.["visit"]?.fields?.["made"]?.property?.field.options ?? {},
    );
    expect(options.map(({ label }) => label.zh)).toEqual(["院长", "主任"]);
    for (const name of ["商机名称", "客户", "大额说明", "客户名称"]) await press(`加“${name}”`);
    expect(screen.getByText(/现在要填 7 项/)).toBeTruthy();
  });

  it("goes with all that asks for it, and what needs it is told", async () => {
    const seen = await open(DESIGNED, "action/visit");
    await press("更多操作");
    await userEvent.click(screen.getByRole("menuitem", { name: "删除" }));
    const dialog = await screen.findByRole("dialog");
    expect(within(dialog).getByText(/流程「商机推进」的流转「签约」 — 会一起去掉/)).toBeTruthy();
    expect(within(dialog).getByText(/必做动作「报价后拜访」 — 要另外改/)).toBeTruthy();
    await userEvent.click(within(dialog).getByRole("button", { name: "删除" }));
    expect(seen.app.actions).toEqual({});
    expect(seen.app.flows?.["deal"]?.transitions["to_won"]?.requires?.actions).toEqual({});
  });

  it("that was published is put out of use and brought back", async () => {
    const seen = await open(DESIGNED, "action/visit", { live: DESIGNED });
    await press("更多操作");
    expect(screen.queryByRole("menuitem", { name: "删除" })).toBeNull();
    await userEvent.click(screen.getByRole("menuitem", { name: "停用" }));
    expect(seen.app.actions?.["visit"]?.when).toEqual({ v: false });
    await userEvent.click(screen.getAllByRole("button", { name: "恢复使用" })[0] as HTMLElement);
    expect(seen.app.actions?.["visit"]?.when ?? null).toBeNull();
  });

  it("is approved step by step", async () => {
    const seen = await open(DESIGNED, "action/visit");
    await press("加一步");
    await press(/^审批 1/);
    const name = screen.getByDisplayValue("审批 1");
    await userEvent.clear(name);
    await userEvent.type(name, "主管审批{Enter}");
    await userEvent.click(screen.getByRole("radio", { name: "都要同意" }));
    await fill("多久内批：数", "2");
    expect(seen.app.actions?.["visit"]?.approval?.steps["step"]).toEqual({
      order: 10,
      label: { zh: "主管审批", en: "Step 1" },
      approvers: { first: { person: { to: "role", role: "boss" }, order: 10 } },
      takes: "all",
      within: "PT2H",
    });
    await accessible();
  });
});

describe("a duty", () => {
  it("is one sentence whose words are buttons", async () => {
    const seen = await open(DESIGNED, "duty/visit_soon");
    const sentence = document.querySelector(".da-sentence");
    expect(sentence?.textContent).toBe(
      "商机进入「报价」后 24 小时内，负责人必须完成「拜访客户」；提前 2 小时提醒；逾期 4 小时通知主管。",
    );
    await press("时限: 24 小时内");
    await fill("时限：数", "2");
    await userEvent.selectOptions(screen.getByRole("combobox", { name: "时限：单位" }), "day");
    await userEvent.selectOptions(screen.getByRole("combobox", { name: "怎么计时" }), "organisation");
    expect(seen.app.duties?.["visit_soon"]?.due).toEqual({ after: "P2D", calendar: "organisation" });
    await accessible();
    await userEvent.keyboard("{Escape}");
    expect(sentence?.textContent).toContain("后 2 个工作日内，");
    await press("谁来做: 负责人");
    await userEvent.click(screen.getByRole("radio", { name: "值班的人" }));
    expect(seen.app.duties?.["visit_soon"]?.assign).toEqual({ to: "roster", roster: "holidays" });
    await userEvent.keyboard("{Escape}");
    expect(sentence?.textContent).toContain("当时值班的人（节假日值班）必须完成");
  });

  it("does not ask for rosters whoever may not see them, and speaks well of them", async () => {
    const assign = { to: "roster", roster: "holidays" };
    const duty = { ...DESIGNED.duties?.["visit_soon"], assign };
    const app = { ...DESIGNED, duties: { ...DESIGNED.duties, visit_soon: duty } } as AppDoc;
    const { calls } = await open(app, "duty/visit_soon", { routes: { "GET /api/session": () => SESSION } });
    await waitFor(() => expect(calls.map(({ path }) => path)).toContain("/api/calendars"));
    expect(document.querySelector(".da-sentence")?.textContent).toContain("当时值班的人（值班表）必须完成");
    await waitFor(() => expect(calls.map(({ path }) => path)).toContain("/api/session"));
    expect(calls.map(({ path }) => path)).not.toContain("/api/rosters");
  });

  it("says more by further clauses, and less again", async () => {
    const seen = await open(DESIGNED, "duty/visit_soon");
    const add = async (name: string) => {
      await press("加条件");
      await userEvent.click(screen.getByRole("menuitem", { name }));
    };
    await add("重复");
    await press("重复: 每次都要");
    await userEvent.click(screen.getByRole("radio", { name: "每周" }));
    expect(seen.app.duties?.["visit_soon"]?.repeats).toEqual({ period: "week" });
    await userEvent.keyboard("{Escape}");
    await add("谁可以豁免或延期");
    await userEvent.click(screen.getByRole("checkbox", { name: "主管" }));
    await press("完成");
    await add("没做就不能推进");
    // What leads on from the stage is held up at once; from when on is said in the sentence.
    expect(seen.app.duties?.["visit_soon"]?.blocks).toEqual({ to_won: {} });
    await press("没做就不能推进: 没完成前不能「签约」");
    await userEvent.selectOptions(screen.getByRole("combobox", { name: "签约" }), "breached");
    await userEvent.keyboard("{Escape}");
    expect(seen.app.duties?.["visit_soon"]).toMatchObject({
      waive: { boss: {} },
      blocks: { to_won: { when: "breached" } },
    });
    expect(document.querySelector(".da-sentence")?.textContent).toContain(
      "逾期后不能「签约」；主管可以豁免或延期。",
    );
    await press("提前提醒: 2 小时");
    await press("去掉这个提醒");
    expect(seen.app.duties?.["visit_soon"]?.remind).toEqual({});
  });

  it("reads in English", async () => {
    await setLang("en");
    await open(DESIGNED, "duty/visit_soon");
    expect(document.querySelector(".da-sentence")?.textContent).toBe(
      "After a deal enters “Quote”, the owner must complete “Visit” within 24 hours; reminded 2 hours before; 4 hours overdue, Supervisor is told.",
    );
  });
});

const told = () => {
  const found = DESIGNED.triggers?.["told"];
  if (!found) throw new Error("the app has lost its automation");
  return found;
};

describe("an automation", () => {
  it("does one thing after another, in the order that is said", async () => {
    const seen = await open(DESIGNED, "trigger/told");
    await press("加一步");
    await userEvent.click(screen.getByRole("menuitem", { name: "开出必做动作" }));
    await press("把“开出必做动作”往上移");
    const effects = seen.app.triggers?.["told"]?.effects ?? {};
    expect(effects["open"]).toEqual({ order: 5, kind: "open", duty: "visit_soon" });
    expect(
      screen.getByText(
        "商机进入「签约」时，开出必做动作「报价后拜访」；然后通知主管：“【商机名称】 已签约”。",
      ),
    ).toBeTruthy();
    await accessible();
  });

  it("begins what follows with what the app takes: no title emptied, no record lost", async () => {
    const seen = await open(
      { ...DESIGNED, triggers: { told: { ...told(), on: { entity: "deal", kind: "created" } } } },
      "trigger/told",
    );
    for (const name of ["改字段", "换阶段"]) {
      await press("加一步");
      await userEvent.click(screen.getByRole("menuitem", { name }));
    }
    const effects = seen.app.triggers?.["told"]?.effects ?? {};
    expect(effects["set"]).toMatchObject({ kind: "set", field: "customer" });
    expect(effects["move"]).toMatchObject({ kind: "move", stage: "quote" });
  });

  it("asks which fields changed only where a record was there to change, and forgets them with the kind", async () => {
    const on = { entity: "deal", kind: "edited", fields: { amount: {} } } as const;
    const seen = await open({ ...DESIGNED, triggers: { told: { ...told(), on } } }, "trigger/told");
    expect(screen.getByText("改了哪些字段")).toBeTruthy();
    await userEvent.selectOptions(screen.getByRole("combobox", { name: "发生什么" }), "created");
    expect(screen.queryByText("改了哪些字段")).toBeNull();
    expect(seen.app.triggers?.["told"]?.on).toEqual({ entity: "deal", kind: "created" });
  });

  it("says why something cannot follow", async () => {
    const { customer } = DESIGNED.entities;
    const bare = { ...customer, properties: { name: customer?.properties["name"] } };
    await open(
      {
        ...DESIGNED,
        entities: { ...DESIGNED.entities, customer: bare },
        triggers: { told: { ...told(), on: { entity: "customer", kind: "created" } } },
      } as AppDoc,
      "trigger/told",
    );
    await press("加一步");
    const set = screen.getByRole("menuitem", { name: /^改字段/ });
    expect(set.textContent).toContain("没有可改的字段");
    expect(set).toHaveProperty("disabled", true);
    expect(screen.getByRole("menuitem", { name: /^换阶段/ }).textContent).toContain("没有可以前往的阶段");
    await accessible();
  });

  it("shows its message as each channel does, and names fields that are not there", async () => {
    const wrong = structuredClone(DESIGNED) as unknown as {
      triggers: { told: { effects: { tell: { text: object } } } };
    };
    wrong.triggers.told.effects.tell.text = { zh: "{title} 的 {nothing}" };
    await open(wrong as unknown as AppDoc, "trigger/told");
    expect(screen.getByText("没有这些字段：nothing")).toBeTruthy();
    await press("看各渠道的效果");
    const mail = await screen.findByText("样例 已签约");
    expect(mail.closest("li")?.textContent).toBe("邮件样例 已签约");
  });

  it("is previewed by the names of its fields where the server does not know them", async () => {
    await open(DESIGNED, "trigger/told", {
      routes: { "POST /api/channels/preview": () => [404, { code: "not_found" }] },
    });
    await press("看各渠道的效果");
    expect(await screen.findByText("【商机名称】 已签约")).toBeTruthy();
  });
});

describe("a queue", () => {
  it("gathers duties for some", async () => {
    const seen = await open(DESIGNED, null);
    await press("督办清单");
    const dialog = await screen.findByRole("dialog");
    await userEvent.type(within(dialog).getByRole("textbox", { name: "名称" }), "拜访");
    await userEvent.click(within(dialog).getByRole("button", { name: "新建" }));
    await userEvent.click(await screen.findByRole("checkbox", { name: "报价后拜访" }));
    await userEvent.click(screen.getByRole("checkbox", { name: "主管" }));
    expect(seen.app.queues?.["made"]).toEqual({
      id: "made",
      label: { zh: "拜访" },
      order: 10,
      duties: { visit_soon: {} },
      roles: { boss: {} },
    });
  });
});
