import { Suspense, useMemo, useState, type ReactElement } from "react";
import { offered } from "../../../engine/design/names";
import { groupOf, ruleOfGroup, unfinished, type Group } from "../../../engine/filter/groups";
import { scopeOf, type PathInfo } from "../../../engine/model/paths";
import type { Node } from "../../../engine/rules/ast";
import { checkRule } from "../../../engine/rules/check";
import { isError } from "../../../engine/rules/issue-text";
import type { FieldType } from "../../../engine/rules/types";
import { useT } from "../../../i18n";
import { Button, Dialog, late, Skeleton, Tabs } from "../../../kit";
import { ConditionsProvider, type ConditionsEnv } from "../../../render/conditions/context";
import { EditGroup } from "../../../render/conditions/EditGroup";
import { Words } from "../../../render/conditions/Words";
import { Issues } from "./Issues";
import { PartFormula } from "./PartFormula";
import type { RuleFieldProps } from "./RuleField";
import { RuleWords } from "./RuleWords";
import { Sample, type SampleProps } from "./Sample";
import { isPlain, ValueEditor } from "./ValueEditor";

const FormulaEditor = late(() => import("./formula/FormulaEditor"));

/** Groups inside groups beyond this nobody reads any more; deeper ones stay formulas. */
const DEEPEST = 4;

interface RuleDialogProps extends RuleFieldProps {
  value: Node | null;
  expect: "condition" | FieldType;
  names: readonly PathInfo[];
  /** A record the check found. */
  example: Readonly<Record<string, unknown>> | null;
  onClose: () => void;
}

type Mode = "builder" | "formula";

/** What is being edited: rows and groups, a plain value, or a formula (undefined while it cannot be read). */
interface Draft {
  readonly mode: Mode;
  readonly group: Group;
  readonly whole: Node | null | undefined;
}

/** Whether rows show the rule at all: not when it is one formula row and nothing else. */
const showsRows = (value: Node | null): boolean => {
  const { parts } = groupOf(value, DEEPEST);
  return parts.length !== 1 || parts[0]?.kind !== "formula";
};

/** How an editor opens: on rows or a plain value where they show the rule; nothing yet opens on what is asked for. */
function opening(value: Node | null, condition: boolean, first: Mode): Mode {
  if (value === null) return first;
  return (condition ? showsRows(value) : isPlain(value)) ? "builder" : "formula";
}

function useRuleDraft(value: Node | null, condition: boolean, first: Mode) {
  const [draft, setDraft] = useState<Draft>(() => ({
    mode: opening(value, condition, first),
    group: groupOf(value, DEEPEST),
    whole: value,
  }));
  const rows = condition && draft.mode === "builder";
  const rule = rows ? ruleOfGroup(draft.group) : draft.whole;
  const half = rows ? unfinished(draft.group) : rule === undefined;
  const restart = (mode: Mode, from: Node | null) =>
    setDraft({ mode, group: groupOf(from, DEEPEST), whole: from });
  return { draft, setDraft, rule: rule ?? null, half, rows, restart };
}

/** The editor of a rule: rows and groups or a formula, said back as a sentence before it is taken over. */
export default function RuleDialog(props: RuleDialogProps): ReactElement {
  const { label, place, value, expect, names, empty, example, onChange, onClose } = props;
  const t = useT();
  const condition = expect === "condition";
  const { draft, setDraft, rule, half, rows, restart } = useRuleDraft(
    value,
    condition,
    props.formula === true ? "formula" : "builder",
  );
  const scope = useMemo(() => scopeOf(names), [names]);
  const issues = rule ? checkRule(rule, scope, expect) : [];
  const wrong = issues.some(isError);
  const take = () => {
    if (half || wrong) return;
    if (JSON.stringify(rule) !== JSON.stringify(value)) onChange(rule);
    onClose();
  };
  const env: ConditionsEnv = {
    fields: offered(names),
    paths: names,
    deepest: DEEPEST,
    rich: true,
    words: (part) => <Words rule={part} paths={names} />,
    formula: (part, put) => <PartFormula rule={part} names={names} onChange={put} />,
  };
  const mayLeave =
    draft.mode === "builder" || (draft.whole !== undefined && (condition || isPlain(draft.whole)));
  return (
    <Dialog
      title={label}
      size="l"
      sticky
      onClose={onClose}
      footer={
        <>
          <Button tone="quiet" onClick={() => restart(draft.mode, null)}>
            {t("drule.clear")}
          </Button>
          <Button onClick={onClose}>{t("kit.cancel")}</Button>
          <Button tone="primary" disabled={half || wrong} onClick={take}>
            {t("drule.take")}
          </Button>
        </>
      }
    >
      <form
        className="k-stack"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          take();
        }}
      >
        <Tabs
          label={t("drule.how")}
          tabs={[
            { key: "builder", label: t(condition ? "drule.builder" : "drule.plain") },
            { key: "formula", label: t("drule.formula") },
          ]}
          value={draft.mode}
          onChange={(mode) => {
            if (mode === "formula" || mayLeave) restart(mode, rule);
          }}
        >
          <ConditionsProvider value={env}>
            {draft.mode === "formula" ? (
              <Suspense fallback={<Skeleton />}>
                <FormulaEditor
                  label={label}
                  value={rule}
                  names={names}
                  expect={expect}
                  onChange={(whole) => setDraft({ ...draft, whole })}
                />
                {mayLeave ? null : <p className="k-muted k-small">{t("drule.formulaOnly")}</p>}
              </Suspense>
            ) : rows ? (
              <EditGroup group={draft.group} depth={1} onChange={(group) => setDraft({ ...draft, group })} />
            ) : condition ? null : (
              <ValueEditor
                expect={expect}
                value={rule}
                names={names}
                onChange={(whole) => setDraft({ ...draft, whole })}
              />
            )}
          </ConditionsProvider>
        </Tabs>
        <div className="rul-preview" role="status">
          <span className="k-muted k-small">{t("drule.means")}</span>
          <p>
            {rule ? (
              <RuleWords rule={rule} names={names} expect={expect} />
            ) : half ? (
              t("drule.unfinished")
            ) : (
              empty
            )}
          </p>
          {half && rule ? <p className="k-muted k-small">{t("drule.unfinished")}</p> : null}
        </div>
        {rule ? <Issues issues={issues} rule={rule} names={names} /> : null}
        {rule && !wrong ? (
          <Trying rule={rule} entity={place.entity} names={names} condition={condition} example={example} />
        ) : null}
        <button type="submit" hidden aria-hidden="true" tabIndex={-1} />
      </form>
    </Dialog>
  );
}

/** The rule tried on a record, where somebody wants to see it. */
function Trying(props: SampleProps): ReactElement {
  const t = useT();
  const [open, setOpen] = useState(props.example !== null);
  return (
    <div>
      <Button size="s" tone="quiet" aria-expanded={open} onClick={() => setOpen(!open)}>
        {t("drule.try")}
      </Button>
      {open ? <Sample {...props} /> : null}
    </div>
  );
}
