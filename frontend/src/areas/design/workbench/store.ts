/** The draft of one app in this browser: what was done here, sent in order, with what others did taken in. */
import {
  listEdits,
  readWorkbench,
  sendEdit,
  type ConflictView,
  type WorkbenchView,
} from "../../../api/design";
import { keptEdits, type KeptEdit } from "../../../api/device";
import { ApiProblem } from "../../../api/http";
import { did, EMPTY, redo, undo, without, type History } from "../../../engine/design/history";
import { apply, type AppJson, type Command, type Operation } from "../../../engine/design/operations";
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
  stands,
  start,
  type Edit,
  type Lost,
  type Pending,
  type Step,
  type Sync,
} from "../../../engine/design/sync";
import type { Finding, Saved } from "./context";

/** How often others' edits are asked for while the page is in sight. */
const POLL = 3000;
/** So many answers in a row that are none: then it is said. */
const PATIENCE = 3;
/** Edits of others are remembered so far back, to say who changed what. */
const REMEMBERED = 300;

/** Something the person must be told, until dealt with. */
export type Notice = { readonly id: number; readonly command: Command } & (
  | {
      /** Somebody changed the same place meanwhile. */
      readonly kind: "conflict";
      readonly at: Operation;
      readonly by: string | null;
      readonly when: string | null;
    }
  | { readonly kind: "refused"; readonly problem: ApiProblem }
);

export interface Held {
  readonly sync: Sync;
  readonly live: AppJson | null;
  /** The number of the version in force; null: never published. */
  readonly version: number | null;
  readonly findings: readonly Finding[];
  readonly history: History;
  readonly saved: Saved;
  readonly notices: readonly Notice[];
  /** The last edit of somebody else, to be mentioned in passing. */
  readonly arrived: Edit | null;
  /** Why nothing is sent and asked any more; null: all is well. What is not saved stays on the device. */
  readonly trouble: ApiProblem | null;
}

/** An edit on the device; they are sent in their order. */
export type Kept = Pick<KeptEdit, "key" | "command" | "order">;

/** What a command sent stands for in the history: itself, or the one it takes back or does again. */
type Origins = Map<string, Command>;

/** Waiting heals these: no line, a server at work, a session that ran out. */
const passing = (error: unknown): boolean =>
  error instanceof ApiProblem && (error.transient || error.status === 401 || error.status === 429);

/** Refusals of one edit. Any other 403, and a 404, is about the app or the person: no edit would be taken. */
const OF_ONE_EDIT = new Set(["place_locked", "grant_exceeds"]);
const barred = ({ status, code }: ApiProblem): boolean =>
  (status === 403 || status === 404) && !OF_ONE_EDIT.has(code);

export class DraftStore {
  private held: Held;
  private readonly watchers = new Set<() => void>();
  private readonly origins: Origins = new Map();
  /** What lies on the device, by its key. */
  private readonly kept: Map<string, Kept>;
  private log: Edit[] = [];
  private busy = false;
  private asked = false;
  private stale = false;
  private failures = 0;
  private timer: ReturnType<typeof setInterval> | null = null;
  /** Done by the server for who works here, and not yet in the documents: taken back now it would find something else. */
  private fetching: readonly Command[] = [];
  private counter = 0;
  /** The order of the last edit given. */
  private ordered: number;
  readonly key: string;
  private readonly person: string;

  constructor(view: WorkbenchView, person: string, kept: readonly Kept[]) {
    this.key = view.app;
    this.kept = new Map(kept.map((one) => [one.key, one]));
    this.ordered = Math.max(0, ...kept.map(({ order }) => order));
    this.person = person;
    this.held = {
      sync: start(view.documents, view.revision, kept),
      live: view.live_documents,
      version: view.live,
      findings: view.findings,
      history: EMPTY,
      saved: kept.length > 0 ? "saving" : "saved",
      notices: [],
      arrived: null,
      trouble: null,
    };
  }

  readonly snapshot = (): Held => this.held;

  readonly subscribe = (changed: () => void): (() => void) => {
    this.watchers.add(changed);
    return () => this.watchers.delete(changed);
  };

  private set(change: Partial<Held>): void {
    this.held = { ...this.held, ...change };
    for (const watcher of this.watchers) watcher();
  }

  /** Begins to send and to ask. */
  open(): void {
    this.timer ??= setInterval(() => {
      if (document.visibilityState === "visible") this.ask();
    }, POLL);
    window.addEventListener("online", this.ask);
    document.addEventListener("visibilitychange", this.look);
    void this.turn();
  }

  /** Stops asking; what was done is still sent, and kept on the device until it is. */
  close(): void {
    if (this.timer !== null) clearInterval(this.timer);
    this.timer = null;
    window.removeEventListener("online", this.ask);
    document.removeEventListener("visibilitychange", this.look);
  }

