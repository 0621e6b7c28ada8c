import { createContext, use, type ReactNode } from "react";
import type { PathInfo } from "../../engine/model/paths";
import type { Node } from "../../engine/rules/ast";

/** What the editor of conditions works over; the list's filter and the designer each give their own. */
export interface ConditionsEnv {
  /** Fields a new condition may be on. */
  readonly fields: readonly PathInfo[];
  /** All fields and parameters (`@name`), to understand the conditions there are. */
  readonly paths: readonly PathInfo[];
  /** How many groups may stand inside each other. */
  readonly deepest: number;
  /** Offers comparing fields with fields, lengths and time passed, and groups that are denied. */
  readonly rich: boolean;
  /** A rule as its sentence. */
  readonly words: (rule: Node) => ReactNode;
  /** Shows a part that rows cannot hold; by default its sentence. */
  readonly formula?: (rule: Node, onChange: (rule: Node) => void) => ReactNode;
}

const Context = createContext<ConditionsEnv | null>(null);
export const ConditionsProvider = Context;

export function useConditions(): ConditionsEnv {
  const found = use(Context);
  if (!found) throw new Error("conditions outside ConditionsProvider");
  return found;
}
