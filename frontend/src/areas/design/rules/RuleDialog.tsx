import { useMemo, useState, type ReactElement } from "react";
import { groupOf, ruleOfGroup, unfinished, type Group } from "../../../engine/filter/groups";
import { offered } from "../../../engine/design/names";
import { scopeOf, type PathInfo } from "../../../engine/model/paths";
import type { Node } from "../../../engine/rules/ast";
import { checkRule } from "../../../engine/rules/check";
import { isError } from "../../../engine/rules/issue-text";
import type { FieldType } from "../../../engine/rules/types";
import { useT } from "../../../i18n";
import { Button, Dialog } from "../../../kit";
import { ConditionsProvider, type ConditionsEnv } from "../../../render/conditions/context";
import { EditGroup } from "../../../render/conditions/EditGroup";
import { Words } from "../../../render/conditions/Words";
import { Issues } from "./Issues";
import type { RuleFieldProps } from "./RuleField";
import { ValueEditor } from "./ValueEditor";

/** Groups inside groups beyond this nobody reads any more; deeper ones stay formulas. */
const DEEPEST = 4;

interface RuleDialogProps extends RuleFieldProps {
  value: Node | null;
  expect: "condition" | FieldType;
  names: readonly PathInfo[];
  onClose: () => void;
}

/** The editor of a rule: built of rows and groups, said back as a sentence before it is taken over. */
export default function RuleDialog(props: RuleDialogProps): ReactElement {
  const { label, value, expect, names, empty, onChange, onClose } = props;
  const t = useT();
  const [group, setGroup] = useState<Group>(() => groupOf(value, DEEPEST));
  const [whole, setWhole] = useState<Node | null>(value);
  const scope = useMemo(() => scopeOf(names), [names]);
  const condition = expect === "condition";
  const rule = condition ? ruleOfGroup(group) : whole;
  const half = condition && unfinished(group);
  const issues = rule ? checkRule(rule, scope, expect) : [];
  const blocked = half || issues.some(isError);
  const take = () => {
    if (blocked) return;
    if (JSON.stringify(rule) !== JSON.stringify(value)) onChange(rule);
    onClose();
  };
  const env: ConditionsEnv = {
    fields: offered(names),
    paths: names,
    deepest: DEEPEST,
    rich: true,
    words: (part) => <Words rule={part} paths={names} />,
  };
  return (
    <Dialog
      title={label}
      size="l"
      sticky
      onClose={onClose}
      footer={
        <>
          <Button
            tone="quiet"
            onClick={() => {
              setGroup(groupOf(null, DEEPEST));
              setWhole(null);
            }}
          >
            {t("drule.clear")}
          </Button>
          <Button onClick={onClose}>{t("kit.cancel")}</Button>
          <Button tone="primary" disabled={blocked} onClick={take}>
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
        <ConditionsProvider value={env}>
          {condition ? (
            <EditGroup group={group} depth={1} onChange={setGroup} />
          ) : (
            <ValueEditor expect={expect} value={whole} names={names} onChange={setWhole} />
          )}
        </ConditionsProvider>
        <div className="rul-preview" role="status">
          <span className="k-muted k-small">{t("drule.means")}</span>
          <p>{rule ? <Words rule={rule} paths={names} /> : half ? t("drule.unfinished") : empty}</p>
          {half && rule ? <p className="k-muted k-small">{t("drule.unfinished")}</p> : null}
        </div>
        {rule ? <Issues issues={issues} rule={rule} names={names} /> : null}
        <button type="submit" hidden aria-hidden="true" tabIndex={-1} />
      </form>
    </Dialog>
  );
}
