import { act, cleanup, fireEvent, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, describe, expect, it, vi } from "vitest";
import type { AppDoc } from "../../../engine/design/documents";
import { addField, setField } from "../../../engine/design/commands/fields";
import { optionsIn } from "../../../engine/design/commands/options";
import { apply, type AppJson } from "../../../engine/design/operations";
import { inOrder } from "../../../engine/model/entity";
import { setLang } from "../../../i18n";
import { Bench } from "../../../testing/bench";
import { DESIGNED } from "../../../testing/designed";
import { accessible, prepare, show } from "../../../testing/stage";
import type { Finding } from "../workbench/context";
import { useWorkbench } from "../workbench/context";
import DataSection from ".";

prepare();

let app: AppDoc;

function Back() {
  const { undo, at } = useWorkbench();
  return (
    <>
      <button type="button" onClick={() => undo?.()}>
        撤销
      </button>
      <output data-testid="at">{at}</output>
    </>
  );
}

async function open(
  options: { at?: string | null; app?: AppDoc; live?: AppDoc | null; findings?: Finding[]; id?: string } = {},
) {
  app = options.app ?? DESIGNED;
  vi.stubGlobal("fetch", () =>
    options.id
      ? Promise.resolve(new Response(JSON.stringify({ id: options.id })))
      : Promise.reject(new TypeError("offline")),
  );
  await show(
    <Bench
      app={app}
      live={options.live ?? null}
      at={options.at ?? "entity/deal"}
      findings={options.findings ?? []}
      onApp={(next) => {
        app = next;
      }}
    >
      <Back />
      <DataSection />
    </Bench>,
  );
}

const press = (name: string | RegExp) => userEvent.click(screen.getByRole("button", { name }));
const mainFields = () => inOrder(app.forms?.["deal"]?.sections["main"]?.fields ?? {});
const labelOf = (field: string) => app.entities["deal"]?.properties[field]?.field.label.zh;
const at = () => screen.getByTestId("at").textContent;

/** happy-dom lays nothing out: places lie below each other in the order of the page. */
function layOut() {
  const spots = ".dd-card, .dd-tail, .dd-head, .dd-kind, .dd-off, .dd-line, .dd-canvas";
  vi.spyOn(HTMLElement.prototype, "getBoundingClientRect").mockImplementation(function (this: HTMLElement) {
    const all = [...document.querySelectorAll(spots)];
    // What flies along begins where that lies which is dragged.
    const flying = this.closest('[style*="position: fixed"]')
      ? document.querySelector("[data-dragging]")
      : null;
    const own = flying ?? (this.matches(spots) ? this : (this.closest(spots) ?? this));
    return new DOMRect(0, all.indexOf(own) * 50, 400, 40);
  });
}

async function key(element: Element, code: string) {
  await act(async () => {
    fireEvent.keyDown(element, { code, key: code === "Space" ? " " : code });
    // The sensor listens from the next turn on, and measures between.
    await new Promise((done) => setTimeout(done, 60));
  });
}

beforeEach(() => setLang("zh"));

