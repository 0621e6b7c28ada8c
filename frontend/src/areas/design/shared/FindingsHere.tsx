import type { ReactElement } from "react";
import { Icon } from "../../../kit";
import { findingsAt, useWorkbench } from "../workbench/context";
import { useFindingWords } from "../workbench/useFindingWords";

interface FindingsHereProps {
  /** The place, or several. */
  path: string | readonly string[];
  /** Only what the check says of the place itself, not of what lies below it. */
  exact?: boolean;
}

/** What the check says of a place, beside it: the words and the way out. */
export function FindingsHere({ path, exact = false }: FindingsHereProps): ReactElement | null {
  const { findings } = useWorkbench();
  const words = useFindingWords();
  const paths = typeof path === "string" ? [path] : path;
  const found = paths.flatMap((one) =>
    exact ? findings.filter((finding) => finding.path === one) : findingsAt(findings, one),
  );
  if (found.length === 0) return null;
  return (
    <ul className="da-findings" role="status">
      {found.map((one, index) => (
        <li key={`${one.path} ${one.code} ${index}`} data-severity={one.severity}>
          <Icon name="alert" size={14} />
          <span>
            {words(one).message} <small>{words(one).remedy}</small>
          </span>
        </li>
      ))}
    </ul>
  );
}
