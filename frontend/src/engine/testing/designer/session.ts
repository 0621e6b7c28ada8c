/**
 * Designers at one draft, without a network: each with documents and a history of his own, kept as areas/design/workbench
 * keeps them; and a server that takes edits in order, refuses what does not fit or would not be readable.
 */

import { documentsOf } from "../../design/documents.ts";
import * as histories from "../../design/history.ts";
import { apply, invert, type AppJson, type Command } from "../../design/operations.ts";
import * as sync from "../../design/sync.ts";
import type { Random } from "../random.ts";
import { Shapes } from "../schemas.ts";
import { anyCommand } from "./index.ts";

class Server {
  app: AppJson;
  readonly log: sync.Edit[] = [];
  private readonly shapes: Shapes;

  constructor(app: AppJson) {
    this.app = app;
    this.shapes = new Shapes(app);
  }

  /** The revision the edit has become; null: refused. */
  take({ command }: sync.Pending, by: string): number | null {
    const tried = apply(this.app, command.operations);
    if (tried.conflicts.length > 0 || this.shapes.faults(tried.app).length > 0) return null;
    this.app = tried.app;
    const revision = this.log.length + 1;
    const { label, operations } = command;
    this.log.push({ revision, at: "2026-03-01T00:00:00Z", by: { id: by, name: by }, label, operations });
    return revision;
  }
}

class Designer {
  private held: sync.Sync;
  private past = histories.EMPTY;
  private readonly origins = new Map<string, Command>();
  private readonly shapes: Shapes;
  private keys = 0;
  /** Edits that could not be kept. */
  lost = 0;
  /** What should never be: documents nobody could read, an edit of one's own that does not fit at once. */
  readonly troubles: string[] = [];
  private readonly name: string;
  private readonly server: Server;
  private readonly chance: Random;

  private readonly alone: boolean;

  constructor(name: string, server: Server, chance: Random, alone: boolean) {
    this.alone = alone;
    this.name = name;
    this.server = server;
    this.chance = chance;
    this.held = sync.start(server.app, 0, []);
    this.shapes = new Shapes(server.app);
  }

  get app(): AppJson {
    return this.held.app;
  }
  get settled(): boolean {
    return sync.settled(this.held) && this.held.revision === this.server.log.length;
  }
  get canUndo(): boolean {
    return this.past.done.length > 0;
  }

  /** Something new. */
  act(live: AppJson): Command {
    const world = { app: documentsOf(this.app), live: documentsOf(live), chance: this.chance };
    const command = anyCommand(world);
    this.give(command, command, histories.did(this.past, command));
    return command;
  }

  undo(): void {
    const back = histories.undo(this.past);
    const origin = this.past.done.at(-1);
    if (back && origin) this.give(back.command, origin, back.history);
  }

  redo(): void {
    const again = histories.redo(this.past);
    if (again) this.give(again.command, again.command, again.history);
  }

  private give(command: Command, origin: Command, past: histories.History): void {
    this.keys += 1;
    const key = `${this.name}${String(this.keys)}`;
    const step = sync.perform(this.held, key, command);
    if (step.lost.length > 0) {
      this.lost += 1;
      if (command === origin && !this.past.undone.includes(command))
        this.troubles.push(`does not fit at once: ${JSON.stringify(command)}`);
      this.past = histories.without(this.past, origin);
      return;
    }
    this.origins.set(key, origin);
    this.past = past;
    this.go(step);
  }

  private go({ sync: held, lost }: sync.Step): void {
    this.held = held;
    for (const { pending } of lost) this.forget(pending.key);
    const faults = this.shapes.faults(held.app);
    // Two who take away one of the last two options each do nothing wrong; the server refuses the second, here it is seen
    // until then.
    if (sync.settled(held) || this.alone) this.troubles.push(...faults);
  }

  private forget(key: string): void {
    this.lost += 1;
    const origin = this.origins.get(key);
    if (origin) this.past = histories.without(this.past, origin);
  }

