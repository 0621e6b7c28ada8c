import type { Translate } from "../../../i18n";
import type { StageView } from "./view";

/** Names in a row, the first two and how many more. */
export function firstOf(names: readonly string[], t: Translate): string {
  const shown = names.slice(0, 2).join(t("dflow.comma"));
  return names.length > 2 ? t("dflow.more", { names: shown, n: names.length }) : shown;
}

export interface CardLine {
  readonly key: "fields" | "actions" | "conditions" | "timed" | "roles" | "leads";
  readonly words: string;
}

/** The lines of a card below its name: only those that say something. */
export function cardLines(view: StageView, t: Translate): CardLine[] {
  const lines: CardLine[] = [];
  const count = (n: number) => (n > 1 ? ` (${String(n)})` : "");
  if (view.fields.length > 0)
    lines.push({
      key: "fields",
      words: t("dflow.card.fields", { n: count(view.fields.length), names: firstOf(view.fields, t) }),
    });
  if (view.actions.length > 0)
    lines.push({
      key: "actions",
      words: t("dflow.card.actions", { n: count(view.actions.length), names: firstOf(view.actions, t) }),
    });
  if (view.conditions > 0)
    lines.push({ key: "conditions", words: t("dflow.card.conditions", { n: view.conditions }) });
  if (view.timed.length > 0)
    lines.push({ key: "timed", words: t("dflow.card.timed", { names: firstOf(view.timed, t) }) });
  if (view.roles.length > 0)
    lines.push({ key: "roles", words: t("dflow.card.roles", { names: firstOf(view.roles, t) }) });
  return lines;
}

/** How high a card is: every line of it is one line of text, so the layout need not measure. */
export const heightOf = (view: StageView, t: Translate): number => 72 + cardLines(view, t).length * 22;

/** Where one gets to from a stage: the drawing shows it by lines, which are not heard. */
export const leadsWords = (view: StageView, t: Translate): string =>
  view.leads.length > 0 ? t("dflow.card.leads", { names: view.leads.join(t("dflow.comma")) }) : "";
