import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { WorkbenchView } from "../../../api/design";
import { renameApp, iconApp } from "../../../engine/design/commands/app";
import { documentsOf } from "../../../engine/design/documents";
import { apply, type AppJson, type Command, type Operation } from "../../../engine/design/operations";
import type { Edit } from "../../../engine/design/sync";
import { DESIGNED } from "../../../testing/designed";
import { refusal, serve, type Call, type Routes } from "../../../testing/server";
import { DraftStore, type Kept } from "./store";

/** What is on the device, and all that was ever put there. */
const device = vi.hoisted(() => ({ edits: new Map<string, unknown>(), put: [] as unknown[] }));
vi.mock("../../../api/device", () => ({
  keptEdits: {
    put: (one: Kept) => {
      device.put.push(one);
      return Promise.resolve(device.edits.set(one.key, one).size > 0);
    },
    remove: (key: string) => Promise.resolve(void device.edits.delete(key)),
  },
}));

const BASE = DESIGNED as unknown as AppJson;
const view = (change: Partial<WorkbenchView> = {}): WorkbenchView => ({
  app: "small",
  revision: 7,
  live: 2,
  ahead: 0,
  documents: BASE,
  live_documents: BASE,
  findings: [],
  role: "boss",
  ...change,
});
const EDITS = "/api/design/small/edits";
const lina = { id: "p2", name: "李娜" };
const theirs = (revision: number, ...operations: Operation[]): Edit => ({
  revision,
  at: "2026-03-01T08:00:00Z",
  by: lina,
  label: { zh: "改名", en: "Rename" },
  operations,
});

/** A server that keeps edits as the contract has it. */
function draft(more: Routes = {}): { calls: Call[]; log: Edit[] } {
  const log: Edit[] = [];
  const answers = new Map<string, unknown>();
  const calls = serve({
    [`POST ${EDITS}`]: ({ body, headers }) => {
      const key = headers.get("Idempotency-Key") ?? "";
      const known = answers.get(key);
      if (known !== undefined) return known;
      const { label, operations } = body as Pick<Edit, "label" | "operations">;
      const app = log.reduce((before, one) => apply(before, one.operations).app, BASE);
      const tried = apply(app, operations);
      const [first] = tried.conflicts;
      if (first)
        return refusal(409, "draft_conflict", {
          params: {
            conflicts: [{ path: first.path, was: first.was, now: "x", by: lina, at: "2026-03-01T08:00:00Z" }],
          },
        });
      log.push({
        revision: 8 + log.length,
        at: "2026-03-01T08:00:01Z",
        by: { id: "p1", name: "我" },
        label,
        operations,
      });
      const answer = { revision: 7 + log.length, findings: [] };
      answers.set(key, answer);
      return answer;
    },
    [`GET ${EDITS}`]: ({ query }) => ({
      revision: 7 + log.length,
      edits: log.filter((one) => one.revision > Number(query.get("after"))),
      findings: [],
    }),
    ...more,
  });
  return { calls, log };
}

const idle = async (store: DraftStore, saved = "saved") => {
  await vi.waitFor(() => expect(store.snapshot().saved).toBe(saved), { timeout: 5000 });
};
const nameOf = (store: DraftStore) => documentsOf(store.snapshot().sync.app).app.name.zh;
const rename = (store: DraftStore, to: string) =>
  store.run(renameApp(documentsOf(store.snapshot().sync.app), to, "zh"));

let store: DraftStore;
beforeEach(() => {
  device.edits.clear();
  device.put.length = 0;
  store = new DraftStore(view(), "p1", []);
});
afterEach(() => {
  store.close();
  vi.unstubAllGlobals();
});

