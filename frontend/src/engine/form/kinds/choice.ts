/** boolean, choice, choices, tags. */

import type { Lang, Property } from "../../model/entity.ts";
import { own } from "../../rules/ast.ts";
import { cleanLine, cleanLines, folded } from "../characters.ts";
import { FieldIssue, wrongType } from "../issue.ts";
import type { Json, Kind } from "../kind.ts";
import { checkItems, listOf } from "../lists.ts";
import { findOption, findOptions, inOptionOrder, optionLabel, optionPath, optionsOf } from "../options.ts";
import { isBlank } from "./numeric.ts";

const YES = new Set(["是", "有", "对", "√", "✓", "✔", "☑", "yes", "y", "true", "t", "1", "on"]);
const NO = new Set(["否", "无", "没有", "不是", "×", "✗", "✘", "☐", "no", "n", "false", "f", "0", "off"]);

export const BOOLEAN: Kind = {
  normalise: (value) => {
    if (isBlank(value)) return null;
    if (typeof value !== "boolean") throw wrongType("boolean");
    return value;
  },
  parse: (text) => {
    const word = folded(text);
    if (word === "") return null;
    if (!YES.has(word) && !NO.has(word)) throw new FieldIssue("not_a_boolean");
    return YES.has(word);
  },
  format: (value, _prop, lang) => {
    if (typeof value !== "boolean") return "";
    return lang === "zh" ? (value ? "是" : "否") : value ? "Yes" : "No";
  },
  ruleType: () => ({ type: "boolean" }),
};

function known(option: string, prop: Property): string {
  if (!own(optionsOf(prop), option)) throw new FieldIssue("unknown_option", { value: option });
  return option;
}

export const CHOICE: Kind = {
  normalise: (value, prop) => {
    if (value === null || value === undefined) return null;
    const option = cleanLine(value);
    return option === "" ? null : known(option, prop);
  },
  parse: (text, prop) => {
    const plain = cleanLine(text);
    return plain === "" ? null : findOption(plain, prop);
  },
  format: (value, prop, lang) => (typeof value === "string" ? optionLabel(value, prop, lang) : ""),
  ruleType: (prop) => ({ type: "choice", options: Object.keys(optionsOf(prop)) }),
};

function normaliseSet(value: unknown, prop: Property): Json {
  const chosen = new Set(listOf(value).map(cleanLine));
  chosen.delete("");
  const sorted = [...chosen].sort();
  sorted.forEach((option) => known(option, prop));
  return checkItems(sorted, prop);
}

function setOf(shown: (id: string, prop: Property, lang: Lang) => string): Kind {
  return {
    normalise: normaliseSet,
    parse: (text, prop) => {
      const plain = cleanLines(text);
      return plain === "" ? null : normaliseSet(findOptions(plain, prop), prop);
    },
    format: (value, prop, lang) => {
      const ids = Array.isArray(value) ? (value as readonly string[]) : [];
      const labels = inOptionOrder(ids, prop).map((id) => shown(id, prop, lang));
      return labels.join(lang === "zh" ? "、" : ", ");
    },
    ruleType: (prop) => ({ type: "set", options: Object.keys(optionsOf(prop)) }),
  };
}

export const CHOICES = setOf(optionLabel);
export const TAGS = setOf(optionPath);
