import { describe, expect, it } from "vitest";
import type { AppJson, Command, Operation } from "./operations";
import { apply, invert, read, same } from "./operations";
import type { Edit, Lost, Step, Sync } from "./sync";
import {
  accepted,
  behind,
  fitted,
  insist,
  next,
  perform,
  receive,
  refused,
  reread,
  resent,
  sent,
  settled,
  start,
} from "./sync";

const BASE: AppJson = {
  app: { name: { zh: "小销售" }, help: {} },
  entities: { deal: { entity: { label: { zh: "商机" } }, properties: { title: { type: "string" } } } },
};
const command = (...operations: Operation[]): Command => ({ label: { zh: "改", en: "Change" }, operations });
const set = (app: AppJson, path: string, value: unknown): Command =>
  command({ path, was: read(app, path) ?? null, value });
const edit = (revision: number, { operations, label }: Command, by = "lina"): Edit => ({
  revision,
  at: "2026-03-01T00:00:00Z",
  by: { id: by, name: by },
  label,
  operations,
});
const LABEL = "entity/deal/entity/label/zh";
const HELP = "app/help/zh";

describe("one's own edits on what the server has", () => {
  it("stand at once, and are the server's when it says so", () => {
    const first = perform(start(BASE, 4, []), "k1", set(BASE, LABEL, "机会")).sync;
    expect([read(first.app, LABEL), read(first.base, LABEL)]).toEqual(["机会", "商机"]);
    expect(next(sent(first, "k1"))).toMatchObject({ key: "k1", open: true });
    const { sync } = accepted(first, "k1", 5);
    expect([sync.revision, settled(sync), read(sync.base, LABEL)]).toEqual([5, true, "机会"]);
  });
  it("that expect something else do nothing and are told", () => {
    const step = perform(start(BASE, 4, []), "k", command({ path: LABEL, was: "x", value: "y" }));
    expect(step.sync.app).toBe(BASE);
    expect(step.lost.map((one) => one.at.map(({ path }) => path))).toEqual([[LABEL]]);
  });
  it("wait for those of others that came before them", () => {
    const mine = perform(start(BASE, 4, []), "k", set(BASE, LABEL, "机会")).sync;
    const waiting = accepted(mine, "k", 6).sync;
    expect([behind(waiting), waiting.revision, next(waiting)]).toEqual([true, 4, null]);
    const step = receive(waiting, [
      edit(5, set(BASE, HELP, "帮助")),
      edit(6, set(BASE, LABEL, "机会"), "me"),
    ]);
    expect(step?.lost).toEqual([]);
    expect(step && [settled(step.sync), read(step.sync.app, LABEL), read(step.sync.app, HELP)]).toEqual([
      true,
      "机会",
      "帮助",
    ]);
  });
  it("go on top of a colleague's, and are lost only where he changed the same thing", () => {
    const one = perform(start(BASE, 4, []), "a", set(BASE, LABEL, "机会")).sync;
    const two = perform(one, "b", set(one.app, HELP, "帮助")).sync;
    const step = receive(two, [edit(5, set(BASE, LABEL, "销售机会"))]);
    expect(step?.lost.map((lost) => lost.pending.key)).toEqual(["a"]);
    expect(step && [read(step.sync.app, LABEL), read(step.sync.app, HELP)]).toEqual(["销售机会", "帮助"]);
    expect(step?.sync.pending.map(({ key }) => key)).toEqual(["b"]);
  });
  it("need not be told when the colleague did the same", () => {
    const mine = perform(start(BASE, 4, []), "a", set(BASE, LABEL, "机会")).sync;
    const step = receive(mine, [edit(5, set(BASE, LABEL, "机会"))]);
    expect(step && [step.lost, settled(step.sync)]).toEqual([[], true]);
  });
  it("refused by the server take with them what builds on them", () => {
    const one = perform(start(BASE, 4, []), "a", set(BASE, "entity/visit", { entity: { id: "visit" } })).sync;
    const two = perform(one, "b", set(one.app, "entity/visit/entity/id", "call")).sync;
    const three = perform(two, "c", set(two.app, HELP, "帮助")).sync;
    const step = refused(three, "a");
    expect(step.lost.map((lost) => lost.pending.key)).toEqual(["b"]);
    expect(step.sync.app).toEqual(apply(BASE, set(BASE, HELP, "帮助").operations).app);
    expect(step.sync.pending.map(({ key }) => key)).toEqual(["c"]);
  });
  it("kept from before a reload are the server's to judge", () => {
    const kept = [{ key: "a", command: set(BASE, LABEL, "机会") }];
    const there = apply(BASE, kept[0]?.command.operations ?? []).app;
    const sync = start(there, 5, kept);
    expect(next(sync)).toMatchObject({ key: "a", open: true });
    expect(settled(accepted(sync, "a", 5).sync)).toBe(true);
  });
  it("are read anew after a gap", () => {
    const mine = perform(start(BASE, 4, []), "a", set(BASE, LABEL, "机会")).sync;
    expect(receive(mine, [edit(6, set(BASE, HELP, "x"))])).toBeNull();
    expect(receive(mine, [edit(5, command({ path: HELP, was: "?", value: "x" }))])).toBeNull();
    const anew = apply(BASE, set(BASE, HELP, "x").operations).app;
    expect(reread(mine, anew, 9).sync).toMatchObject({ revision: 9, base: anew });
  });
  it("insisted upon take the place of what stands there", () => {
    const theirs = apply(BASE, set(BASE, LABEL, "销售机会").operations).app;
    const mine = insist(theirs, set(BASE, LABEL, "机会"));
    expect(mine.operations).toEqual([{ path: LABEL, was: "销售机会", value: "机会" }]);
    expect(apply(theirs, mine.operations).conflicts).toEqual([]);
  });
});

