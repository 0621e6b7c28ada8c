import type { ReactElement } from "react";
import type { Json } from "../../../engine/form/kind";
import { format } from "../../../engine/form/kinds";
import { usePrint } from "../../env";
import type { ReadProps } from "../kind";

/** The names of a place from the province down. */
export function ReadPlace({ prop, value }: ReadProps): ReactElement {
  const { lang, print } = usePrint(true);
  return <>{format(value as Json, prop, lang, print)}</>;
}