describe("the form designer", () => {
  it("shows the form as it will look, with its parts labelled", async () => {
    await open();
    expect(
      within(screen.getByRole("list", { name: "基本信息" })).getAllByRole("button", { pressed: false }),
    ).toHaveLength(3);
    expect(screen.getByText("未放到表单的字段（1）")).toBeTruthy();
    await accessible();
  });

  it("“+” adds a field whose title is ready to type, with an id of its pinyin; undo takes it back", async () => {
    await open({ id: "yu_suan" });
    await press("添加金额");
    const line = screen.getByRole<HTMLInputElement>("textbox", { name: "新金额的标题" });
    expect(document.activeElement).toBe(line);
    expect(line.value.slice(line.selectionStart ?? 0, line.selectionEnd ?? 0)).toBe("金额");
    expect(app).toBe(DESIGNED);
    await userEvent.keyboard("预算{Enter}");
    await waitFor(() => expect(labelOf("yu_suan")).toBe("预算"));
    expect(mainFields()).toEqual(["title", "customer", "amount", "yu_suan"]);
    expect(at()).toBe("entity/deal/properties/yu_suan");
    expect(screen.getByRole<HTMLInputElement>("textbox", { name: "标题" }).value).toBe("预算");
    await accessible();
    await press("撤销");
    expect(labelOf("yu_suan")).toBeUndefined();
  });

  it("a new field comes after the selected one; offline its id is the kind with a number; Escape drops it", async () => {
    await open({ at: "entity/deal/properties/title" });
    await press("添加单行文本");
    await userEvent.keyboard("{Escape}");
    expect(app).toBe(DESIGNED);
    await press("添加单行文本");
    await userEvent.keyboard("编号");
    await userEvent.tab();
    await waitFor(() => expect(labelOf("text")).toBe("编号"));
    expect(mainFields()).toEqual(["title", "text", "customer", "amount"]);
  });

  it("kinds that could point to nothing say why and cannot be added", async () => {
    await open();
    expect(screen.getByRole<HTMLButtonElement>("button", { name: "添加汇总" }).disabled).toBe(true);
    expect(screen.getByTitle(/还没有别的对象关联到这里/)).toBeTruthy();
  });

  it("a field is dragged by keyboard, and every step is said", async () => {
    layOut();
    await open();
    const handle = screen.getByRole("button", { name: "拖动预计金额" });
    handle.focus();
    await key(handle, "Space");
    await waitFor(() => expect(document.querySelector(".dd-flying")?.textContent).toBe("预计金额"));
    await key(handle, "ArrowUp");
    await key(handle, "ArrowUp");
    expect(document.body.textContent).toContain("预计金额：放到基本信息，商机名称之前");
    await key(handle, "Space");
    await waitFor(() => expect(mainFields()).toEqual(["amount", "title", "customer"]));
    await press("撤销");
    expect(mainFields()).toEqual(["title", "customer", "amount"]);
  });

  it("a kind is dragged from the palette by keyboard", async () => {
    layOut();
    await open();
    const kind = within(screen.getByRole("complementary", { name: "字段类型" })).getByRole("button", {
      name: "日期",
    });
    kind.focus();
    await key(kind, "Space");
    await key(kind, "ArrowDown");
    await key(kind, "Space");
    await screen.findByRole("textbox", { name: "新日期的标题" });
    await userEvent.keyboard("签约日{Enter}");
    await waitFor(() => expect(labelOf("date")).toBe("签约日"));
    expect(mainFields()[0]).toBe("date");
  });

  it("a field is moved, widened and taken off by its menu, and put back from the tray", async () => {
    await open();
    const menu = async (item: string) => {
      await press("预计金额的操作");
      await userEvent.click(screen.getByRole("menuitem", { name: item }));
    };
    await menu("上移");
    expect(mainFields()).toEqual(["title", "amount", "customer"]);
    await menu("占整行");
    expect(app.forms?.["deal"]?.sections["main"]?.fields["amount"]).not.toHaveProperty("width");
    await menu("移出表单");
    expect(mainFields()).toEqual(["title", "customer"]);
    await press("把预计金额放到表单");
    expect(mainFields()).toEqual(["title", "customer", "amount"]);
  });

  it("sections are added, named in place, and removed without losing fields", async () => {
    await open();
    await press("添加分组");
    const name = screen
      .getAllByRole("textbox", { name: "分组名称" })
      .find((one) => one.closest(".dd-head") && (one as HTMLInputElement).value === "新分组") as HTMLElement;
    await userEvent.clear(name);
    await userEvent.type(name, "商务{Enter}");
    expect(Object.values(app.forms?.["deal"]?.sections ?? {}).map(({ label }) => label.zh)).toContain("商务");
    await press("预计金额的操作");
    await userEvent.click(screen.getByRole("menuitem", { name: "移到“商务”" }));
    expect(mainFields()).toEqual(["title", "customer"]);
    await press("分组商务的操作");
    await userEvent.click(screen.getByRole("menuitem", { name: /删除分组/ }));
    expect(mainFields()).toEqual(["title", "customer", "amount"]);
  });
});

