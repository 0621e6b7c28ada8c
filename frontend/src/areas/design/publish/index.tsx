import type { ReactElement } from "react";

export default function PublishSection(): ReactElement {
  return <></>;
}
