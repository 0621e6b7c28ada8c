/** A duty as one sentence: "提交报价单后 24 小时内，负责人必须完成「客户确认」；逾期 4 小时通知经理". */

import { inOrder } from "../../model/entity.ts";
import type { Node } from "../../rules/ast.ts";
import { alike } from "../difference.ts";
import type { Due, DutyDoc } from "../documents.ts";
import { durationText, parseDuration } from "../durations.ts";
import {
  actionName,
  fieldName,
  listed,
  pick,
  quote,
  roleNames,
  textOf,
  transitionName,
  type Names,
  type Part,
} from "./names.ts";
import { patternText, personText } from "./patterns.ts";
import { ruleText } from "./rules.ts";

const EFFECTIVE: Node = { op: "eq", a: [{ f: "act._effective" }, { v: true }] };

const WEEKDAYS = {
  zh: ["一", "二", "三", "四", "五", "六", "日"],
  en: ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"],
};
const EVERY = {
  day: ["每天", "every day"],
  week: ["每周", "every week"],
  month: ["每月", "every month"],
  quarter: ["每季度", "every quarter"],
} as const;

type Period = keyof typeof EVERY;

const isPeriod = (period: string | undefined): period is Period => period !== undefined && period in EVERY;

/** Whole days of a duration without anything else; null for others. */
function daysOf(after: string | null | undefined): number | null {
  const found = parseDuration(after);
  if (!found || found.back) return null;
  const { week = 0, day = 0, hour = 0, minute = 0, second = 0 } = found.parts;
  return hour + minute + second > 0 ? null : week * 7 + day;
}

function periodText(names: Names, period: Period, due: Due): string {
  const [zh, en] = EVERY[period];
  const hour = due.at ? pick(names, ` ${due.at} 前`, ` by ${due.at}`) : "";
  const days = due.calendar ? null : daysOf(due.after ?? "P0D");
  if (period === "week" && days !== null && days < 7) {
    const day = pick(names, `每周${WEEKDAYS.zh[days] ?? ""}`, `every ${WEEKDAYS.en[days] ?? ""}`);
    return `${day}${hour || pick(names, "内", "")}`;
  }
  if (!due.after || days === 0) return `${pick(names, zh, en)}${hour}`;
  const span = durationText(due.after, names.lang, Boolean(due.calendar));
  return due.at
    ? pick(names, `${zh}开始后 ${span}的${hour}`, `${en}, ${span} after its start${hour}`)
    : pick(names, `${zh}开始后 ${span}内`, `${en}, within ${span} of its start`);
}

function datedText(names: Names, entity: string, due: Due): string {
  const name = quote(names, fieldName(names, entity, due.field ?? ""));
  const found = parseDuration(due.after);
  const hour = due.at ? ` ${due.at}` : "";
  if (!found)
    return pick(
      names,
      `${name}当天${hour}${due.at ? " 前" : "内"}`,
      due.at ? `by${hour} on ${name}` : `on ${name}`,
    );
  const span = durationText(due.after, names.lang, Boolean(due.calendar));
  const zh = `${name}${found.back ? "前" : "后"} ${span}`;
  const en = `${span} ${found.back ? "before" : "after"} ${name}`;
  return pick(
    names,
    `${zh}${due.at ? `的${hour} 前` : found.back ? "之前" : "内"}`,
    due.at ? `by${hour}, ${en}` : `by ${en}`,
  );
}

const nth = (n: number): string =>
  `${n}${n % 10 === 1 && n !== 11 ? "st" : n % 10 === 2 && n !== 12 ? "nd" : n % 10 === 3 && n !== 13 ? "rd" : "th"}`;

function afterText(
  names: Names,
  after: string | null | undefined,
  calendar: string | null | undefined,
  at: string | null | undefined,
): string {
  const span = durationText(after, names.lang, Boolean(calendar));
  if (!at) return span ? pick(names, `${span}内`, `within ${span}`) : pick(names, "立刻", "at once");
  const days = daysOf(after ?? "P0D");
  if (days === 0) return pick(names, `当天 ${at} 前`, `by ${at} the same day`);
  if (days === null) return pick(names, `${span}后的 ${at} 前`, `by ${at} after ${span}`);
  return calendar
    ? pick(names, `第 ${days} 个工作日 ${at} 前`, `by ${at} on the ${nth(days)} working day`)
    : pick(names, `第 ${days} 天 ${at} 前`, `by ${at} on the ${nth(days)} day`);
}

/** By when, as it reads in the sentence. */
export function dueText(names: Names, duty: Pick<DutyDoc, "entity" | "due" | "repeats">): string {
  const { due, entity } = duty;
  const period = duty.repeats?.period;
  if (due.field) return datedText(names, entity, due);
  if (isPeriod(period)) return periodText(names, period, due);
  return afterText(names, due.after, due.calendar, due.at);
}

/** How often, after the first time; "" for once. */
export function repeatText(names: Names, repeats: DutyDoc["repeats"], working = false): string {
  if (!repeats) return "";
  if (repeats.period === "each") return pick(names, "每次都要", "every time");
  if (repeats.period === "since_last") {
    const every = durationText(repeats.every, names.lang, working) || pick(names, "（未填）", "(not said)");
    return pick(names, `之后每隔 ${every}一次`, `again every ${every} after the last`);
  }
  return pick(names, `${EVERY[repeats.period][0]}一次`, `once ${EVERY[repeats.period][1]}`);
}

