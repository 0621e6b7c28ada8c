/** Reads the conformance corpus of the rule language for the tests that run it. */

import type { Calendar, Env, Node, ZoneTable } from "../rules/ast.ts";
import type { FieldType } from "../rules/types.ts";
import { typeScope } from "../rules/types.ts";

export interface Case {
  readonly name: string;
  readonly why: string;
  readonly rule: Node;
  readonly expect: unknown;
  readonly fields?: Record<string, string | FieldType>;
  readonly record?: Record<string, unknown>;
  readonly now?: string;
  readonly today?: string;
  readonly zone?: ZoneTable | null;
  readonly calendars?: Record<string, Calendar>;
  readonly [more: string]: unknown;
}

interface File {
  readonly title: string;
  readonly kind: string;
  readonly defaults?: Partial<Case>;
  readonly cases: readonly Case[];
}

const FILES = import.meta.glob<File>("../../../../schemas/conformance/rules/*.json", {
  eager: true,
  import: "default",
});

/** The kinds of cases there are. */
export const KINDS: readonly string[] = [...new Set(Object.values(FILES).map((file) => file.kind))].sort();

/** All cases of a kind, each with its file's defaults. */
export function cases(kind: string): Case[] {
  return Object.values(FILES)
    .filter((file) => file.kind === kind)
    .flatMap((file) => file.cases.map((one) => ({ ...file.defaults, ...one })));
}

export function envOf({ now, today, zone, calendars }: Case): Env {
  return { now: now ?? "2025-03-01T08:00:00Z", today: today ?? "2025-03-01", zone, calendars };
}

export const scopeOf = (one: Case): Readonly<Record<string, FieldType>> => typeScope(one.fields ?? {});
