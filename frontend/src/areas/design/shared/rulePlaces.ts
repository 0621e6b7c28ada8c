import type { RulePlace } from "../rules/RuleField";

/** A rule of an action's form: it may read the record, the inputs, what is created, and who acts. */
export const formPlace = (entity: string, action: string): RulePlace => ({ entity, action });

/** A rule about a done act: it may read what is kept with it. */
export const actPlace = (entity: string, action: string | null | undefined): RulePlace =>
  action ? { entity, action, done: true } : { entity };
