/** What an action is, in a few lines: what it asks for, its evidence, who may do it when, and what it does. */

import { inOrder, textIn } from "../../model/entity.ts";
import type { ActionDoc, ApprovalStep, Evidence } from "../documents.ts";
import { durationText } from "../durations.ts";
import { inputLabel } from "../places.ts";
import {
  actionName,
  either,
  entityName,
  fieldName,
  listed,
  pick,
  quote,
  roleNames,
  stageName,
  stageNames,
  type Names,
} from "./names.ts";
import { personText } from "./patterns.ts";
import { valueText } from "./rules.ts";

const FILES: Readonly<Record<string, readonly [string, string]>> = {
  image: ["图片", "picture"],
  pdf: ["PDF", "PDF"],
  office: ["Office 文档", "Office document"],
  text: ["文本文件", "text file"],
  audio: ["录音", "recording"],
  video: ["视频", "video"],
  other: ["其他文件", "other file"],
};

/** A kind of file in words. */
export const fileKindText = (names: Names, kind: string): string => {
  const [zh, en] = FILES[kind] ?? ["文件", "file"];
  return pick(names, zh, en);
};

/** "至少 1 张图片，手机先开相机，用过的图片拒收". */
export function evidenceText(names: Names, evidence: Evidence): string {
  const { min = 1, max = 9, accept = {}, reuse = "allow", camera = false } = evidence;
  const kinds = Object.keys(accept).map((kind) => fileKindText(names, kind));
  const what = kinds.length > 0 ? either(names, kinds) : pick(names, "文件", "file");
  const unit = kinds.length === 1 && "image" in accept ? "张" : "个";
  const least =
    min === 0
      ? pick(names, `可附${what}`, `optionally ${what}`)
      : pick(names, `至少 ${min} ${unit}${what}`, `at least ${min} ${what}`);
  const words = [least, pick(names, `最多 ${max} ${unit}`, `at most ${max}`)];
  if (camera) words.push(pick(names, "手机先开相机", "camera first on a phone"));
  if (reuse === "refuse") words.push(pick(names, "用过的图片拒收", "pictures used before are refused"));
  if (reuse === "flag") words.push(pick(names, "用过的图片会标出来", "pictures used before are flagged"));
  return words.join(pick(names, "，", ", "));
}

/** "部门负责人审核（部门负责人，1 个工作日内）". */
export function stepText(names: Names, step: ApprovalStep, entity: string): string {
  const who = inOrder(step.approvers).map((id) => personText(names, step.approvers[id]?.person, entity));
  const takes = {
    one: ["任一人", "any one"],
    all: ["全部同意", "all"],
    in_order: ["依次", "one after another"],
  }[step.takes ?? "one"];
  const words = [listed(names, who)];
  if (who.length > 1) words.push(pick(names, takes[0] ?? "", takes[1] ?? ""));
  const within = durationText(step.within, names.lang, Boolean(step.calendar));
  if (within) words.push(pick(names, `${within}内`, `within ${within}`));
  return `${textIn(step.label, names.lang)}${pick(names, "（", " (")}${words.join(pick(names, "，", ", "))}${pick(names, "）", ")")}`;
}

export interface SummaryLine {
  readonly key:
    "fields" | "evidence" | "stages" | "roles" | "requires" | "creates" | "writes" | "advances" | "approval";
  readonly text: string;
}

function doesLines(names: Names, action: ActionDoc): SummaryLine[] {
  const lines: SummaryLine[] = [];
  const { creates, writes = {}, advances, approval, entity } = action;
  if (creates) {
    const name = entityName(names, creates.entity);
    lines.push({ key: "creates", text: pick(names, `新建一条${name}`, `creates a record of ${name}`) });
  }
  const written = Object.entries(writes).map(([path, rule]) => {
    const value = valueText(names, { entity, action: action.id }, { entity, path }, rule);
    return pick(
      names,
      `${quote(names, fieldName(names, entity, path))}写为${value}`,
      `sets ${quote(names, fieldName(names, entity, path))} to ${value}`,
    );
  });
  if (written.length > 0) lines.push({ key: "writes", text: listed(names, written) });
  if (advances) {
    const stage = quote(names, stageName(names, entity, advances.to));
    lines.push({ key: "advances", text: pick(names, `完成后进入${stage}`, `moves to ${stage}`) });
  }
  if (approval) {
    const steps = inOrder(approval.steps).flatMap((id) => approval.steps[id] ?? []);
    const words = steps.map((step) => stepText(names, step, entity)).join(" → ");
    lines.push({ key: "approval", text: pick(names, `审批：${words}`, `approval: ${words}`) });
  }
  return lines;
}

/** The lines of an action; what it does not say is left out, but for who and when. */
export function actionSummary(names: Names, action: ActionDoc): SummaryLine[] {
  const { fields = {}, evidence, stages = {}, roles = {}, requires, entity } = action;
  const inputs = inOrder(fields).map((id) =>
    textIn(inputLabel(names.app, action, fields[id]) ?? { zh: "（已不存在）", en: "(gone)" }, names.lang),
  );
  const inStages = stageNames(names, entity, stages);
  const byRoles = roleNames(names, roles);
  const lines: SummaryLine[] = [];
  if (inputs.length > 0)
    lines.push({
      key: "fields",
      text: pick(
        names,
        `填 ${inputs.length} 项：${listed(names, inputs)}`,
        `asks for ${listed(names, inputs)}`,
      ),
    });
  if (evidence) lines.push({ key: "evidence", text: evidenceText(names, evidence) });
  lines.push({
    key: "stages",
    text:
      inStages.length > 0
        ? pick(names, `在${listed(names, inStages)}阶段`, `in ${listed(names, inStages)}`)
        : pick(names, "任何阶段", "in any stage"),
  });
  lines.push({
    key: "roles",
    text:
      byRoles.length > 0
        ? pick(names, `${listed(names, byRoles)}可做`, `by ${listed(names, byRoles)}`)
        : pick(names, "能编辑记录的人可做", "by whoever may edit the record"),
  });
  const before = Object.keys(requires?.actions ?? {}).map((id) => quote(names, actionName(names, id)));
  if (before.length > 0)
    lines.push({
      key: "requires",
      text: pick(names, `先做${listed(names, before)}`, `only after ${listed(names, before)}`),
    });
  return [...lines, ...doesLines(names, action)];
}
