import { nowMs } from "../../kit";
import type { Bundle, Values } from "../../api/types";
import type { Text } from "../../engine/model/entity";
import { say, translate, type Lang } from "../../i18n";
import { clock, span } from "./due";
import { problemText } from "../../i18n/problems";

/** An event about what is owed or about an approval, with what its words need to know. */
export interface Happened {
  readonly kind: string;
  /** The duty, or the action of an approval. */
  readonly name: string | null;
  readonly data: Values;
}

interface Around {
  readonly bundle: Bundle;
  readonly lang: Lang;
  /** The name of a person. */
  readonly person: (id: string) => string;
  /** The words of the duty, where the app no longer has it. */
  readonly label?: string;
}

const VERDICTS = { approve: "event.approve", refuse: "event.refuse", return: "event.return" } as const;
const GONE = {
  archived: "event.withdrawn.archived",
  rule: "event.withdrawn.rule",
  gone: "event.withdrawn.gone",
  stage: "event.withdrawn.stage",
} as const;
const CAUSES = {
  field: "why.cause.field",
  rule: "why.cause.rule",
  calendar: "why.cause.calendar",
  reset: "why.cause.reset",
  extended: "why.cause.extended",
} as const;

function pick<T extends Readonly<Record<string, string>>>(from: T, key: unknown): T[keyof T] | undefined {
  return typeof key === "string" && Object.hasOwn(from, key) ? (from[key] as T[keyof T]) : undefined;
}

const isText = (value: unknown): value is Text =>
  typeof value === "object" && value !== null && "zh" in value && typeof value.zh === "string";

/** What a changed deadline came from. */
export function causeWords(cause: unknown): string {
  const key = pick(CAUSES, cause);
  return key ? translate(key) : "";
}

/** What happened, as a colleague would tell it; null for a kind that is not about duties or approvals. */
export function happenedWords(event: Happened, around: Around): string | null {
  const { data } = event;
  const { bundle, lang } = around;
  const name = event.name ?? "";
  const text = (key: string) => (typeof data[key] === "string" ? data[key] : "");
  const who = (key: string) => (text(key) === "" ? translate("event.nobody") : around.person(text(key)));
  // Its id is nobody's word for it: told only where the app has lost it.
  const automation = () => (isText(data["label"]) ? say(data["label"], lang) : name);
  // Events keep instants as they were stored: epoch milliseconds.
  const at = (key: string) => {
    const value = data[key];
    return typeof value === "number" ? new Date(value).toISOString() : text(key);
  };
  const when = (key: string) =>
    at(key) === "" ? translate("due.none") : clock(at(key), bundle.zone, nowMs(), lang);
  const duty = say(bundle.duties[name]?.label, lang) || around.label || name;
  const action = say(bundle.actions[name]?.label, lang) || name;
  switch (event.kind) {
    case "owed":
      return at("due") === ""
        ? translate("event.owed.open", { duty })
        : translate("event.owed", { duty, due: when("due") });
    case "owed_again":
      return translate("event.owed_again", { duty, due: when("due") });
    case "discharged": {
      const late = typeof data["late"] === "number" ? data["late"] : 0;
      return late > 0
        ? translate("event.discharged.late", {
            duty,
            span: span(late, bundle.duties[name]?.unit, lang),
          })
        : translate("event.discharged", { duty });
    }
    case "withdrawn": {
      const why = pick(GONE, data["reason"]);
      return translate("event.withdrawn", { duty, why: why ? translate(why) : text("reason") });
    }
    case "redated":
      return translate("event.redated", {
        duty,
        old: when("old"),
        new: when("new"),
        why: causeWords(data["cause"]),
      });
    case "extended":
      return translate("event.extended", { duty, old: when("old"), new: when("new") });
    case "waived":
      return translate("event.waived", { duty });
    case "reassigned":
      return translate("event.reassigned", { duty, from: who("from"), to: who("to") });
    case "breached":
      return translate("event.breached", { duty, who: who("owner") });
    case "escalated":
      return translate("event.escalated", { duty, who: who("to") });
    case "nudged":
      return translate("event.nudged", { duty, who: who("to") });
    case "requested":
      return translate("event.requested", { action });
    case "signed": {
      const verdict = pick(VERDICTS, data["verdict"]);
      const words = verdict ? translate(verdict, { action }) : action;
      return text("for") === "" ? words : translate("event.for", { words, who: who("for") });
    }
    case "passed_on":
      return translate("event.passed_on", { action, who: who("to") });
    case "signer_added":
      return translate("event.signer_added", { action, who: who("to") });
    case "taken_back":
      return translate("event.taken_back", { action });
    case "timed_out":
      return translate("event.timed_out", { action });
    case "refused":
      return translate("event.refused", { action });
    case "returned":
      return translate("event.returned", { action });
    case "approved":
      return translate("event.approved", { action });
    case "trigger_refused":
      return translate("event.trigger_refused", {
        name: automation(),
        why: problemText(text("code"), {}, lang) ?? text("code"),
      });
    case "trigger_stopped":
      return translate("event.trigger_stopped", { name: automation() });
    default:
      return null;
  }
}

/** The reason, comment or word somebody gave with it; "" for none. Reasons of the machine are in the words already. */
export function saidWith(event: Happened): string {
  if (event.kind === "withdrawn" || event.kind === "redated") return "";
  for (const key of ["reason", "comment", "text"]) {
    const said = event.data[key];
    if (typeof said === "string" && said !== "") return said;
  }
  return "";
}
