import "../../../i18n/parts/conditions";
import "../../../i18n/parts/designrules";
import { Suspense, useId, useState, type ReactElement } from "react";
import type { RulePlace } from "../../../engine/design/names";
import { checkRule } from "../../../engine/rules/check";
import type { Node } from "../../../engine/rules/ast";
import type { FieldType } from "../../../engine/rules/types";
import { scopeOf } from "../../../engine/model/paths";
import { useT } from "../../../i18n";
import { Icon, IconButton, late } from "../../../kit";
import { RuleWords } from "./RuleWords";
import { findingsAt, useWorkbench } from "../workbench/context";
import { DraftProvider, namesOf } from "./env";
import { Issues } from "./Issues";
import "./rules.css";

export type { RulePlace } from "../../../engine/design/names";

const RuleDialog = late(() => import("./RuleDialog"));

export interface RuleFieldProps {
  readonly label: string;
  readonly place: RulePlace;
  readonly value: Node | null | undefined;
  /** null takes the rule away. */
  readonly onChange: (value: Node | null) => void;
  /** What it must yield: a condition (the default), or a value of this type. */
  readonly expect?: "condition" | FieldType;
  /** Nobody fills it in: where there is no rule yet, the editor opens on the formula. */
  readonly formula?: boolean;
  /** What no rule means here ("总是"). */
  readonly empty: string;
  /** Words below it. */
  readonly help?: string;
  /** The document path of the rule or of what it is part of: an example that the check found there is offered to try it on. */
  readonly at?: string;
}

/** A rule as its sentence, with what is wrong with it, and an editor that opens on it. */
export function RuleField(props: RuleFieldProps): ReactElement {
  return (
    <DraftProvider>
      <RuleLine {...props} />
    </DraftProvider>
  );
}

function RuleLine(props: RuleFieldProps): ReactElement {
  const { label, place, value, onChange, expect = "condition", empty, help, at } = props;
  const t = useT();
  const { app, findings } = useWorkbench();
  const id = useId();
  const [open, setOpen] = useState(false);
  const names = namesOf(app, place);
  const example =
    at === undefined ? null : (findingsAt(findings, at).find((one) => one.example)?.example ?? null);
  const issues = value ? checkRule(value, scopeOf(names), expect) : [];
  return (
    <div className="k-field rul-field">
      <span className="k-label" id={`${id}-label`}>
        {label}
      </span>
      <div className="rul-line" data-bad={issues.length > 0 ? "" : undefined}>
        <button
          type="button"
          className="rul-words"
          id={`${id}-words`}
          aria-labelledby={`${id}-label ${id}-words`}
          aria-haspopup="dialog"
          data-empty={value ? undefined : ""}
          onClick={() => setOpen(true)}
        >
          <span>{value ? <RuleWords rule={value} names={names} expect={expect} /> : empty}</span>
          <Icon name={value ? "edit" : "plus"} size={16} />
        </button>
        {value ? (
          <IconButton
            icon="close"
            size="s"
            label={t("drule.remove", { name: label })}
            onClick={() => onChange(null)}
          />
        ) : null}
      </div>
      {value ? <Issues issues={issues} rule={value} names={names} /> : null}
      {help === undefined ? null : <div className="k-help">{help}</div>}
      {open ? (
        <Suspense fallback={null}>
          <RuleDialog
            {...props}
            expect={expect}
            value={value ?? null}
            names={names}
            example={example}
            onClose={() => setOpen(false)}
          />
        </Suspense>
      ) : null}
    </div>
  );
}
