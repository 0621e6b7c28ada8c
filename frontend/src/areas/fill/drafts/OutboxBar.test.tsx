import { act } from "@testing-library/react";
import { afterEach, expect, it, vi } from "vitest";
import type { Waiting } from "../../../api/device";
import { prepare, show } from "../../../testing/stage";
import { outbox } from "./outbox";
import OutboxBar from "./OutboxBar";

const one: Waiting = {
  key: "k1",
  person: "p1",
  app: "small",
  write: { method: "POST", path: "/api/x", body: {} },
  label: { zh: "商机" },
  draft: null,
  back: "/a",
  queued: 1,
  refused: null,
};

prepare();
afterEach(() => vi.useRealTimers());

it("a waiting write is tried again within seconds, then ever more seldom", async () => {
  vi.useFakeTimers();
  const run = vi
    .spyOn(outbox, "run")
    .mockResolvedValue()
    .mockRejectedValueOnce(new Error("a chunk that did not load"));
  vi.spyOn(outbox, "load").mockResolvedValue();
  const list = [one];
  vi.spyOn(outbox, "list").mockImplementation(() => list);
  const drawn = await show(<OutboxBar person="p1" />);
  expect(run).toHaveBeenCalled();
  run.mockClear();
  const tried: number[] = [];
  for (let second = 1; second <= 90; second++) {
    await act(() => vi.advanceTimersByTimeAsync(1_000));
    if (run.mock.calls.length > 0) tried.push(second);
    run.mockClear();
  }
  expect(tried).toEqual([2, 6, 14, 29, 59, 89]);
  drawn.unmount();
  await vi.advanceTimersByTimeAsync(60_000);
  expect(run).not.toHaveBeenCalled();
});