  private readonly ask = (): void => {
    this.asked = true;
    void this.turn();
  };

  private readonly look = (): void => {
    if (document.visibilityState === "visible") this.ask();
  };

  readonly run = (command: Command): void => {
    this.give(command, command, did(this.held.history, command));
  };

  /** The server did it already: it is fetched, and can then be taken back like any command given here. */
  readonly took = (command: Command): void => {
    this.fetching = [...this.fetching, command];
    // What is here is older than what is there: nobody is to judge by it.
    if (this.held.saved === "saved") this.set({ saved: "saving" });
    this.ask();
  };

  readonly undo = (): void => {
    const back = undo(this.held.history);
    const origin = this.held.history.done.at(-1);
    if (back && origin) this.give(back.command, origin, back.history);
  };

  readonly redo = (): void => {
    const again = redo(this.held.history);
    if (again) this.give(again.command, again.command, again.history);
  };

  private give(command: Command, origin: Command, history: History): void {
    // Nothing done is no edit: it is neither sent nor taken back.
    if (command.operations.length === 0) return;
    const key = crypto.randomUUID();
    const step = perform(this.held.sync, key, command);
    if (step.lost.length > 0) {
      this.set({ history: without(this.held.history, origin) });
      this.tell(step.lost);
      return;
    }
    this.origins.set(key, origin);
    this.set({ sync: step.sync, history, saved: this.held.saved === "offline" ? "offline" : "saving" });
    void this.keep(key, command, this.order());
    void this.turn();
  }

  /** On the device, until the server has it. */
  private async keep(key: string, command: Command, order: number): Promise<void> {
    this.kept.set(key, { key, command, order });
    await keptEdits.put({ key, person: this.person, app: this.key, order, command });
  }

  /** Later is larger, also over a reload and where the clock was put back. */
  private order(): number {
    this.ordered = Math.max(this.ordered + 1, Date.now() * 1000);
    return this.ordered;
  }

  readonly settleNotice = (id: number): void => {
    this.set({ notices: this.held.notices.filter((one) => one.id !== id) });
  };

  /** Does the command all the same, over what the other one did. */
  readonly useMine = (notice: Notice): void => {
    this.settleNotice(notice.id);
    this.run(insist(this.held.sync.app, notice.command));
  };

  /** Once what is on its way has been answered: what is read must not lack it. */
  readonly refresh = (): void => {
    this.stale = true;
    void this.turn();
  };

  /** Begins to send and ask again after trouble. */
  readonly again = (): void => {
    this.failures = 0;
    this.set({ trouble: null });
    this.ask();
  };

  /** Sends what waits, one after the other, and asks between; never two at once (engine/design/sync). */
  private async turn(): Promise<void> {
    if (this.busy || this.held.trouble) return;
    this.busy = true;
    try {
      for (;;) {
        const one = next(this.held.sync);
        if (one) await this.send(one);
        else if (this.stale) await this.readAnew();
        else if (this.asked || behind(this.held.sync)) await this.take();
        else break;
      }
      this.failures = 0;
      this.set({ saved: settled(this.held.sync) ? "saved" : "saving" });
    } catch (error) {
      if (!(error instanceof ApiProblem)) throw error;
      this.failed(error);
    } finally {
      this.busy = false;
    }
  }

  /** No line is waited out; what waiting does not heal, or has not for a while, is said, and nothing more is sent. */
  private failed(problem: ApiProblem): void {
    this.failures = problem.status >= 500 ? this.failures + 1 : 0;
    const trouble = !passing(problem) || this.failures >= PATIENCE ? problem : null;
    const unsent = !settled(this.held.sync);
    this.set({ trouble, saved: trouble ? "stopped" : unsent || !navigator.onLine ? "offline" : "saved" });
  }

  private async send(one: Pending): Promise<void> {
    this.set({ sync: sent(this.held.sync, one.key) });
    const { label, operations } = one.command;
    // Fitted since it was given: were its answer lost, the same must go again under its key.
    const kept = this.kept.get(one.key);
    if (kept && kept.command !== one.command) await this.keep(one.key, one.command, kept.order);
    try {
      const answer = await sendEdit(this.key, one.key, { label, operations });
      this.step(accepted(this.held.sync, one.key, answer.revision));
      this.set({ findings: answer.findings });
      this.settle(one.key);
    } catch (error) {
      // Not this edit is refused but all of them: they are kept.
      if (!(error instanceof ApiProblem) || passing(error) || barred(error)) throw error;
      await this.judged(one, error);
    }
  }

