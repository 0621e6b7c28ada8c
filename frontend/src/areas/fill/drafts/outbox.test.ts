import { describe, expect, it, vi } from "vitest";
import type { Draft, Waiting } from "../../../api/device";
import { ApiProblem } from "../../../api/http";
import type { Answer } from "../../../api/types";
import { localFiles } from "./localFiles";
import { Outbox, settleFiles, withFiles } from "./outbox";

const answer = { record: { id: "d1" } } as unknown as Answer;
const offline = new ApiProblem(0, { code: "offline", message: { zh: "断网" } });
const refused = new ApiProblem(422, { code: "gate_missing", message: { zh: "还差几项" } });
const draft: Draft = { key: "p1/d", values: { a: 1 }, titles: {}, version: 1, saved: 1 };

const waiting = (key: string, more: Partial<Waiting> = {}): Waiting => ({
  key,
  person: "p1",
  app: "small",
  write: { method: "POST", path: "/api/x", body: { n: key } },
  label: { zh: key },
  draft,
  back: "/a",
  queued: Number(key.slice(1)),
  refused: null,
  ...more,
});

/** An outbox over a plain list, with a line that answers from `replies`. */
function make(stored: Waiting[], replies: (Answer | ApiProblem)[]) {
  const sent: [string, unknown][] = [];
  const kept = new Map(stored.map((one) => [one.key, one]));
  const reopened: Draft[] = [];
  const box = new Outbox({
    send: (write, key) => {
      sent.push([key, write.body]);
      const reply = replies.shift() ?? answer;
      return reply instanceof ApiProblem ? Promise.reject(reply) : Promise.resolve(reply);
    },
    settle: (write) => Promise.resolve(write),
    store: {
      all: () => Promise.resolve([...kept.values()]),
      put: (one) => Promise.resolve(kept.set(one.key, one).size > 0),
      remove: (key) => Promise.resolve(void kept.delete(key)),
    },
    drafts: { write: (one) => Promise.resolve(reopened.push(one) > 0) },
  });
  return { box, sent, kept, reopened };
}

describe("Outbox", () => {
  it("sends in the order of waiting, each with its first key, and forgets what went through", async () => {
    const { box, sent, kept } = make([waiting("k2"), waiting("k1")], []);
    const done = vi.fn();
    box.onDone = done;
    await box.load("p1");
    await box.run();
    expect(sent.map(([key]) => key)).toEqual(["k1", "k2"]);
    expect(kept.size).toBe(0);
    expect(done).toHaveBeenCalledTimes(2);
  });
  it("stops at a dead line and goes on from there with the same key: nothing is done twice", async () => {
    const { box, sent } = make([waiting("k1"), waiting("k2")], [offline]);
    await box.load("p1");
    await box.run();
    expect(sent.map(([key]) => key)).toEqual(["k1"]);
    await box.run();
    expect(sent.map(([key]) => key)).toEqual(["k1", "k1", "k2"]);
  });
  it("keeps a refusal with its reason, does not send it again, and still sends the rest", async () => {
    const { box, sent, kept } = make([waiting("k1"), waiting("k2")], [refused]);
    await box.load("p1");
    await box.run();
    await box.run();
    expect(sent.map(([key]) => key)).toEqual(["k1", "k2"]);
    expect([...kept.values()].map((one) => one.refused?.code)).toEqual(["gate_missing"]);
  });
  it("gives a refused write back to the form it came from", async () => {
    const { box, kept, reopened } = make(
      [waiting("k1", { refused: { code: "x", message: { zh: "" } } })],
      [],
    );
    await box.load("p1");
    await box.reopen(box.list()[0] as Waiting);
    expect([reopened, kept.size, box.list().length]).toEqual([[draft], 0, 0]);
  });
  it("shows a person only what is his: the device may be shared", async () => {
    const { box } = make([waiting("k1", { person: "p2" }), waiting("k2")], []);
    await box.load("p1");
    expect(box.list().map((one) => one.key)).toEqual(["k2"]);
  });
  it("an ended session is no refusal: it waits for the next login", async () => {
    const ended = new ApiProblem(401, { code: "not_logged_in", message: { zh: "" } });
    const { box } = make([waiting("k1")], [ended]);
    await box.load("p1");
    await box.run();
    expect(box.list().map((one) => one.refused)).toEqual([null]);
  });
});

describe("files of a waiting write", () => {
  const body = { inputs: { photos: ["local_a", "f1"] }, files: ["local_b"], note: "local" };
  it("are found wherever they stand, and replaced there", () => {
    expect([...localFiles(body)]).toEqual(["local_a", "local_b"]);
    expect(withFiles(body, new Map([["local_a", "A"]]))).toEqual({
      inputs: { photos: ["A", "f1"] },
      files: ["local_b"],
      note: "local",
    });
  });
  it("are sent before the write; without them it does not go", async () => {
    const write = { method: "POST" as const, path: "/x", body };
    const file = (id: string) => ({ id, name: id, kind: "image", size: 1 });
    const settled = await settleFiles(write, { again: (id) => Promise.resolve(file(id.toUpperCase())) });
    expect(settled?.body).toMatchObject({ files: ["LOCAL_B"] });
    expect(await settleFiles(write, { again: () => Promise.resolve(null) })).toBeNull();
  });
});
