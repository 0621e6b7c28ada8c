/** Text and sets. */

import type { Value } from "../ast.ts";
import type { Evaluator } from "../evaluator.ts";
import { asSet, asText, codePoints } from "../evaluator.ts";
import type { Builders } from "./shared.ts";
import { arg, binary, ofText, ofTexts } from "./shared.ts";

function concat(args: readonly Evaluator[]): Evaluator {
  return (record, env) => {
    let text = "";
    for (const part of args) text += asText(part(record, env)) ?? "";
    return text === "" ? null : text;
  };
}

function has(set: Value, element: Value): boolean {
  return typeof element === "string" && asSet(set).includes(element);
}

function hasAny(set: Value, wanted: Value): boolean {
  const members = asSet(set);
  return asSet(wanted).some((element) => members.includes(element));
}

function hasAll(set: Value, wanted: Value): boolean {
  const members = asSet(set);
  const all = asSet(wanted);
  return all.length > 0 && members.length > 0 && all.every((element) => members.includes(element));
}

export const TEXTS: Builders = {
  contains: (args) => ofTexts(args, (a, b) => a.includes(b), false),
  starts: (args) => ofTexts(args, (a, b) => a.startsWith(b), false),
  ends: (args) => ofTexts(args, (a, b) => a.endsWith(b), false),
  concat,
  len: (args) => ofText(args, codePoints, 0),
  has: (args) => binary(args, has),
  has_any: (args) => binary(args, hasAny),
  has_all: (args) => binary(args, hasAll),
  count: (args) => {
    const x = arg(args, 0);
    return (record, env) => asSet(x(record, env)).length;
  },
};
