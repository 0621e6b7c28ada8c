import type { ReactElement } from "react";
import type { ReadProps } from "../kind";

/** Its lines as they were written; the first one where there is room for one. */
export function ReadLongText({ value, dense }: ReadProps): ReactElement {
  const text = typeof value === "string" ? value : "";
  return dense ? <>{text.split("\n")[0]}</> : <span className="r-lines">{text}</span>;
}
