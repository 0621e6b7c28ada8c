import type { ReactElement } from "react";
import type { PathInfo } from "../../engine/model/paths";
import { isLiteral, isParam, type Node } from "../../engine/rules/ast";
import { useT } from "../../i18n";
import { Check, Field } from "../../kit";
import { useConditions } from "./context";
import { PersonPicker } from "../kinds/edit/person";
import { ReferencePicker } from "../kinds/edit/ReferencePicker";
import { UnitPicker } from "../kinds/edit/unit";

interface Props {
  label: string;
  value: Node | null;
  onChange: (node: Node | null) => void;
}

const idOf = (value: Node | null): string | null =>
  value && isLiteral(value) && typeof value.v === "string" ? value.v : null;
const nodeOf = (id: string | null): Node | null => (id === null ? null : { v: id });

/** Someone, or whoever is looking: a view with "me" fits everybody. */
export function PersonOperand({ label, value, onChange }: Props): ReactElement {
  const t = useT();
  const { paths } = useConditions();
  const me = value !== null && isParam(value) && value.p === "actor";
  const words = `${label} ${t("filter.value")}`;
  const mayBeMe = me || paths.some(({ path }) => path === "@actor");
  return (
    <div className="flt-person">
      {mayBeMe ? (
        <Check label={t("filter.me")} checked={me} onChange={(on) => onChange(on ? { p: "actor" } : null)} />
      ) : null}
      {me ? null : (
        <Field label={words} quietLabel group>
          {(aria) => (
            <PersonPicker
              aria={aria}
              label={words}
              value={idOf(value)}
              onChange={(id) => onChange(nodeOf(id))}
            />
          )}
        </Field>
      )}
    </div>
  );
}

/** A record or a unit. */
export function ReferenceOperand({ info, label, value, onChange }: Props & { info: PathInfo }): ReactElement {
  const t = useT();
  const words = `${label} ${t("filter.value")}`;
  const target = info.type.target ?? "";
  const shared = { label: words, value: idOf(value), onChange: (id: string | null) => onChange(nodeOf(id)) };
  return (
    <Field label={words} quietLabel group>
      {(aria) =>
        target === "_unit" ? (
          <UnitPicker aria={aria} {...shared} />
        ) : (
          <ReferencePicker aria={aria} target={target} {...shared} />
        )
      }
    </Field>
  );
}
