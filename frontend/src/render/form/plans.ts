import type { Bundle } from "../../api/types";
import { compileActionForm, compileForm, type FormPlan } from "../../engine/form/plan";

/** Plans compiled once per bundle: a new version of the app is a new bundle. */
const cache = new WeakMap<Bundle, Map<string, FormPlan>>();

function cached(bundle: Bundle, key: string, make: () => FormPlan): FormPlan {
  const plans = cache.get(bundle) ?? new Map<string, FormPlan>();
  cache.set(bundle, plans);
  const found = plans.get(key) ?? make();
  plans.set(key, found);
  return found;
}

/** The form of an entity. */
export function planOf(bundle: Bundle, entity: string): FormPlan {
  return cached(bundle, `entity:${entity}`, () => {
    const doc = bundle.entities[entity];
    return doc ? compileForm(doc, bundle.entities) : { fields: [] };
  });
}

/** The mini form of an action. */
export function actionPlanOf(bundle: Bundle, action: string): FormPlan {
  return cached(bundle, `action:${action}`, () => {
    const doc = bundle.actions[action];
    return doc ? compileActionForm(doc, bundle.entities) : { fields: [] };
  });
}

/** Some fields of a plan, required here whatever they are elsewhere. */
export function demanded(plan: FormPlan, ids: readonly string[]): FormPlan {
  return {
    fields: plan.fields
      .filter((field) => ids.includes(field.id))
      .map((field) => ({ ...field, required: true })),
  };
}

/** Fields of an entity this role may only read. */
export function readOnlyFields(bundle: Bundle, entity: string): ReadonlySet<string> {
  const fields = bundle.rights[entity]?.fields ?? {};
  return new Set(Object.keys(fields).filter((id) => fields[id] === "read"));
}
