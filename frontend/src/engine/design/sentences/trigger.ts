/** An automation as one sentence: "修改合同的「风险」…时：通知经理". */

import { inOrder, textIn } from "../../model/entity.ts";
import type { Effect, TriggerDoc } from "../documents.ts";
import { dutyName, entityName, fieldName, listed, pick, quote, stageName, type Names } from "./names.ts";
import { patternText, personText } from "./patterns.ts";
import { valueText, type RulePlace } from "./rules.ts";

const PLACEHOLDER = /\{([^{}]*)\}/g;

/** The fields a message names, in any language, each once. */
export const placeholdersOf = (text: Readonly<Record<string, string | undefined>>): string[] => [
  ...new Set(
    Object.values(text).flatMap((part) => [...(part ?? "").matchAll(PLACEHOLDER)].map((m) => m[1] ?? "")),
  ),
];

/** A message with the labels of its fields in place of their paths. */
export const messageText = (names: Names, entity: string, text: string): string =>
  text.replace(PLACEHOLDER, (_, path: string) =>
    pick(names, `【${fieldName(names, entity, path)}】`, `[${fieldName(names, entity, path)}]`),
  );

/** One effect in words. */
export function effectText(names: Names, effect: Effect, place: RulePlace): string {
  const { entity } = place;
  switch (effect.kind) {
    case "set": {
      const [field, value] = [
        quote(names, fieldName(names, entity, effect.field)),
        valueText(names, place, { entity, path: effect.field }, effect.value),
      ];
      return pick(names, `把${field}设为${value}`, `set ${field} to ${value}`);
    }
    case "create": {
      const values = Object.entries(effect.values ?? {}).map(
        ([field, rule]) =>
          `${fieldName(names, effect.entity, field)}${pick(names, "为", ": ")}${valueText(names, place, { entity: effect.entity, path: field }, rule)}`,
      );
      const words =
        values.length > 0 ? pick(names, `（${listed(names, values)}）`, ` (${listed(names, values)})`) : "";
      return pick(
        names,
        `新建${entityName(names, effect.entity)}${words}`,
        `create a record of ${entityName(names, effect.entity)}${words}`,
      );
    }
    case "move": {
      const stage = quote(names, stageName(names, entity, effect.stage));
      return pick(names, `推进到${stage}`, `move it to ${stage}`);
    }
    case "open": {
      const duty = quote(names, dutyName(names, effect.duty));
      return pick(names, `开出必做动作${duty}`, `owe ${duty}`);
    }
    case "notify": {
      const [who, text] = [
        personText(names, effect.person, entity),
        messageText(names, entity, textIn(effect.text, names.lang)),
      ];
      return pick(names, `通知${who}：“${text}”`, `tell ${who}: “${text}”`);
    }
    case "webhook":
      return pick(names, "通知外部系统", "call the other system");
    case "assign": {
      const who = personText(names, effect.person, entity);
      return pick(names, `转给${who}`, `give it to ${who}`);
    }
  }
}

/** The whole sentence. */
export function triggerSentence(names: Names, trigger: TriggerDoc): string {
  const place = { entity: trigger.on.entity, action: trigger.on.action };
  const effects = inOrder(trigger.effects).flatMap((id) => {
    const effect = trigger.effects[id];
    return effect ? [effectText(names, effect, place)] : [];
  });
  const follows =
    effects.length > 0
      ? effects.join(pick(names, "；然后", "; then "))
      : pick(names, "什么也不做", "do nothing");
  const when = patternText(names, trigger.on);
  return pick(names, `${when}时，${follows}。`, `When ${when}: ${follows}.`);
}
