import type { ReactElement } from "react";
import * as duties from "../../../engine/design/commands/duties";
import type { DutyDoc } from "../../../engine/design/documents";
import { inOrder } from "../../../engine/model/entity";
import { useSay, useT } from "../../../i18n";
import { Button, Check, Field, Select } from "../../../kit";
import { RuleField } from "../rules/RuleField";
import { DurationInput } from "../shared/DurationInput";
import { FindingsHere } from "../shared/FindingsHere";
import { Marks } from "../shared/Marks";
import { PatternPicker } from "../shared/PatternPicker";
import { PersonPicker } from "../shared/PersonPicker";
import { actPlace } from "../shared/rulePlaces";
import { useWorkbench } from "../workbench/context";
import { Blocks } from "./BlocksEditor";
import { DueEditor, RepeatEditor, VariantEditor } from "./DueEditor";

export { CLAUSES, type Clause } from "./clauses";

export interface ClauseProps {
  /** Which part of the sentence: `due`, `remind/<id>/before`, …; `variants` for one more variant. */
  token: string;
  id: string;
  doc: DutyDoc;
  /** The part is gone. */
  onGone?: () => void;
}

/** The small editor of one part of the sentence. */
export function ClauseEditor(props: ClauseProps): ReactElement {
  const { token, id } = props;
  const [first = "", second] = token.split("/");
  const found =
    first === "due" && second === "variants"
      ? "variants"
      : first === "due" || first === "repeats"
        ? first
        : null;
  return (
    <div className="k-stack" data-gap="s">
      {found === "due" ? <DueEditor {...props} /> : null}
      {found === "repeats" ? <RepeatEditor {...props} /> : null}
      {found === "variants" || first === "variants" ? <VariantEditor {...props} /> : null}
      {found === null && first !== "variants" ? <Other {...props} /> : null}
      <FindingsHere path={`duty/${id}/${token}`} />
    </div>
  );
}

function Other(props: ClauseProps): ReactElement {
  const { token, id, doc } = props;
  const t = useT();
  const say = useSay();
  const { app, run } = useWorkbench();
  const set = (change: Parameters<typeof duties.changeDuty>[2]) => run(duties.changeDuty(app, id, change));
  const mine = Object.fromEntries(
    Object.entries(app.actions ?? {}).filter(([, one]) => one.entity === doc.entity),
  );
  switch (token.split("/")[0]) {
    case "opens_when":
      return (
        <PatternPicker
          label={t("dacts.token.opens_when")}
          value={doc.opens_when}
          onChange={(opens_when) => set({ opens_when })}
        />
      );
    case "assign":
      return (
        <PersonPicker
          label={t("dacts.token.assign")}
          entity={doc.entity}
          value={doc.assign}
          onChange={(assign) => set({ assign: assign.to === "owner" ? null : assign })}
        />
      );
    case "action":
      return (
        <Field label={t("dacts.token.action")} help={t("dacts.token.action.help")}>
          {(aria) => (
            <Select
              {...aria}
              empty={null}
              value={doc.action}
              options={inOrder(mine).map((action) => ({ id: action, label: say(mine[action]?.label) }))}
              onChange={(action) => {
                if (action) set({ action });
              }}
            />
          )}
        </Field>
      );
    case "remind":
      return <Reminder {...props} />;
    case "escalate":
      return <Escalated {...props} />;
    case "owed_while":
      return (
        <RuleField
          label={t("dacts.clause.owed_while")}
          place={{ entity: doc.entity }}
          value={doc.owed_while}
          empty={t("dacts.always")}
          onChange={(owed_while) => set({ owed_while })}
        />
      );
    case "counts":
      return (
        <RuleField
          label={t("dacts.clause.counts")}
          place={actPlace(doc.entity, doc.action)}
          value={doc.counts}
          empty={t("dacts.counts.every")}
          onChange={(counts) => set({ counts })}
        />
      );
    case "resets_on":
      return <Resets {...props} />;
    case "blocks":
      return <Blocks {...props} />;
    default:
      return (
        <Marks
          label={t("dacts.clause.waive")}
          of={app.access.roles}
          value={doc.waive}
          help={t("dacts.waive.help")}
          onChange={(ids) => run(duties.markDuty(app, id, "waive", ids))}
        />
      );
  }
}

function Reminder({ token, id, doc, onGone }: ClauseProps): ReactElement | null {
  const t = useT();
  const { app, run } = useWorkbench();
  const key = token.split("/")[1] ?? "";
  const one = doc.remind?.[key];
  if (!one) return null;
  return (
    <>
      <DurationInput
        label={t("dacts.remind.before")}
        value={one.before}
        onChange={(before) => {
          if (before) run(duties.changeDutyPart(app, id, "remind", key, { before }));
        }}
      />
      <Check
        checked={Boolean(one.person)}
        label={t("dacts.remind.other")}
        onChange={(other) =>
          run(duties.changeDutyPart(app, id, "remind", key, { person: other ? { to: "owner" } : null }))
        }
      />
      {one.person ? (
        <PersonPicker
          label={t("dacts.remind.person")}
          entity={doc.entity}
          value={one.person}
          onChange={(person) => run(duties.changeDutyPart(app, id, "remind", key, { person }))}
        />
      ) : null}
      <Button
        size="s"
        icon="trash"
        onClick={() => {
          onGone?.();
          run(duties.removeDutyPart(app, id, "remind", key));
        }}
      >
        {t("dacts.remind.remove")}
      </Button>
    </>
  );
}

function Escalated({ token, id, doc, onGone }: ClauseProps): ReactElement | null {
  const t = useT();
  const { app, run } = useWorkbench();
  const [, key = "", part] = token.split("/");
  const one = doc.escalate?.[key];
  if (!one) return null;
  return (
    <>
      {part === "person" ? (
        <PersonPicker
          label={t("dacts.token.escalate.person")}
          entity={doc.entity}
          value={one.person}
          onChange={(person) => run(duties.changeDutyPart(app, id, "escalate", key, { person }))}
        />
      ) : (
        <DurationInput
          label={t("dacts.token.escalate.after")}
          value={one.after}
          onChange={(after) => {
            if (after) run(duties.changeDutyPart(app, id, "escalate", key, { after }));
          }}
        />
      )}
      <Button
        size="s"
        icon="trash"
        onClick={() => {
          onGone?.();
          run(duties.removeDutyPart(app, id, "escalate", key));
        }}
      >
        {t("dacts.escalate.remove")}
      </Button>
    </>
  );
}

function Resets({ id, doc }: ClauseProps): ReactElement {
  const t = useT();
  const say = useSay();
  const { app, run } = useWorkbench();
  const { resets_on = {} } = doc;
  const mine = Object.fromEntries(
    Object.entries(app.actions ?? {}).filter(([, one]) => one.entity === doc.entity),
  );
  return (
    <>
      <Marks
        label={t("dacts.clause.resets_on")}
        of={mine}
        value={Object.fromEntries(Object.keys(resets_on).map((action) => [action, {}]))}
        help={t("dacts.resets.help")}
        onChange={(ids) => run(duties.markDuty(app, id, "resets_on", ids))}
      />
      {Object.keys(resets_on).map((action) => (
        <RuleField
          key={action}
          label={t("dacts.resets.when", { name: say(mine[action]?.label) })}
          place={actPlace(doc.entity, action)}
          value={resets_on[action]?.when}
          empty={t("dacts.always")}
          onChange={(when) => run(duties.changeDutyMark(app, id, "resets_on", action, { when }))}
        />
      ))}
    </>
  );
}
