import type { ReactElement } from "react";

export default function DataSection(): ReactElement {
  return <></>;
}
