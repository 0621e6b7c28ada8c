import type { ReactElement } from "react";

export default function FlowSection(): ReactElement {
  return <></>;
}
