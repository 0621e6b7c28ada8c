import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { fetchAhead, patient, whenThere } from "./late";

const gone = new TypeError("Failed to fetch dynamically imported module: /assets/x.js");
let line = true;

beforeEach(() => {
  line = true;
  vi.useFakeTimers();
  vi.stubGlobal("fetch", () => (line ? Promise.resolve(new Response()) : Promise.reject(new TypeError())));
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

describe("a script that cannot be fetched", () => {
  it("is waited for while there is no line, and comes when the browser sees one", async () => {
    line = false;
    const load = vi.fn(() => (line ? Promise.resolve("page") : Promise.reject(gone)));
    const wanted = whenThere(load);
    await vi.advanceTimersByTimeAsync(10);
    expect(load).toHaveBeenCalledTimes(1);
    line = true;
    window.dispatchEvent(new Event("online"));
    await expect(wanted).resolves.toBe("page");
  });

  it("comes too when the browser does not notice that the line is back", async () => {
    line = false;
    const wanted = whenThere(() => (line ? Promise.resolve("page") : Promise.reject(gone)));
    await vi.advanceTimersByTimeAsync(10);
    line = true;
    await vi.advanceTimersByTimeAsync(4000);
    await expect(wanted).resolves.toBe("page");
  });

  it("fails when the server answers: a newer version no longer has it and the page must be loaded again", async () => {
    await expect(whenThere(() => Promise.reject(gone))).rejects.toBe(gone);
  });
});

describe("what is fetched ahead", () => {
  it("is fetched once, and again next time when the line was dead", async () => {
    line = false;
    const load = vi.fn(() => (line ? Promise.resolve("dialog") : Promise.reject(gone)));
    const wanted = patient(load);
    await fetchAhead();
    expect(load).toHaveBeenCalledTimes(1);
    line = true;
    await fetchAhead();
    await fetchAhead();
    expect(load).toHaveBeenCalledTimes(2);
    await expect(wanted()).resolves.toBe("dialog");
  });
});
