import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { at, writes } from "./endpoints";
import { address, ApiProblem, Attempts, call, setCsrf, whenLoggedOut } from "./http";

let sent: { url: string; init: RequestInit }[] = [];

function answer(status: number, body: unknown): void {
  vi.stubGlobal("fetch", (url: string, init: RequestInit) => {
    sent.push({ url, init });
    return Promise.resolve(new Response(typeof body === "string" ? body : JSON.stringify(body), { status }));
  });
}
const header = (name: string) => new Headers(sent[0]?.init.headers).get(name);

beforeEach(() => {
  sent = [];
});
afterEach(() => {
  vi.unstubAllGlobals();
  setCsrf(null);
});

describe("call", () => {
  it("sends the CSRF token and an Idempotency-Key with a write, and neither with a read", async () => {
    setCsrf("secret");
    answer(200, {});
    await call("/api/x", { method: "POST", body: { a: 1 }, key: "k1" });
    expect([header("X-CSRF-Token"), header("Idempotency-Key"), header("Content-Type")]).toEqual([
      "secret",
      "k1",
      "application/json",
    ]);
    sent = [];
    await call("/api/x");
    expect([header("X-CSRF-Token"), header("Idempotency-Key")]).toEqual([null, null]);
  });

  it.each([
    {
      name: "a refusal carries the server's words, issues and needs",
      status: 422,
      body: {
        code: "invalid",
        message: { zh: "有误", en: "wrong" },
        issues: [{ path: "a", code: "required" }],
      },
      want: { code: "invalid", status: 422, transient: false, issues: 1 },
    },
    {
      name: "a proxy's page is not passed on, and may be tried again",
      status: 502,
      body: "<html>Bad gateway</html>",
      want: { code: "internal", status: 502, transient: true, issues: 0 },
    },
    {
      name: "a busy database is worth another try",
      status: 503,
      body: { code: "try_again", message: { zh: "稍后", en: "later" } },
      want: { code: "try_again", status: 503, transient: true, issues: 0 },
    },
  ])("$name", async ({ status, body, want }) => {
    answer(status, body);
    const problem = await call("/api/x").catch((error: unknown) => error);
    expect(problem).toBeInstanceOf(ApiProblem);
    const { code, transient, issues } = problem as ApiProblem;
    expect({ code, status: (problem as ApiProblem).status, transient, issues: issues.length }).toEqual(want);
  });

  it("a dead line is a problem of its own, told apart from every answer", async () => {
    vi.stubGlobal("fetch", () => Promise.reject(new TypeError("Failed to fetch")));
    await expect(call("/api/x")).rejects.toMatchObject({ code: "offline", status: 0, transient: true });
  });

  it("an ended session is told to whoever shows the login", async () => {
    const listener = vi.fn();
    whenLoggedOut(listener);
    answer(401, { code: "login_failed", message: { zh: "", en: "" } });
    await call("/api/session", { method: "POST" }).catch(() => undefined);
    expect(listener).not.toHaveBeenCalled();
    answer(401, { code: "not_logged_in", message: { zh: "", en: "" } });
    await call("/api/apps").catch(() => undefined);
    expect(listener).toHaveBeenCalledOnce();
  });
});

describe("Attempts", () => {
  it("the same body keeps its key until an answer settles it; another body is another attempt", () => {
    const attempts = new Attempts();
    const first = attempts.keyFor({ values: { a: 1 } });
    expect(attempts.keyFor({ values: { a: 1 } })).toBe(first);
    const second = attempts.keyFor({ values: { a: 2 } });
    expect(second).not.toBe(first);
    attempts.settle();
    expect(attempts.keyFor({ values: { a: 2 } })).not.toBe(second);
  });
});

describe("addresses", () => {
  it.each([
    {
      name: "empty members are left out",
      got: address("/a", { q: "", sort: null, limit: 5 }),
      want: "/a?limit=5",
    },
    { name: "text is encoded", got: address("/a", { q: "长海&x" }), want: "/a?q=%E9%95%BF%E6%B5%B7%26x" },
    {
      name: "places of a path are filled and encoded",
      got: at("/api/apps/{app}/{entity}", { app: "sales", entity: "a/b" }),
      want: "/api/apps/sales/a%2Fb",
    },
    {
      name: "a move says where from and where to",
      got: JSON.stringify(writes.move("sales", "deal", "d1", 3, "quote", { amount: 5 })),
      want: '{"method":"POST","path":"/api/apps/sales/deal/d1/move","body":{"version":3,"to":"quote","values":{"amount":5},"entry":"form"}}',
    },
  ])("$name", ({ got, want }) => {
    expect(got).toBe(want);
  });
});
