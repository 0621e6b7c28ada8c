import type { ReactElement } from "react";
import type { Trial } from "../../../api/trying";
import { useLang, useSay, useT } from "../../../i18n";
import { Avatar, Badge, Banner, Button } from "../../../kit";
import { ClockSteps } from "./ClockSteps";
import { actAs } from "./useTrial";
import { when } from "./when";

/** A trial under way: its people, its clock, what happened. */
export function TrialPart({ trial }: { trial: Trial }): ReactElement {
  const t = useT();
  const say = useSay();
  return (
    <>
      {trial.stale ? (
        <Banner tone="warn" icon="info" live="status">
          {t("dtry.stale")}
        </Banner>
      ) : null}
      <section aria-labelledby="dtry-people">
        <h2 id="dtry-people">{t("dtry.people")}</h2>
        <ul className="dtry-people">
          {trial.people.map((one) => (
            <li key={one.id}>
              <Avatar name={one.name} />
              <span>
                <strong>{one.name}</strong>
                <span className="k-muted k-small">
                  {say(one.role_label)} · {one.unit_name}
                </span>
              </span>
              <Button size="s" onClick={() => actAs(trial, one.id)}>
                {t("dtry.as", { name: one.name })}
              </Button>
            </li>
          ))}
        </ul>
        <Samples trial={trial} />
      </section>
      <Clock trial={trial} />
      <Happened trial={trial} />
    </>
  );
}

/** How many sample records there are; what could not be made, by whom and why. */
function Samples({ trial }: { trial: Trial }): ReactElement | null {
  const t = useT();
  const say = useSay();
  const { made, left_out: left } = trial;
  const out = left.reduce((sum, one) => sum + one.count, 0);
  if (made + out === 0) return null;
  if (out === 0) return <p className="k-muted k-small">{t("dtry.samples", { made })}</p>;
  return (
    <div className="k-muted k-small">
      <p>{t("dtry.samples.out", { made, out })}</p>
      <ul className="dtry-out">
        {left.map((one) => (
          <li key={`${one.entity}/${say(one.why)}`}>
            {t("dtry.samples.why", {
              entity: say(one.label),
              count: one.count,
              by: one.by.join(t("dtry.and")),
              why: say(one.why),
            })}
          </li>
        ))}
      </ul>
    </div>
  );
}

function Clock({ trial }: { trial: Trial }): ReactElement {
  const t = useT();
  const say = useSay();
  const lang = useLang();
  const due = trial.next_due;
  return (
    <section aria-labelledby="dtry-clock">
      <h2 id="dtry-clock">{t("dtry.clock")}</h2>
      <p className="dtry-now">
        <time dateTime={trial.now}>{when(trial.now, trial.zone, lang)}</time>
      </p>
      <p className="k-muted k-small">{t("dtry.clock.help")}</p>
      <ClockSteps trial={trial} />
      <p>
        {due === null
          ? t("dtry.due.none")
          : t("dtry.due", {
              at: when(due.at, trial.zone, lang),
              who: due.person?.name ?? t("dtry.due.nobody"),
              what: say(due.what),
              record: due.record_title,
            })}
      </p>
    </section>
  );
}

const TONES: Readonly<Record<string, string>> = { breach: "red", escalation: "red", reminder: "orange" };

function Happened({ trial }: { trial: Trial }): ReactElement {
  const t = useT();
  const say = useSay();
  const lang = useLang();
  return (
    <section aria-labelledby="dtry-happened">
      <h2 id="dtry-happened">{t("dtry.happened")}</h2>
      {trial.told.length === 0 ? <p className="k-muted">{t("dtry.happened.none")}</p> : null}
      <ol className="dtry-told">
        {trial.told.map(({ person, notice }) => (
          <li key={notice.seq}>
            <time dateTime={notice.at}>{when(notice.at, trial.zone, lang)}</time>
            <Badge color={TONES[notice.kind] ?? "blue"}>{t("dtry.to", { name: person.name })}</Badge>
            <span>{say(notice.title)}</span>
          </li>
        ))}
      </ol>
    </section>
  );
}
