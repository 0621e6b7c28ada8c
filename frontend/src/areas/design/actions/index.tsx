import type { ReactElement } from "react";

export default function ActionsSection(): ReactElement {
  return <></>;
}
