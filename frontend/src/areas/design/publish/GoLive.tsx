import type { ReactElement } from "react";
import { readChanges } from "../../../api/publishing";
import { useT } from "../../../i18n";
import { Banner, Button } from "../../../kit";
import { useWorkbench } from "../workbench/context";
import { Example } from "../workbench/Example";
import { useFindingWords } from "../workbench/useFindingWords";
import { Answer } from "./Answer";
import { copiesAnything, CopiesPart } from "./CopiesPart";
import { Differences } from "./Differences";
import { InFlightPart } from "./InFlightPart";
import { Moving } from "./Moving";
import { PlannedPart } from "./PlannedPart";
import { PublishForm } from "./PublishForm";
import { unanswered, useAsked } from "./useAsked";
import { useMapping } from "./mapping";

/** The way into force: what is wrong, what is different, whom it touches, and the button. */
export function GoLive(): ReactElement {
  const t = useT();
  const { app, findings, live } = useWorkbench();
  const changes = useAsked("changes", (app) => readChanges(app));
  const mapping = useMapping();
  const errors = findings.filter((one) => one.severity === "error");
  return (
    <div className="dpb-steps">
      <Moving />
      <PlannedPart />
      {errors.length > 0 ? <Errors /> : null}
      <section>
        <h2>{t("dpub.changes")}</h2>
        {live === null ? (
          <p className="k-muted">{t("dpub.changes.first")}</p>
        ) : (
          <Answer of={changes}>
            {(found) => <Differences changes={found} none={t("dpub.changes.none")} linked />}
          </Answer>
        )}
      </section>
      {live !== null && errors.length === 0 ? <InFlightPart mapping={mapping} /> : null}
      {errors.length === 0 && copiesAnything(app, live) ? <CopiesPart /> : null}
      <PublishForm
        mapping={mapping}
        blocked={errors.length > 0}
        asking={live !== null && unanswered(changes)}
        nothing={live !== null && changes.data?.groups.length === 0}
      />
    </div>
  );
}

/** What forbids publishing, each with its remedy and the way there. */
function Errors(): ReactElement {
  const t = useT();
  const words = useFindingWords();
  const { findings, goTo } = useWorkbench();
  const errors = findings.filter((one) => one.severity === "error");
  return (
    <section>
      <Banner tone="bad" icon="alert">
        {t("dpub.errors", { n: errors.length })}
      </Banner>
      <ul className="dpb-errors">
        {errors.map((one) => (
          <li key={`${one.path} ${one.code} ${one.message.zh} ${JSON.stringify(one.params)}`}>
            <span>{words(one).message}</span>
            <span className="k-muted k-small">{words(one).remedy}</span>
            <Example finding={one} />
            <Button tone="link" onClick={() => goTo(one.path)}>
              {t("dpub.fix")}
            </Button>
          </li>
        ))}
      </ul>
    </section>
  );
}
