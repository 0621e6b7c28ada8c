import type { ReactElement } from "react";

export default function TrySection(): ReactElement {
  return <></>;
}
