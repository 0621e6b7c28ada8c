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

/** Who is told first of what is late: the first role that sees more than its own, else the owner. */
export function firstBoss(app: AppDoc): Person {
  const { roles } = app.access;
  const role = inOrder(roles).find((id) =>
    Object.values(roles[id]?.entities ?? {}).some(({ scope }) => scope !== "own"),
  );
  return role === undefined ? { to: "owner" } : { to: "role", role };
}
