/** Commands on what follows by itself (duties, automations, queues) and on decision tables, with chance choices. */

import * as duties from "../../design/commands/duties.ts";
import { freeId } from "../../design/commands/collection.ts";
import { moveDocument } from "../../design/commands/documents-order.ts";
import * as queues from "../../design/commands/queues.ts";
import * as tables from "../../design/commands/tables.ts";
import * as triggers from "../../design/commands/triggers.ts";
import type { DutyDoc, Effect, TableDoc } from "../../design/documents.ts";
import type { Command } from "../../design/operations.ts";
import { inOrder } from "../../model/entity.ts";
import { person } from "./acts.ts";
import type { Draws, World } from "./world.ts";
import { anEntity, flip, label, maybeRule, on, oneOf, place, rule, someOf, span, words } from "./world.ts";

const onDuty = (world: World, then: (id: string, duty: DutyDoc) => Command | null) =>
  on(world, world.app.duties, (id) => then(id, world.app.duties?.[id] as DutyDoc));

type Part = "variants" | "remind" | "escalate";
const PARTS: readonly Part[] = ["variants", "remind", "escalate"];
const partsOf = (duty: DutyDoc, part: Part) => (part === "variants" ? duty.due.variants : duty[part]);
const transitionsOf = ({ app }: World, entity: string) =>
  Object.values(app.flows ?? {}).find((flow) => flow.entity === entity)?.transitions;

export const DUTIES: Draws = {
  addDuty: (world) =>
    on(world, world.app.actions, (action) => {
      const entity = world.app.actions?.[action]?.entity ?? "";
      const id = freeId(world.app.duties, "owed");
      return duties.addDuty(world.app, { id, entity, label: label(world), action });
    }),
  changeDuty: (world) =>
    onDuty(world, (id, { entity }) =>
      duties.changeDuty(
        world.app,
        id,
        world.chance.pick([
          { label: label(world), help: words(world) },
          { counts: maybeRule(world), owed_while: maybeRule(world) },
          { assign: flip(world) ? person(world) : null },
          { opens_when: { entity, kind: "created" as const, when: maybeRule(world) } },
          { repeats: flip(world) ? { period: "week" as const } : null, unit: "hours" as const },
        ]),
      ),
    ),
  removeDuty: (world) => onDuty(world, (id) => duties.removeDuty(world.app, id)),
  retireDuty: (world) => onDuty(world, (id) => duties.retireDuty(world.app, id)),
  reviveDuty: (world) => onDuty(world, (id) => duties.reviveDuty(world.app, id)),
  changeDue: (world) =>
    onDuty(world, (id) =>
      duties.changeDue(world.app, id, { after: span(world), at: world.chance.pick(["18:00", null]) }),
    ),
  addDutyPart: (world) =>
    onDuty(world, (id) => {
      const part = world.chance.pick(PARTS);
      if (part === "variants")
        return duties.addDutyPart(world.app, id, part, { when: rule(world), after: span(world) });
      if (part === "remind") return duties.addDutyPart(world.app, id, part, { before: span(world) });
      return duties.addDutyPart(world.app, id, part, { after: span(world), person: person(world) });
    }),
  changeDutyPart: (world) =>
    onDuty(world, (id, duty) => {
      const part = world.chance.pick(PARTS);
      return on(world, partsOf(duty, part), (key) =>
        part === "remind"
          ? duties.changeDutyPart(world.app, id, part, key, { before: span(world), person: null })
          : duties.changeDutyPart(world.app, id, part, key, { after: span(world) }),
      );
    }),
  removeDutyPart: (world) =>
    onDuty(world, (id, duty) => {
      const part = world.chance.pick(PARTS);
      return on(world, partsOf(duty, part), (key) => duties.removeDutyPart(world.app, id, part, key));
    }),
  markDuty: (world) =>
    onDuty(world, (id, { entity }) => {
      const member = world.chance.pick(["resets_on", "blocks", "waive"] as const);
      const of = {
        resets_on: world.app.actions,
        blocks: transitionsOf(world, entity),
        waive: world.app.access.roles,
      }[member];
      return duties.markDuty(world.app, id, member, someOf(world, of));
    }),
  changeDutyMark: (world) =>
    onDuty(world, (id, { resets_on }) =>
      on(world, resets_on, (key) =>
        duties.changeDutyMark(world.app, id, "resets_on", key, { when: maybeRule(world) }),
      ),
    ),
  changeBlock: (world) =>
    onDuty(world, (id, { blocks }) =>
      on(world, blocks, (key) =>
        duties.changeBlock(world.app, id, key, world.chance.pick(["open", "breached"])),
      ),
    ),
};

function effect(world: World): Effect {
  const entity = anEntity(world);
  return world.chance.pick<Effect>([
    { kind: "notify", person: person(world), text: label(world) },
    { kind: "set", field: "note", value: rule(world) },
    { kind: "assign", person: person(world) },
    { kind: "create", entity, values: { note: rule(world) } },
  ]);
}

const onTrigger = (world: World, then: (id: string) => Command | null) => on(world, world.app.triggers, then);
const onEffect = (world: World, then: (id: string, key: string) => Command | null) =>
  onTrigger(world, (id) => on(world, world.app.triggers?.[id]?.effects, (key) => then(id, key)));

