import type { AppDoc, DutyDoc, Person } from "../../../engine/design/documents";
import { inOrder } from "../../../engine/model/entity";
import type { Translate } from "../../../i18n";

/** What a duty may say besides its main clause. */
export const CLAUSES = [
  "remind",
  "escalate",
  "repeats",
  "owed_while",
  "variants",
  "counts",
  "resets_on",
  "blocks",
  "waive",
] as const;
export type Clause = (typeof CLAUSES)[number];

/** Clauses there may be several of are always offered. */
const MANY: readonly Clause[] = ["remind", "escalate", "variants"];

/** Whether a duty says the clause already. */
export function hasClause(doc: DutyDoc, clause: Clause): boolean {
  if (MANY.includes(clause) || clause === "variants") return false;
  const said: unknown = doc[clause];
  return said !== null && said !== undefined && Object.keys(said).length > 0;
}

/** What a part of the sentence is called, by its key. */
export function clauseName(t: Translate, key: string): string {
  const [first = "", second] = key.split("/");
  if (first === "due" && second === "variants") return t("dacts.clause.variants");
  if (first === "remind") return t("dacts.clause.remind");
  if (first === "escalate")
    return t(key.endsWith("/person") ? "dacts.token.escalate.person" : "dacts.token.escalate.after");
  const clause = CLAUSES.find((one) => one === first);
  if (clause) return t(`dacts.clause.${clause}`);
  return t(`dacts.token.${first as "opens_when" | "due" | "assign" | "action"}`);
}

/** Roles that see more than their own of what they edit, in their order: of an entity, or of any. */
function bosses(app: AppDoc, entity?: string): string[] {
  const { roles } = app.access;
  return inOrder(roles).filter((id) =>
    Object.entries(roles[id]?.entities ?? {}).some(
      ([of, { edit, scope }]) => edit === true && scope !== "own" && (entity ?? of) === of,
    ),
  );
}

/** Who hears of it or signs it as the `place`-th (0: first): each a step further up, else the owner. */
export function firstBoss(app: AppDoc, entity?: string, place = 0): Person {
  const found = bosses(app, entity);
  const role = found[Math.min(place, found.length - 1)];
  return role === undefined ? { to: "owner" } : { to: "role", role };
}