describe("settings of a field", () => {
  it("are changed one at a time: title, required, limits", async () => {
    await open({ at: "entity/deal/properties/title" });
    const title = screen.getByRole("textbox", { name: "标题" });
    await userEvent.clear(title);
    await userEvent.type(title, "商机名");
    expect(labelOf("title")).toBe("商机名称");
    await userEvent.tab();
    expect(labelOf("title")).toBe("商机名");
    await userEvent.click(screen.getByRole("checkbox", { name: "必填" }));
    expect(app.entities["deal"]?.properties["title"]?.field).not.toHaveProperty("required");
    await userEvent.click(screen.getByText("限制"));
    const most = screen.getByRole("textbox", { name: "最多字数" });
    await userEvent.type(most, "十{Enter}");
    expect(screen.getByText(/请填写整数/)).toBeTruthy();
    await userEvent.clear(most);
    await userEvent.type(most, "40{Enter}");
    expect(app.entities["deal"]?.properties["title"]?.maxLength).toBe(40);
  });

  it("say what the check found at the field, and select from a finding's path", async () => {
    const findings: Finding[] = [
      {
        code: "never_shown",
        severity: "warning",
        path: "entity/deal/properties/reason/field/relevance",
        message: { zh: "永远不成立" },
        remedy: { zh: "改正条件" },
        example: null,
      },
    ];
    await open({ at: "entity/deal/properties/reason/field/relevance", findings });
    expect(screen.getByText("永远不成立")).toBeTruthy();
    expect(screen.getByRole<HTMLInputElement>("textbox", { name: "标题" }).value).toBe("大额说明");
  });

  it("a rule is tried on the record that the check has for it", async () => {
    const findings: Finding[] = [
      {
        code: "hidden_required",
        severity: "warning",
        path: "entity/deal/properties/reason/field/required_when",
        message: { zh: "隐藏时却要求必填" },
        remedy: { zh: "改正条件" },
        example: { amount: 900_000 },
      },
    ];
    const required_when = { op: "lt", a: [{ f: "amount" }, { v: 1_000_000 }] } as const;
    const changed = structuredClone(DESIGNED);
    Object.assign(changed.entities["deal"]?.properties["reason"]?.field ?? {}, { required_when });
    await open({ app: changed, at: "entity/deal/properties/reason", findings });
    await press(/预计金额小于10,000/);
    const tried = within(await screen.findByRole("region", { name: "试一试" }));
    expect(tried.getByRole<HTMLInputElement>("textbox", { name: "预计金额 值" }).value).toBe("¥9,000.00");
  });

  it("a published field is retired after what names it was told; one never published is removed", async () => {
    await open({ at: "entity/deal/properties/amount", live: DESIGNED });
    await userEvent.click(screen.getByText("更多"));
    await press("停用字段");
    const dialog = await screen.findByRole("dialog");
    expect(dialog.textContent).toContain("字段「大额说明」");
    expect(dialog.textContent).toContain("动作「拜访客户」");
    await userEvent.click(within(dialog).getByRole("button", { name: "停用字段" }));
    expect(app.entities["deal"]?.properties["amount"]?.field.archived).toBe(true);
    await userEvent.click(screen.getByText("已停用的字段（1）"));
    await press("恢复预计金额");
    expect(mainFields()).toContain("amount");
  });

  it("another kind is a new field in the place of the old one", async () => {
    await open({ at: "entity/deal/properties/amount", live: DESIGNED });
    await userEvent.click(screen.getByText("更多"));
    await press("换成别的类型");
    const dialog = await screen.findByRole("dialog");
    const kind = within(dialog).getByRole("combobox", { name: "新类型" });
    await userEvent.selectOptions(kind, "date");
    expect(dialog.textContent).toContain("没法变成新类型");
    expect(within(dialog).queryByRole("checkbox")).toBeNull();
    await userEvent.selectOptions(kind, "number");
    const copy = within(dialog).getByRole<HTMLInputElement>("checkbox", {
      name: "把已有记录的值复制到新字段",
    });
    expect(copy.checked).toBe(true);
    expect(dialog.textContent).toContain("发布时复制");
    await userEvent.click(within(dialog).getByRole("button", { name: "替换" }));
    // Nobody can be asked for its pinyin: its English letters will do.
    await waitFor(() => expect(mainFields()).toEqual(["title", "customer", "amount_2"]));
    expect(app.entities["deal"]?.properties["amount"]?.field.archived).toBe(true);
    expect(app.entities["deal"]?.properties["amount_2"]?.field.copied_from).toBe("amount");
  });

  it("values are left where they are when one says so", async () => {
    await open({ at: "entity/deal/properties/amount", live: DESIGNED });
    await userEvent.click(screen.getByText("更多"));
    await press("换成别的类型");
    const dialog = await screen.findByRole("dialog");
    await userEvent.selectOptions(within(dialog).getByRole("combobox", { name: "新类型" }), "number");
    await userEvent.click(within(dialog).getByRole("checkbox"));
    expect(dialog.textContent).toContain("从空白开始");
    await userEvent.click(within(dialog).getByRole("button", { name: "替换" }));
    await waitFor(() => expect(mainFields()).toEqual(["title", "customer", "amount_2"]));
    expect(app.entities["deal"]?.properties["amount_2"]?.field.copied_from).toBeUndefined();
  });
});

