import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

const TRIAL = { id: "t1", app: "small", person: "p1", now: "2026-03-02T01:00:00Z" };
const KEY = "followthrough.trial";
const kept = (): unknown => JSON.parse(sessionStorage.getItem(KEY) ?? "null");

/** The module as a page has it that is loaded at an address, in a tab that was in a trial. */
async function loadedAt(address: string) {
  window.history.replaceState(null, "", address);
  sessionStorage.setItem(KEY, JSON.stringify(TRIAL));
  vi.resetModules();
  return import("./trial");
}
const shownAgain = (persisted: boolean) =>
  window.dispatchEvent(Object.assign(new Event("pageshow"), { persisted }));

let assigned: string[] = [];
let reloads = 0;

beforeEach(() => {
  [assigned, reloads] = [[], 0];
  vi.spyOn(window.location, "assign").mockImplementation((to) => void assigned.push(String(to)));
  vi.spyOn(window.location, "reload").mockImplementation(() => void (reloads += 1));
});
afterEach(() => {
  sessionStorage.clear();
  window.history.replaceState(null, "", "/");
  vi.restoreAllMocks();
});

describe("the places of a trial", () => {
  it.each(["/", "/me", "/inbox", "/login", "/a/small", "/a/small/e/deal?q=x"])(
    "goes on at %s",
    async (address) => {
      const { inTrial, trialHeaders } = await loadedAt(address);
      expect(inTrial()).toEqual(TRIAL);
      expect(trialHeaders("GET", "/api/apps")).toEqual({ "x-trial": "t1", "x-trial-as": "p1" });
    },
  );
  it.each(["/design", "/design/small/try", "/design/small/publish", "/people", "/a/smaller/today"])(
    "is over for the tab that is at %s",
    async (address) => {
      const { inTrial, trialHeaders, withTrial } = await loadedAt(address);
      expect([inTrial(), kept()]).toEqual([null, null]);
      expect(trialHeaders("POST", "/api/imports")).toEqual({});
      expect(withTrial("/api/files/f")).toBe("/api/files/f");
    },
  );
});

describe("a way within the page", () => {
  it("loads the page anew where it leads out of the trial", async () => {
    const { leadsOut, inTrial } = await loadedAt("/a/small/today");
    expect(leadsOut("/a/small/inbox", "/a/small/inbox")).toBe(false);
    expect(kept()).toEqual(TRIAL);
    expect(leadsOut("/design/small/publish", "/design/small/publish")).toBe(true);
    expect([assigned, kept()]).toEqual([["/design/small/publish"], null]);
    expect(inTrial(), "what is under way in this page is still the trial's").toEqual(TRIAL);
  });
  it("loads it anew too where the address has changed already", async () => {
    const { leadsOut } = await loadedAt("/a/small/today");
    window.history.pushState(null, "", "/design?from=file");
    expect(leadsOut("/design", "/design?from=file")).toBe(true);
    expect([assigned, reloads, kept()]).toEqual([[], 1, null]);
  });
  it("is free in the real house", async () => {
    const { leadsOut } = await loadedAt("/design");
    expect(leadsOut("/people", "/people")).toBe(false);
    expect(assigned).toEqual([]);
  });
});

describe("a page the browser kept", () => {
  it("stays in its house: the designer from which a trial was entered is the real one", async () => {
    const { inTrial, turnTo } = await loadedAt("/design/small/try");
    turnTo(TRIAL, "/a/small/today");
    expect([assigned, kept()]).toEqual([["/a/small/today"], TRIAL]);
    shownAgain(false);
    expect(kept()).toEqual(TRIAL);
    shownAgain(true);
    expect([inTrial(), kept()]).toEqual([null, null]);
  });
  it("stays in the trial that was left from it, under its bar", async () => {
    const { inTrial, turnTo } = await loadedAt("/a/small/today");
    turnTo(null, "/design/small/try");
    expect(kept()).toBe(null);
    shownAgain(true);
    expect([inTrial(), kept()]).toEqual([TRIAL, TRIAL]);
  });
});
