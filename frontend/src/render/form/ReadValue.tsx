import type { ReactElement } from "react";
import type { Property } from "../../api/documents";
import type { Value } from "../../api/types";
import { isEmpty } from "../../engine/rules/ast";
import { useT } from "../../i18n";
import { readOf } from "../kinds/read";
import "../render.css";

interface ReadValueProps {
  prop: Property;
  value: Value;
  dense?: boolean;
}

/** A value as people read it; what is not filled in is said, not left blank (in a table: a dash). */
export function ReadValue({ prop, value, dense }: ReadValueProps): ReactElement {
  const t = useT();
  const { Read } = readOf(prop.field.kind);
  if (isEmpty(value))
    return dense ? (
      <span className="r-none" aria-label={t("render.empty")}>
        —
      </span>
    ) : (
      <span className="r-none">{t("render.empty")}</span>
    );
  return <Read prop={prop} value={value} dense={dense} />;
}
