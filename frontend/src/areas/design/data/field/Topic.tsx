import type { ReactElement, ReactNode } from "react";

/** Settings of one topic, folded unless there is something in them. */
export function Topic({
  title,
  open = false,
  children,
}: {
  title: string;
  open?: boolean;
  children: ReactNode;
}): ReactElement {
  return (
    <details className="dd-topic" open={open}>
      <summary>{title}</summary>
      <div className="k-stack">{children}</div>
    </details>
  );
}