/** The main clause. Tokens: opens_when, due, assign, action, repeats. */
function mainParts(names: Names, duty: DutyDoc): Part[] {
  const opens = { key: "opens_when", text: patternText(names, duty.opens_when) };
  const due = { key: "due", text: dueText(names, duty) };
  const who = { key: "assign", text: personText(names, duty.assign, duty.entity) };
  const action = { key: "action", text: quote(names, actionName(names, duty.action)) };
  const often = repeatText(names, duty.repeats, Boolean(duty.due.calendar));
  const repeats: Part[] = often ? [pick(names, "，", ", "), { key: "repeats", text: often }] : [];
  const apart = duty.due.field || isPeriod(duty.repeats?.period);
  return names.lang === "en"
    ? ["After ", opens, ", ", who, " must complete ", action, " ", due, ...repeats]
    : [
        opens,
        apart ? "后，" : /^\d/.test(due.text) ? "后 " : "后",
        due,
        "，",
        who,
        "必须完成",
        action,
        ...repeats,
      ];
}

function toldParts(names: Names, duty: DutyDoc): Part[] {
  const { remind = {}, escalate = {}, entity } = duty;
  const reminders = inOrder(remind).flatMap((id): Part[] => {
    const one = remind[id];
    const before = { key: `remind/${id}/before`, text: durationText(one?.before, names.lang) };
    const told = one?.person;
    if (!told) return names.lang === "en" ? ["; reminded ", before, " before"] : ["；提前 ", before, "提醒"];
    const person = { key: `remind/${id}/person`, text: personText(names, told, entity) };
    return names.lang === "en"
      ? ["; ", person, " is reminded ", before, " before"]
      : ["；提前 ", before, "提醒", person];
  });
  const escalations = inOrder(escalate).flatMap((id): Part[] => {
    const one = escalate[id];
    const after = { key: `escalate/${id}/after`, text: durationText(one?.after, names.lang) };
    const person = { key: `escalate/${id}/person`, text: personText(names, one?.person, entity) };
    return names.lang === "en"
      ? ["; ", after, " overdue, ", person, " is told"]
      : ["；逾期 ", after, "通知", person];
  });
  return [...reminders, ...escalations];
}

function variantParts(names: Names, duty: DutyDoc): Part[] {
  const variants = duty.due.variants ?? {};
  return inOrder(variants).flatMap((id): Part[] => {
    const one = variants[id];
    if (!one) return [];
    const when = ruleText(names, duty, one.when);
    const due = afterText(names, one.after, one.calendar, duty.due.at);
    const key = `due/variants/${id}`;
    return [
      pick(names, "；", "; "),
      { key, text: pick(names, `${when}时改为 ${due}`, `${due} where ${when}`) },
    ];
  });
}

function conditionParts(names: Names, duty: DutyDoc): Part[] {
  const { entity, counts, owed_while, resets_on = {}, blocks = {}, waive = {} } = duty;
  const clause = (key: string, zh: string, en: string): Part[] => [
    pick(names, "；", "; "),
    { key, text: pick(names, zh, en) },
  ];
  const found: Part[] = [...variantParts(names, duty)];
  if (owed_while) {
    const words = ruleText(names, { entity }, owed_while);
    found.push(...clause("owed_while", `${words}时才需要做`, `owed only while ${words}`));
  }
  if (counts) {
    const [zh, en] = countsText(names, duty, counts);
    found.push(...clause("counts", zh, en));
  }
  const resets = Object.keys(resets_on);
  if (resets.length > 0) {
    const words = listed(
      names,
      resets.map((id) => `${quote(names, actionName(names, id))}${onlyIf(names, duty, id)}`),
    );
    found.push(...clause("resets_on", `完成${words}后重新计时`, `the time starts anew after ${words}`));
  }
  for (const when of ["open", "breached"] as const) {
    const ids = Object.keys(blocks).filter((id) => (blocks[id]?.when ?? "open") === when);
    if (ids.length === 0) continue;
    const words = listed(
      names,
      ids.map((id) => quote(names, transitionName(names, entity, id))),
    );
    const [zh, en] = when === "open" ? ["没完成前不能", "until then"] : ["逾期后不能", "once overdue"];
    found.push(...clause("blocks", `${zh}${words}`, `${en} no ${words}`));
  }
  const roles = roleNames(names, waive);
  if (roles.length > 0) {
    const words = listed(names, roles);
    found.push(...clause("waive", `${words}可以豁免或延期`, `${words} may waive or extend it`));
  }
  return found;
}

/** Most often: the act has to be effective, as its action says. */
function countsText(names: Names, { entity, action }: DutyDoc, counts: Node): [string, string] {
  const name = quote(names, actionName(names, action));
  if (alike(counts, EFFECTIVE)) return [`有效的${name}才算完成`, `only an effective ${name} counts`];
  const words = ruleText(names, { entity, action }, counts);
  return [`${words}才算完成`, `it counts only if ${words}`];
}

function onlyIf(names: Names, duty: DutyDoc, id: string): string {
  const when = duty.resets_on?.[id]?.when;
  if (!when) return "";
  const words = ruleText(names, { entity: duty.entity, action: id }, when);
  return pick(names, `（${words}时）`, ` (if ${words})`);
}

/** The sentence in parts: words, and tokens that stand for places of the document (`due`, `escalate/<id>/person`, …). */
export const dutyParts = (names: Names, duty: DutyDoc): Part[] => [
  ...mainParts(names, duty),
  ...toldParts(names, duty),
  ...conditionParts(names, duty),
];

/** The whole sentence. */
export const dutySentence = (names: Names, duty: DutyDoc): string =>
  `${textOf(dutyParts(names, duty))}${pick(names, "。", ".")}`;

/** What it says at a glance: without conditions. */
export const dutyShort = (names: Names, duty: DutyDoc): string => textOf(mainParts(names, duty));
