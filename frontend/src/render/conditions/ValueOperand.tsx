import { useState, type ReactElement } from "react";
import { ordered, type Property, type Text } from "../../api/documents";
import type { Issue } from "../../engine/form/issue";
import type { PathInfo } from "../../engine/model/paths";
import { isLiteral, type Node } from "../../engine/rules/ast";
import { useLang, useSay, useT } from "../../i18n";
import { issueText } from "../../i18n/problems";
import { ChipChoices, Field, MultiSelect, Select, type Choice } from "../../kit";
import { TypedInput } from "../kinds/edit/TypedInput";
import { CHIPS } from "../kinds/edit/options";

interface Props {
  info: PathInfo;
  label: string;
  value: Node | null;
  onChange: (node: Node | null) => void;
}

function useOptions(info: PathInfo): Choice[] {
  const say = useSay();
  const options: Readonly<Record<string, { readonly label: Text; readonly order?: number }>> = info.options;
  return ordered(options).map(([id, option]) => ({ id, label: say(option.label) }));
}

/** One option of a choice or a stage. */
export function OneOption({ info, label, value, onChange }: Props): ReactElement {
  const t = useT();
  const options = useOptions(info);
  const chosen = value && isLiteral(value) && typeof value.v === "string" ? value.v : null;
  return (
    <Field label={`${label} ${t("filter.value")}`} quietLabel>
      {(aria) => (
        <Select
          {...aria}
          value={chosen}
          options={options}
          onChange={(id) => onChange(id === null ? null : { v: id })}
        />
      )}
    </Field>
  );
}

/** Several options; chips while they are few. */
export function ManyOptions({ info, label, value, onChange }: Props): ReactElement {
  const t = useT();
  const options = useOptions(info);
  const chosen =
    value && isLiteral(value) && Array.isArray(value.v)
      ? (value.v as readonly unknown[]).filter((one): one is string => typeof one === "string")
      : [];
  const set = (ids: readonly string[]) => onChange(ids.length === 0 ? null : { v: [...ids].sort() });
  const words = `${label} ${t("filter.value")}`;
  return (
    <Field label={words} quietLabel group>
      {(aria) =>
        options.length <= CHIPS ? (
          <ChipChoices aria={aria} options={options} value={chosen} onChange={set} />
        ) : (
          <MultiSelect
            aria={aria}
            label={words}
            options={options}
            value={chosen}
            textOf={(id) => options.find((one) => one.id === id)?.label ?? id}
            onChange={set}
          />
        )
      }
    </Field>
  );
}

const UNIT_KINDS: Readonly<Record<string, string>> = {
  money: "money",
  percent: "percent",
  seconds: "duration",
};
const TYPED = new Set(["number", "money", "percent", "duration"]);

/** What is typed beside a field: a value of its kind without the field's own limits; of its unit where it has none. */
function typedProperty({ property, type }: PathInfo): Property {
  const kind = property && TYPED.has(property.field.kind) ? property.field.kind : UNIT_KINDS[type.unit ?? ""];
  const field = { kind: kind ?? (type.type === "number" ? "number" : "text"), label: { zh: "" } };
  return { field: { ...field, ...(property?.field.currency ? { currency: property.field.currency } : {}) } };
}

/** A number, an amount ("12.5万"), a percentage, a duration: typed as in a form. */
export function TypedOperand({ info, label, value, onChange }: Props): ReactElement {
  const t = useT();
  const stored = value && isLiteral(value) ? value.v : null;
  const words = `${label} ${t("filter.value")}`;
  const lang = useLang();
  const [issue, setIssue] = useState<Issue | null>(null);
  return (
    <Field label={words} quietLabel error={issue ? issueText(issue, lang) : undefined}>
      {(aria) => (
        <TypedInput
          aria={aria}
          id={info.path}
          prop={typedProperty(info)}
          label={words}
          value={stored}
          onChange={(next) =>
            onChange(typeof next === "number" || typeof next === "string" ? { v: next } : null)
          }
          onIssue={(found) => {
            setIssue(found);
            if (found) onChange(null);
          }}
          onBlur={() => undefined}
          disabled={false}
          required={false}
        />
      )}
    </Field>
  );
}