describe("options", () => {
  const of = { entity: "customer", field: "level" };
  const place = "entity/customer/properties/level";
  it("are renamed, moved, coloured and pasted", async () => {
    await open({ at: place });
    const name = screen.getByRole("textbox", { name: "选项名称：B 类" });
    await userEvent.clear(name);
    await userEvent.type(name, "普通{Enter}");
    expect(optionsIn(app, of)["b"]?.label.zh).toBe("普通");
    await press("上移普通");
    expect(inOrder(optionsIn(app, of))).toEqual(["b", "a"]);
    await press(/^普通的颜色/);
    await userEvent.click(screen.getByRole("button", { name: "绿" }));
    expect(optionsIn(app, of)["b"]?.color).toBe("green");
    await press("批量粘贴");
    const dialog = await screen.findByRole("dialog");
    await userEvent.click(within(dialog).getByRole("textbox", { name: "每行一个选项" }));
    await userEvent.paste("重点\n潜在\n普通\n");
    expect(within(dialog).getByRole("status").textContent).toBe("将添加 2 个，已有 1 个");
    await userEvent.click(within(dialog).getByRole("button", { name: "添加 2 个" }));
    expect(Object.values(optionsIn(app, of)).map(({ label }) => label.zh)).toEqual([
      "A 类",
      "普通",
      "重点",
      "潜在",
    ]);
    await accessible();
  });
  it("two become one, and what that means is said", async () => {
    await open({ at: place, live: DESIGNED });
    await press("选项B 类的操作");
    await userEvent.click(screen.getByRole("menuitem", { name: "合并到…" }));
    const dialog = await screen.findByRole("dialog");
    expect(dialog.textContent).toContain("已有记录里的这个选项改成并入的选项");
    await userEvent.selectOptions(within(dialog).getByRole("combobox", { name: "并入" }), "a");
    await userEvent.click(within(dialog).getByRole("button", { name: "合并" }));
    expect(optionsIn(app, of)["b"]).toMatchObject({ archived: true, merged_into: "a" });
  });
});

describe("the preview", () => {
  const preview = async () => {
    await userEvent.click(screen.getByRole("tab", { name: "预览" }));
    await screen.findByRole("textbox", { name: /预计金额/ });
  };
  const ruled = (): AppDoc => {
    const on = { form: "deal", section: "main" };
    let made = DESIGNED as unknown as AppJson;
    const run = (command: { operations: Parameters<typeof apply>[1] }) => {
      made = apply(made, command.operations).app;
    };
    run(
      setField(
        DESIGNED,
        "deal",
        "reason",
        "field/required_when",
        { op: "gt", a: [{ f: "amount" }, { v: 20_000_000 }] },
        { zh: "x" },
      ),
    );
    run(addField(DESIGNED, { entity: "deal", id: "note", kind: "text", label: { zh: "备注" }, at: on }));
    made = apply(made, [{ path: "form/deal/sections/main/fields/reason", value: { order: 90 } }]).app;
    made = apply(made, [{ path: "access/roles/rep/entities/deal/fields", value: { note: "none" } }]).app;
    return made as unknown as AppDoc;
  };
  it("shows and demands fields as its rules say while it is filled in, and stores nothing", async () => {
    await open({ app: ruled() });
    const before = app;
    await preview();
    expect(screen.getByText(/什么都不会保存/)).toBeTruthy();
    expect(screen.queryByRole("textbox", { name: "大额说明" })).toBeNull();
    const amount = screen.getByRole("textbox", { name: /预计金额/ });
    await userEvent.type(amount, "150000");
    await userEvent.tab();
    await screen.findByRole("textbox", { name: "大额说明" });
    await userEvent.clear(amount);
    await userEvent.type(amount, "300000");
    await userEvent.tab();
    await waitFor(() =>
      expect(screen.getByRole("textbox", { name: "大额说明" }).getAttribute("aria-required")).toBe("true"),
    );
    await press("试着提交");
    expect(screen.getByText("还不能提交，见上面的提示")).toBeTruthy();
    expect(app).toBe(before);
  });
  it("is what a role sees: what is hidden from it is not there", async () => {
    await open({ app: ruled() });
    await preview();
    expect(screen.queryByRole("textbox", { name: "备注" })).toBeNull();
    expect(screen.getByText(/有 1 个字段对它不可见/)).toBeTruthy();
    await userEvent.selectOptions(screen.getByRole("combobox", { name: "以角色查看" }), "boss");
    await screen.findByRole("textbox", { name: "备注" });
  });
});

