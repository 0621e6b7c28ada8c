import { screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { useState, type ReactElement } from "react";
import { describe, expect, it } from "vitest";
import type { AppDoc } from "../../../engine/design/documents";
import type { Node } from "../../../engine/rules/ast";
import { Bench } from "../../../testing/bench";
import { DESIGNED } from "../../../testing/designed";
import { accessible, prepare, show } from "../../../testing/stage";
import { RuleField, type RuleFieldProps } from "./RuleField";

prepare();

const seen: (Node | null)[] = [];

function Held(props: Partial<RuleFieldProps> & { app?: AppDoc }): ReactElement {
  const [value, setValue] = useState<Node | null>(props.value ?? null);
  return (
    <Bench app={props.app ?? DESIGNED}>
      <RuleField
        label="什么时候必填"
        place={{ entity: "deal" }}
        empty="总是"
        {...props}
        value={value}
        onChange={(next) => {
          seen.push(next);
          setValue(next);
        }}
      />
    </Bench>
  );
}

const press = (name: string | RegExp) => userEvent.click(screen.getByRole("button", { name }));
const big: Node = { op: "gt", a: [{ f: "amount" }, { v: 10_000_000 }] };

describe("a rule in the designer", () => {
  it("is a sentence, opens as rows, and is given back when it is built anew", async () => {
    await show(<Held />);
    await press("什么时候必填 总是");
    const dialog = await screen.findByRole("dialog");
    await userEvent.click(within(dialog).getByRole("button", { name: "添加条件" }));
    // The first field is a text.
    await userEvent.type(within(dialog).getByRole("textbox", { name: "商机名称 值" }), "设备");
    expect(within(dialog).getByRole("status").textContent).toContain("商机名称包含“设备”");
    await accessible();
    await userEvent.click(within(dialog).getByRole("button", { name: "确定" }));
    expect(seen.at(-1)).toEqual({ op: "contains", a: [{ f: "title" }, { v: "设备" }] });
    expect(screen.getByRole("button", { name: /商机名称包含“设备”/ })).toBeTruthy();
    await press("去掉什么时候必填的规则");
    expect(seen.at(-1)).toBeNull();
  });

  it("money is typed in yuan and kept in fen", async () => {
    await show(<Held value={big} />);
    await press(/预计金额大于100,000 元/);
    const line = await screen.findByRole("textbox", { name: "预计金额 值" });
    await userEvent.clear(line);
    await userEvent.type(line, "20万");
    await press("确定");
    expect(seen.at(-1)).toEqual({ op: "gt", a: [{ f: "amount" }, { v: 20_000_000 }] });
  });

  it("a condition without its value cannot be taken over", async () => {
    await show(<Held value={big} />);
    await press(/预计金额大于/);
    await userEvent.clear(await screen.findByRole("textbox", { name: "预计金额 值" }));
    expect(screen.getByRole<HTMLButtonElement>("button", { name: "确定" }).disabled).toBe(true);
    expect(screen.getAllByText("还没有填完整").length).toBeGreaterThan(0);
  });

  it("what is wrong with it is said in words, with the place", async () => {
    const wrong: Node = { op: "and", a: [big, { op: "gt", a: [{ f: "gone" }, { v: 5 }] }] };
    await show(<Held value={wrong} />);
    expect(screen.getByText("没有字段“gone”")).toBeTruthy();
  });

  it("opening and taking over a rule that rows cannot hold changes nothing", async () => {
    const odd: Node = {
      op: "or",
      a: [big, { op: "gt", a: [{ op: "mul", a: [{ f: "amount" }, { v: 2 }] }, { v: 500 }] }],
    };
    const before = seen.length;
    await show(<Held value={odd} />);
    await press(/或/);
    await screen.findByRole("dialog");
    await press("确定");
    expect(seen.length).toBe(before);
  });

  it("a value is a typed one or that of a field", async () => {
    await show(
      <Held
        value={{ v: "a" }}
        expect={{ type: "choice", options: ["a", "b"] }}
        place={{ entity: "customer" }}
      />,
    );
    await press(/A 类/);
    const dialog = await screen.findByRole("dialog");
    await userEvent.selectOptions(within(dialog).getByRole("combobox", { name: "取值 值" }), "B 类");
    await press("确定");
    expect(seen.at(-1)).toEqual({ v: "b" });
  });

  it("inputs of the act and what is behind references can be named", async () => {
    const rule: Node = {
      op: "and",
      a: [
        { op: "contains", a: [{ f: "act.how" }, { v: "好" }] },
        { op: "eq", a: [{ f: "customer.level" }, { v: "a" }] },
        { op: "eq", a: [{ f: "_owner" }, { p: "actor" }] },
      ],
    };
    await show(<Held value={rule} place={{ entity: "deal", action: "visit" }} />);
    expect(
      screen.getByText("本次动作的结果包含“好”，且客户的客户等级等于A 类，且负责人等于操作人"),
    ).toBeTruthy();
  });
});
