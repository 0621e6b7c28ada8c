import type { Issue, Need, Problem } from "./types";
import type { Text } from "./documents";
import { leaveGone, trialHeaders } from "./trial";

/** An answer that is not success, in the server's words; `code` is a row of schemas/errors.json or "offline". */
export class ApiProblem extends Error {
  readonly status: number;
  readonly code: string;
  readonly text: Text;
  readonly remedy: Text | null;
  readonly params: Readonly<Record<string, unknown>>;
  readonly issues: readonly Issue[];
  readonly needs: readonly Need[];

  constructor(status: number, problem: Problem) {
    super(problem.code);
    this.name = "ApiProblem";
    this.status = status;
    this.code = problem.code;
    this.text = problem.message;
    this.remedy = problem.remedy ?? null;
    this.params = problem.params ?? {};
    this.issues = problem.issues ?? [];
    this.needs = problem.needs ?? [];
  }

  /** Nothing reached the server, or it could not say: the same request may be sent again with the same key. */
  get transient(): boolean {
    return this.status === 0 || this.status >= 500 || this.code === "try_again";
  }
}

const OFFLINE: Problem = {
  code: "offline",
  message: { zh: "网络连接不上", en: "No connection to the server" },
  remedy: {
    zh: "已填内容保存在本机，联网后再试",
    en: "What you typed is kept on this device; try again when online",
  },
};
const UNREADABLE: Problem = {
  code: "internal",
  message: { zh: "服务器没有正常回答", en: "The server did not answer properly" },
  remedy: { zh: "稍后重试", en: "Try again later" },
};

let csrf: string | null = null;
let onLoggedOut: (() => void) | null = null;

/** The token of the session, sent with every write. */
export function setCsrf(token: string | null): void {
  csrf = token;
}

/** The token for writes that do not go through `call` (uploads). */
export function csrfToken(): string | null {
  return csrf;
}

/** Called when the server says the session is over. */
export function whenLoggedOut(listener: () => void): void {
  onLoggedOut = listener;
}

export interface Call {
  method?: "GET" | "POST" | "PATCH" | "PUT" | "DELETE";
  query?: Readonly<Record<string, string | number | null | undefined>>;
  body?: unknown;
  /** A file or bytes sent as they are. */
  raw?: Blob;
  headers?: Readonly<Record<string, string>>;
  /** Idempotency-Key of a write: the same for every try of the same attempt. */
  key?: string;
  signal?: AbortSignal;
}

/** Path with query; empty members are left out. */
export function address(path: string, query: Call["query"] = {}): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value !== null && value !== undefined && value !== "") search.set(name, String(value));
  }
  const text = search.toString();
  return text === "" ? path : `${path}?${text}`;
}

/** One call; throws ApiProblem for everything but success. 204 answers undefined. */
export async function call<T>(path: string, options: Call = {}): Promise<T> {
  const { method = "GET", query, body, raw, key, signal } = options;
  const headers: Record<string, string> = {
    Accept: "application/json",
    ...trialHeaders(method, path),
    ...options.headers,
  };
  if (method !== "GET") {
    if (csrf !== null) headers["X-CSRF-Token"] = csrf;
    headers["Idempotency-Key"] = key ?? crypto.randomUUID();
  }
  if (body !== undefined) headers["Content-Type"] = "application/json";
  if (raw !== undefined) headers["Content-Type"] = raw.type || "application/octet-stream";
  const init: RequestInit = { method, headers, credentials: "same-origin" };
  if (raw !== undefined) init.body = raw;
  else if (body !== undefined) init.body = JSON.stringify(body);
  if (signal) init.signal = signal;
  let response: Response;
  try {
    response = await fetch(address(path, query), init);
  } catch (error) {
    if (error instanceof DOMException && error.name === "AbortError") throw error;
    throw new ApiProblem(0, OFFLINE);
  }
  if (response.ok) return response.status === 204 ? (undefined as T) : ((await response.json()) as T);
  const problem = await problemOf(response);
  if (problem.code === "not_logged_in") onLoggedOut?.();
  if (problem.code === "trial_gone") leaveGone();
  throw problem;
}

/** The problem an unsuccessful response carries. */
export async function problemOf(response: Response): Promise<ApiProblem> {
  try {
    const problem = (await response.json()) as Partial<Problem>;
    if (problem.code && problem.message) {
      return new ApiProblem(response.status, problem as Problem);
    }
  } catch {
    // Not ours (a proxy's page): said in our own words below.
  }
  return new ApiProblem(response.status, UNREADABLE);
}

/** The Idempotency-Keys of one form: the same body keeps its key until the server has answered for good. */
export class Attempts {
  private body: string | null = null;
  private key = "";

  keyFor(body: unknown): string {
    const text = JSON.stringify(body);
    if (text !== this.body) {
      this.body = text;
      this.key = crypto.randomUUID();
    }
    return this.key;
  }

  /** A definite answer came: the next try, even of the same body, is a new one. */
  settle(): void {
    this.body = null;
  }
}
