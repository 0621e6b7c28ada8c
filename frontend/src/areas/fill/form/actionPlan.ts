import type { Values } from "../../../api/types";
import type { FormPlan } from "../../../engine/form/plan";
import { EVIDENCE } from "../../../render/form/places";

/** Paths of the values that inputs of a plan write over: `customer.core_need`. */
export function targetsBehind(plan: FormPlan): string[] {
  return plan.fields.map((field) => field.path).filter((path) => /^(?!act\.|new\.)[^.]+\..+/.test(path));
}

/** Inputs and evidence files of a submit. */
export function splitFiles(values: Values): { inputs: Values; files: string[] } {
  const { [EVIDENCE]: files, ...inputs } = values;
  return { inputs, files: Array.isArray(files) ? (files as string[]) : [] };
}