describe("an edit of a collection that a colleague added to meanwhile", () => {
  const REMIND = "duty/call/remind";
  const app: AppJson = { duties: { call: { id: "call" } } };
  const soon = { before: "PT2H" };
  const theirs = command({ path: REMIND, value: { late: { before: "PT1H" } } });
  const mine = command({ path: REMIND, value: { soon } });
  const both = { soon, late: { before: "PT1H" } };

  it("keeps what both did, and takes back only its own", () => {
    const waiting = perform(start(app, 4, []), "k", mine).sync;
    const step = receive(waiting, [edit(5, theirs)]) as Step;
    expect(step.lost).toEqual([]);
    expect(read(step.sync.app, REMIND)).toEqual(both);
    expect(next(step.sync)?.command.operations).toEqual([{ path: `${REMIND}/soon`, value: soon }]);
    const back = perform(step.sync, "b", { label: mine.label, operations: invert(mine.operations) });
    expect(back.lost).toEqual([]);
    expect(read(back.sync.app, REMIND)).toEqual({ late: { before: "PT1H" } });
  });
  it("that is already on its way is fitted when the server says so", () => {
    const open = sent(perform(start(app, 4, []), "k", mine).sync, "k");
    const there = (receive(open, [edit(5, theirs)]) as Step).sync;
    const anew = resent(there, "k", "n", fitted(there.base, mine)).sync;
    expect([next(anew)?.key, next(anew)?.open, read(anew.app, REMIND)]).toEqual(["n", false, both]);
  });
  it("does not mix two things that got the same name", () => {
    const at = "flow/deal/paths/path";
    const flow: AppJson = { flows: { deal: { paths: {} } } };
    const one = command({ path: at, value: { label: { zh: "大单" }, stages: { a: {} } } });
    const other = command({ path: at, value: { label: { zh: "大单" }, stages: { b: {} } } });
    const waiting = perform(start(flow, 4, []), "k", one).sync;
    expect(receive(waiting, [edit(5, other)])?.lost).toHaveLength(1);
  });
  it("insisted upon leaves what the colleague added", () => {
    const now = apply(app, theirs.operations).app;
    expect(read(apply(now, insist(now, mine).operations).app, REMIND)).toEqual(both);
  });
  it.each(["v", "p", "f", "op", "to"])(
    "is told to be lost where a member is called %s, as in a rule",
    (id) => {
      const there = apply(app, theirs.operations).app;
      const column = command({ path: REMIND, value: { [id]: soon } });
      expect(fitted(there, column)).toBe(column);
      expect(perform(start(there, 4, []), "k", column).lost).toHaveLength(1);
      expect(read(apply(there, insist(there, column).operations).app, REMIND)).toEqual({ [id]: soon });
    },
  );
  it("is the very same command where it fits as it is", () => {
    expect(fitted(app, mine)).toBe(mine);
  });
  it("is lost where both put the same member, and where what it lies in is gone", () => {
    const other = command({ path: REMIND, value: { soon: { before: "P1D" } } });
    const waiting = perform(start(app, 4, []), "k", mine).sync;
    expect(receive(waiting, [edit(5, other)])?.lost.map((one) => one.at[0]?.path)).toEqual([REMIND]);
    const gone = command({ path: "duty/call", was: { id: "call" } });
    expect(receive(waiting, [edit(5, gone)])?.lost).toHaveLength(1);
  });
});

/** Reproducible numbers below one (mulberry32). */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

/** The server as the contract has it: applies what still fits, keeps every edit, answers a repeated key as before. */
class Server {
  app = BASE;
  readonly log: (Edit & { readonly key: string })[] = [];
  private readonly answers = new Map<string, number | null>();

