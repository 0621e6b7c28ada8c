import { describe, expect, it } from "vitest";
import { DESIGNED } from "../../../testing/designed";
import type { AppDoc } from "../documents";
import { documentsOf } from "../documents";
import type { AppJson, Command } from "../operations";
import { apply, invert } from "../operations";
import {
  accessOf,
  addRole,
  admissions,
  admit,
  applyPreset,
  onlyFor,
  presetOf,
  removeRole,
  roleMentions,
  setLevel,
  setRight,
} from "./access";

const json = (app: AppDoc) => app as unknown as AppJson;

/** The app after a command, which must apply and be taken back cleanly. */
function after(app: AppDoc, command: Command): AppDoc {
  const done = apply(json(app), command.operations);
  expect(done.conflicts).toEqual([]);
  expect(apply(done.app, invert(command.operations)).conflicts).toEqual([]);
  return documentsOf(done.app);
}

const step = (app: AppDoc, path: string) => {
  const found = admissions(app, "deal").find((one) => one.path === path);
  if (!found) throw new Error(path);
  return found;
};
const WIN = "flow/deal/transitions/to_won/roles";

describe("rights of a role", () => {
  it("a preset replaces rights and keeps restricted fields", () => {
    const app = after(DESIGNED, applyPreset(DESIGNED, "rep", "customer", "team"));
    expect(accessOf(app, "rep", "customer")).toEqual({
      scope: "subtree",
      create: true,
      edit: true,
      assign: true,
      archive: true,
      exports: true,
      fields: { level: "read" },
    });
    expect(presetOf(accessOf(app, "rep", "customer"))).toBe("team");
    expect(
      presetOf(accessOf(after(app, applyPreset(app, "rep", "customer", "none")), "rep", "customer")),
    ).toBe("none");
  });
  it("a right is one operation, and nothing is written for one not held", () => {
    const command = setRight(DESIGNED, "rep", "deal", "edit", false);
    expect(command.operations).toEqual([{ path: "access/roles/rep/entities/deal/edit", was: true }]);
    expect(presetOf(accessOf(after(DESIGNED, command), "rep", "deal"))).toBe("");
  });
  it("a field goes back to what the record allows", () => {
    const hidden = after(DESIGNED, setLevel(DESIGNED, "rep", "deal", "amount", "none"));
    expect(accessOf(hidden, "rep", "deal")?.fields).toEqual({ amount: "none" });
    expect(
      accessOf(after(hidden, setLevel(hidden, "rep", "deal", "amount", "write")), "rep", "deal")?.fields ??
        {},
    ).toEqual({});
  });
});

describe("who may take a step", () => {
  it("shutting one out of everybody names the others; letting all in names nobody", () => {
    const named = after(DESIGNED, admit(DESIGNED, step(DESIGNED, WIN), "rep", false));
    expect(step(named, WIN).roles).toEqual(["boss"]);
    const open = after(named, admit(named, step(named, WIN), "rep", true));
    expect(step(open, WIN).roles).toEqual([]);
  });
});

describe("roles", () => {
  it("one like another has its rights, and goes with every mention of it", () => {
    const made = after(DESIGNED, addRole(DESIGNED, "clerk", { zh: "内勤" }, "rep"));
    expect(made.access.roles["clerk"]?.entities).toEqual(DESIGNED.access.roles["rep"]?.entities);
    const admitted = after(made, admit(made, step(made, WIN), "boss", false));
    expect(roleMentions(admitted, "clerk")).toEqual([`${WIN}/clerk`]);
    const gone = after(admitted, removeRole(admitted, "clerk", "boss"));
    expect(gone.access.roles["clerk"]).toBeUndefined();
    expect(step(gone, WIN).roles).toEqual(["rep"]);
  });
  it("that alone were admitted to a step leave it to another, not to everybody", () => {
    const closed = after(DESIGNED, admit(DESIGNED, step(DESIGNED, WIN), "rep", false));
    expect(onlyFor(closed, "boss")).toEqual([WIN]);
    const gone = after(closed, removeRole(closed, "boss", "rep"));
    expect(step(gone, WIN).roles).toEqual(["rep"]);
    expect(gone.flows?.["deal"]?.transitions["to_won"]?.roles).toEqual({ rep: {} });
  });
});
