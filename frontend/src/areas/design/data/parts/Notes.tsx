import type { ReactElement } from "react";
import { Icon } from "../../../../kit";
import { findingsAt, useWorkbench, type Finding } from "../../workbench/context";
import { useFindingWords } from "../../workbench/useFindingWords";

/** What the check says of a place, at the place, with what would mend it. */
export function Notes({
  at,
  only,
}: {
  at: string;
  only?: (finding: Finding) => boolean;
}): ReactElement | null {
  const words = useFindingWords();
  const { findings } = useWorkbench();
  const found = findingsAt(findings, at).filter(only ?? (() => true));
  if (found.length === 0) return null;
  return (
    <ul className="dd-notes">
      {found.map((one) => (
        <li key={`${one.code} ${one.path}`} data-severity={one.severity}>
          <Icon name="alert" size={16} />
          <span>
            {words(one).message}
            <span className="k-muted">{words(one).remedy}</span>
          </span>
        </li>
      ))}
    </ul>
  );
}

/** How many findings there are at a place: a mark beside its name. */
export function Mark({ found }: { found: readonly Finding[] }): ReactElement | null {
  if (found.length === 0) return null;
  const bad = found.some((one) => one.severity === "error");
  return (
    <span className="dd-mark" data-severity={bad ? "error" : "warning"} aria-hidden="true">
      {found.length}
    </span>
  );
}
