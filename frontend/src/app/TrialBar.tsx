import type { ReactElement } from "react";
import { inTrial, type InTrial } from "../api/trial";
import { ClockSteps } from "../areas/design/try/ClockSteps";
import "../areas/design/try/try.css";
import { actAs, leaveTrial, useTrial } from "../areas/design/try/useTrial";
import { when } from "../areas/design/try/when";
import { useLang, useT } from "../i18n";
import "../i18n/parts/designtry";
import { Button, Select } from "../kit";

/** Above every page while one acts as somebody of a trial: who one is, what time it is there, and the way out. */
export default function TrialBar(): ReactElement | null {
  const here = inTrial();
  return here === null ? null : <Bar here={here} />;
}

function Bar({ here }: { here: InTrial }): ReactElement {
  const t = useT();
  const lang = useLang();
  const trial = useTrial(here.app).data ?? null;
  return (
    <section className="dtry-bar" aria-label={t("dtry.bar")}>
      <strong>{t("dtry.bar")}</strong>
      {trial === null ? null : (
        <>
          <Select
            aria-label={t("dtry.bar.person")}
            value={here.person}
            options={trial.people.map((one) => ({ id: one.id, label: one.name }))}
            empty={null}
            onChange={(person) => (person === null ? undefined : actAs(trial, person))}
          />
          <time dateTime={trial.now}>{when(trial.now, trial.zone, lang)}</time>
          <ClockSteps trial={trial} brief />
        </>
      )}
      <Button size="s" tone="quiet" onClick={() => leaveTrial(here.app)}>
        {t("dtry.bar.leave")}
      </Button>
    </section>
  );
}
