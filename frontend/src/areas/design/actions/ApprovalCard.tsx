import { useState, type ReactElement } from "react";
import * as approvals from "../../../engine/design/commands/approvals";
import type { ActionDoc, ApprovalStep, Person } from "../../../engine/design/documents";
import { personText } from "../../../engine/design/sentences/patterns";
import { stepText } from "../../../engine/design/sentences/action";
import { inOrder } from "../../../engine/model/entity";
import { useSay, useT } from "../../../i18n";
import { Button, Check, ChipChoice, Field, IconButton } from "../../../kit";
import { RuleField } from "../rules/RuleField";
import { DurationInput } from "../shared/DurationInput";
import { FindingsHere } from "../shared/FindingsHere";
import { PersonPicker } from "../shared/PersonPicker";
import { formPlace } from "../shared/rulePlaces";
import { TextPair } from "../shared/TextPair";
import { Token } from "../shared/Token";
import { useNames } from "../shared/useNames";
import { useWorkbench } from "../workbench/context";
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
  const boss = inOrder(app.access.roles).at(-1);
  const person: Person = boss === undefined ? { to: "owner" } : { to: "role", role: boss };
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

interface StepProps extends ApprovalCardProps {
  step: string;
  value: ApprovalStep;
  index: number;
  count: number;
  /** Who signs where nobody is said yet. */
  person: Person;
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

function Approvers({ id, doc, step, value, person }: StepProps): ReactElement {
  const t = useT();
  const names = useNames();
  const { app, run } = useWorkbench();
  const keys = inOrder(value.approvers);
  return (
    <>
      <Field label={t("dacts.step.approvers")} group>
        {() => (
          <ul className="da-people">
            {keys.map((key, index) => {
              const one = value.approvers[key];
              const words = personText(names, one?.person, doc.entity);
              return (
                <li key={key}>
                  <Token label={t("dacts.step.approver")} text={words}>
                    {() => (
                      <>
                        <PersonPicker
                          label={t("dacts.step.approver")}
                          entity={doc.entity}
                          value={one?.person}
                          onChange={(next) =>
                            run(approvals.changeApprover(app, id, step, key, { person: next }))
                          }
                        />
                        <RuleField
                          label={t("dacts.step.approver.when")}
                          place={formPlace(doc.entity, id)}
                          value={one?.when}
                          empty={t("dacts.always")}
                          onChange={(when) => run(approvals.changeApprover(app, id, step, key, { when }))}
                        />
                      </>
                    )}
                  </Token>
                  <IconButton
                    icon="chevronUp"
                    size="s"
                    label={t("dacts.up", { name: words })}
                    disabled={index === 0}
                    onClick={() => run(approvals.moveApprover(app, id, step, key, index - 1))}
                  />
                  <IconButton
                    icon="close"
                    size="s"
                    label={t("dacts.take", { name: words })}
                    disabled={keys.length === 1}
                    onClick={() => run(approvals.removeApprover(app, id, step, key))}
                  />
                </li>
              );
            })}
            <li>
              <Button size="s" icon="plus" onClick={() => run(approvals.addApprover(app, id, step, person))}>
                {t("dacts.step.approver.add")}
              </Button>
            </li>
          </ul>
        )}
      </Field>
      <Field label={t("dacts.step.takes")} group>
        {(aria) => (
          <ChipChoice
            aria={aria}
            required
            value={value.takes ?? "one"}
            options={(["one", "all", "in_order"] as const).map((takes) => ({
              id: takes,
              label: t(`dacts.step.takes.${takes}`),
            }))}
            onChange={(takes) =>
              run(approvals.changeStep(app, id, step, { takes: takes === "one" ? null : (takes as "all") }))
            }
          />
        )}
      </Field>
    </>
  );
}

function Limit({ id, step, value }: StepProps): ReactElement {
  const t = useT();
  const { app, run } = useWorkbench();
  const set = (change: Parameters<typeof approvals.changeStep>[3]) =>
    run(approvals.changeStep(app, id, step, change));
  return (
    <>
      <DurationInput
        label={t("dacts.step.within")}
        value={value.within}
        working={Boolean(value.calendar)}
        optional
        onChange={(within) => set(within ? { within } : { within: null, calendar: null, on_timeout: null })}
      />
      {value.within ? (
        <>
          <Check
            checked={Boolean(value.calendar)}
            label={t("dacts.due.calendar")}
            onChange={(working) => set({ calendar: working ? "organisation" : null })}
          />
          <Check
            checked={value.on_timeout === "refuse"}
            label={t("dacts.step.refuse")}
            onChange={(refuse) => set({ on_timeout: refuse ? "refuse" : null })}
          />
        </>
      ) : null}
    </>
  );
}

function Late({ id, doc, step, value, person }: StepProps): ReactElement {
  const t = useT();
  const names = useNames();
  const { app, run } = useWorkbench();
  const of = value.escalate ?? {};
  return (
    <Field label={t("dacts.step.late")} group>
      {() => (
        <ul className="da-people">
          {inOrder(of).map((key) => {
            const words = personText(names, of[key]?.person, doc.entity);
            return (
              <li key={key}>
                <Token label={t("dacts.step.late")} text={words}>
                  {() => (
                    <>
                      <DurationInput
                        label={t("dacts.token.escalate.after")}
                        value={of[key]?.after}
                        onChange={(after) => {
                          if (after) run(approvals.changeStepEscalation(app, id, step, key, { after }));
                        }}
                      />
                      <PersonPicker
                        label={t("dacts.token.escalate.person")}
                        entity={doc.entity}
                        value={of[key]?.person}
                        onChange={(next) =>
                          run(approvals.changeStepEscalation(app, id, step, key, { person: next }))
                        }
                      />
                    </>
                  )}
                </Token>
                <IconButton
                  icon="close"
                  size="s"
                  label={t("dacts.take", { name: words })}
                  onClick={() => run(approvals.removeStepEscalation(app, id, step, key))}
                />
              </li>
            );
          })}
          <li>
            <Button
              size="s"
              icon="plus"
              onClick={() => run(approvals.addStepEscalation(app, id, step, { after: "P1D", person }))}
            >
              {t("dacts.clause.escalate")}
            </Button>
          </li>
        </ul>
      )}
    </Field>
  );
}
