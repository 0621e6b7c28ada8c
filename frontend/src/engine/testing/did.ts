import { expect } from "vitest";
import { documentsOf, type AppDoc } from "../design/documents.ts";
import { apply, invert, type AppJson, type Command } from "../design/operations.ts";
import { shapeFaults } from "./schemas.ts";

/** What JSON says the same: without empty objects and the order of members. */
export const plain = (value: unknown): unknown => {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(
    Object.entries(value)
      .map(([key, part]) => [key, plain(part)] as const)
      .filter(([, part]) => part !== undefined && JSON.stringify(part) !== "{}")
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  );
};

/** Does a command; it must fit, leave documents the server reads, and can be taken back. */
export function did(app: AppDoc, { label, operations }: Command): AppDoc {
  const done = apply(app as unknown as AppJson, operations);
  expect(done.conflicts).toEqual([]);
  expect(shapeFaults(documentsOf(done.app)), label.en).toEqual([]);
  const back = apply(done.app, invert(operations));
  expect(back.conflicts).toEqual([]);
  expect(plain(back.app), label.en).toEqual(plain(app));
  expect(label.zh).not.toMatch(/undefined|null/);
  expect(label.en).not.toMatch(/undefined|null|\p{Script=Han}{6,}/u);
  return documentsOf(done.app);
}
