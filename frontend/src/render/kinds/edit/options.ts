import { ordered, type Property } from "../../../api/documents";
import { useSay } from "../../../i18n";
import type { Choice } from "../../../kit";

/** How many options may stand in the open as chips. */
export const CHIPS = 6;

/** Options to choose from, in order: those in use, and those archived but chosen. Branches come before their leaves. */
export function useChoices(prop: Property, chosen: readonly string[]): Choice[] {
  const say = useSay();
  const options = ordered(prop.field.options).filter(
    ([id, option]) => !option.archived || chosen.includes(id),
  );
  const known = new Set(options.map(([id]) => id));
  const result: Choice[] = [];
  const add = (parent: string | null, depth: number): void => {
    for (const [id, option] of options) {
      const above = option.parent != null && known.has(option.parent) ? option.parent : null;
      if (above !== parent || depth > 8) continue;
      result.push({ id, label: say(option.label), color: option.color ?? undefined, depth });
      add(id, depth + 1);
    }
  };
  add(null, 0);
  return result;
}