describe("the draft in the browser", () => {
  it("does a command at once and sends all of them in order, each with a key of its own", async () => {
    const { calls, log } = draft();
    rename(store, "甲");
    rename(store, "乙");
    expect([nameOf(store), store.snapshot().saved]).toEqual(["乙", "saving"]);
    await idle(store);
    expect(log.map(({ operations }) => operations[0]?.value)).toEqual(["甲", "乙"]);
    const keys = calls.map(({ headers }) => headers.get("Idempotency-Key"));
    expect(new Set(keys).size).toBe(2);
    expect(store.snapshot().sync).toMatchObject({ revision: 9, pending: [] });
  });
  it("takes back and does again, as edits like any other", async () => {
    const { log } = draft();
    rename(store, "甲");
    store.undo();
    expect(nameOf(store)).toBe("小销售");
    store.redo();
    store.undo();
    await idle(store);
    expect(log.map(({ operations }) => operations[0]?.value)).toEqual(["甲", "小销售", "甲", "小销售"]);
    expect(store.snapshot().history).toMatchObject({ done: [], undone: [{}] });
  });
  it("says who changed the same thing, takes it back here, and can insist", async () => {
    const { log } = draft();
    log.push(theirs(8, { path: "app/name/zh", was: "小销售", value: "李娜的销售" }));
    rename(store, "甲");
    await idle(store);
    expect(nameOf(store)).toBe("李娜的销售");
    expect(store.snapshot().history.done).toEqual([]);
    const [notice] = store.snapshot().notices;
    expect(notice).toMatchObject({
      kind: "conflict",
      by: "李娜",
      when: "2026-03-01T08:00:00Z",
      at: { path: "app/name/zh" },
    });
    if (notice) store.useMine(notice);
    await idle(store);
    expect([nameOf(store), store.snapshot().notices]).toEqual(["甲", []]);
    expect(log.at(-1)?.operations).toEqual([{ path: "app/name/zh", was: "李娜的销售", value: "甲" }]);
  });
  it("says nothing when the colleague did the same", async () => {
    const { log } = draft();
    log.push(theirs(8, { path: "app/name/zh", was: "小销售", value: "甲" }));
    rename(store, "甲");
    await idle(store);
    expect([nameOf(store), store.snapshot().notices]).toEqual(["甲", []]);
  });
  it("takes back what the server refuses, and says why", async () => {
    draft({ [`POST ${EDITS}`]: () => refusal(422, "document_unknown_member") });
    store.run(iconApp(DESIGNED, "star"));
    await idle(store);
    expect(documentsOf(store.snapshot().sync.app).app.icon).toBeUndefined();
    expect(store.snapshot().notices).toMatchObject([
      { kind: "refused", problem: { code: "document_unknown_member" } },
    ]);
    expect(store.snapshot().history.done).toEqual([]);
  });
  it("keeps trying with the same key when there is no line", async () => {
    let dead = true;
    const { calls } = draft();
    const answer = globalThis.fetch;
    vi.stubGlobal("fetch", (...args: Parameters<typeof fetch>) =>
      dead
        ? // The request arrives, its answer does not.
          answer(...args).then(() => Promise.reject(new TypeError("fetch failed")))
        : answer(...args),
    );
    store.open();
    rename(store, "甲");
    await idle(store, "offline");
    expect(nameOf(store)).toBe("甲");
    dead = false;
    window.dispatchEvent(new Event("online"));
    await idle(store);
    const keys = calls
      .filter(({ method }) => method === "POST")
      .map(({ headers }) => headers.get("Idempotency-Key"));
    expect([keys.length > 1, new Set(keys).size]).toEqual([true, 1]);
    expect(store.snapshot().sync).toMatchObject({ revision: 8, pending: [] });
  });
  it("shows others' edits when it asks, and mentions the last", async () => {
    const { log } = draft();
    store.open();
    log.push(theirs(8, { path: "app/icon", value: "star" }));
    window.dispatchEvent(new Event("online"));
    await vi.waitFor(() => expect(documentsOf(store.snapshot().sync.app).app.icon).toBe("star"));
    expect(store.snapshot().arrived).toMatchObject({ revision: 8, by: lina });
  });
  it("sends what was kept before the page was left, and has it once", async () => {
    const { log } = draft();
    const command = renameApp(DESIGNED, "甲", "zh");
    store = new DraftStore(view(), "p1", [{ key: "kept", command, order: 5 }]);
    expect(nameOf(store)).toBe("甲");
    store.open();
    await idle(store);
    expect(log).toHaveLength(1);
  });
  it("an undo a colleague stands in the way of is said, and cannot be tried again", async () => {
    const { log } = draft();
    rename(store, "甲");
    await idle(store);
    log.push(theirs(9, { path: "app/name/zh", was: "甲", value: "丙" }));
    store.open();
    window.dispatchEvent(new Event("online"));
    await vi.waitFor(() => expect(nameOf(store)).toBe("丙"));
    store.undo();
    expect(store.snapshot().notices).toMatchObject([{ kind: "conflict", by: "李娜" }]);
    expect([nameOf(store), store.snapshot().history.done]).toEqual(["丙", []]);
  });
  it("says that the app is gone, keeps what was not saved, and goes on when asked to", async () => {
    let gone = true;
    const { calls, log } = draft();
    const answer = globalThis.fetch;
    vi.stubGlobal("fetch", (...args: Parameters<typeof fetch>) =>
      gone
        ? Promise.resolve(Response.json({ code: "not_found", message: { zh: "没有" } }, { status: 404 }))
        : answer(...args),
    );
    rename(store, "甲");
    await idle(store, "stopped");
    expect(store.snapshot().trouble?.code).toBe("not_found");
    expect([nameOf(store), store.snapshot().sync.pending.length]).toEqual(["甲", 1]);
    rename(store, "乙");
    expect(calls).toEqual([]);
    gone = false;
    store.again();
    await idle(store);
    expect([store.snapshot().trouble, log.length]).toEqual([null, 2]);
  });
  it("says it when the server has not answered properly for a while", async () => {
    draft({ [`GET ${EDITS}`]: () => refusal(500, "internal") });
    store.open();
    for (let n = 0; n < 3; n += 1) {
      expect(store.snapshot().trouble).toBeNull();
      window.dispatchEvent(new Event("online"));
      await vi.waitFor(() => expect(store["failures" as never]).toBe(n + 1));
    }
    expect(store.snapshot()).toMatchObject({ saved: "stopped", trouble: { code: "internal" } });
  });
  it("reads anew only when what is on its way has been answered", async () => {
    const { calls } = draft({
      "GET /api/design/small": () => view({ revision: 8, documents: nameDocuments("甲") }),
    });
    rename(store, "甲");
    store.refresh();
    await idle(store);
    expect(calls.map(({ method, path }) => `${method} ${path}`)).toEqual([
      `POST ${EDITS}`,
      "GET /api/design/small",
    ]);
    expect([nameOf(store), store.snapshot().sync.pending]).toEqual(["甲", []]);
  });
  it("keeps both where two put the first member of a collection, also when the server is the first to know", async () => {
    const { log } = draft();
    const at = "duty/visit_soon/waive";
    log.push(theirs(8, { path: at, value: { boss: {} } }));
    store.run({ label: { zh: "豁免", en: "Waive" }, operations: [{ path: at, value: { rep: {} } }] });
    await idle(store);
    expect(store.snapshot().notices).toEqual([]);
    expect(documentsOf(store.snapshot().sync.app).duties?.["visit_soon"]?.waive).toEqual({
      boss: {},
      rep: {},
    });
    expect(store.snapshot().history.done).toHaveLength(1);
  });
  it("keeps both also where the edit was made before a reload, and in the order in which it was given", async () => {
    const { log } = draft();
    log.push(theirs(8, BOSS));
    const documents = apply(BASE, [BOSS]).app;
    store = new DraftStore(view({ revision: 8, documents }), "p1", [{ key: "k", command: REP, order: 5 }]);
    store.open();
    await idle(store);
    expect(store.snapshot().notices).toEqual([]);
    expect(log.at(-1)?.operations).toEqual([{ path: `${WAIVE}/rep`, value: {} }]);
    expect(device.put).toMatchObject([{ order: 5, command: { operations: log.at(-1)?.operations } }]);
    expect(device.edits.size).toBe(0);
  });
  it("puts later what is given later, though the clock was put back", async () => {
    draft({ "POST /api/design/small/edits": () => "dead", "GET /api/design/small/edits": () => "dead" });
    const before = Date.now() * 1000 + 3_600_000_000;
    const kept = { key: "kept", command: renameApp(DESIGNED, "甲", "zh"), order: before };
    store = new DraftStore(view(), "p1", [kept]);
    for (const to of ["乙", "丙", "丁"]) rename(store, to);
    const orders = (device.put as Kept[]).map(({ order }) => order);
    expect(orders).toHaveLength(3);
    expect([before, ...orders]).toEqual([...new Set([before, ...orders])].sort((a, b) => a - b));
    await idle(store, "offline");
  });
  it("keeps on the device what it really sends, so that it goes again unchanged after a reload", async () => {
    const { calls, log } = draft();
    const answer = globalThis.fetch;
    let dead = false;
    vi.stubGlobal("fetch", (...args: Parameters<typeof fetch>) =>
      dead ? answer(...args).then(() => Promise.reject(new TypeError("fetch failed"))) : answer(...args),
    );
    log.push(theirs(8, BOSS));
    store.open();
    window.dispatchEvent(new Event("online"));
    await vi.waitFor(() => expect(store.snapshot().sync.revision).toBe(8));
    dead = true;
    store.run(REP);
    await idle(store, "offline");
    store.close();
    const kept = [...device.edits.values()] as Kept[];
    const orders = (device.put as Kept[]).map(({ order }) => order);
    expect(new Set(orders).size).toBe(1);
    dead = false;
    store = new DraftStore(view({ revision: 8, documents: apply(BASE, [BOSS]).app }), "p1", kept);
    store.open();
    await idle(store);
    const posts = calls.filter(({ method }) => method === "POST");
    expect(posts.length).toBeGreaterThan(1);
    expect(new Set(posts.map(({ headers }) => headers.get("Idempotency-Key"))).size).toBe(1);
    expect(new Set(posts.map(({ body }) => JSON.stringify(body))).size).toBe(1);
    expect(store.snapshot().notices).toEqual([]);
  });
  it.each(["remembers", "has forgotten"])(
    "is not told of a conflict with itself where an answer was lost and the server %s the request",
    async (how) => {
      const { calls, log } = draft(
        how === "remembers"
          ? {}
          : {
              [`POST ${EDITS}`]: () =>
                refusal(409, "draft_conflict", {
                  params: { conflicts: [{ path: `${WAIVE}/rep`, was: null, now: {}, by: null, at: null }] },
                }),
            },
      );
      log.push(theirs(8, BOSS));
      const sent: Command = { label: REP.label, operations: [{ path: `${WAIVE}/rep`, value: {} }] };
      store = new DraftStore(view({ revision: 8, documents: apply(BASE, [BOSS]).app }), "p1", []);
      if (how === "remembers") {
        const answer = globalThis.fetch;
        let dead = true;
        vi.stubGlobal("fetch", (...args: Parameters<typeof fetch>) =>
          dead ? answer(...args).then(() => Promise.reject(new TypeError("fetch failed"))) : answer(...args),
        );
        store.run(sent);
        await idle(store, "offline");
        dead = false;
      } else {
        log.push({ ...theirs(9, ...sent.operations), by: { id: "p1", name: "我" } });
        device.edits.set("k", { key: "k", command: sent, order: 5 });
      }
      const documents = apply(BASE, [BOSS, ...sent.operations]).app;
      const kept = [...device.edits.values()] as Kept[];
      expect(kept).toHaveLength(1);
      store = new DraftStore(view({ revision: 9, documents }), "p1", kept);
      store.open();
      await idle(store);
      expect(store.snapshot().notices).toEqual([]);
      expect([log.length, device.edits.size]).toEqual([2, 0]);
      expect(store.snapshot().sync.app).toEqual(documents);
      expect(calls.some(({ method }) => method === "POST")).toBe(true);
    },
  );
  it("takes back what the server did once that is here, and offers it no sooner", async () => {
    const { log } = draft();
    store.open();
    await idle(store);
    const operation: Operation = { path: "app/name/zh", was: "小销售", value: "甲" };
    log.push(theirs(8, operation));
    store.took({ label: { zh: "采纳提议", en: "Accept" }, operations: [operation] });
    // Until then what is here is older than what is there, and nobody is asked about it.
    expect(store.snapshot().saved).toBe("saving");
    expect(store.snapshot().history.done).toEqual([]);
    await vi.waitFor(() => expect(store.snapshot().history.done).toHaveLength(1));
    expect(nameOf(store)).toBe("甲");
    // Nobody else did it: it is not told as if somebody had.
    expect(store.snapshot().arrived).toBeNull();
    store.undo();
    await idle(store);
    expect([nameOf(store), store.snapshot().notices, log.length]).toEqual(["小销售", [], 2]);
    expect(store.snapshot().history.undone).toHaveLength(1);
  });
  it("reads anew when there is a line again, where there was none", async () => {
    let dead = true;
    draft({
      "GET /api/design/small": () =>
        dead ? "dead" : view({ revision: 8, live: 3, documents: nameDocuments("甲") }),
    });
    store.refresh();
    await vi.waitFor(() => expect(store["busy" as never]).toBe(false));
    dead = false;
    store.open();
    await idle(store);
    await vi.waitFor(() => expect(store.snapshot().version).toBe(3));
  });
});

const WAIVE = "duty/visit_soon/waive";
const BOSS: Operation = { path: WAIVE, value: { boss: {} } };
const REP: Command = {
  label: { zh: "豁免", en: "Waive" },
  operations: [{ path: WAIVE, value: { rep: {} } }],
};

const nameDocuments = (zh: string): AppJson => ({ ...BASE, app: { ...BASE["app"], name: { zh } } });
