import { screen } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import risk from "../../../../../templates_catalog/sales/decision_tables/payment_risk.json";
import contract from "../../../../../templates_catalog/sales/entities/contract.json";
import type { ReplayReport } from "../../../api/replay";
import type { AppDoc } from "../../../engine/design/documents";
import "../../../i18n/parts/design";
import "../../../i18n/parts/designpublish";
import { Bench } from "../../../testing/bench";
import { DESIGNED } from "../../../testing/designed";
import { accessible, prepare, show } from "../../../testing/stage";
import { Report } from "./Report";

prepare();

const APP = {
  ...DESIGNED,
  entities: { ...DESIGNED.entities, contract },
  decision_tables: { payment_risk: risk },
} as unknown as AppDoc;

const at = "2026-03-02T08:00:00Z";
const REPORT: ReplayReport = {
  events: 40,
  transitions: 9,
  acts: 12,
  checked: 12,
  selfcheck: { records: 3, mismatches: 0 },
  blocked: [
    {
      entity: "deal",
      entity_label: { zh: "商机" },
      kind: "stage",
      id: "trial",
      label: { zh: "临床试用" },
      count: 1,
      undetermined: 0,
      examples: [
        {
          record: "d1",
          title: "核磁采购",
          at,
          actor: { id: "p1", name: "李娜" },
          sure: true,
          needs: [
            { kind: "field", id: "a", label: { zh: "试用科室" } },
            { kind: "field", id: "b", label: { zh: "试用结果" } },
          ],
        },
      ],
    },
  ],
  unblocked: [],
  duties: [],
  messages: [],
  triggers: [],
  tables: [
    {
      table: "payment_risk",
      label: { zh: "回款风险" },
      asked: 9,
      changed: 2,
      undetermined: 0,
      examples: [
        { entity: "contract", record: "c1", title: "HT-1", at, before: "green", after: "red" },
        { entity: "contract", record: "c2", title: "HT-2", at, before: null, after: "yellow" },
      ],
    },
  ],
  notes: [],
};

describe("what a replay found", () => {
  it("names the records, what they lacked, and a table's results as the table says them", async () => {
    await show(
      <Bench app={APP}>
        <Report report={REPORT} />
      </Bench>,
    );
    const link = await screen.findByRole("link", { name: "核磁采购" });
    expect(link.getAttribute("href")).toContain("/e/deal/d1");
    expect(link.parentElement?.textContent).toContain("试用科室、试用结果");
    expect(screen.getByRole("heading", { name: /商机 · 进入阶段「临床试用」/ })).toBeTruthy();
    const [first, second] = ["HT-1", "HT-2"].map((name) => screen.getByRole("link", { name }).parentElement);
    expect(first?.textContent).toMatch(/绿 → 红$/);
    expect(second?.textContent).toMatch(/— → 黄$/);
    await accessible();
  });
  it("calls a result that the draft has no more as the version in force calls it", async () => {
    const { risk: field, ...properties } = contract.properties;
    const { red: gone, ...options } = field.field.options;
    expect(gone.label.zh).toBe("红");
    const less = {
      ...contract,
      properties: { ...properties, risk: { ...field, field: { ...field.field, options } } },
    };
    const draft = { ...APP, entities: { ...APP.entities, contract: less } } as unknown as AppDoc;
    await show(
      <Bench app={draft} live={APP}>
        <Report report={REPORT} />
      </Bench>,
    );
    const first = (await screen.findByRole("link", { name: "HT-1" })).parentElement;
    expect(first?.textContent).toMatch(/绿 → 红$/);
  });
});
