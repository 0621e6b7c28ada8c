/** Talking about an app: its rules, remarks on places, proposals (docs/designing.md, section 6). */
import type { AppJson, Operation } from "../engine/design/operations";
import type { ConflictView, FindingView } from "./design";
import type { Text } from "./documents";
import { call } from "./http";

interface Ref {
  readonly id: string;
  readonly name: string;
}

/** The rules in force, less what is hidden from me. */
export interface Rules {
  readonly app: string;
  readonly name: Text;
  readonly version: number | null;
  readonly at: string | null;
  readonly author: Ref | null;
  readonly note: string;
  readonly role: string;
  readonly designs: boolean;
  readonly documents: AppJson;
}

export interface ProposedChange {
  readonly kind: string;
  readonly path: string;
  readonly place: Text;
  readonly words: Text;
  readonly before: Text;
  readonly after: Text;
}

export type TopicState = "open" | "resolved" | "accepted" | "rejected" | "withdrawn";
export type Deed = "resolve" | "reopen" | "accept" | "reject" | "withdraw";

export interface Topic {
  readonly id: string;
  readonly kind: "remark" | "proposal";
  readonly path: string;
  readonly place: Text;
  /** The place is not there any more; `place` is what it was called. */
  readonly gone: boolean;
  readonly author: Ref;
  readonly mine: boolean;
  readonly text: string;
  readonly at: string;
  readonly edited: boolean;
  readonly state: TopicState;
  readonly changes: readonly ProposedChange[];
  readonly replies: number;
  readonly last_at: string;
  readonly decided: {
    readonly by: Ref;
    readonly at: string;
    readonly text: string;
    readonly version: number | null;
  } | null;
  readonly may: readonly string[];
}

export interface Reply {
  readonly n: number;
  readonly kind: "said" | "resolved" | "reopened" | "accepted" | "rejected" | "withdrawn";
  readonly author: Ref;
  readonly mine: boolean;
  readonly text: string;
  readonly at: string;
  readonly edited: boolean;
  readonly deleted: boolean;
  readonly may: readonly string[];
}

/** What a proposal means for the draft as it stands. */
export interface Outcome {
  readonly changes: readonly ProposedChange[];
  readonly findings: readonly FindingView[];
  readonly conflicts: readonly (ConflictView & { readonly place: Text })[];
  readonly hindered: { readonly code: string; readonly message: Text; readonly remedy: Text } | null;
}

export interface TopicDetail extends Topic {
  readonly thread: readonly Reply[];
  readonly operations: readonly Operation[];
  readonly outcome: Outcome | null;
}

export interface TopicPage {
  readonly topics: readonly Topic[];
  readonly next: number | null;
  /** Per place how many are open. */
  readonly open: Readonly<Record<string, number>>;
  readonly waiting: number;
  readonly designs: boolean;
}

export interface TopicQuery {
  readonly only?: "open" | "settled";
  readonly path?: string;
  readonly after?: number;
}

const path = (app: string, ...parts: readonly string[]): string =>
  ["/api/design", app, ...parts].map((part, n) => (n === 0 ? part : encodeURIComponent(part))).join("/");

/** Everything of an app that is kept under this key is asked anew when somebody did something. */
export const talkKey = (app: string) => ["talk", app] as const;

export const readRules = (app: string) => call<Rules>(path(app, "rules"));
export const listTopics = (app: string, { only, path: place, after }: TopicQuery = {}) =>
  call<TopicPage>(path(app, "talk"), { query: { only, path: place, after } });
/** All topics that are settled, page after page. */
export async function settledTopics(app: string, signal: AbortSignal): Promise<readonly Topic[]> {
  const found: Topic[] = [];
  let after: number | null = 0;
  while (after !== null) {
    const page: TopicPage = await call<TopicPage>(path(app, "talk"), {
      query: { only: "settled", after },
      signal,
    });
    found.push(...page.topics);
    after = page.next;
  }
  return found;
}
export const readTopic = (app: string, topic: string) => call<TopicDetail>(path(app, "talk", topic));

export const remark = (app: string, place: string, text: string, key: string) =>
  call<TopicDetail>(path(app, "talk"), { method: "POST", body: { kind: "remark", path: place, text }, key });
export const propose = (
  app: string,
  place: string,
  text: string,
  operations: readonly Operation[],
  key: string,
) =>
  call<TopicDetail>(path(app, "talk"), {
    method: "POST",
    body: { kind: "proposal", path: place, text, operations },
    key,
  });
export const reply = (app: string, topic: string, text: string, key: string) =>
  call<TopicDetail>(path(app, "talk", topic, "replies"), { method: "POST", body: { text }, key });
export const settle = (app: string, topic: string, deed: Deed, text: string, key: string) =>
  call<TopicDetail>(path(app, "talk", topic, "settle"), { method: "POST", body: { do: deed, text }, key });

/** One's own words: of the topic (`n` null) or of a reply. */
export const sayAnew = (app: string, topic: string, n: number | null, text: string) =>
  call<TopicDetail>(place(app, topic, n), { method: "PATCH", body: { text } });
export const takeBack = (app: string, topic: string, n: number | null) =>
  call<undefined>(place(app, topic, n), { method: "DELETE" });

const place = (app: string, topic: string, n: number | null): string =>
  n === null ? path(app, "talk", topic) : path(app, "talk", topic, "replies", String(n));