describe("entities and lists", () => {
  it("a new entity needs a name alone", async () => {
    await open({ id: "bai_fang" });
    await press("新业务对象");
    const dialog = await screen.findByRole("dialog");
    await userEvent.type(within(dialog).getByRole("textbox", { name: "名称" }), "拜访{Enter}");
    await waitFor(() => expect(app.entities["bai_fang"]?.entity.label.zh).toBe("拜访"));
    expect(app.lists?.["bai_fang"]).toBeTruthy();
    expect(screen.getByRole("button", { name: /业务对象 拜访/ })).toBeTruthy();
  });
  it("one in force is retired after what names it was told, and used again", async () => {
    await open({ at: "entity/customer/entity", live: DESIGNED });
    await press("停用业务对象");
    const dialog = await screen.findByRole("dialog", { name: "停用“客户”？" });
    expect(dialog.textContent).toContain("谁都看不到它和它的记录");
    within(dialog).getByRole("button", { name: "字段「客户」" });
    await userEvent.click(within(dialog).getByRole("button", { name: "停用业务对象" }));
    expect(app.entities["customer"]?.entity.archived).toBe(true);
    screen.getByText(/^已停用：谁都看不到它和它的记录/);
    // At the top, with what it means, and where it was retired.
    const [, here] = screen.getAllByRole("button", { name: "恢复使用" });
    await userEvent.click(here as HTMLElement);
    expect(app.entities["customer"]?.entity.archived).toBeUndefined();
    screen.getByRole("button", { name: "停用业务对象" });
  });
  it("one never published is removed with all of it; the last one stays", async () => {
    await open({ at: "entity/deal/entity" });
    await press("删除业务对象");
    const dialog = await screen.findByRole("dialog", { name: "删除“商机”？" });
    expect(dialog.textContent).toContain("一并删除：1 个表单");
    await userEvent.click(within(dialog).getByRole("button", { name: "删除业务对象" }));
    expect(Object.keys(app.entities)).toEqual(["customer"]);
    expect(at()).toBe("");
    cleanup();
    await open({ app, at: "entity/customer/entity" });
    expect(screen.getByRole<HTMLButtonElement>("button", { name: "删除业务对象" }).disabled).toBe(true);
    screen.getByText("至少要有一个在用的业务对象。");
  });
  it("columns are reordered by arrows and by keyboard, views added and filtered", async () => {
    layOut();
    await open({ at: "list/deal" });
    await press("上移预计金额");
    expect(inOrder(app.lists?.["deal"]?.columns ?? {})).toEqual(["amount", "title"]);
    const handle = screen.getByRole("button", { name: "拖动预计金额" });
    handle.focus();
    await key(handle, "Space");
    await key(handle, "ArrowDown");
    await key(handle, "Space");
    await waitFor(() => expect(inOrder(app.lists?.["deal"]?.columns ?? {})).toEqual(["title", "amount"]));
    await press("添加视图");
    expect(Object.values(app.lists?.["deal"]?.views ?? {}).map(({ label }) => label.zh)).toEqual(["新视图"]);
    const name = screen.getByRole<HTMLInputElement>("textbox", { name: "视图名称" });
    expect(document.activeElement).toBe(name);
    expect([name.selectionStart, name.selectionEnd]).toEqual([0, "新视图".length]);
    await userEvent.click(screen.getByRole("checkbox", { name: "自己定卡片上显示什么" }));
    expect(app.lists?.["deal"]?.kanban?.fields).toHaveProperty("title");
    await accessible();
  });
  it("the rules of a form are a list of sentences that lead to their fields", async () => {
    await open();
    await userEvent.click(screen.getByRole("tab", { name: "本表单的规则" }));
    await press(/当下列条件成立时显示“大额说明”.*预计金额大于100,000 元/);
    expect(at()).toBe("entity/deal/properties/reason");
  });
  it("speaks English too", async () => {
    await setLang("en");
    await open({ at: "entity/deal/properties/amount" });
    expect(screen.getByRole("button", { name: "Add Money" })).toBeTruthy();
    expect(screen.getByRole<HTMLInputElement>("textbox", { name: "Title" }).value).toBe("Amount");
    await setLang("zh");
  });
});

it("what is selected or about to be comes into sight, and the title keeps the focus", async () => {
  const shown: string[] = [];
  vi.spyOn(HTMLElement.prototype, "scrollIntoView").mockImplementation(function (this: HTMLElement) {
    shown.push(
      this.dataset["new"] === "" ? "new" : (this.dataset["field"] ?? this.dataset["group"] ?? "line"),
    );
  });
  await open({ id: "remark" });
  await press("添加单行文本");
  const line = await screen.findByRole("textbox", { name: /单行文本/ });
  expect(shown).toContain("new");
  expect(document.activeElement).toBe(line);
  await userEvent.type(line, "备注{Enter}");
  await waitFor(() => expect(shown).toContain("remark"));
  await press("添加分组");
  await waitFor(() => expect(shown.at(-1)).toBe(at().split("/").at(-1)));
});
