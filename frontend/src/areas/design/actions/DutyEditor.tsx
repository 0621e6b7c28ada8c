import { useState, type ReactElement } from "react";
import * as duties from "../../../engine/design/commands/duties";
import { isRetired } from "../../../engine/design/commands/retiring";
import type { DutyDoc } from "../../../engine/design/documents";
import { dutyParts } from "../../../engine/design/sentences/duty";
import { useT } from "../../../i18n";
import { Button, Field, Menu, Select } from "../../../kit";
import { FindingsHere } from "../shared/FindingsHere";
import { Token } from "../shared/Token";
import { useNames } from "../shared/useNames";
import { findingsAt, useWorkbench } from "../workbench/context";
import { Card } from "./Card";
import { CLAUSES, ClauseEditor, type Clause } from "./ClauseEditor";
import { clauseName, firstBoss, hasClause } from "./clauses";
import { DocHead } from "./DocHead";

interface DutyEditorProps {
  id: string;
  doc: DutyDoc;
}

/** A duty as one sentence whose parts are buttons; what it does not say yet is added as a further clause. */
export function DutyEditor({ id, doc }: DutyEditorProps): ReactElement {
  const t = useT();
  const { app, live, run, goTo } = useWorkbench();
  const [pending, setPending] = useState<Clause | null>(null);
  const path = `duty/${id}`;
  const on = duties.waysOn(app, doc);
  const add = (clause: Clause) => {
    const boss = firstBoss(app, doc.entity);
    if (clause === "remind") run(duties.addDutyPart(app, id, "remind", { before: "PT2H" }));
    else if (clause === "escalate")
      run(duties.addDutyPart(app, id, "escalate", { after: "PT4H", person: boss }));
    else if (clause === "repeats") run(duties.changeDuty(app, id, { repeats: { period: "each" } }));
    else if (clause === "blocks" && on.length > 0) run(duties.markDuty(app, id, "blocks", on));
    else setPending(clause);
  };
  return (
    <div className="da-main">
      <DocHead
        path={path}
        kind="duty"
        label={doc.label}
        help={doc.help}
        published={Boolean(live?.duties && Object.hasOwn(live.duties, id))}
        off={isRetired(doc.owed_while)}
        onChange={(change) => run(duties.changeDuty(app, id, change))}
        retire={() => duties.retireDuty(app, id)}
        revive={() => duties.reviveDuty(app, id)}
        remove={() => duties.removeDuty(app, id)}
      />
      <Card title={t("dacts.sentence")} help={t("dacts.sentence.help")}>
        <Sentence id={id} doc={doc} />
        <div className="k-row">
          <Menu
            label={t("dacts.clause.add")}
            text={t("dacts.clause.add")}
            icon="plus"
            tone="soft"
            size="s"
            groups={[
              CLAUSES.filter((clause) => !hasClause(doc, clause)).map((clause) => ({
                key: clause,
                label: t(`dacts.clause.${clause}`),
                onSelect: () => add(clause),
              })),
            ]}
          />
          {Object.hasOwn(app.actions ?? {}, doc.action) ? (
            <Button size="s" tone="quiet" icon="edit" onClick={() => goTo(`action/${doc.action}`)}>
              {t("dacts.duty.openAction")}
            </Button>
          ) : null}
        </div>
        {pending ? (
          <div className="da-pending" role="group" aria-label={t(`dacts.clause.${pending}`)}>
            <ClauseEditor token={pending} id={id} doc={doc} />
            <Button size="s" onClick={() => setPending(null)}>
              {t("kit.done")}
            </Button>
          </div>
        ) : null}
        <FindingsHere path={path} />
      </Card>
      <Card title={t("dacts.duty.more")}>
        <Field label={t("dacts.unit")} help={t("dacts.unit.help")} width="half">
          {(aria) => (
            <Select
              {...aria}
              empty={null}
              value={doc.unit ?? "hours"}
              options={(["days", "hours", "minutes", "seconds"] as const).map((unit) => ({
                id: unit,
                label: t(`dacts.unit.${unit}`),
              }))}
              onChange={(unit) =>
                run(duties.changeDuty(app, id, { unit: unit === "hours" ? null : (unit as "days") }))
              }
            />
          )}
        </Field>
      </Card>
    </div>
  );
}

function Sentence({ id, doc }: DutyEditorProps): ReactElement {
  const t = useT();
  const names = useNames();
  const { findings } = useWorkbench();
  return (
    <div className="da-sentence">
      {dutyParts(names, doc).map((part, index) =>
        typeof part === "string" ? (
          <span key={`${index} ${part}`}>{part}</span>
        ) : (
          <Token
            key={part.key}
            label={clauseName(t, part.key)}
            text={part.text}
            bad={findingsAt(findings, `duty/${id}/${part.key}`).length > 0}
          >
            {(close) => <ClauseEditor token={part.key} id={id} doc={doc} onGone={close} />}
          </Token>
        ),
      )}
      <span>{names.lang === "zh" ? "。" : "."}</span>
    </div>
  );
}
