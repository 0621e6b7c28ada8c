import "../../../i18n/parts/design";
import { screen } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import { Bench } from "../../../testing/bench";
import { DESIGNED } from "../../../testing/designed";
import { accessible, prepare, show } from "../../../testing/stage";
import type { Finding } from "./context";
import { Findings } from "./Findings";

prepare();

const finding = (more: Partial<Finding>): Finding => ({
  code: "hidden_demand",
  severity: "warning",
  path: "flow/deal/stages/quote/entry/fields/reason",
  message: { zh: "可能是隐藏的" },
  remedy: { zh: "改显示条件" },
  example: null,
  ...more,
});

describe("what the check says of a draft", () => {
  it("shows the record that shows the trouble, by labels and values, without a press", async () => {
    const { container } = await show(
      <Bench
        app={DESIGNED}
        findings={[
          finding({ example: { amount: 900_000, "customer.level": "b" } }),
          finding({ severity: "error", code: "gate_contradiction", example: {} }),
          finding({ code: "never_shown" }),
        ]}
      >
        <Findings />
      </Bench>,
    );
    const said = (name: string) => screen.getByText(name).nextElementSibling?.textContent;
    expect(screen.getAllByText("例如这样一条记录")).toHaveLength(1);
    expect(said("预计金额")).toBe("9,000 元");
    expect(said("客户的客户等级")).toBe("B 类");
    expect(screen.getByText("例如一条什么都没填的记录")).toBeTruthy();
    expect(container.textContent).not.toMatch(/customer\.level|amount/);
    await accessible(container);
  });
});
