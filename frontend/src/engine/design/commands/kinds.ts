/** The field kinds as the designer offers them: schemas/fields/kinds.json, and which settings a field of each kind has. */

import described from "../../../../../schemas/fields/kinds.json";
import type { Property, Text } from "../../model/entity.ts";

export interface KindInfo {
  readonly label: Text & { readonly en: string };
  readonly help: Text & { readonly en: string };
  readonly group: string;
  readonly can_filter: boolean;
  readonly can_sort: boolean;
  /** Takes no value from a person. */
  readonly server_set: boolean;
  /** Kinds whose fields can take over what its fields hold (core/fields/convert.py). */
  readonly becomes: readonly string[];
  /** Members that have no default and must be asked for. */
  readonly asks: readonly string[];
  readonly default: Property;
}

export const KIND_GROUPS: Readonly<Record<string, Text>> = described.groups;
export const KIND_INFO = described.kinds as unknown as Readonly<Record<string, KindInfo>>;

/** Kinds by group, in the order of the palette. */
export const kindsByGroup = (): [string, string[]][] =>
  Object.keys(KIND_GROUPS).map((group) => [
    group,
    Object.keys(KIND_INFO).filter((kind) => KIND_INFO[kind]?.group === group),
  ]);

/** Members of a property (beside `field`) and of its field that a kind has and a supervisor sets. */
const OWN: Readonly<Record<string, readonly string[]>> = {
  text: ["minLength", "maxLength"],
  long_text: ["minLength", "maxLength"],
  number: ["minimum", "maximum", "decimals"],
  money: ["minimum", "maximum", "currency"],
  percent: ["minimum", "maximum", "decimals"],
  rating: ["maximum"],
  duration: ["minimum", "maximum"],
  choice: ["options"],
  choices: ["options", "minItems", "maxItems"],
  tags: ["options", "minItems", "maxItems"],
  file: ["accept", "minItems", "maxItems"],
  image: ["minItems", "maxItems"],
  reference: ["target"],
  poly_reference: ["targets"],
  rows: ["target", "minItems", "maxItems"],
  serial: ["serial"],
  formula: ["compute", "currency", "decimals", "format"],
  rollup: ["rollup", "currency", "decimals"],
  lookup: ["lookup", "currency"],
};

/** What every kind that takes a value from people has; the others have only a relevance. */
const ENTERED = [
  "required",
  "required_when",
  "default",
  "default_rule",
  "constraint",
  "placeholder",
] as const;

/** Kinds for which a fixed default can be written down. */
const DEFAULTED = new Set(
  "text long_text number money percent rating boolean date duration choice choices tags phone email url".split(
    " ",
  ),
);

/** Kinds whose control shows a placeholder. */
const HINTED = new Set("text long_text number money percent duration phone email url".split(" "));

/** Whether a field of this kind has a setting. */
export function hasSetting(kind: string, setting: string): boolean {
  if ((OWN[kind] ?? []).includes(setting)) return true;
  if (!(ENTERED as readonly string[]).includes(setting)) return false;
  if (KIND_INFO[kind]?.server_set !== false) return false;
  if (setting === "default") return DEFAULTED.has(kind);
  if (setting === "placeholder") return HINTED.has(kind);
  return true;
}

/** Kinds that can stand for a record in lists and references (the check calls the others unsuitable). */
const UNTITLED = new Set(["rows", "file", "image", "address", "poly_reference", "choices", "tags"]);
export const mayBeTitle = (kind: string): boolean => !UNTITLED.has(kind);

export const OPTION_COLOURS = ["grey", "blue", "cyan", "green", "yellow", "orange", "red", "purple"] as const;
export const FILE_KINDS = ["image", "pdf", "office", "audio", "video", "text", "other"] as const;