  /** Whether what was in the way can stand beside it: then it goes to the server anew, for what stands there now. */
  private async reconciled(one: Pending): Promise<boolean> {
    const before = this.held.sync.revision;
    await this.take();
    const { sync } = this.held;
    const command = fitted(sync.base, one.command);
    const open = sync.pending.some(({ key }) => key === one.key);
    const fits = apply(sync.base, command.operations).conflicts.length === 0;
    // Sent again as it is, to a draft as it was, it would be refused again.
    const same = command === one.command && sync.revision === before;
    if (!open || !fits || same) return false;
    const key = crypto.randomUUID();
    const origin = this.origins.get(one.key);
    if (origin) this.origins.set(key, origin);
    void this.keep(key, command, this.kept.get(one.key)?.order ?? this.order());
    this.step(resent(sync, one.key, key, command));
    return true;
  }

  /** The server will not have it: it is taken back here, and said. */
  private async judged(one: Pending, problem: ApiProblem): Promise<void> {
    if (problem.code === "draft_conflict" && (await this.reconciled(one))) return;
    this.forget(one.key);
    this.step(refused(this.held.sync, one.key));
    if (problem.code !== "draft_conflict") {
      this.add({ kind: "refused", command: one.command, problem });
      return;
    }
    if (stands(this.held.sync.base, one.command)) return;
    const conflicts = (problem.params["conflicts"] ?? []) as readonly ConflictView[];
    const first = conflicts[0];
    const at = one.command.operations.find(({ path }) => path === first?.path) ?? one.command.operations[0];
    if (at)
      this.add({
        kind: "conflict",
        command: one.command,
        at,
        by: first?.by?.name ?? null,
        when: first?.at ?? null,
      });
  }

  private async take(): Promise<void> {
    const fetched = this.fetching;
    await this.takeIn();
    // There are more pages, or something was done meanwhile.
    if (this.asked) return;
    this.fetching = this.fetching.filter((one) => !fetched.includes(one));
    for (const one of fetched) this.set({ history: did(this.held.history, one) });
  }

  private async takeIn(): Promise<void> {
    this.asked = false;
    const { revision } = this.held.sync;
    const page = await listEdits(this.key, revision);
    if (page.edits.length === 0) {
      if (page.revision < revision) await this.readAnew();
      return;
    }
    this.log = [...this.log, ...page.edits].slice(-REMEMBERED);
    const own = new Set(this.held.sync.pending.map((one) => one.revision));
    const foreign = page.edits
      .filter((one) => one.revision > revision && !own.has(one.revision) && !this.asWanted(one))
      .at(-1);
    const step = receive(this.held.sync, page.edits);
    if (step) {
      this.step(step);
      this.set({ findings: page.findings, ...(foreign ? { arrived: foreign } : {}) });
    } else await this.readAnew();
    if (this.held.sync.revision < page.revision) this.asked = true;
  }

  /** Done by the server for who works here, who was told so already. */
  private asWanted({ operations }: Edit): boolean {
    const done = JSON.stringify(operations);
    return this.fetching.some((one) => JSON.stringify(one.operations) === done);
  }

  private async readAnew(): Promise<void> {
    this.stale = false;
    const view = await readWorkbench(this.key).catch((error: unknown) => {
      // Still to be done, once there is an answer.
      this.stale = true;
      throw error;
    });
    this.step(reread(this.held.sync, view.documents, view.revision));
    this.set({ live: view.live_documents, version: view.live, findings: view.findings });
  }

  private step({ sync, lost }: Step): void {
    const gone = this.held.sync.pending.filter((one) => !sync.pending.some((kept) => kept.key === one.key));
    this.set({ sync });
    const away = new Set(lost.map((one) => one.pending.key));
    for (const { key } of gone)
      if (away.has(key)) this.forget(key);
      else this.settle(key);
    this.tell(lost);
  }

  /** It is with the server, or need not be. */
  private settle(key: string): void {
    this.origins.delete(key);
    this.kept.delete(key);
    void keptEdits.remove(key);
  }

  /** It cannot be kept, so it can be neither taken back nor done again. */
  private forget(key: string): void {
    const origin = this.origins.get(key);
    if (origin) this.set({ history: without(this.held.history, origin) });
    this.settle(key);
  }

  private tell(lost: readonly Lost[]): void {
    for (const { pending, at } of lost) {
      const first = at[0];
      if (!first) continue;
      const by = [...this.log]
        .reverse()
        .find((edit) => edit.operations.some(({ path }) => meet(path, first.path)));
      this.add({
        kind: "conflict",
        command: pending.command,
        at: first,
        by: by?.by?.name ?? null,
        when: by?.at ?? null,
      });
    }
  }

  private add(notice: DistributiveOmit<Notice, "id">): void {
    this.counter += 1;
    this.set({ notices: [...this.held.notices, { ...notice, id: this.counter }] });
  }
}

type DistributiveOmit<T, K extends PropertyKey> = T extends unknown ? Omit<T, K> : never;

/** Whether a change of one place is a change of the other. */
const meet = (one: string, other: string): boolean =>
  one === other || one.startsWith(`${other}/`) || other.startsWith(`${one}/`);
