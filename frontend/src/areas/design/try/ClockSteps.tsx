import type { ReactElement } from "react";
import type { Step, Trial } from "../../../api/trying";
import { useT, type Key } from "../../../i18n";
import { Button } from "../../../kit";
import { useAdvance } from "./useTrial";

const STEPS: readonly { key: Key; step: Step; short: boolean }[] = [
  { key: "dtry.hour", step: { by: "PT1H" }, short: true },
  { key: "dtry.day", step: { by: "P1D" }, short: true },
  { key: "dtry.week", step: { by: "P7D" }, short: false },
  { key: "dtry.next", step: { to: "next" }, short: true },
];

/** The ways to let the time of a trial go on; `brief`: the usual ones only. */
export function ClockSteps({ trial, brief = false }: { trial: Trial; brief?: boolean }): ReactElement {
  const t = useT();
  const advance = useAdvance(trial.app);
  return (
    <div className="k-row dtry-steps" role="group" aria-label={t("dtry.clock")}>
      {STEPS.filter((one) => one.short || !brief).map(({ key, step }) => (
        <Button
          key={key}
          size="s"
          tone="soft"
          disabled={advance.isPending}
          onClick={() => advance.mutate({ trial, step })}
        >
          {t(key)}
        </Button>
      ))}
    </div>
  );
}
