import { screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { optionsIn, treeOrder } from "../../../../engine/design/commands/options";
import type { AppDoc } from "../../../../engine/design/documents";
import type { Command } from "../../../../engine/design/operations";
import { setLang } from "../../../../i18n";
import { Bench } from "../../../../testing/bench";
import { DESIGNED } from "../../../../testing/designed";
import { accessible, prepare, show } from "../../../../testing/stage";
import { useWorkbench } from "../../workbench/context";
import DataSection from "..";

prepare();

const deal = DESIGNED.entities["deal"] as AppDoc["entities"][string];
/** A field of objections on the deal: 价格 with 太贵 and the retired 返点 below it, 产品 with 功能. */
const TAGGED: AppDoc = {
  ...DESIGNED,
  entities: {
    ...DESIGNED.entities,
    deal: {
      ...deal,
      properties: {
        ...deal.properties,
        objection: {
          type: "array",
          field: {
            kind: "tags",
            label: { zh: "异议" },
            order: 50,
            options: {
              price: { label: { zh: "价格", en: "Price" }, order: 10 },
              high: { label: { zh: "太贵" }, order: 20, parent: "price" },
              rebate: { label: { zh: "返点" }, order: 30, parent: "price", archived: true },
              product: { label: { zh: "产品" }, order: 40 },
              feature: { label: { zh: "功能" }, order: 50, parent: "product" },
            },
          },
        },
      },
    },
  },
};
const OF = { entity: "deal", field: "objection" };

let app: AppDoc;
let done: Command[];

function Back() {
  const { undo } = useWorkbench();
  return (
    <button type="button" onClick={() => undo?.()}>
      撤销
    </button>
  );
}

async function open() {
  [app, done] = [TAGGED, []];
  vi.stubGlobal("fetch", () => Promise.reject(new TypeError("offline")));
  await show(
    <Bench
      app={TAGGED}
      live={TAGGED}
      at="entity/deal/properties/objection"
      onApp={(next, command) => {
        app = next;
        done.push(command);
      }}
    >
      <Back />
      <DataSection />
    </Bench>,
  );
}

/** The tags as an outline, "·" for each level down, "×" for what is retired. */
const outline = (of: AppDoc = app) => {
  const options = optionsIn(of, OF);
  return treeOrder(options).map(
    ({ id, depth }) =>
      "·".repeat(depth) + (options[id]?.label.zh ?? "") + (options[id]?.archived === true ? "×" : ""),
  );
};
const BEFORE = ["价格", "·太贵", "·返点×", "产品", "·功能"];

const press = (name: string | RegExp) => userEvent.click(screen.getByRole("button", { name }));
const choose = async (tag: string, what: string) => {
  await press(`选项${tag}的操作`);
  await userEvent.click(screen.getByRole("menuitem", { name: what }));
};
const dialog = async () => within(await screen.findByRole("dialog"));
const pasting = async (text: string) => {
  await press("批量粘贴");
  const box = await dialog();
  await userEvent.click(box.getByRole("textbox", { name: "每行一个选项" }));
  await userEvent.paste(text);
  return box;
};
/** The preview, a line for each tag, "·" for each level down. */
const preview = () =>
  [...document.querySelectorAll(".dd-plan li")].map((line) => {
    let depth = -1;
    for (let at: Element | null = line; at; at = at.parentElement?.closest(".dd-plan") ?? null) depth += 1;
    return "·".repeat(depth - 1) + (line.querySelector("span")?.textContent ?? "");
  });

beforeEach(() => setLang("zh"));

describe("a tree of tags", () => {
  it("takes a tag below another", async () => {
    await open();
    expect(outline()).toEqual(BEFORE);
    await choose("产品", "添加下级");
    expect(outline()).toEqual([...BEFORE, "·新选项"]);
    const name = screen.getByRole("textbox", { name: "选项名称：新选项" });
    await userEvent.clear(name);
    await userEvent.type(name, "交付{Enter}");
    expect(outline().at(-1)).toBe("·交付");
  });

  it("hangs one with all below it under another parent, and at the top again", async () => {
    await open();
    await choose("产品", "调整上级");
    const box = await dialog();
    // Not below itself or one of its own, and not below what is retired.
    expect(box.queryByRole("button", { name: "功能" })).toBeNull();
    expect(box.queryByRole("button", { name: "返点" })).toBeNull();
    await userEvent.click(box.getByRole("button", { name: "价格" }));
    expect(outline()).toEqual(["价格", "·太贵", "·返点×", "·产品", "··功能"]);
    await choose("功能", "调整上级");
    await userEvent.click((await dialog()).getByRole("button", { name: "最上级" }));
    expect(outline()).toEqual(["价格", "·太贵", "·返点×", "·产品", "功能"]);
    await press("撤销");
    await press("撤销");
    expect(outline()).toEqual(BEFORE);
  });

  it("merges one into another, told apart by what they hang below; what hung below goes along", async () => {
    await open();
    await choose("产品", "合并到…");
    const box = await dialog();
    const into = box.getByRole("combobox", { name: "并入" });
    expect(within(into).getByRole("option", { name: "价格/太贵" })).toBeTruthy();
    expect(within(into).queryByRole("option", { name: "价格/返点" })).toBeNull();
    await userEvent.selectOptions(into, "price");
    await userEvent.click(box.getByRole("button", { name: "合并" }));
    expect(outline()).toEqual(["价格", "·太贵", "·返点×", "·功能", "产品×"]);
    expect(optionsIn(app, OF)["product"]?.merged_into).toBe("price");
    await press("撤销");
    expect(outline()).toEqual(BEFORE);
  });

  it("retires one with those below it, and brings one back", async () => {
    await open();
    await choose("产品", "停用");
    expect(outline()).toEqual(["价格", "·太贵", "·返点×", "产品×", "·功能×"]);
    expect(screen.queryByRole("textbox", { name: "选项名称：功能" })).toBeNull();
    await userEvent.click(screen.getByRole("checkbox", { name: "显示已停用的 3 个" }));
    await choose("产品", "恢复");
    expect(outline()).toEqual(["价格", "·太贵", "·返点×", "产品", "·功能×"]);
  });
});

describe("pasting into a tree of tags", () => {
  const BLOCK = "一级\t二级\t三级\r\n价格\t太贵\t比对手贵\r\n\t\t超预算\r\n\t账期\t\r\n服务\t\t\r\n";

  it("reads columns as levels, shows what comes of them, and takes them in as one", async () => {
    await open();
    const box = await pasting(BLOCK);
    expect(box.getByRole<HTMLInputElement>("radio", { name: "上下级" }).checked).toBe(true);
    expect(box.getByRole<HTMLInputElement>("checkbox", { name: "第一行是表头，不是选项" }).checked).toBe(
      true,
    );
    expect(preview()).toEqual([
      "价格 已有",
      "·太贵 已有",
      "··比对手贵 新",
      "··超预算 新",
      "·账期 新",
      "服务 新",
    ]);
    expect(box.getByRole("status").textContent).toBe("将添加 4 个，已有 0 个");
    await accessible();
    await userEvent.click(box.getByRole("button", { name: "添加 4 个" }));
    expect(outline()).toEqual([
      "价格",
      "·太贵",
      "··比对手贵",
      "··超预算",
      "·返点×",
      "·账期",
      "产品",
      "·功能",
      "服务",
    ]);
    expect(done).toHaveLength(1);
    await press("撤销");
    expect(app.entities).toEqual(TAGGED.entities);
  });

  it("guesses English beside the names, and reads the columns as one says", async () => {
    await open();
    const box = await pasting("服务\tService\n渠道\tChannel");
    expect(box.getByRole<HTMLInputElement>("radio", { name: "中文与英文" }).checked).toBe(true);
    expect(preview()).toEqual(["服务 Service 新", "渠道 Channel 新"]);
    await userEvent.click(box.getByRole("radio", { name: "上下级" }));
    expect(preview()).toEqual(["服务 新", "·Service 新", "渠道 新", "·Channel 新"]);
    await userEvent.click(box.getByRole("checkbox", { name: "第一行是表头，不是选项" }));
    expect(preview()).toEqual(["渠道 新", "·Channel 新"]);
    await userEvent.click(box.getByRole("radio", { name: "中文与英文" }));
    await userEvent.click(box.getByRole("button", { name: "添加 2 个" }));
    expect(Object.values(optionsIn(app, OF)).map(({ label }) => label.en ?? "")).toEqual(
      expect.arrayContaining(["Service", "Channel"]),
    );
  });

  it("an indented list needs no choice of columns", async () => {
    await open();
    const box = await pasting("服务\n  太慢\n价格/账期");
    expect(box.queryByRole("radio")).toBeNull();
    expect(preview()).toEqual(["服务 新", "·太慢 新", "价格 已有", "·账期 新"]);
  });

  it("what is retired stays so, unless one says otherwise", async () => {
    await open();
    const box = await pasting("价格\t返点\t季度返点\n");
    expect(preview()).toEqual(["价格 已有", "·返点 已停用", "··季度返点 不添加"]);
    expect(box.getByRole("status").textContent).toBe(
      "将添加 0 个，已有 0 个 · 1 个在已停用的选项下面，不添加",
    );
    expect(box.getByRole<HTMLButtonElement>("button", { name: "添加 0 个" }).disabled).toBe(true);
    await userEvent.click(box.getByRole("checkbox", { name: "其中 1 个已停用，一并恢复" }));
    expect(preview()).toEqual(["价格 已有", "·返点 恢复", "··季度返点 新"]);
    await userEvent.click(box.getByRole("button", { name: "添加 1 个，恢复 1 个" }));
    expect(outline()).toEqual(["价格", "·太贵", "·返点", "··季度返点", "产品", "·功能"]);
    await press("撤销");
    expect(outline()).toEqual(BEFORE);
  });

  it("fills the box from a file, and says what to do with a spreadsheet", async () => {
    await open();
    await press("批量粘贴");
    const box = await dialog();
    const picker = document.querySelector<HTMLInputElement>('dialog input[type="file"]') as HTMLInputElement;
    await userEvent.upload(picker, new File([Uint8Array.from([0x50, 0x4b, 3, 4])], "异议.xlsx"));
    expect((await box.findByRole("alert")).textContent).toBe(
      "“异议.xlsx”是 Excel 文件：请打开它，选中单元格，复制，粘贴到上面的框里。",
    );
    // 价格,账期 in GBK.
    const gbk = Uint8Array.from([0xbc, 0xdb, 0xb8, 0xf1, 0x2c, 0xd5, 0xcb, 0xc6, 0xda]);
    await userEvent.upload(picker, new File([gbk], "异议.csv", { type: "text/csv" }));
    await waitFor(() => expect(preview()).toEqual(["价格 已有", "·账期 新"]));
    expect(box.queryByRole("alert")).toBeNull();
    expect(box.getByRole<HTMLTextAreaElement>("textbox", { name: "每行一个选项" }).value).toBe("价格\t账期");
  });

  it("refuses more than one edit holds", async () => {
    await open();
    const box = await pasting(Array.from({ length: 491 }, (_, i) => `型号 ${i}`).join("\n"));
    expect(box.getByText("太多了：一次最多添加 490 个，请分几次粘贴。")).toBeTruthy();
    expect(box.getByRole<HTMLButtonElement>("button", { name: "添加 491 个" }).disabled).toBe(true);
    expect(preview()).toEqual([]);
  });
});
