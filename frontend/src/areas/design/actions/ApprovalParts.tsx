import type { ReactElement } from "react";
import * as approvals from "../../../engine/design/commands/approvals";
import type { ActionDoc, ApprovalStep, Person } from "../../../engine/design/documents";
import { personText } from "../../../engine/design/sentences/patterns";
import { inOrder } from "../../../engine/model/entity";
import { useT } from "../../../i18n";
import { Button, Check, ChipChoice, Field, IconButton } from "../../../kit";
import { RuleField } from "../rules/RuleField";
import { DurationInput } from "../shared/DurationInput";
import { PersonPicker } from "../shared/PersonPicker";
import { formPlace } from "../shared/rulePlaces";
import { Token } from "../shared/Token";
import { useNames } from "../shared/useNames";
import { useWorkbench } from "../workbench/context";

export interface StepProps {
  id: string;
  doc: ActionDoc;
  published: boolean;
  step: string;
  value: ApprovalStep;
  index: number;
  count: number;
  /** Who signs where nobody is said yet. */
  person: Person;
}

/** Who signs, and how many of them. */
export function Approvers({ id, doc, step, value, person }: StepProps): ReactElement {
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

/** By when a step is decided. */
export function Limit({ id, step, value }: StepProps): ReactElement {
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

/** Who learns that a step is late. */
export function Late({ id, doc, step, value, person }: StepProps): ReactElement {
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
