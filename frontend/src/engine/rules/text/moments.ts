/** Dates and moments in formulas: a moment on the organisation's clock, or in UTC with a Z behind it. */

import { instantOfLocal, localParts } from "../../form/zone.ts";
import type { LiteralNode, Node } from "../ast.ts";
import { parseDate, parseInstant } from "../dates.ts";
import { FormulaError } from "./error.ts";
import type { Token } from "./lexer.ts";

type Moment = Token & {
  readonly type: "date" | "instant" | "text" | "name" | "word" | "raw";
  readonly value: string;
};

const secondsOf = (time: string): number => {
  const [hours = 0, minutes = 0, seconds = 0] = time.split(":").map(Number);
  return (hours * 60 + minutes) * 60 + seconds;
};

function instantIn(value: string, zone: string | undefined): string | null {
  if (value.endsWith("Z")) return parseInstant(value) === null ? null : value;
  const [day = "", time = ""] = value.split("T");
  const [hours = 0, minutes = 0, seconds = 0] = time.split(":").map(Number);
  if (hours > 23 || minutes > 59 || seconds > 59) return null;
  return zone === undefined ? instantIn(`${value}Z`, zone) : instantOfLocal(day, secondsOf(time), zone);
}

/** The literal of a date or moment that was typed. Throws FormulaError for a day that does not exist. */
export function momentOf({ type, value, from, to }: Moment, zone: string | undefined): Node {
  const instant = type === "instant";
  const v = instant ? instantIn(value, zone) : parseDate(value) === null ? null : value;
  if (v === null) throw new FormulaError("formula_bad_date", from, to, { found: value.replace("T", " ") });
  return { v, t: instant ? "instant" : "date" };
}

/** How a date or moment is written; null for one that could not be read back. */
export function momentText({ v, t }: LiteralNode, zone: string | undefined): string | null {
  if (typeof v !== "string") return null;
  if (t === "date") return /^\d{4}-\d{2}-\d{2}$/.test(v) && parseDate(v) !== null ? v : null;
  if (!/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z$/.test(v) || parseInstant(v) === null) return null;
  const local = zone === undefined ? null : localParts(v, zone);
  if (!local || !/^\d{4}-/.test(local[0])) return v;
  const back = instantIn(`${local[0]}T${local[1]}`, zone);
  return back === v ? `${local[0]} ${local[1].replace(/:00$/, "")}` : v;
}
