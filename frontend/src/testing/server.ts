import { vi } from "vitest";

export interface Call {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly body: unknown;
  readonly headers: Headers;
}

/** What a route answers: a body (200), [status, body], or "dead" for no line at all. */
export type Reply = unknown;
export type Routes = Record<string, (call: Call) => Reply>;

/** Replaces `fetch` by answers from a table of "METHOD /path"; keeps every call. Unknown routes fail the test loudly. */
export function serve(routes: Routes): Call[] {
  const calls: Call[] = [];
  vi.stubGlobal("fetch", async (input: string, init: RequestInit = {}): Promise<Response> => {
    const url = new URL(input, "http://localhost");
    const method = init.method ?? "GET";
    const body: unknown = typeof init.body === "string" ? JSON.parse(init.body) : null;
    const call = {
      method,
      path: url.pathname,
      query: url.searchParams,
      body,
      headers: new Headers(init.headers),
    };
    calls.push(call);
    const route = routes[`${method} ${url.pathname}`];
    if (!route) throw new Error(`no route ${method} ${url.pathname}`);
    const reply = await Promise.resolve(route(call));
    if (reply === "dead") throw new TypeError("fetch failed");
    const [status, content] = isStatus(reply) ? reply : [200, reply];
    return new Response(status === 204 ? null : JSON.stringify(content), { status });
  });
  return calls;
}

const isStatus = (reply: unknown): reply is [number, unknown] =>
  Array.isArray(reply) && reply.length === 2 && typeof reply[0] === "number";

/** A refusal as the server words it. */
export const refusal = (status: number, code: string, more: object = {}): [number, unknown] => [
  status,
  {
    code,
    message: { zh: `说明 ${code}`, en: `about ${code}` },
    remedy: { zh: "办法", en: "remedy" },
    ...more,
  },
];
