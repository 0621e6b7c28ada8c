import type { ReactElement } from "react";
import { nodeOfKey } from "../../engine/filter/tree";
import { pathLabel } from "../../engine/model/naming";
import type { PathInfo } from "../../engine/model/paths";
import { isField, isParam, keyOf, type Node } from "../../engine/rules/ast";
import { useLang, useT } from "../../i18n";
import { Combobox, Field } from "../../kit";
import type { Choosable } from "./operators";

/** Whether another field or a parameter stands beside the field; "me" has a control of its own. */
export const isOther = (node: Node | null, chosen: Choosable | undefined): boolean =>
  node !== null &&
  (isField(node) || (isParam(node) && !(node.p === "actor" && chosen?.operand === "person")));

interface Props {
  label: string;
  value: Node | null;
  others: readonly PathInfo[];
  onChange: (node: Node | null) => void;
}

/** The other field of a comparison of two. */
export function FieldOperand({ label, value, others, onChange }: Props): ReactElement {
  const t = useT();
  const lang = useLang();
  const words = `${label} ${t("filter.other")}`;
  const path = value && keyOf(value);
  const found = others.find((one) => one.path === path);
  return (
    <Field label={words} quietLabel group>
      {(aria) => (
        <Combobox
          aria={aria}
          label={words}
          value={path}
          text={found ? pathLabel(found, lang) : (path ?? "")}
          options={others.map((one) => ({ id: one.path, label: pathLabel(one, lang) }))}
          onChange={(id) => onChange(id === null ? null : nodeOfKey(id))}
        />
      )}
    </Field>
  );
}
