import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { KeptFile } from "../../api/device";
import { ApiProblem } from "../../api/http";
import type { FileView } from "../../api/types";
import { KINDS } from "../../engine/form/kinds";
import type { Property } from "../../engine/model/entity";
import { fit } from "./shrink";
import { Uploads } from "./uploads";

const FILES: Property = { type: "array", field: { kind: "file", label: { zh: "附件" } } };
const sent: FileView = { id: "f1", name: "a.png", kind: "image", size: 3 };
const dead = new ApiProblem(0, { code: "offline", message: { zh: "断网" } });

/** A device with a memory, and a line that answers from `replies`. */
function make(replies: (FileView | ApiProblem)[]) {
  const memory = new Map<string, KeptFile>();
  const tries: string[] = [];
  const store = new Uploads(
    (_file, _name, key, onProgress) => {
      tries.push(key);
      onProgress(0.5);
      const reply = replies.shift() ?? sent;
      return reply instanceof ApiProblem ? Promise.reject(reply) : Promise.resolve(reply);
    },
    {
      read: (id) => Promise.resolve(memory.get(id) ?? null),
      write: (file) => Promise.resolve(memory.set(file.id, file).size > 0),
      remove: (id) => Promise.resolve(void memory.delete(id)),
    },
  );
  return { store, memory, tries };
}

const file = () => new File(["abc"], "a.png", { type: "image/png" });
const settled = () => vi.waitFor(() => undefined);

beforeEach(() => {
  vi.spyOn(URL, "createObjectURL").mockReturnValue("blob:x");
  vi.spyOn(URL, "revokeObjectURL").mockReturnValue(undefined);
});
afterEach(() => vi.restoreAllMocks());

describe("Uploads", () => {
  it("answers an id at once and the server's id when the file is there; nothing stays on the device", async () => {
    const { store, memory } = make([]);
    const done = vi.fn();
    const id = store.add(file(), done);
    expect(id.startsWith("local_")).toBe(true);
    // A form may be submitted meanwhile: its rules must take the id as they take the server's.
    expect(KINDS["file"]?.normalise([id], FILES)).toEqual([id]);
    await vi.waitFor(() => expect(done).toHaveBeenCalledWith(id, sent));
    await settled();
    expect([store.get(id)?.state, memory.size]).toEqual(["done", 0]);
  });
  it("a file on its way is waited for, and sent once, when the form is submitted meanwhile", async () => {
    const { store, tries } = make([]);
    const id = store.add(file(), vi.fn());
    expect(await store.again(id, vi.fn())).toEqual(sent);
    expect(tries).toHaveLength(1);
  });
  it("a failed file stays on the device and is tried again with the same key, so that it is stored once", async () => {
    const { store, memory, tries } = make([dead]);
    const done = vi.fn();
    const id = store.add(file(), done);
    await vi.waitFor(() => expect(store.get(id)?.state).toBe("failed"));
    expect([store.get(id)?.problem?.code, memory.size]).toEqual(["offline", 1]);
    expect(await store.again(id, done)).toEqual(sent);
    expect(new Set(tries).size).toBe(1);
  });
  it("goes on after a reload with what the device kept", async () => {
    const first = make([dead]);
    const id = first.store.add(file(), vi.fn());
    await vi.waitFor(() => expect(first.store.get(id)?.state).toBe("failed"));
    const second = make([]);
    for (const [key, kept] of first.memory) second.memory.set(key, kept);
    expect(await second.store.again(id, vi.fn())).toEqual(sent);
    expect(await second.store.again("local_gone", vi.fn())).toBeNull();
  });
});

describe("fit", () => {
  it.each([
    { name: "a wide photo", size: [4000, 3000], want: [2560, 1920] },
    { name: "a tall screenshot", size: [1170, 5120], want: [585, 2560] },
    { name: "a small picture is never enlarged", size: [800, 600], want: [800, 600] },
    { name: "a line of pixels keeps one", size: [100_000, 1], want: [2560, 1] },
  ])("$name", ({ size: [width = 0, height = 0], want }) => {
    const got = fit(width, height);
    expect([got.width, got.height]).toEqual(want);
  });
});
