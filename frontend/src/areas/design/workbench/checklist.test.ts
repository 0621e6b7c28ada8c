import { describe, expect, it } from "vitest";
import type { AppDoc, EntityDoc } from "../../../engine/design/documents";
import { DESIGNED } from "../../../testing/designed";
import { checklist, type Progress } from "./checklist";
import type { Finding } from "./context";

const error = (path: string): Finding => ({
  code: "unknown_field",
  severity: "error",
  path,
  message: { zh: "x" },
  remedy: { zh: "y" },
  example: null,
});
const states = (change: Partial<Progress>) =>
  Object.fromEntries(
    checklist({ app: DESIGNED, findings: [], ahead: 3, tried: false, ...change }).map((one) => [
      one.name,
      one.problems > 0 ? one.problems : one.done ? "done" : (one.hint?.key ?? ""),
    ]),
  );
const empty: AppDoc = { app: DESIGNED.app, access: DESIGNED.access, entities: {} };

describe("the way to a published app", () => {
  it("begins with something to fill in", () => {
    expect(states({ app: empty, ahead: null })).toEqual({
      fields: "design.next.fields.none",
      form: "design.next.fields.none",
      flow: "design.next.flow",
      acts: "design.next.acts.action",
      try: "design.next.try",
      publish: "design.next.publish",
    });
  });
  it("names the entity that lacks something", () => {
    const { deal } = DESIGNED.entities as Readonly<Record<"deal", EntityDoc>>;
    const bare = { ...deal, properties: { title: deal.properties["title"] } };
    const app = { ...DESIGNED, entities: { ...DESIGNED.entities, deal: bare } } as AppDoc;
    const steps = checklist({ app, findings: [], ahead: 1, tried: true });
    expect(steps.map(({ hint }) => hint?.of?.zh)).toEqual([
      "商机",
      "商机",
      undefined,
      undefined,
      undefined,
      undefined,
    ]);
  });
  it("counts no form before there are fields to arrange on it", () => {
    const { deal, customer } = DESIGNED.entities as Readonly<Record<"deal" | "customer", EntityDoc>>;
    const bare = { ...deal, properties: { title: deal.properties["title"] } };
    const app = { ...DESIGNED, entities: { deal: bare } } as AppDoc;
    expect(states({ app })).toMatchObject({ fields: "design.next.fields", form: "design.next.fields" });
    expect(states({ app: { ...DESIGNED, entities: { deal } } })).toMatchObject({
      fields: "done",
      form: "done",
    });
    expect(states({ app: { ...DESIGNED, entities: { deal, customer } } })["form"]).toBe("design.next.form");
  });
  it("asks for duties once there are actions", () => {
    expect(states({ app: { ...DESIGNED, duties: {} } })["acts"]).toBe("design.next.acts.duty");
  });
  it("ends when it was tried and published", () => {
    expect(states({ tried: true })).toMatchObject({
      flow: "done",
      acts: "done",
      try: "done",
      publish: "design.next.publish",
    });
    expect(states({ ahead: 0 })).toMatchObject({ try: "done", publish: "done" });
  });
  it("shows problems where they are made, and all of them before publishing", () => {
    const findings = [
      error("entity/deal/properties/x"),
      error("form/deal/sections/main/fields/x"),
      error("duty/visit_soon/due"),
      error("access/roles/rep"),
      { ...error("flow/deal"), severity: "warning" as const },
    ];
    expect(states({ findings, ahead: 0 })).toEqual({
      fields: 1,
      form: 1,
      flow: "done",
      acts: 1,
      try: "done",
      publish: 4,
    });
  });
});
