import { describe, expect, it, vi } from "vitest";
import { meaning, type Keyed } from "./keys";

const nothing = () => undefined;
const keyed = (close: (() => void) | null): Keyed => ({
  undo: null,
  redo: null,
  findings: nothing,
  section: nothing,
  help: nothing,
  close,
});
function pressed(key: string, target: HTMLElement): KeyboardEvent {
  const event = new KeyboardEvent("keydown", { key });
  Object.defineProperty(event, "target", { value: target });
  return event;
}

describe("Escape", () => {
  it("closes what stands beside the section", () => {
    const close = vi.fn();
    meaning(pressed("Escape", document.body), keyed(close))?.();
    expect(close).toHaveBeenCalledOnce();
    expect(meaning(pressed("Escape", document.body), keyed(null))).toBeNull();
  });
  it("is left to who is typing", () => {
    expect(meaning(pressed("Escape", document.createElement("input")), keyed(nothing))).toBeNull();
  });
});
