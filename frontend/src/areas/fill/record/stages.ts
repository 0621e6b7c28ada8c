import { ordered, type FlowDoc } from "../../../api/documents";
import type { Bundle, RecordView } from "../../../api/types";
import { say, type Lang } from "../../../i18n";
import type { StageState, StageStep } from "../../../kit";

/** The flow of an entity; undefined for one without. */
export function flowOf(bundle: Bundle, entity: string): FlowDoc | undefined {
  return Object.values(bundle.flows).find((flow) => flow.entity === entity);
}

/** Words of a stage. */
export function stageLabel(bundle: Bundle, entity: string, stage: string | null, lang: Lang): string {
  if (stage === null) return "";
  return say(flowOf(bundle, entity)?.stages[stage]?.label, lang) || stage;
}

/** The stages of the record's own path, as behind, here and ahead; a lost or paused record ends where it stopped. */
export function stageSteps(flow: FlowDoc, record: RecordView, lang: Lang): StageStep[] {
  const path = flow.paths[record.path ?? ""] ?? ordered(flow.paths).at(-1)?.[1];
  const kindOf = (id: string) => flow.stages[id]?.kind ?? "open";
  const way = ordered(path?.stages)
    .map(([id]) => id)
    .filter((id) => kindOf(id) === "open" || kindOf(id) === "won");
  const label = (id: string) => say(flow.stages[id]?.label, lang) || id;
  const here = record.stage;
  if (here === null) return way.map((id) => ({ id, label: label(id), state: "ahead" }));
  const at = way.indexOf(here);
  if (at >= 0)
    return way.map((id, index) => {
      const state: StageState =
        index < at ? "done" : index > at ? "ahead" : kindOf(id) === "won" ? "won" : "now";
      return { id, label: label(id), state };
    });
  // Off the way: how far it had come is what its milestones say.
  const been = way.filter((id) => record.milestones.stage_first_at[id] !== undefined);
  const ended: StageStep = { id: here, label: label(here), state: kindOf(here) === "hold" ? "hold" : "lost" };
  const steps = way.map((id): StageStep => ({
    id,
    label: label(id),
    state: been.includes(id) ? "done" : "ahead",
  }));
  return [...steps.slice(0, been.length), ended, ...steps.slice(been.length)];
}
