import type { ReactElement } from "react";
import type { ReplayDuty, ReplayFates, ReplayMessages, ReplayOwed, ReplayTrigger } from "../../../api/replay";
import { useSay, useT, type Key } from "../../../i18n";
import { Badge, TableFrame } from "../../../kit";
import { FEW, Named, Two, useFew, useWeek } from "./reportBits";

const FATES = [
  "opened",
  "met",
  "late",
  "open",
  "overdue",
  "withdrawn",
  "waived",
] as const satisfies readonly (keyof ReplayFates)[];

/** What became of the obligations of each duty. */
export function Duties({ duties }: { duties: readonly ReplayDuty[] }): ReactElement | null {
  const t = useT();
  const say = useSay();
  if (duties.length === 0) return null;
  return (
    <section>
      <h2>{t("dpub.report.duties")}</h2>
      <TableFrame label={t("dpub.report.duties")}>
        <thead>
          <tr>
            <th scope="col">{t("dpub.duty")}</th>
            {FATES.map((fate) => (
              <th key={fate} scope="col">
                {t(`dpub.fate.${fate}`)}
              </th>
            ))}
            <th scope="col">{t("dpub.fate.unknown")}</th>
          </tr>
        </thead>
        <tbody>
          {duties.map((one) => (
            <tr key={one.duty}>
              <th scope="row">
                {say(one.label)} <Badge>{t(`dpub.change.${one.change}` as Key)}</Badge>
              </th>
              {FATES.map((fate) => (
                <td key={fate}>
                  <Two old={one.old[fate]} new={one.new[fate]} />
                </td>
              ))}
              <td>{one.undetermined}</td>
            </tr>
          ))}
        </tbody>
      </TableFrame>
      <p className="k-muted k-small">{t("dpub.two")}</p>
    </section>
  );
}

/** What each person would have come to owe in each week, and what of it he would have been late with. */
export function OwedByPerson({ owed }: { owed: readonly ReplayOwed[] }): ReactElement | null {
  const t = useT();
  const say = useSay();
  const week = useWeek();
  const [shown, more] = useFew(owed, 2 * FEW, "dpub.more");
  if (owed.length === 0) return null;
  return (
    <section>
      <h2>{t("dpub.report.owed")}</h2>
      <TableFrame label={t("dpub.report.owed")}>
        <thead>
          <tr>
            <th scope="col">{t("dpub.person")}</th>
            <th scope="col">{t("dpub.week")}</th>
            <th scope="col">{t("dpub.duty")}</th>
            <th scope="col">{t("dpub.fate.opened")}</th>
            <th scope="col">{t("dpub.fate.breached")}</th>
          </tr>
        </thead>
        <tbody>
          {shown.map((one) => (
            <tr key={`${one.person?.id ?? ""} ${one.week} ${one.duty}`}>
              <th scope="row">{one.person?.name ?? t("dpub.nobody")}</th>
              <td>{week(one.week)}</td>
              <td>
                {say(one.label)}
                <OnRecords owed={one} />
              </td>
              <td>
                <Two {...one.opened} />
              </td>
              <td>
                <Two {...one.breached} />
              </td>
            </tr>
          ))}
        </tbody>
      </TableFrame>
      {more}
    </section>
  );
}

/** The records it is owed on, to be opened. */
function OnRecords({ owed }: { owed: ReplayOwed }): ReactElement | null {
  const t = useT();
  if (owed.records.length === 0) return null;
  return (
    <details className="k-small">
      <summary>{t("dpub.onRecords", { n: owed.records.length + owed.unnamed })}</summary>
      <ul className="dpb-owed-on">
        {owed.records.map((on) => (
          <li key={on.record}>
            <Named entity={owed.entity} record={on.record} title={on.title} /> <Two {...on.opened} />
          </li>
        ))}
      </ul>
      {owed.unnamed > 0 ? <p className="k-muted">{t("dpub.unnamed", { n: owed.unnamed })}</p> : null}
    </details>
  );
}

/** How many notices each person would have got in each week. */
export function Messages({ messages }: { messages: readonly ReplayMessages[] }): ReactElement | null {
  const t = useT();
  const week = useWeek();
  const [shown, more] = useFew(messages, 2 * FEW, "dpub.more");
  if (messages.length === 0) return null;
  return (
    <section>
      <h2>{t("dpub.report.messages")}</h2>
      <TableFrame label={t("dpub.report.messages")}>
        <thead>
          <tr>
            <th scope="col">{t("dpub.person")}</th>
            <th scope="col">{t("dpub.week")}</th>
            <th scope="col">{t("dpub.notice")}</th>
            <th scope="col">{t("dpub.count")}</th>
          </tr>
        </thead>
        <tbody>
          {shown.map((one) => (
            <tr key={`${one.person.id} ${one.week} ${one.kind}`}>
              <th scope="row">{one.person.name}</th>
              <td>{week(one.week)}</td>
              <td>{t(`dpub.notice.${one.kind}` as Key) || one.kind}</td>
              <td>
                <Two old={one.old} new={one.new} />
              </td>
            </tr>
          ))}
        </tbody>
      </TableFrame>
      {more}
    </section>
  );
}

/** How often what an automation does would have been set off. */
export function Triggers({ triggers }: { triggers: readonly ReplayTrigger[] }): ReactElement | null {
  const t = useT();
  const say = useSay();
  if (triggers.length === 0) return null;
  return (
    <section>
      <h2>{t("dpub.report.triggers")}</h2>
      <ul className="dpb-records">
        {triggers.map((one) => (
          <li key={`${one.trigger} ${one.effect}`}>
            <b>{say(one.label)}</b>
            <span>{t(`dpub.effect.${one.kind}` as Key)}</span>
            <Two old={one.old} new={one.new} />
          </li>
        ))}
      </ul>
    </section>
  );
}
