import "../../../i18n/parts/fill";
import { useState, type ReactElement } from "react";
import type { ActionDoc } from "../../../engine/design/documents";
import { initialValues } from "../../../engine/form/defaults";
import { compileActionForm } from "../../../engine/form/plan";
import { useSay, useT } from "../../../i18n";
import { Button } from "../../../kit";
import { evidenceField } from "../../../render/form/evidence";
import { FormView } from "../../../render/form/FormView";
import { FormStore } from "../../../render/form/store";
import { useEnv } from "../../../render/form/useEnv";
import { DraftProvider } from "../rules/env";
import { useWorkbench } from "../workbench/context";

/** The mini form as a phone shows it, with its rules at work. */
export function Preview({ doc }: { doc: ActionDoc }): ReactElement {
  const t = useT();
  const say = useSay();
  const { app } = useWorkbench();
  // What is drawn is the form of this moment: another form is another store.
  const key = JSON.stringify([doc.fields, doc.evidence, doc.creates?.entity, app.entities]);
  return (
    <div className="da-phone">
      <p className="da-phone-title">
        <b>{say(doc.label)}</b>
        {doc.help ? <small>{say(doc.help)}</small> : null}
      </p>
      <DraftProvider>
        <PreviewForm key={key} doc={doc} />
      </DraftProvider>
      <Button tone="primary" wide disabled>
        {t(doc.approval ? "dacts.preview.ask" : "dacts.preview.submit")}
      </Button>
    </div>
  );
}

function PreviewForm({ doc }: { doc: ActionDoc }): ReactElement {
  const t = useT();
  const { app } = useWorkbench();
  const env = useEnv();
  const [store] = useState(() => {
    const inputs = compileActionForm(doc, app.entities).fields;
    const evidence = evidenceField(doc as Parameters<typeof evidenceField>[0]);
    const plan = { fields: evidence ? [...inputs, evidence] : inputs };
    return new FormStore({ plan, values: {}, given: initialValues(plan, {}, {}, env()), context: {}, env });
  });
  if (store.plan.fields.length === 0) return <p className="k-help">{t("dacts.preview.none")}</p>;
  return <FormView store={store} />;
}
