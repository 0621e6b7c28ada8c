import "../../../i18n/parts/record";
import { useState, type ReactElement } from "react";
import { writes } from "../../../api/endpoints";
import { useRecord } from "../../../api/hooks";
import { ApiProblem } from "../../../api/http";
import type { Answer, RecordView } from "../../../api/types";
import { useLang, useSay, useT } from "../../../i18n";
import { Dialog, ErrorState, SkeletonPage } from "../../../kit";
import { useApp } from "../../../render/context";
import { useRender } from "../../../render/env";
import { demanded, planOf } from "../../../render/form/plans";
import { bindingsOf } from "../../../render/form/references";
import { FormStore } from "../../../render/form/store";
import { useEnv } from "../../../render/form/useEnv";
import { stageLabel } from "../record/stages";
import { FormSheet } from "./FormSheet";
import type { Draw } from "./useRedrawn";

interface FillSheetProps {
  entity: string;
  id: string;
  /** Fields to be filled. */
  fields: readonly string[];
  /** The stage to go to in the same submit; null: only save. */
  to: string | null;
  onDone: (answer: Answer) => void;
  onClose: () => void;
}

/** Some fields of a record, asked for where they are needed; may carry the record on to a stage in the same act. */
export function FillSheet(props: FillSheetProps): ReactElement {
  const { app, bundle } = useApp();
  const t = useT();
  const say = useSay();
  const found = useRecord(app, props.entity, props.id);
  const { titles } = useRender();
  const doc = bundle.entities[props.entity];
  if (found.data && doc) {
    titles.learn(found.data.record.titles);
    return <Loaded {...props} record={found.data.record} />;
  }
  const problem = found.error instanceof ApiProblem ? found.error : null;
  return (
    <Dialog title={t("record.need.fill")} onClose={props.onClose}>
      {found.isPending && doc ? (
        <SkeletonPage lines={3} />
      ) : (
        <ErrorState title={problem ? say(problem.text) : undefined} onRetry={() => void found.refetch()}>
          {problem ? say(problem.remedy) : null}
        </ErrorState>
      )}
    </Dialog>
  );
}

function Loaded({
  entity,
  id,
  fields,
  to,
  record,
  onDone,
  onClose,
}: FillSheetProps & { record: RecordView }): ReactElement {
  const t = useT();
  const lang = useLang();
  const { app, bundle } = useApp();
  const env = useEnv();
  const draw: Draw = (from, problem) => {
    // What the new version asks for on the way is asked for here.
    const more = (problem?.needs ?? []).flatMap((need) =>
      need.kind === "field" && need.record === id && need.field ? [need.field] : [],
    );
    return { plan: demanded(planOf(from, entity), [...fields, ...more]), defaults: {} };
  };
  const [store] = useState(
    () =>
      new FormStore({
        plan: draw(bundle, null).plan,
        values: record.values,
        context: bindingsOf(record, ""),
        env,
      }),
  );
  const stage = to === null ? "" : stageLabel(bundle, entity, to, lang);
  return (
    <FormSheet
      title={record.title}
      label={{ zh: record.title }}
      submitLabel={to === null ? t("kit.save") : t("record.fill.andMove", { stage })}
      store={store}
      draw={draw}
      record={record}
      draftKey={`fill ${[...fields].sort().join(" ")}`}
      write={(values, version) =>
        to === null
          ? writes.edit(app, entity, id, version, values)
          : writes.move(app, entity, id, version, to, values)
      }
      onDone={onDone}
      onClose={onClose}
    />
  );
}
