import { describe, expect, it } from "vitest";
import corpus from "../../../../schemas/conformance/design/operations.json";
import type { AppJson, Operation } from "./operations";
import { apply, invert } from "./operations";

interface Case {
  name: string;
  app: unknown;
  operations: Operation[];
  after?: unknown;
  conflicts?: string[];
}

/** Without the objects that were made on the way and stay behind empty. */
const filled = (value: unknown): unknown =>
  typeof value !== "object" || value === null || Array.isArray(value)
    ? value
    : Object.fromEntries(
        Object.entries(value)
          .map(([key, part]) => [key, filled(part)] as const)
          .filter(([, part]) => JSON.stringify(part) !== "{}"),
      );

describe("operations on documents", () => {
  it.each(corpus.cases as Case[])("$name", ({ app, operations, after, conflicts }) => {
    const before = structuredClone(app);
    const done = apply(app as AppJson, operations);
    expect(app).toEqual(before);
    expect(done.conflicts.map(({ path }) => path)).toEqual(conflicts ?? []);
    expect(done.app).toEqual(conflicts ? before : after);
    if (!conflicts) {
      const back = apply(done.app, invert(operations));
      expect(back.conflicts).toEqual([]);
      expect(filled(back.app)).toEqual(filled(before));
    }
  });
});
