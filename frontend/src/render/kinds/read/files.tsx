import type { ReactElement } from "react";
import { FileList } from "../../files/FileList";
import type { ReadProps } from "../kind";

export function ReadFiles({ value, dense }: ReadProps): ReactElement | null {
  const ids = Array.isArray(value) ? (value as string[]) : [];
  return ids.length === 0 ? null : <FileList ids={ids} dense={dense} />;
}
