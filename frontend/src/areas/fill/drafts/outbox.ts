import { useSyncExternalStore } from "react";
import { drafts, waitingWrites, type Waiting } from "../../../api/device";
import { APP_CHANGED } from "../../../api/changed";
import { send, type Write } from "../../../api/endpoints";
import { ApiProblem } from "../../../api/http";
import type { Answer } from "../../../api/types";
import { localFiles } from "./localFiles";
import type { Uploads } from "../../../render/files/uploads";

/** The same value with local file ids replaced by those the server gave. */
export function withFiles<T>(value: T, sent: ReadonlyMap<string, string>): T {
  if (typeof value === "string") return (sent.get(value) ?? value) as T;
  if (Array.isArray(value)) return value.map((part: unknown) => withFiles(part, sent)) as T;
  if (typeof value === "object" && value !== null)
    return Object.fromEntries(
      Object.entries(value).map(([name, part]) => [name, withFiles(part, sent)]),
    ) as T;
  return value;
}

/** Send the files of a write that are still here; null when one could not be sent. */
export async function settleFiles(write: Write, files?: Pick<Uploads, "again">): Promise<Write | null> {
  const local = localFiles(write.body);
  if (local.size === 0) return write;
  const sender = files ?? (await import("../../../render/files/uploads")).uploads;
  const sent = new Map<string, string>();
  for (const id of local) {
    const file = await sender.again(id, () => undefined);
    if (!file) return null;
    sent.set(id, file.id);
  }
  return { ...write, body: withFiles(write.body, sent) };
}

interface Line {
  send: typeof send;
  settle: typeof settleFiles;
  store: typeof waitingWrites;
  drafts: Pick<typeof drafts, "write">;
}

/**
 * Writes that met a dead line and wait on the device: sent in order, each with the Idempotency-Key of its first try,
 * so that one whose answer was lost is not done twice. A refusal stays, with its reason, until the person deals with it.
 */
export class Outbox {
  private items: readonly Waiting[] = [];
  private watchers = new Set<() => void>();
  private running = false;
  /** Told of each write that went through at last. */
  onDone: ((one: Waiting, answer: Answer) => void) | null = null;

  constructor(private readonly line: Line = { send, settle: settleFiles, store: waitingWrites, drafts }) {}

  watch = (changed: () => void): (() => void) => {
    this.watchers.add(changed);
    return () => this.watchers.delete(changed);
  };
  list = (): readonly Waiting[] => this.items;

  private set(items: readonly Waiting[]): void {
    this.items = items;
    for (const watcher of this.watchers) watcher();
  }

  /** Read what this person left on the device. */
  async load(person: string): Promise<void> {
    const all = await this.line.store.all();
    this.set(all.filter((one) => one.person === person).sort((a, b) => a.queued - b.queued));
  }

  /** Keep a write for later; false when the device cannot. */
  async add(one: Waiting): Promise<boolean> {
    if (!(await this.line.store.put(one))) return false;
    this.set([...this.items.filter((other) => other.key !== one.key), one]);
    return true;
  }

  async drop(key: string): Promise<void> {
    await this.line.store.remove(key);
    this.set(this.items.filter((one) => one.key !== key));
  }

  /** Take a refused write back into the form it came from. */
  async reopen(one: Waiting): Promise<void> {
    const refused = one.refused?.code === APP_CHANGED ? { refused: one.refused } : {};
    if (one.draft) await this.line.drafts.write({ ...one.draft, ...refused });
    await this.drop(one.key);
  }

  /** Try everything that waits; stops at the first dead line. */
  async run(): Promise<void> {
    if (this.running) return;
    this.running = true;
    try {
      for (const one of this.items) {
        if (one.refused === null && !(await this.attempt(one))) break;
      }
    } finally {
      this.running = false;
    }
  }

  /** Whether the line is alive. */
  private async attempt(one: Waiting): Promise<boolean> {
    const write = await this.line.settle(one.write);
    if (!write) return false;
    try {
      const answer = await this.line.send(write, one.key);
      await this.drop(one.key);
      this.onDone?.(one, answer);
      return true;
    } catch (error) {
      if (!(error instanceof ApiProblem) || error.transient || error.status === 401) return false;
      const { code, text, remedy, params, issues, needs } = error;
      const refused = { code, message: text, ...(remedy ? { remedy } : {}), params, issues, needs };
      const marked = { ...one, write, refused };
      await this.line.store.put(marked);
      this.set(this.items.map((other) => (other.key === one.key ? marked : other)));
      return true;
    }
  }
}

export const outbox = new Outbox();

export function useOutbox(box: Outbox = outbox): readonly Waiting[] {
  return useSyncExternalStore(box.watch, box.list);
}