  /** The revision; null: a conflict. */
  post(key: string, { operations, label }: Command, by: string): number | null {
    const before = this.answers.get(key);
    if (before !== undefined) return before;
    const tried = apply(this.app, operations);
    const revision = tried.conflicts.length > 0 ? null : this.log.length + 1;
    if (revision !== null) {
      this.app = tried.app;
      this.log.push({ ...edit(revision, { operations, label }, by), key });
    }
    this.answers.set(key, revision);
    return revision;
  }
}

class Browser {
  sync: Sync = start(BASE, 0, []);
  readonly given = new Map<string, Command>();
  readonly lost: string[] = [];
  readonly server: Server;
  readonly name: string;

  constructor(server: Server, name: string) {
    this.server = server;
    this.name = name;
  }

  private take({ sync, lost }: Step): void {
    this.sync = sync;
    this.lost.push(...lost.map((one: Lost) => one.pending.key));
  }
  give(one: Command): void {
    const key = `${this.name}${this.given.size}`;
    this.given.set(key, one);
    this.take(perform(this.sync, key, one));
  }
  /** One turn of the line: an answer may be lost on the way back, as may the question. */
  turn(chance: () => number, few: number): void {
    const one = next(this.sync);
    if (!one) {
      const step = receive(this.sync, this.server.log.slice(this.sync.revision, this.sync.revision + few));
      if (!step) throw new Error("a gap in a log without one");
      this.take(step);
      return;
    }
    this.sync = sent(this.sync, one.key);
    if (chance() < 0.2) return;
    const revision = this.server.post(one.key, one.command, this.name);
    if (chance() < 0.2) return;
    if (revision === null) {
      this.lost.push(one.key);
      this.take(refused(this.sync, one.key));
    } else this.take(accepted(this.sync, one.key, revision));
  }
  /** The page is left and opened again: what was kept on the device is all that remains. */
  reload(): void {
    const kept = this.sync.pending.map(({ key, command: one }) => ({ key, command: one }));
    this.sync = start(this.server.app, this.server.log.length, kept);
  }
}

const PLACES = ["app/help/zh", LABEL, "entity/deal/properties/a", "entity/deal/properties/a/field/label/zh"];
const OTHERS = [
  "entity/deal/properties/b",
  "flow/deal/stages/x/order",
  "entity/visit",
  "entity/visit/entity/id",
];

function something(app: AppJson, chance: () => number, n: number, before: Command | undefined): Command {
  if (before && chance() < 0.2) return command(...invert(before.operations));
  const places = [...PLACES, ...OTHERS];
  const path = places[Math.floor(chance() * places.length)] ?? HELP;
  const shape = chance();
  const value =
    shape < 0.25
      ? null
      : path.endsWith("/a") || path.endsWith("visit")
        ? { n, field: { order: n } }
        : `v${n}`;
  return set(app, path, value);
}

describe("two browsers and one draft", () => {
  it.each(Array.from({ length: 150 }, (_, seed) => seed))(
    "nothing is lost unsaid, all come to the same (%i)",
    (seed) => {
      const chance = random(seed);
      const server = new Server();
      const browsers = [new Browser(server, "a"), new Browser(server, "b")] as const;
      for (let n = 0; n < 80; n += 1) {
        const browser = browsers[chance() < 0.5 ? 0 : 1];
        const what = chance();
        if (what < 0.4) {
          const before = [...browser.given.values()].at(-1);
          browser.give(something(browser.sync.app, chance, n, before));
        } else if (what < 0.95) browser.turn(chance, 1 + Math.floor(chance() * 3));
        else browser.reload();
      }
      const calm = () => 1;
      for (let n = 0; n < 400; n += 1) for (const browser of browsers) browser.turn(calm, 2);

      const states = [BASE];
      for (const { operations } of server.log) states.push(apply(states.at(-1) ?? BASE, operations).app);
      for (const { sync, given, lost } of browsers) {
        expect(settled(sync)).toBe(true);
        expect(sync.app).toEqual(server.app);
        expect(sync.base).toEqual(states.at(-1));
        const kept = server.log.map(({ key }) => key).filter((key) => given.has(key));
        expect(new Set(kept).size).toBe(kept.length);
        expect(kept.filter((key) => lost.includes(key))).toEqual([]);
        // What is neither kept nor told was done by the other one too: the draft said it at some time.
        const silent = [...given].filter(([key]) => !kept.includes(key) && !lost.includes(key));
        const seen = (path: string, value: unknown): boolean =>
          states.some((state) => same(value, read(state, path)));
        for (const [, one] of silent)
          for (const { path, value } of one.operations)
            expect([path, value, seen(path, value)]).toEqual([path, value, true]);
      }
    },
  );
});
