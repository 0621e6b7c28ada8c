import type { ReactElement } from "react";
import { format } from "../../../engine/form/kinds";
import type { Json } from "../../../engine/form/kind";
import { usePrint } from "../../env";
import type { ReadProps } from "../kind";

/** The printed form of a value, as text. */
export function Plain({ prop, value }: ReadProps): ReactElement {
  const { lang, print } = usePrint();
  return <>{format(value as Json, prop, lang, print)}</>;
}
