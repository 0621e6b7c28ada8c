import { EditorView } from "@codemirror/view";
import { act, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { useState, type ReactElement } from "react";
import { describe, expect, it } from "vitest";
import { namesAt } from "../../../../engine/design/names";
import { OPERATORS } from "../../../../engine/rules/catalogue";
import type { Node } from "../../../../engine/rules/ast";
import { formulas, parse } from "../../../../engine/rules/text";
import { completeAt } from "../../../../engine/rules/text/complete";
import { Bench } from "../../../../testing/bench";
import { DESIGNED } from "../../../../testing/designed";
import { accessible, prepare, show } from "../../../../testing/stage";
import { RuleField } from "../RuleField";
import { exampleOf } from "./FunctionHelp";

prepare();
const seen: (Node | null)[] = [];

function Held({ first }: { first: Node | null }): ReactElement {
  const [value, setValue] = useState<Node | null>(first);
  return (
    <Bench app={DESIGNED}>
      <RuleField
        label="条件"
        place={{ entity: "deal" }}
        empty="总是"
        value={value}
        onChange={(next) => {
          seen.push(next);
          setValue(next);
        }}
      />
    </Bench>
  );
}

async function editor(): Promise<EditorView> {
  return await waitFor(() => {
    const content = document.querySelector(".fx-line")?.shadowRoot?.querySelector<HTMLElement>(".cm-content");
    const found = content ? EditorView.findFromDOM(content) : null;
    if (!found) throw new Error("no editor yet");
    return found;
  });
}

const write = (view: EditorView, text: string) =>
  act(() => view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: text } }));

describe("a rule as a formula", () => {
  it("opens on what the rows say, and is read back while it is typed", async () => {
    await show(<Held first={{ op: "gt", a: [{ f: "amount" }, { v: 10_000_000 }] }} />);
    await userEvent.click(screen.getByRole("button", { name: /^条件/ }));
    const dialog = await screen.findByRole("dialog");
    await userEvent.click(within(dialog).getByRole("tab", { name: "公式" }));
    const view = await editor();
    expect(view.state.doc.toString()).toBe("{预计金额} > 100000元");
    await waitFor(() => expect(view.contentDOM.querySelector(".fx-chip")?.textContent).toBe("预计金额"));
    write(view, "{预计金额} ＞ 20万 且 客户.客户等级 = “A 类”");
    expect(within(dialog).getByText("预计金额大于200,000 元，且客户的客户等级等于A 类")).toBeTruthy();
    await accessible();
    // The rows show the same rule.
    await userEvent.click(within(dialog).getByRole("tab", { name: "条件" }));
    expect(within(dialog).getByRole("textbox", { name: "预计金额 值" })).toHaveProperty(
      "value",
      "¥200,000.00",
    );
    await userEvent.click(within(dialog).getByRole("button", { name: "确定" }));
    expect(seen.at(-1)).toEqual({
      op: "and",
      a: [
        { op: "gt", a: [{ f: "amount" }, { v: 20_000_000 }] },
        { op: "eq", a: [{ f: "customer.level" }, { v: "a" }] },
      ],
    });
  });

  it("says what cannot be read, marks the place, and takes nothing over", async () => {
    await show(<Held first={null} />);
    await userEvent.click(screen.getByRole("button", { name: /^条件/ }));
    await userEvent.click(await screen.findByRole("tab", { name: "公式" }));
    const view = await editor();
    write(view, "{预计金额} > {没有}");
    expect(screen.getByText("没有叫“没有”的字段或选项")).toBeTruthy();
    expect(view.contentDOM.querySelector(".fx-wrong")?.textContent).toBe("{没有}");
    expect(screen.getByRole<HTMLButtonElement>("button", { name: "确定" }).disabled).toBe(true);
    write(view, "{预计金额} > {商机名称}");
    expect(screen.getByText(/这里需要 数字或日期，给的是 文字/)).toBeTruthy();
    expect(screen.getByRole<HTMLButtonElement>("button", { name: "确定" }).disabled).toBe(true);
  });

  it("gives its result on a record that is typed in", async () => {
    await show(<Held first={{ op: "gt", a: [{ f: "amount" }, { v: 10_000_000 }] }} />);
    await userEvent.click(screen.getByRole("button", { name: /^条件/ }));
    await userEvent.click(await screen.findByRole("button", { name: "试试看" }));
    const sample = screen.getByRole("region", { name: "试一试" });
    expect(within(sample).getByRole("status").textContent).toBe("结果： 否");
    await userEvent.type(within(sample).getByRole("textbox"), "12万");
    expect(within(sample).getByRole("status").textContent).toBe("结果： 是");
  });
});

describe("what is offered while typing", () => {
  const over = formulas(namesAt(DESIGNED, { entity: "deal" }), "Asia/Shanghai");
  const at = (text: string) => completeAt(text, text.length, over, "zh");

  it("fields by their labels, functions by either name, options of the field compared", () => {
    expect(at("预计").list.map(({ insert }) => insert)).toEqual(["{预计金额}"]);
    expect(at("{客户.客户等级} = ").list[0]).toMatchObject({ kind: "option", insert: '"A 类"' });
    expect(at('{客户.客户等级} = "B').list.map(({ insert }) => insert)).toEqual(['"B 类"']);
    expect(at("round").list.map(({ insert }) => insert)).toContain("四舍五入(");
    expect(at("{商机名").from).toBe(0);
  });
});

describe("examples of functions", () => {
  it.each([...OPERATORS.values()].map((one) => [one.id, one] as const))(
    "%s is read in both languages",
    (_id, one) => {
      const { zh, en } = exampleOf(one);
      for (const text of [zh, en]) {
        expect(text).not.toContain("`");
        expect(text.length).toBeGreaterThan(2);
      }
      expect(parse(zh, formulas([])).error?.code ?? "formula_unknown_name").toBe("formula_unknown_name");
    },
  );
});
