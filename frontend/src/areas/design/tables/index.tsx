import type { ReactElement } from "react";

export default function TablesSection(): ReactElement {
  return <></>;
}
