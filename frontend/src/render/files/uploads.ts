import { useSyncExternalStore } from "react";
import { keptFiles } from "../../api/device";
import { ApiProblem } from "../../api/http";
import type { FileView } from "../../api/types";
import { uploadFile } from "../../api/upload";
import { shrink } from "./shrink";

export interface Upload {
  readonly id: string;
  readonly name: string;
  readonly state: "sending" | "failed" | "done";
  /** 0..1 */
  readonly progress: number;
  readonly problem: ApiProblem | null;
  /** A picture of it while it is here. */
  readonly preview: string | null;
  readonly sent: FileView | null;
}

type Send = typeof uploadFile;

/** The files of this page on their way: kept on the device first, so that neither a reload nor a dead line loses them. */
export class Uploads {
  private items = new Map<string, Upload>();
  private watchers = new Set<() => void>();
  private edition = 0;

  constructor(
    private readonly send: Send = uploadFile,
    private readonly keep: typeof keptFiles = keptFiles,
  ) {}

  watch = (changed: () => void): (() => void) => {
    this.watchers.add(changed);
    return () => this.watchers.delete(changed);
  };
  version = (): number => this.edition;
  get = (id: string): Upload | undefined => this.items.get(id);

  /** First tries that are not through yet. */
  private under = new Map<string, Promise<FileView | null>>();

  private set(id: string, change: Partial<Upload>): void {
    const before = this.items.get(id);
    if (!before) return;
    this.items.set(id, { ...before, ...change });
    this.edition += 1;
    for (const watcher of this.watchers) watcher();
  }

  /** Take a chosen file: answers its local id at once, shrinks and sends it in the background. */
  add(file: File, done: (local: string, sent: FileView) => void): string {
    const id = `local_${crypto.randomUUID()}`;
    const preview = file.type.startsWith("image/") ? URL.createObjectURL(file) : null;
    this.items.set(id, {
      id,
      name: file.name,
      state: "sending",
      progress: 0,
      problem: null,
      preview,
      sent: null,
    });
    this.set(id, {});
    const work = shrink(file).then(async ({ blob, name }) => {
      await this.keep.write({ id, name, blob, added: Date.now() });
      return this.run(id, blob, name, done);
    });
    this.under.set(id, work);
    void work.finally(() => this.under.delete(id));
    return id;
  }

  /**
   * Send a kept file again (after a failure, or after a reload); answers what the server made of it. One on its way is
   * waited for.
   */
  async again(id: string, done: (local: string, sent: FileView) => void): Promise<FileView | null> {
    const underWay = this.under.get(id);
    if (underWay) return underWay;
    const kept = await this.keep.read(id);
    if (!kept) return null;
    if (!this.items.has(id)) {
      const preview = kept.blob.type.startsWith("image/") ? URL.createObjectURL(kept.blob) : null;
      const fresh = {
        id,
        name: kept.name,
        state: "sending",
        progress: 0,
        problem: null,
        preview,
        sent: null,
      } as const;
      this.items.set(id, fresh);
    }
    this.set(id, { state: "sending", progress: 0, problem: null });
    return this.run(id, kept.blob, kept.name, done);
  }

  private async run(
    id: string,
    blob: Blob,
    name: string,
    done: (local: string, sent: FileView) => void,
  ): Promise<FileView | null> {
    try {
      // The local id is the key: however often it is tried, the server stores the file once.
      const sent = await this.send(blob, name, id.slice("local_".length), (progress) =>
        this.set(id, { progress }),
      );
      this.set(id, { state: "done", progress: 1, sent });
      done(id, sent);
      await this.keep.remove(id);
      return sent;
    } catch (error) {
      const problem = error instanceof ApiProblem ? error : null;
      this.set(id, { state: "failed", problem });
      return null;
    }
  }

  async forget(id: string): Promise<void> {
    const item = this.items.get(id);
    if (item?.preview) URL.revokeObjectURL(item.preview);
    this.items.delete(id);
    await this.keep.remove(id);
  }
}

/** One for the page: an upload outlives the form field that began it. */
export const uploads = new Uploads();

export function useUploads(store: Uploads = uploads): Uploads {
  useSyncExternalStore(store.watch, store.version);
  return store;
}
