import { describe, expect, it } from "vitest";
import { template } from "../../../testing/catalogue";
import { DESIGNED } from "../../../testing/designed";
import type { AppDoc, ActionDoc } from "../documents";
import { documentsOf } from "../documents";
import { inOrder } from "../../model/entity";
import type { AppJson, Command } from "../operations";
import { apply, invert } from "../operations";
import * as actions from "./actions";
import * as approvals from "./approvals";
import { moveDocument } from "./documents-order";
import * as duties from "./duties";
import * as queues from "./queues";
import * as triggers from "./triggers";
import { inputUses, usesOf } from "./act-uses";

const json = (app: AppDoc) => app as unknown as AppJson;

/** Without the objects that were made on the way and stay behind empty. */
const filled = (value: unknown): unknown =>
  typeof value !== "object" || value === null || Array.isArray(value)
    ? value
    : Object.fromEntries(
        Object.entries(value)
          .map(([key, part]) => [key, filled(part)] as const)
          .filter(([, part]) => JSON.stringify(part) !== "{}"),
      );

/** Applies cleanly, and comes back cleanly to what it was. */
function done(app: AppDoc, command: Command): AppDoc {
  const after = apply(json(app), command.operations);
  expect(after.conflicts).toEqual([]);
  const back = apply(after.app, invert(command.operations));
  expect(back.conflicts).toEqual([]);
  for (const member of Object.keys(back.app)) {
    const [now, was] = [back.app[member] ?? {}, json(app)[member] ?? {}];
    for (const id of new Set([...Object.keys(now), ...Object.keys(was)]))
      if (now[id] !== was[id]) expect(filled(now[id])).toEqual(filled(was[id]));
  }
  expect(command.label.zh).not.toMatch(/\{|「」/);
  expect(command.label.en).not.toMatch(/\{|“”/);
  return documentsOf(after.app);
}

const APPS = ["sales", "seal_approval"].map((key) => [key, template(key)] as const);
const of = <T>(member: (app: AppDoc) => Readonly<Record<string, T>> | undefined) =>
  APPS.flatMap(([key, app]) => Object.entries(member(app) ?? {}).map(([id, doc]) => ({ key, app, id, doc })));

describe("a document that is saved as it is says nothing", () => {
  const same = (command: Command) => expect(command.operations).toEqual([]);
  it.each(of((app) => app.actions))("$key action $id", ({ app, id, doc }) => {
    const { id: _id, entity: _entity, ...rest } = doc;
    same(actions.changeAction(app, id, structuredClone(rest)));
    for (const [key, input] of Object.entries(doc.fields ?? {}))
      same(actions.changeInput(app, id, key, structuredClone(input)));
    same(actions.markAction(app, id, "stages", Object.keys(doc.stages ?? {})));
    if (doc.evidence) same(actions.changeEvidence(app, id, {}));
    if (doc.creates) same(actions.creates(app, id, { entity: doc.creates.entity, link: doc.creates.link }));
    for (const [step, { approvers, fields, escalate, ...words }] of Object.entries(
      doc.approval?.steps ?? {},
    )) {
      same(approvals.changeStep(app, id, step, words));
      for (const [key, one] of Object.entries(approvers))
        same(approvals.changeApprover(app, id, step, key, { ...one }));
      for (const [key, one] of Object.entries(fields ?? {}))
        same(actions.changeInput(app, id, key, one, { step }));
      for (const [key, one] of Object.entries(escalate ?? {}))
        same(approvals.changeStepEscalation(app, id, step, key, one));
    }
  });
  it.each(of((app) => app.duties))("$key duty $id", ({ app, id, doc }) => {
    const { id: _id, entity: _entity, ...rest } = doc;
    same(duties.changeDuty(app, id, structuredClone(rest)));
    same(duties.changeDue(app, id, structuredClone(doc.due)));
    same(duties.markDuty(app, id, "resets_on", Object.keys(doc.resets_on ?? {})));
    same(duties.markDuty(app, id, "waive", Object.keys(doc.waive ?? {})));
    for (const [key, one] of Object.entries(doc.escalate ?? {}))
      same(duties.changeDutyPart(app, id, "escalate", key, structuredClone(one)));
  });
  it.each(of((app) => app.triggers))("$key trigger $id", ({ app, id, doc }) => {
    const { id: _id, ...rest } = doc;
    same(triggers.changeTrigger(app, id, structuredClone(rest)));
    for (const [key, effect] of Object.entries(doc.effects))
      same(triggers.replaceEffect(app, id, key, structuredClone(effect)));
  });
  it.each(of((app) => app.queues))("$key queue $id", ({ app, id, doc }) => {
    const { id: _id, ...rest } = doc;
    same(queues.changeQueue(app, id, structuredClone(rest)));
    same(queues.markQueue(app, id, "duties", Object.keys(doc.duties ?? {})));
  });
});

const NAME = { zh: "新名", en: "New name" };
const RULE = { op: "not_empty", a: [{ f: "_owner" }] };

describe("documents that are listed together", () => {
  const ids = (app: AppDoc) =>
    inOrder(app.actions ?? {}).filter((id) => app.actions?.[id]?.entity === "opportunity");
  it("change places, and those of other lists stay", () => {
    const app = template("sales");
    const [first = "", second = "", third = "", ...rest] = ids(app);
    const down = moveDocument(app, `action/${first}`, ids(app), "down");
    const after = done(app, down);
    expect(ids(after)).toEqual([second, first, third, ...rest]);
    expect(ids(done(after, moveDocument(after, `action/${first}`, ids(after), "up")))).toEqual(ids(app));
    const elsewhere = Object.entries(app.actions ?? {}).filter(([, one]) => one.entity !== "opportunity");
    expect(Object.entries(after.actions ?? {})).toEqual(expect.arrayContaining(elsewhere));
    expect(down.label.en).toMatch(/^Move the action “/);
  });
  it("have no place before the first or after the last", () => {
    const app = template("sales");
    expect(moveDocument(app, `action/${ids(app)[0] ?? ""}`, ids(app), "up").operations).toEqual([]);
    expect(moveDocument(app, `action/${ids(app).at(-1) ?? ""}`, ids(app), "down").operations).toEqual([]);
  });
  it("get numbers where they had none", () => {
    const app = template("sales");
    const duties = inOrder(app.duties ?? {}).slice(0, 3);
    const after = done(app, moveDocument(app, `duty/${duties[2] ?? ""}`, duties, "up"));
    const now = inOrder(Object.fromEntries(duties.map((id) => [id, after.duties?.[id] ?? {}])));
    expect(now).toEqual([duties[0], duties[2], duties[1]]);
  });
});

describe("what is done is done, and undone", () => {
  it.each(of((app) => app.actions))("$key action $id", ({ app, id, doc }) => {
    const input = Object.keys(doc.fields ?? {})[0] ?? "";
    const last = Object.keys(doc.fields ?? {}).length - 1;
    const changes: Command[] = [
      actions.changeAction(app, id, { label: NAME, help: null, when: RULE, message: NAME }),
      actions.changeAction(app, id, { effective: RULE, advances: null }),
      actions.addInput(app, id, "added", { property: actions.ownProperty(NAME) }),
      actions.changeInput(app, id, input, { required: null, required_when: RULE, label: NAME }),
      actions.moveInput(app, id, input, last),
      actions.removeInput(app, id, input),
      actions.changeEvidence(app, id, { min: 2, reuse: "refuse", camera: true, accept: { pdf: {} } }),
      actions.removeEvidence(app, id),
      actions.markAction(app, id, "roles", ["rep"]),
      actions.demand(app, id, "actions", "visit", { min: 2 }),
      actions.demand(app, id, "fields", "amount", {}),
      actions.write(app, id, "amount", { v: 1 }),
      actions.creates(app, id, { entity: "note", link: "of" }),
      actions.creates(app, id, null),
      actions.retireAction(app, id),
      actions.removeAction(app, id),
      approvals.addStep(app, id, NAME, { to: "role", role: "boss" }),
    ];
    for (const change of changes) done(app, change);
    const stopped = done(app, actions.retireAction(app, id));
    const again = done(stopped, actions.reviveAction(stopped, id));
    expect(again.actions?.[id]?.when ?? null).toEqual(doc.when ?? null);
  });
  it.each(of((app) => app.duties))("$key duty $id", ({ app, id, doc }) => {
    const changes: Command[] = [
      duties.changeDuty(app, id, { label: NAME, unit: "minutes", counts: RULE, repeats: { period: "each" } }),
      duties.changeDuty(app, id, { assign: { to: "role", role: "boss" } }),
      duties.changeDuty(app, id, { opens_when: { entity: doc.entity, kind: "edited", fields: { a: {} } } }),
      duties.changeDue(app, id, { after: "P2D", calendar: "organisation", at: "18:00", field: null }),
      duties.addDutyPart(app, id, "variants", { when: RULE, after: "PT1H" }),
      duties.addDutyPart(app, id, "remind", { before: "PT1H" }),
      duties.addDutyPart(app, id, "escalate", { after: "PT1H", person: {} }),
      duties.markDuty(app, id, "resets_on", ["visit"]),
      duties.markDuty(app, id, "blocks", ["to_won"]),
      duties.markDuty(app, id, "waive", []),
      duties.retireDuty(app, id),
      duties.removeDuty(app, id),
    ];
    for (const change of changes) done(app, change);
    const stopped = done(app, duties.retireDuty(app, id));
    const again = done(stopped, duties.reviveDuty(stopped, id));
    expect(again.duties?.[id]?.owed_while ?? null).toEqual(doc.owed_while ?? null);
  });
  it.each(of((app) => app.triggers))("$key trigger $id", ({ app, id, doc }) => {
    const first = Object.keys(doc.effects)[0] ?? "";
    const changes: Command[] = [
      triggers.changeTrigger(app, id, { label: NAME }),
      triggers.addEffect(app, id, { kind: "move", stage: "won" }),
      triggers.replaceEffect(app, id, first, { kind: "webhook", endpoint: "erp" }),
      triggers.moveEffect(app, id, first, Object.keys(doc.effects).length - 1),
      triggers.removeEffect(app, id, first),
      triggers.retireTrigger(app, id),
      triggers.removeTrigger(app, id),
    ];
    for (const change of changes) done(app, change);
  });
  it.each(of((app) => app.queues))("$key queue $id", ({ app, id }) => {
    done(app, queues.changeQueue(app, id, { label: NAME, help: null }));
    done(app, queues.markQueue(app, id, "duties", []));
    done(app, queues.markQueue(app, id, "roles", ["rep", "manager"]));
    done(app, queues.removeQueue(app, id));
  });
});

describe("new documents", () => {
  it("an action of a stage, its input, and a duty of it", () => {
    let app = done(
      DESIGNED,
      actions.addAction(DESIGNED, { id: "trial", entity: "deal", label: NAME, stage: "quote" }),
    );
    app = done(app, actions.addInput(app, "trial", "amount", { target: "amount", required: true }));
    app = done(
      app,
      duties.addDuty(app, {
        id: "try_soon",
        entity: "deal",
        label: NAME,
        action: "trial",
        due: { after: "PT48H" },
      }),
    );
    app = done(app, actions.changeEvidence(app, "trial", {}));
    expect(app.actions?.["trial"]).toEqual({
      id: "trial",
      entity: "deal",
      label: NAME,
      order: 20,
      stages: { quote: {} },
      fields: { amount: { order: 10, target: "amount", required: true } },
      evidence: { accept: { image: {} } },
    });
    expect(app.duties?.["try_soon"]).toEqual({
      id: "try_soon",
      entity: "deal",
      label: NAME,
      order: 10,
      opens_when: { entity: "deal", kind: "created" },
      action: "trial",
      due: { after: "PT48H" },
    });
    app = done(
      app,
      triggers.addTrigger(app, { id: "t", label: NAME, on: { entity: "deal", kind: "created" } }),
    );
    app = done(app, triggers.addEffect(app, "t", { kind: "notify", person: {}, text: NAME }));
    expect(app.triggers?.["t"]?.effects).toEqual({
      tell: { order: 10, kind: "notify", person: {}, text: NAME },
    });
    app = done(app, queues.addQueue(app, { id: "q", label: NAME }));
    expect(app.queues?.["q"]).toEqual({ id: "q", label: NAME, order: 10 });
  });

  it("a new record of another kind takes its inputs with it", () => {
    const app = template("sales");
    const after = done(
      app,
      actions.creates(app, "sign_contract", { entity: "payment", link: "opportunity" }),
    );
    expect(after.actions?.["sign_contract"]?.fields).toEqual({});
  });

  it("an approval step by step, its last step taking the approval away", () => {
    const person = { to: "role", role: "boss" } as const;
    let app = done(DESIGNED, approvals.addStep(DESIGNED, "visit", NAME, person));
    app = done(app, approvals.addStep(app, "visit", NAME, {}));
    app = done(app, approvals.moveStep(app, "visit", "step_2", 0));
    app = done(app, approvals.addApprover(app, "visit", "step", person));
    app = done(app, approvals.moveApprover(app, "visit", "step", "signer", 0));
    app = done(app, approvals.addStepEscalation(app, "visit", "step", { after: "P1D", person }));
    app = done(
      app,
      approvals.changeStep(app, "visit", "step", { takes: "all", within: "P2D", on_timeout: "refuse" }),
    );
    app = done(app, approvals.mayWithdraw(app, "visit", false));
    app = done(
      app,
      actions.addInput(app, "visit", "opinion", { property: actions.ownProperty(NAME) }, { step: "step" }),
    );
    const visit = app.actions?.["visit"] as ActionDoc;
    expect(Object.entries(visit.approval?.steps ?? {}).map(([id, { order }]) => [id, order])).toEqual([
      ["step", 10],
      ["step_2", 5],
    ]);
    app = done(app, approvals.removeStep(app, "visit", "step"));
    app = done(app, approvals.removeStep(app, "visit", "step_2"));
    expect(app.actions?.["visit"]?.approval ?? null).toBeNull();
  });
});

describe("what still names it", () => {
  it("an action: demands go with it, what needs it is told", () => {
    const app = template("sales");
    const uses = usesOf(app, "action/submit_quote");
    expect(uses.filter((use) => !use.soft).map((use) => use.path)).toEqual([
      "duty/quote_confirmation/opens_when/action",
    ]);
    expect(uses.filter((use) => use.soft).map((use) => use.path)).toContain(
      "action/confirm_quote/requires/actions/submit_quote",
    );
    const after = done(app, actions.removeAction(app, "submit_quote"));
    expect(usesOf(after, "action/submit_quote").every((use) => !use.soft)).toBe(true);
  });
  it("a duty in its queue and its triggers", () => {
    expect(
      usesOf(template("sales"), "duty/collect_fast")
        .map((use) => [use.path, use.soft])
        .sort(),
    ).toEqual([
      ["queue/payment_proofs/duties/collect_fast", true],
      ["trigger/pace_at_signing/effects/collect/duty", false],
    ]);
  });
  it("an input in the rules that read it", () => {
    expect(inputUses(template("seal_approval"), "apply", "legal_opinion")).toEqual([
      "action/apply/writes/opinion",
    ]);
  });
});
