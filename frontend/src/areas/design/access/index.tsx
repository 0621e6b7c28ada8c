import type { ReactElement } from "react";

export default function AccessSection(): ReactElement {
  return <></>;
}