export const TRIGGERS: Draws = {
  addTrigger: (world) =>
    triggers.addTrigger(world.app, {
      id: freeId(world.app.triggers, "auto"),
      label: label(world),
      on: { entity: anEntity(world), kind: "created" },
    }),
  changeTrigger: (world) =>
    onTrigger(world, (id) =>
      triggers.changeTrigger(
        world.app,
        id,
        flip(world)
          ? { label: label(world), help: words(world) }
          : { on: { entity: anEntity(world), kind: "edited", fields: { name: {} } } },
      ),
    ),
  removeTrigger: (world) => onTrigger(world, (id) => triggers.removeTrigger(world.app, id)),
  retireTrigger: (world) => onTrigger(world, (id) => triggers.retireTrigger(world.app, id)),
  reviveTrigger: (world) => onTrigger(world, (id) => triggers.reviveTrigger(world.app, id)),
  addEffect: (world) => onTrigger(world, (id) => triggers.addEffect(world.app, id, effect(world))),
  changeEffect: (world) =>
    onEffect(world, (id, key) => {
      const found = world.app.triggers?.[id]?.effects[key];
      const change =
        found?.kind === "notify"
          ? { text: label(world), person: person(world) }
          : found?.kind === "create"
            ? { values: flip(world) ? { note: rule(world) } : null }
            : null;
      return change && triggers.changeEffect(world.app, id, key, change);
    }),
  replaceEffect: (world) =>
    onEffect(world, (id, key) => triggers.replaceEffect(world.app, id, key, effect(world))),
  moveEffect: (world) => onEffect(world, (id, key) => triggers.moveEffect(world.app, id, key, place(world))),
  removeEffect: (world) => onEffect(world, (id, key) => triggers.removeEffect(world.app, id, key)),
};

const onQueue = (world: World, then: (id: string) => Command | null) => on(world, world.app.queues, then);

export const QUEUES: Draws = {
  addQueue: (world) =>
    queues.addQueue(world.app, { id: freeId(world.app.queues, "queue"), label: label(world) }),
  changeQueue: (world) =>
    onQueue(world, (id) => queues.changeQueue(world.app, id, { label: label(world), help: words(world) })),
  removeQueue: (world) => onQueue(world, (id) => queues.removeQueue(world.app, id)),
  markQueue: (world) =>
    onQueue(world, (id) =>
      flip(world)
        ? queues.markQueue(world.app, id, "duties", someOf(world, world.app.duties))
        : queues.markQueue(world.app, id, "roles", someOf(world, world.app.access.roles)),
    ),
};

const onTable = (world: World, then: (id: string, table: TableDoc) => Command | null) =>
  on(world, world.app.decision_tables, (id) => then(id, world.app.decision_tables?.[id] as TableDoc));
const onInput = (world: World, then: (id: string, input: string) => Command | null) =>
  onTable(world, (id, { inputs }) => on(world, inputs, (input) => then(id, input)));
const onRow = (world: World, then: (id: string, row: string) => Command | null) =>
  onTable(world, (id, { rows }) => on(world, rows, (row) => then(id, row)));

export const TABLES: Draws = {
  addTable: (world) =>
    tables.addTable(world.app, {
      entity: anEntity(world),
      label: label(world),
      output: world.chance.pick(["note", null]),
    }),
  changeTable: (world) =>
    onTable(world, (id) =>
      tables.changeTable(world.app, id, {
        label: label(world),
        help: words(world),
        otherwise: maybeRule(world),
      }),
    ),
  removeTable: (world) => onTable(world, (id) => tables.removeTable(world.app, id)),
  addInput: (world) =>
    onTable(world, (id) => tables.addInput(world.app, id, { label: label(world), rule: rule(world) })),
  changeInput: (world) =>
    onInput(world, (id, input) =>
      tables.changeInput(world.app, id, input, flip(world) ? { label: label(world) } : { rule: rule(world) }),
    ),
  removeInput: (world) => onInput(world, (id, input) => tables.removeInput(world.app, id, input)),
  moveInput: (world) => onInput(world, (id, input) => tables.moveInput(world.app, id, input, place(world))),
  addRows: (world) =>
    onTable(world, (id, { inputs }) => {
      const input = oneOf(world, inputs);
      const cells = input ? { [input]: rule(world) } : {};
      const rows = [{ output: rule(world), cells, note: words(world) }, { output: rule(world) }];
      return tables.addRows(world.app, id, rows, Math.min(place(world), 2));
    }),
  duplicateRow: (world) => onRow(world, (id, row) => tables.duplicateRow(world.app, id, row)),
  removeRow: (world) => onRow(world, (id, row) => tables.removeRow(world.app, id, row)),
  moveRow: (world) => onRow(world, (id, row) => tables.moveRow(world.app, id, row, place(world))),
  setCell: (world) =>
    onRow(world, (id, row) =>
      on(world, world.app.decision_tables?.[id]?.inputs, (input) =>
        tables.setCell(world.app, id, row, input, maybeRule(world)),
      ),
    ),
  setOutput: (world) => onRow(world, (id, row) => tables.setOutput(world.app, id, row, rule(world))),
  setNote: (world) => onRow(world, (id, row) => tables.setNote(world.app, id, row, words(world))),
  pasteRows: (world) =>
    onTable(world, (id, { inputs, rows }) => {
      const input = oneOf(world, inputs);
      const cells = input ? { [input]: maybeRule(world) } : {};
      const known = inOrder(rows).map((row) => ({ row, cells, note: words(world) }));
      return tables.pasteRows(world.app, id, [...known, { row: null, cells }], rule(world));
    }),
};

/** Places among what is listed together. */
export const PLACES: Draws = {
  moveDocument: (world) => {
    const [kind, of] = flip(world)
      ? (["queue", world.app.queues ?? {}] as const)
      : (["action", world.app.actions ?? {}] as const);
    return on(world, of, (id) =>
      moveDocument(world.app, `${kind}/${id}`, inOrder(of), flip(world) ? "up" : "down"),
    );
  },
};
