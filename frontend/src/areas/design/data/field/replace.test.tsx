import { screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { describe, expect, it, vi } from "vitest";
import type { AppDoc } from "../../../../engine/design/documents";
import type { HeldValues } from "../../../../engine/design/options/held";
import "../../../../i18n/parts/designdata";
import { Bench } from "../../../../testing/bench";
import { DESIGNED } from "../../../../testing/designed";
import { accessible, prepare, show } from "../../../../testing/stage";
import { useHeld } from "./useField";
import { ReplaceDialog } from "./ReplaceDialog";

prepare();

const HELD: HeldValues = {
  values: [
    { text: "恒达", records: 12 },
    { text: "顺丰", records: 3 },
    { text: "远方", records: 1 },
  ],
  sets: [
    { values: [0], records: 11 },
    { values: [0, 1], records: 1 },
    { values: [1], records: 2 },
    { values: [2], records: 1 },
  ],
  distinct: 9,
  filled: 21,
  cut: false,
  withheld: false,
};

function Shown() {
  const held = useHeld("deal", "title");
  return held ? <ReplaceDialog held={held} published onClose={() => undefined} /> : null;
}

/** The dialog over a text in force; `answers` are what the server says of its values, one after the other. */
async function open(...answers: (HeldValues | number)[]) {
  const asked: URLSearchParams[] = [];
  let app: AppDoc = DESIGNED;
  vi.stubGlobal("fetch", (input: Request | string) => {
    const url = new URL(typeof input === "string" ? input : input.url, "http://house");
    if (!url.pathname.endsWith("/api/design/small/values")) return Promise.reject(new TypeError("offline"));
    asked.push(url.searchParams);
    const answer = answers.length > 1 ? answers.shift() : answers[0];
    return Promise.resolve(
      typeof answer === "number"
        ? new Response("{}", { status: answer })
        : new Response(JSON.stringify(answer), { headers: { "content-type": "application/json" } }),
    );
  });
  const view = await show(
    <Bench
      app={DESIGNED}
      live={DESIGNED}
      onApp={(next) => {
        app = next;
      }}
    >
      <Shown />
    </Bench>,
  );
  const as = (kind: string) => userEvent.selectOptions(screen.getByLabelText("新类型"), kind);
  /** Replaces, and gives the new field. */
  const made = async () => {
    await userEvent.click(screen.getByRole("button", { name: "替换" }));
    await vi.waitFor(() => expect(app).not.toBe(DESIGNED));
    return Object.values(app.entities["deal"]?.properties ?? {}).find(
      ({ field }) => field.copied_from === "title",
    )?.field;
  };
  /** Replaces, and gives the options of the new field. */
  const go = async () => Object.values((await made())?.options ?? {}).map(({ label }) => label.zh);
  return { asked, view, as, made, go };
}

const said = () => screen.getByRole("status").textContent;

describe("a typed field that becomes a reference", () => {
  it("asks where to, and says which values are copied", async () => {
    const { view, as, made } = await open(HELD);
    await as("number");
    expect(screen.queryByLabelText("关联到")).toBeNull();
    await as("reference");
    expect(screen.getByText(/完全相同才能复制/)).toBeTruthy();
    const target = screen.getByLabelText<HTMLSelectElement>("关联到");
    expect([...target.options].map(({ textContent }) => textContent)).toEqual(["客户", "商机"]);
    await userEvent.selectOptions(target, "deal");
    await accessible(view.container);
    expect(await made()).toMatchObject({ kind: "reference", target: "deal" });
  });
});

describe("a typed field that becomes one of options", () => {
  it("offers what records hold, all with one press or each by itself, and says what remains", async () => {
    const { asked, view, as, go } = await open(HELD);
    await as("选择 · 单选");
    const list = await screen.findByRole("region", { name: "记录里已有的值" });
    expect(
      within(list)
        .getAllByRole("checkbox")
        .map((box) => box.parentElement?.textContent),
    ).toEqual(["恒达 12 个值", "顺丰 3 个值", "远方 1 个值"]);
    expect(screen.getByText("还有 6 种没有列出：列出的是最常见的 3 种。")).toBeTruthy();
    expect(said()).toBe("还没有选用：21 个值都会留在旧字段里，除非你给新字段加上同名的选项。");
    await userEvent.click(screen.getByRole("button", { name: "全部用作选项（3 个）" }));
    expect(said()).toBe("选用 3 种，15 个值会复制，6 个留在旧字段里。");
    await userEvent.click(within(list).getByRole("checkbox", { name: /顺丰/ }));
    expect(said()).toBe("选用 2 种，12 个值会复制，9 个留在旧字段里。");
    await accessible(view.container);
    expect(asked.map((query) => Object.fromEntries(query))).toEqual([
      { entity: "deal", field: "title", kind: "choice" },
    ]);
    expect(await go()).toEqual(["恒达", "远方"]);
  });
  it("asks anew for another kind, and takes none over from the one before", async () => {
    const { asked, as, go } = await open(HELD);
    await as("选择 · 多选");
    await userEvent.click(await screen.findByRole("button", { name: "全部用作选项（3 个）" }));
    await as("选择 · 标签");
    expect(await screen.findByText(/还没有选用/)).toBeTruthy();
    expect(asked.map((query) => query.get("kind"))).toEqual(["choices", "tags"]);
    expect(await go()).toEqual(["标签一", "标签二"]);
  });
  it("offers nothing where the new field starts empty, or is none of options", async () => {
    const { asked, as } = await open(HELD);
    await as("选择 · 单选");
    await userEvent.click(await screen.findByRole("button", { name: "全部用作选项（3 个）" }));
    await userEvent.click(screen.getByRole("checkbox", { name: "把已有记录的值复制到新字段" }));
    expect(screen.queryByRole("region", { name: "记录里已有的值" })).toBeNull();
    await as("number");
    await userEvent.click(screen.getByRole("checkbox", { name: "把已有记录的值复制到新字段" }));
    expect(screen.queryByRole("region", { name: "记录里已有的值" })).toBeNull();
    expect(asked.length).toBe(1);
  });
  it("says that the number is a bound where not all values were looked at", async () => {
    const { as } = await open({ ...HELD, cut: true });
    await as("选择 · 单选");
    await userEvent.click(await screen.findByRole("button", { name: "全部用作选项（3 个）" }));
    expect(said()).toBe("选用 3 种，15 个值会复制，最多 6 个留在旧字段里（没有看全所有的值）。");
  });
  it("says so where nothing is held, or nothing may be seen", async () => {
    const none: HeldValues = { ...HELD, values: [], sets: [], distinct: 0, filled: 0 };
    const { as } = await open(none, { ...none, withheld: true });
    await as("选择 · 单选");
    expect(await screen.findByText("还没有记录填过这个字段。")).toBeTruthy();
    await as("选择 · 多选");
    expect(await screen.findByText(/你的角色看不到这个字段的值/)).toBeTruthy();
  });
  it("can be asked again where the server did not answer", async () => {
    const { as } = await open(400, HELD);
    await as("选择 · 单选");
    expect(await screen.findByText("没能读出记录里的值")).toBeTruthy();
    await userEvent.click(screen.getByRole("button", { name: "重试" }));
    expect(await screen.findByRole("region", { name: "记录里已有的值" })).toBeTruthy();
  });
});
