import type { ReactElement } from "react";
import { ordered, type Text } from "../../../api/documents";
import type { PathInfo } from "../../../engine/model/paths";
import { isLiteral, type Node } from "../../../engine/rules/ast";
import { useSay, useT } from "../../../i18n";
import { ChipChoices, Field, MultiSelect, Select, TextInput, type Choice } from "../../../kit";
import { TypedInput } from "../../../render/kinds/edit/TypedInput";
import { CHIPS } from "../../../render/kinds/edit/options";

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

/** A number, an amount ("12.5万"), a percentage, a duration: typed as in a form. */
export function TypedOperand({ info, label, value, onChange }: Props): ReactElement {
  const t = useT();
  const stored = value && isLiteral(value) ? value.v : null;
  const words = `${label} ${t("filter.value")}`;
  const { property } = info;
  return (
    <Field label={words} quietLabel>
      {(aria) =>
        property && !["rollup", "formula", "rating"].includes(property.field.kind) ? (
          <TypedInput
            aria={aria}
            id={info.path}
            prop={property}
            label={words}
            value={stored}
            onChange={(next) =>
              onChange(typeof next === "number" || typeof next === "string" ? { v: next } : null)
            }
            onIssue={(issue) => {
              if (issue) onChange(null);
            }}
            onBlur={() => undefined}
            disabled={false}
            required={false}
          />
        ) : (
          <TextInput
            {...aria}
            inputMode="decimal"
            value={
              typeof stored === "number" ? String(info.type.unit === "money" ? stored / 100 : stored) : ""
            }
            onChange={(text) => {
              const number = text.trim() === "" ? Number.NaN : Number(text);
              if (Number.isNaN(number)) onChange(null);
              else onChange({ v: info.type.unit === "money" ? Math.round(number * 100) : number });
            }}
          />
        )
      }
    </Field>
  );
}
