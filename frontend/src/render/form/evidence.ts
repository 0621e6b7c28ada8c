import type { ActionDoc, Property } from "../../api/documents";
import { KINDS } from "../../engine/form/kinds";
import type { FieldPlan } from "../../engine/form/plan";
import { EVIDENCE } from "./places";

/** The field that collects an action's evidence; null when it asks for none. */
export function evidenceField(action: Pick<ActionDoc, "evidence">): FieldPlan | null {
  const { evidence } = action;
  if (!evidence) return null;
  const accept = evidence.accept ?? {};
  const kind = Object.keys(accept).join() === "image" ? "image" : "file";
  const label = evidence.label ?? { zh: "凭证", en: "Evidence" };
  const min = evidence.min ?? 1;
  const property: Property = {
    type: "array",
    maxItems: evidence.max ?? 9,
    ...(min > 1 ? { minItems: min } : {}),
    field: { kind, label, accept, required: min > 0, camera: evidence.camera === true },
  };
  const engine = KINDS[kind];
  if (!engine) return null;
  return {
    id: EVIDENCE,
    path: `act.${EVIDENCE}`,
    entered: null,
    asked: null,
    property,
    kind: engine,
    label,
    computed: false,
    required: min > 0,
    relevance: null,
    requiredWhen: null,
    constraints: [],
    defaultRule: null,
    compute: null,
    rollup: null,
    lookup: null,
    row: null,
  };
}
