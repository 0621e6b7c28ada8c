import { describe, expect, it } from "vitest";

import contract from "../../../../schemas/rules/operators.json" with { type: "json" };
import type { Calendar, Node, ZoneTable } from "./ast.ts";
import { OPERATOR_IDS, evaluate } from "./compile.ts";

interface Example {
  readonly record: Record<string, unknown>;
  readonly rule: Node;
  readonly expect: unknown;
  readonly calendars?: Record<string, Calendar>;
  readonly zone?: ZoneTable;
  readonly now?: string;
  readonly today?: string;
}

const NOW = "2026-03-05T06:30:00Z";
const TODAY = "2026-03-05";

describe("operators", () => {
  it("are exactly those of the contract", () => {
    expect([...OPERATOR_IDS].sort()).toEqual(contract.operators.map((o) => o.id).sort());
  });

  it.each(contract.operators)("$id does what its example says", (operator) => {
    const example = operator.example as unknown as Example;
    const { record, rule, calendars, zone, now = NOW, today = TODAY } = example;
    expect(evaluate(rule, record, { now, today, zone, calendars })).toEqual(example.expect);
  });
});
