import { firstBoss } from "./clauses";
import { useState, type ReactElement } from "react";
import * as approvals from "../../../engine/design/commands/approvals";
import type { ActionDoc } from "../../../engine/design/documents";
import { stepText } from "../../../engine/design/sentences/action";
import { inOrder } from "../../../engine/model/entity";
import { useSay, useT } from "../../../i18n";
import { Button, Check, Field, IconButton } from "../../../kit";
import { RuleField } from "../rules/RuleField";
import { FindingsHere } from "../shared/FindingsHere";
import { formPlace } from "../shared/rulePlaces";
import { TextPair } from "../shared/TextPair";
import { useNames } from "../shared/useNames";
import { useWorkbench } from "../workbench/context";
import { Approvers, Late, Limit, type StepProps } from "./ApprovalParts";
import { Card } from "./Card";
import { InputList } from "./InputList";
import { NewInput } from "./NewInput";

interface ApprovalCardProps {
  id: string;
  doc: ActionDoc;
  published: boolean;
}

/** The decision it needs before it takes effect: steps one below the other. */
export function ApprovalCard({ id, doc, published }: ApprovalCardProps): ReactElement {
  const t = useT();
  const { app, run } = useWorkbench();
  const steps = doc.approval?.steps ?? {};
  const ids = inOrder(steps);
  const person = firstBoss(app, doc.entity, ids.length);
  return (
    <Card
      title={t("dacts.approval")}
      help={ids.length === 0 ? t("dacts.approval.none") : undefined}
      action={
        <Button
          size="s"
          icon="plus"
          onClick={() =>
            run(
              approvals.addStep(
                app,
                id,
                { zh: `审批 ${ids.length + 1}`, en: `Step ${ids.length + 1}` },
                person,
              ),
            )
          }
        >
          {t("dacts.approval.add")}
        </Button>
      }
    >
      {ids.length > 0 ? (
        <>
          <ol className="da-steps">
            {ids.map((step, index) => {
              const value = steps[step];
              return value ? (
                <Step
                  key={step}
                  id={id}
                  doc={doc}
                  step={step}
                  value={value}
                  index={index}
                  count={ids.length}
                  published={published}
                  person={person}
                />
              ) : null;
            })}
          </ol>
          <Check
            checked={doc.approval?.withdraw !== false}
            label={t("dacts.approval.withdraw")}
            onChange={(may) => run(approvals.mayWithdraw(app, id, may))}
          />
        </>
      ) : null}
      <FindingsHere path={`action/${id}/approval`} exact />
    </Card>
  );
}

function Step(props: StepProps): ReactElement {
  const { id, doc, step, value, index, count, published, person } = props;
  const t = useT();
  const say = useSay();
  const names = useNames();
  const { app, run } = useWorkbench();
  const [open, setOpen] = useState(false);
  const [making, setMaking] = useState(false);
  const name = say(value.label);
  const set = (change: Parameters<typeof approvals.changeStep>[3]) =>
    run(approvals.changeStep(app, id, step, change));
  return (
    <li className="da-step">
      <div className="da-input-line">
        <button type="button" className="da-input-name" aria-expanded={open} onClick={() => setOpen(!open)}>
          <b>{name}</b>
          <small>{stepText(names, value, doc.entity)}</small>
        </button>
        <IconButton
          icon="chevronUp"
          size="s"
          label={t("dacts.up", { name })}
          disabled={index === 0}
          onClick={() => run(approvals.moveStep(app, id, step, index - 1))}
        />
        <IconButton
          icon="chevronDown"
          size="s"
          label={t("dacts.down", { name })}
          disabled={index === count - 1}
          onClick={() => run(approvals.moveStep(app, id, step, index + 1))}
        />
        <IconButton
          icon="close"
          size="s"
          label={t("dacts.take", { name })}
          onClick={() => run(approvals.removeStep(app, id, step))}
        />
      </div>
      <FindingsHere path={`action/${id}/approval/steps/${step}`} />
      {open ? (
        <div className="da-settings">
          <TextPair
            label={t("dacts.name")}
            value={value.label}
            required
            onChange={(label) => {
              if (label) set({ label });
            }}
          />
          <Approvers {...props} />
          <RuleField
            label={t("dacts.step.when")}
            place={formPlace(doc.entity, id)}
            value={value.when}
            empty={t("dacts.always")}
            onChange={(when) => set({ when })}
          />
          <Limit {...props} />
          <Field label={t("dacts.step.fields")} group help={t("dacts.step.fields.help")}>
            {() => (
              <>
                <InputList id={id} doc={doc} step={step} published={published} />
                <Button size="s" icon="plus" onClick={() => setMaking(true)}>
                  {t("dacts.form.own")}
                </Button>
              </>
            )}
          </Field>
          {value.within ? <Late {...props} person={person} /> : null}
          {making ? <NewInput id={id} doc={doc} step={step} onClose={() => setMaking(false)} /> : null}
        </div>
      ) : null}
    </li>
  );
}
