import "../../../i18n/parts/record";
import "../../../i18n/parts/owed";
import "../../../i18n/parts/sign";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState, type ReactElement } from "react";
import { writes } from "../../../api/endpoints";
import { recordQuery } from "../../../api/hooks";
import type { Answer, Need, RecordView } from "../../../api/types";
import { initialValues } from "../../../engine/form/defaults";
import { useSay, useT } from "../../../i18n";
import { Dialog, SkeletonPage } from "../../../kit";
import { useApp } from "../../../render/context";
import { useRender } from "../../../render/env";
import { actionPlanOf } from "../../../render/form/plans";
import { evidenceField } from "../../../render/form/evidence";
import { bindingsOf, gather, pathsBeyond } from "../../../render/form/references";
import { FormStore } from "../../../render/form/store";
import { useEnv } from "../../../render/form/useEnv";
import { splitFiles, targetsBehind } from "./actionPlan";
import { ApprovalSteps } from "./ApprovalSteps";
import { FormSheet } from "./FormSheet";
import type { Draw } from "./useRedrawn";

interface ActionSheetProps {
  record: RecordView;
  action: string;
  onDone: (answer: Answer) => void;
  onClose: () => void;
  /** Supply a need the server named (an action that advances met a shut gate). */
  needs?: (needs: readonly Need[]) => ReactElement;
}

/** The mini form of an action, with its evidence; opens when what it writes over is known. */
export function ActionSheet(props: ActionSheetProps): ReactElement {
  const { record, action, onClose } = props;
  const say = useSay();
  const client = useQueryClient();
  const { app, bundle } = useApp();
  const { titles } = useRender();
  const plan = actionPlanOf(bundle, action);
  const paths = [...new Set([...targetsBehind(plan), ...pathsBeyond(plan)])];
  const around = useQuery({
    queryKey: ["app", app, "behind", record.id, record.version, action],
    queryFn: () =>
      gather(bundle, record.entity, record.values, paths, async (entity, id) => {
        try {
          const { record: found } = await client.query(recordQuery(app, entity, id));
          titles.learn(found.titles);
          return found;
        } catch {
          return null;
        }
      }),
    enabled: paths.length > 0,
    staleTime: Infinity,
  });
  if (paths.length > 0 && around.isPending)
    return (
      <Dialog title={say(bundle.actions[action]?.label)} onClose={onClose}>
        <SkeletonPage lines={3} />
      </Dialog>
    );
  return <Loaded {...props} around={around.data ?? {}} />;
}

function Loaded(
  props: ActionSheetProps & { around: Readonly<Record<string, unknown>> },
): ReactElement | null {
  const { record, action, around, onDone, onClose, needs } = props;
  const t = useT();
  const say = useSay();
  const { app, bundle } = useApp();
  const env = useEnv();
  // Of an action that is gone meanwhile the form stays: it says so, and holds what was typed.
  const [first] = useState(bundle.actions[action]);
  const doc = bundle.actions[action] ?? first;
  const context = { ...bindingsOf(record, ""), ...around };
  const draw: Draw = (from) => {
    const inputs = actionPlanOf(from, action).fields;
    const here = from.actions[action];
    const evidence = here ? evidenceField(here) : null;
    const plan = { fields: evidence ? [...inputs, evidence] : inputs };
    return { plan, defaults: initialValues(plan, {}, context, env()) };
  };
  const [store] = useState(() => {
    const { plan, defaults } = draw(bundle, null);
    return new FormStore({ plan, values: {}, given: defaults, context, env });
  });
  if (!doc) return null;
  return (
    <FormSheet
      title={say(doc.label)}
      help={say(doc.help) || null}
      label={{ zh: `${doc.label.zh}·${record.title}`, en: `${say(doc.label)} · ${record.title}` }}
      submitLabel={doc.approval ? t("sign.submit") : t("record.act.submit")}
      note={doc.approval ? <ApprovalSteps action={doc} /> : t("owed.final")}
      store={store}
      draw={draw}
      record={record}
      draftKey={`act ${action}`}
      write={(values, version) =>
        writes.act(app, record.entity, record.id, { version, action, ...splitFiles(values) })
      }
      needs={needs ? (problem) => needs(problem.needs) : undefined}
      onDone={onDone}
      onClose={onClose}
    />
  );
}
