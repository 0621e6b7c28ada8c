/** Who is meant and which events are meant, in words. */

import type { EventPattern, Person } from "../documents.ts";
import {
  actionName,
  anEntity,
  dutyName,
  either,
  entityName,
  fieldName,
  pick,
  quote,
  roleName,
  rosterName,
  stageName,
  type Names,
} from "./names.ts";
import { alsoText } from "./rules.ts";

/** "负责人", "经理", "「对接人」里的人", "值班的人". */
export function personText(names: Names, person: Person | null | undefined, entity: string): string {
  const { to = "owner", role, field, roster } = person ?? {};
  if (to === "role") return roleName(names, role);
  if (to === "roster")
    return pick(
      names,
      `当时值班的人（${rosterName(names, roster)}）`,
      `whoever is on duty (${rosterName(names, roster)})`,
    );
  if (to === "owner") return pick(names, "负责人", "the owner");
  const name = quote(names, fieldName(names, entity, field ?? ""));
  return pick(names, `${name}里的人`, `the person in ${name}`);
}

type Worded = (names: Names, pattern: EventPattern) => string;

const staged = (names: Names, { entity, stage }: EventPattern): string =>
  stage ? quote(names, stageName(names, entity, stage)) : "";

const fieldsText = (names: Names, { entity, fields = {} }: EventPattern): string =>
  either(
    names,
    Object.keys(fields).map((field) => quote(names, fieldName(names, entity, field))),
  );

const created: Worded = (names, pattern) => {
  const stage = staged(names, pattern);
  return pick(
    names,
    `新建${entityName(names, pattern.entity)}${stage ? `并进入${stage}` : ""}`,
    `${anEntity(names, pattern.entity)} is created${stage ? ` in ${stage}` : ""}`,
  );
};

const edited: Worded = (names, pattern) => {
  const fields = fieldsText(names, pattern);
  return pick(
    names,
    `修改${entityName(names, pattern.entity)}${fields ? `的${fields}` : ""}`,
    fields
      ? `${fields} of ${anEntity(names, pattern.entity)} changes`
      : `${anEntity(names, pattern.entity)} is edited`,
  );
};

const moved: Worded = (names, pattern) => {
  const from = pattern.from ? quote(names, stageName(names, pattern.entity, pattern.from)) : "";
  const to = staged(names, pattern);
  const zh = to ? `${from ? `从${from}` : ""}进入${to}` : from ? `离开${from}` : "换阶段";
  const en = to
    ? `enters ${to}${from ? ` from ${from}` : ""}`
    : from
      ? `leaves ${from}`
      : "changes its stage";
  return pick(names, `${entityName(names, pattern.entity)}${zh}`, `${anEntity(names, pattern.entity)} ${en}`);
};

const acted: Worded = (names, { action }) =>
  action
    ? pick(
        names,
        `完成${quote(names, actionName(names, action))}`,
        `${quote(names, actionName(names, action))} is done`,
      )
    : pick(names, "完成任一动作", "any action is done");

const refused: Worded = (names, { action }) => {
  const name = action ? quote(names, actionName(names, action)) : pick(names, "任一动作", "any action");
  return pick(names, `${name}的审批没有通过`, `the approval of ${name} is refused`);
};

const breached: Worded = (names, { duty }) =>
  duty
    ? pick(
        names,
        `${quote(names, dutyName(names, duty))}逾期`,
        `${quote(names, dutyName(names, duty))} is overdue`,
      )
    : pick(names, "任一必做动作逾期", "any duty is overdue");

const plainly =
  (zh: (entity: string) => string, en: (entity: string) => string): Worded =>
  (names, { entity }) =>
    pick(names, zh(entityName(names, entity)), en(anEntity(names, entity)));

const WORDS: Readonly<Record<EventPattern["kind"], Worded>> = {
  created,
  edited,
  moved,
  acted,
  refused,
  breached,
  assigned: plainly(
    (entity) => `${entity}换负责人`,
    (entity) => `${entity} gets another owner`,
  ),
  archived: plainly(
    (entity) => `${entity}归档`,
    (entity) => `${entity} is archived`,
  ),
  path_changed: (names, pattern) =>
    pick(
      names,
      `${entityName(names, pattern.entity)}换路径${staged(names, pattern) ? `并进入${staged(names, pattern)}` : ""}`,
      `${anEntity(names, pattern.entity)} changes its path${staged(names, pattern) ? ` and enters ${staged(names, pattern)}` : ""}`,
    ),
  rolled_up: plainly(
    (entity) => `${entity}的汇总有变化`,
    (entity) => `a rollup of ${entity} changes`,
  ),
};

/** "完成「提交报价单」", "修改合同的「风险」（且风险等于红色）". */
export function patternText(names: Names, pattern: EventPattern): string {
  const fields = pattern.kind === "edited" ? "" : fieldsText(names, pattern);
  const changes = fields ? pick(names, `并改动${fields}`, ` and ${fields} changes`) : "";
  const place = { entity: pattern.entity, action: pattern.action };
  return `${WORDS[pattern.kind](names, pattern)}${changes}${alsoText(names, place, pattern.when)}`;
}
