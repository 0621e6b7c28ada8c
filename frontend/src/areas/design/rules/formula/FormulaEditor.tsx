import { Suspense, useMemo, useRef, useState, type ReactElement } from "react";
import type { PathInfo } from "../../../../engine/model/paths";
import type { Node } from "../../../../engine/rules/ast";
import { checkRule, type Expect } from "../../../../engine/rules/check";
import { isError } from "../../../../engine/rules/issue-text";
import { formulas, parse, print, type FormulaError } from "../../../../engine/rules/text";
import { scopeOf } from "../../../../engine/model/paths";
import { useLang, useT, type Translate } from "../../../../i18n";
import { Combobox, Field, Icon, late, Skeleton } from "../../../../kit";
import { pathLabel } from "../../../../engine/model/naming";
import { offered } from "../../../../engine/design/names";
import { useApp } from "../../../../render/context";
import { optionsFor } from "../ValueEditor";
import type { LineHandle } from "./FormulaLine";
import { FunctionHelp } from "./FunctionHelp";
import "./formula.css";

const FormulaLine = late(() => import("./FormulaLine"));

interface FormulaEditorProps {
  label: string;
  value: Node | null;
  names: readonly PathInfo[];
  expect: Expect;
  /** The rule of what is typed; undefined while it cannot be read. */
  onChange: (rule: Node | null | undefined) => void;
}

/** Words of what is wrong with a formula. */
export function formulaWords({ code, params }: FormulaError, t: Translate): string {
  const hint = params["wanted"] ? t("drule.formula_wanted", { sign: params["wanted"] }) : "";
  return `${t(`drule.${code}`, params)}${hint}`;
}

/** A rule typed as a formula, with the fields and functions there are, and what is wrong at its place. */
export default function FormulaEditor(props: FormulaEditorProps): ReactElement {
  const { label, value, names, expect, onChange } = props;
  const t = useT();
  const lang = useLang();
  const { zone } = useApp().bundle;
  const line = useRef<LineHandle>(null);
  const over = useMemo(() => {
    const whole =
      expect === undefined || expect === "condition"
        ? undefined
        : {
            type: expect,
            options: Object.fromEntries(
              Object.entries(optionsFor(expect, names)).map(([key, option]) => [key, option.label]),
            ),
          };
    return formulas(names, zone, whole);
  }, [names, zone, expect]);
  const [text, setText] = useState(() => (value ? print(value, over, lang) : ""));
  const parsed = text.trim() === "" ? null : parse(text, over);
  const error = parsed?.error ?? null;
  const issue = parsed?.rule ? checkRule(parsed.rule, scopeOf(names), expect).find(isError) : undefined;
  const wrong = error
    ? ([error.from, error.to] as const)
    : issue
      ? (parsed?.spans?.get(issue.path) ?? null)
      : null;
  const typed = (next: string) => {
    setText(next);
    const read = next.trim() === "" ? null : parse(next, over);
    onChange(read === null ? null : (read.rule ?? undefined));
  };
  return (
    <div className="fx">
      <Suspense fallback={<Skeleton />}>
        <FormulaLine
          handle={line}
          label={label === t("drule.formula") ? label : t("drule.formulaOf", { name: label })}
          described={error ? formulaWords(error, t) : t("drule.formulaHelp")}
          text={text}
          onChange={typed}
          over={over}
          lang={lang}
          wrong={wrong}
        />
      </Suspense>
      <div role="status" className={error ? "k-error" : "k-help"}>
        {error ? (
          <>
            <Icon name="alert" size={14} />
            <span>{formulaWords(error, t)}</span>
          </>
        ) : (
          t("drule.formulaHelp")
        )}
      </div>
      <div className="fx-tools">
        <Field label={t("drule.insertField")} quietLabel group>
          {(aria) => (
            <Combobox
              aria={aria}
              label={t("drule.insertField")}
              value={null}
              text=""
              placeholder={t("drule.insertField")}
              options={offered(names).map((one) => ({ id: one.path, label: pathLabel(one, lang) }))}
              onChange={(path) => {
                if (path !== null) line.current?.insert(`{${over.names.write(path, lang)}}`);
              }}
            />
          )}
        </Field>
        <FunctionHelp onInsert={(what) => line.current?.insert(what)} />
      </div>
    </div>
  );
}
