import type { ReactElement } from "react";
import { useLang, useSay, useT } from "../../../i18n";
import { Button, EmptyState, IconButton } from "../../../kit";
import { useWorkbench, type Finding } from "./context";
import { Example } from "./Example";
import { remedyFor } from "./remedies";
import { useFindingWords } from "./useFindingWords";
import { crumbs } from "./words";

interface FindingsProps {
  /** Given where the panel has a head of its own. */
  onClose?: () => void;
  /** Somebody went to a place: a sheet goes out of the way. */
  onWent?: () => void;
}

/** What the check says of the draft, errors first; each leads to its place, some can be put right at once. */
export function Findings({ onClose, onWent }: FindingsProps): ReactElement {
  const t = useT();
  const { findings } = useWorkbench();
  const errors = findings.filter(({ severity }) => severity === "error");
  const warnings = findings.filter(({ severity }) => severity === "warning");
  return (
    <>
      {onClose ? <PanelHead title={t("design.findings")} onClose={onClose} /> : null}
      {findings.length === 0 ? (
        <EmptyState icon="check" title={t("design.findings.none")}>
          {t("design.findings.noneHelp")}
        </EmptyState>
      ) : null}
      <Group title={t("design.findings.errors", { n: errors.length })} findings={errors} onWent={onWent} />
      <Group
        title={t("design.findings.warnings", { n: warnings.length })}
        findings={warnings}
        onWent={onWent}
      />
    </>
  );
}

/** The title of what stands beside the section, and the way to close it. */
export function PanelHead({ title, onClose }: { title: string; onClose: () => void }): ReactElement {
  const t = useT();
  return (
    <div className="d-panel-head">
      <h2>{title}</h2>
      <IconButton icon="close" label={t("kit.close")} onClick={onClose} />
    </div>
  );
}

function Group({
  title,
  findings,
  onWent,
}: {
  title: string;
  findings: readonly Finding[];
  onWent: (() => void) | undefined;
}): ReactElement | null {
  if (findings.length === 0) return null;
  return (
    <section className="d-findings">
      <h3>{title}</h3>
      <ul>
        {findings.map((one) => (
          <Row
            key={`${one.code} ${one.path} ${one.message.zh} ${JSON.stringify(one.params)}`}
            finding={one}
            onWent={onWent}
          />
        ))}
      </ul>
    </section>
  );
}

function Row({ finding, onWent }: { finding: Finding; onWent: (() => void) | undefined }): ReactElement {
  const t = useT();
  const say = useSay();
  const lang = useLang();
  const { app, goTo, run } = useWorkbench();
  const fix = remedyFor(app, finding);
  const words = useFindingWords()(finding);
  const { path, severity } = finding;
  return (
    <li data-tone={severity}>
      <p className="d-crumbs">{crumbs(app, path, lang).join(" › ")}</p>
      <p className="d-finding-text">{words.message}</p>
      <p className="k-muted k-small">{words.remedy}</p>
      <Example finding={finding} />
      <div className="k-row">
        <Button
          size="s"
          onClick={() => {
            goTo(path);
            onWent?.();
          }}
        >
          {t("design.findings.go")}
        </Button>
        {fix ? (
          <Button size="s" tone="soft" icon="spark" onClick={() => run(fix)}>
            {say(fix.label)}
          </Button>
        ) : null}
      </div>
    </li>
  );
}
