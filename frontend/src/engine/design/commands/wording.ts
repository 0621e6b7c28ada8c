/** What the history says was done: one shape of label for all commands on actions, duties, triggers and queues. */

import type { Text } from "../../model/entity.ts";
import type { Command, Operation } from "../operations.ts";

/** Words in both languages; English falls back to Chinese. */
export const bothOf = (text: Text | null | undefined): { zh: string; en: string } => ({
  zh: text?.zh ?? "",
  en: text?.en ?? text?.zh ?? "",
});

const quoted = (name: { zh: string; en: string }) => ({ zh: `「${name.zh}」`, en: `“${name.en}”` });

/** `zh` and `en` with `{}` for the quoted name of the thing and `{2}` for that of its part. */
export function command(
  zh: string,
  en: string,
  name: Text | null | undefined,
  operations: readonly Operation[],
  part?: Text | null,
): Command {
  const [one, two] = [quoted(bothOf(name)), quoted(bothOf(part))];
  const fill = (text: string, lang: "zh" | "en") =>
    text.replace("{2}", () => two[lang]).replace("{}", () => one[lang]);
  return { label: { zh: fill(zh, "zh"), en: fill(en, "en") }, operations };
}

/** Words of the members of documents, for "改动作「拜访」的…". */
const MEMBER: Readonly<Record<string, readonly [string, string]>> = {
  label: ["名称", "name"],
  help: ["说明", "help"],
  icon: ["图标", "icon"],
  order: ["顺序", "place"],
  stages: ["所在阶段", "stages"],
  roles: ["角色", "roles"],
  when: ["条件", "condition"],
  message: ["提示", "message"],
  fields: ["输入项", "inputs"],
  evidence: ["凭证", "evidence"],
  requires: ["前提", "requirements"],
  creates: ["新建的记录", "record made"],
  writes: ["写入", "writes"],
  advances: ["推进到的阶段", "stage reached"],
  effective: ["有效条件", "effectiveness"],
  approval: ["审批", "approval"],
  opens_when: ["从何时算起", "start"],
  action: ["动作", "action"],
  due: ["时限", "time limit"],
  unit: ["时间单位", "unit"],
  counts: ["怎样才算完成", "what counts"],
  owed_while: ["何时才欠", "when it is owed"],
  repeats: ["重复", "repetition"],
  resets_on: ["重新计时", "resets"],
  assign: ["谁来做", "assignee"],
  remind: ["提醒", "reminders"],
  escalate: ["逾期通知", "escalations"],
  blocks: ["拦住的流转", "blocked moves"],
  waive: ["谁可豁免", "who may waive"],
  on: ["触发条件", "event"],
  effects: ["自动操作", "effects"],
  duties: ["必做动作", "duties"],
};

/** The member of a document in words, in both languages. */
export function memberWords(member: string): Text {
  const [zh, en] = MEMBER[member] ?? ["设置", "settings"];
  return { zh, en };
}

/** "改动作「拜访」：凭证" for a change of some members. */
export function changing(
  kind: readonly [string, string],
  name: Text | null | undefined,
  members: readonly string[],
  operations: readonly Operation[],
): Command {
  const words = members.map((member) => bothOf(memberWords(member)));
  const zh = words.map((one) => one.zh).join("、");
  const en = words.map((one) => one.en).join(", ");
  return command(`改${kind[0]}{}：${zh}`, `Change ${kind[1]} {}: ${en}`, name, operations);
}

/** Words of a document, quoted: 「客户」. */
export const zhOf = (text: Text | undefined, id: string): string => `「${text?.zh ?? id}」`;
export const enOf = (text: Text | undefined, id: string): string => `“${text?.en ?? text?.zh ?? id}”`;

/** A text with one language changed; null when nothing is left, English alone cannot stand. */
export function textWith(text: Text | null | undefined, lang: "zh" | "en", value: string): Text | null {
  const said = value.trim();
  if (lang === "zh") return said === "" ? null : { ...text, zh: said };
  if (!text) return said === "" ? null : { zh: said, en: said };
  return said === "" ? { zh: text.zh } : { ...text, en: said };
}
