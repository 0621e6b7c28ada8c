import { useQuery } from "@tanstack/react-query";
import { useMemo, type ReactElement } from "react";
import { sessionQuery } from "../../../api/hooks";
import { exampleLines } from "../../../engine/design/examples";
import { DEFAULT_ZONE } from "../../../engine/form/kind";
import { useLang, useT } from "../../../i18n";
import { useWorkbench, type Finding } from "./context";

/** The record by which the check shows a trouble: its fields and what they hold. Nothing where it gave none. */
export function Example({ finding }: { finding: Finding }): ReactElement | null {
  const { example, path } = finding;
  return example ? <Shown example={example} path={path} /> : null;
}

interface ShownProps {
  example: NonNullable<Finding["example"]>;
  path: string;
}

function Shown({ example, path }: ShownProps): ReactElement {
  const t = useT();
  const lang = useLang();
  const { app } = useWorkbench();
  // Whoever designs is signed in: the session is there already, and is not asked for again.
  const zone = useQuery({ ...sessionQuery, enabled: false }).data?.organisation.zone ?? DEFAULT_ZONE;
  const lines = useMemo(() => exampleLines(app, path, example, lang, zone), [app, path, example, lang, zone]);
  if (lines.length === 0) return <p className="d-example k-small">{t("design.findings.exampleEmpty")}</p>;
  return (
    <div className="d-example k-small">
      <p>{t("design.findings.example")}</p>
      <dl>
        {lines.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </div>
  );
}