  /** The next edit reaches the server, or others' edits come from there. */
  exchange(): void {
    const one = sync.next(this.held);
    if (!one) {
      const page = this.server.log.slice(this.held.revision);
      const step = sync.receive(this.held, page);
      if (step) this.go(step);
      else this.troubles.push("a gap in what the server has");
      return;
    }
    this.held = sync.sent(this.held, one.key);
    const revision = this.server.take(one, this.name);
    if (revision !== null) this.go(sync.accepted(this.held, one.key, revision));
    else {
      this.forget(one.key);
      this.go(sync.refused(this.held, one.key));
      const step = sync.receive(this.held, this.server.log.slice(this.held.revision));
      if (step) this.go(step);
    }
  }
}

export interface Ended {
  /** The draft after all that was done. */
  readonly done: AppJson;
  /** And after everybody took back what he still could. */
  readonly undone: AppJson;
  /** And with the whole log taken back, newest first. */
  readonly unlogged: AppJson;
  /** Edits that could not be kept; 0: nobody was in anybody's way. */
  readonly lost: number;
  readonly edits: number;
  readonly troubles: readonly string[];
}

/** `steps` times somebody does something, takes something back, does it again, or exchanges with the server. */
export function session(app: AppJson, people: number, chance: Random, steps: number): Ended {
  const server = new Server(app);
  const designers = Array.from(
    { length: people },
    (_, n) => new Designer(String.fromCharCode(97 + n), server, chance, people === 1),
  );
  for (let n = 0; n < steps; n += 1) {
    const one = chance.pick(designers);
    const roll = chance.below(10);
    if (roll < 4) one.act(app);
    else if (roll < 5) one.undo();
    else if (roll < 6) one.redo();
    else one.exchange();
  }
  settle(designers);
  const done = server.app;
  for (const one of designers) {
    while (one.canUndo) one.undo();
    settle(designers);
  }
  let unlogged = server.app;
  const lost = designers.reduce((sum, one) => sum + one.lost, 0);
  const troubles = designers.flatMap((one) => one.troubles);
  for (const edit of [...server.log].reverse()) {
    const back = apply(unlogged, invert(edit.operations));
    // Of two who take the same mark away the second takes away nothing: {} and nothing are one thing (docs/designing.md).
    if (back.conflicts.length > 0 && lost === 0)
      troubles.push(`cannot be taken back: ${edit.label.en ?? edit.label.zh}`);
    unlogged = back.app;
  }
  if (
    designers.some(
      (one) => JSON.stringify(one.app) !== JSON.stringify(server.app) && !alike(one.app, server.app),
    )
  )
    troubles.push("somebody sees another draft than the server has");
  const [undone, edits] = [kinds(server.app), server.log.length];
  return { done, undone, unlogged: kinds(unlogged), lost, edits, troubles };
}

/** Without kinds of which there is no document: none and no member are the same app. */
const kinds = (app: AppJson): AppJson =>
  Object.fromEntries(Object.entries(app).filter(([, documents]) => Object.keys(documents).length > 0));

const sorted = (value: unknown): unknown =>
  typeof value !== "object" || value === null || Array.isArray(value)
    ? value
    : Object.fromEntries(
        Object.entries(value)
          .sort(([a], [b]) => (a < b ? -1 : 1))
          .map(([key, part]) => [key, sorted(part)]),
      );
const alike = (a: unknown, b: unknown): boolean => JSON.stringify(sorted(a)) === JSON.stringify(sorted(b));

/** Without objects that stay behind empty: of two who made a collection together neither takes it back whole. */
export const filled = (value: unknown): unknown =>
  typeof value !== "object" || value === null || Array.isArray(value)
    ? value
    : Object.fromEntries(
        Object.entries(value)
          .map(([key, part]) => [key, filled(part)] as const)
          .filter(([, part]) => JSON.stringify(part) !== "{}"),
      );

/** Until everything has been sent and everybody has it all. */
function settle(designers: readonly Designer[]): void {
  while (designers.some((one) => !one.settled)) for (const one of designers) one.exchange();
}
