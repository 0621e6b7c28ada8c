import type { ReactElement } from "react";
import type { ReplayCase, ReplayGroup, ReplayReport, ReplayTable } from "../../../api/replay";
import { valueText } from "../../../engine/design/tables/cells";
import { outputInfo } from "../../../engine/design/tables/columns";
import { useLang, useListed, useSay, useT, type Key } from "../../../i18n";
import { Badge, Banner } from "../../../kit";
import { namesOf } from "../rules/env";
import { useWorkbench } from "../workbench/context";
import { FEW, Named, Unlisted, useDay, useFew } from "./reportBits";
import { Duties, Messages, OwedByPerson, Triggers } from "./ReportOwed";

/** What a replay found: blocked and let through, what would have been owed and told, tables, and what cannot be known. */
export function Report({ report }: { report: ReplayReport }): ReactElement {
  const t = useT();
  const say = useSay();
  const nothing =
    report.blocked.length + report.unblocked.length + report.duties.length + report.tables.length === 0 &&
    report.messages.length + report.triggers.length === 0;
  return (
    <div className="dpb-steps" aria-live="polite">
      <p>
        {t(report.checked > 0 ? "dpub.report.of" : "dpub.report.of.none", {
          acts: report.acts,
          checked: report.checked,
        })}
      </p>
      {report.selfcheck.mismatches > 0 ? (
        <Banner tone="warn" icon="alert">
          {t("dpub.report.mismatch", { n: report.selfcheck.mismatches, of: report.selfcheck.records })}
        </Banner>
      ) : null}
      {nothing ? <Banner tone="good">{t("dpub.report.nothing")}</Banner> : null}
      <Groups title={t(titleOf("blocked", report.blocked))} tone="red" groups={report.blocked} />
      <Groups title={t(titleOf("unblocked", report.unblocked))} tone="green" groups={report.unblocked} />
      <Duties duties={report.duties} />
      <OwedByPerson owed={report.owed} />
      <Messages messages={report.messages} />
      <Triggers triggers={report.triggers} />
      <Tables tables={report.tables} />
      {report.notes.length === 0 ? null : (
        <details>
          <summary>{t("dpub.report.notes", { n: report.notes.length })}</summary>
          <ul className="dpb-notes">
            {report.notes.map((note, i) => (
              <li key={`${note.code} ${i}`}>{say(note.text)}</li>
            ))}
          </ul>
        </details>
      )}
    </div>
  );
}

/** Where not one case is certain, the heading does not say that it would have been so. */
const titleOf = (what: "blocked" | "unblocked", groups: readonly ReplayGroup[]) =>
  groups.some(({ count }) => count > 0)
    ? (`dpub.report.${what}` as const)
    : (`dpub.report.${what}.maybe` as const);

function Groups(props: { title: string; tone: string; groups: readonly ReplayGroup[] }): ReactElement | null {
  const t = useT();
  const say = useSay();
  if (props.groups.length === 0) return null;
  return (
    <section>
      <h2>{props.title}</h2>
      {props.groups.map((group) => (
        <div key={`${group.entity}/${group.kind}/${group.id}`} className="dpb-group">
          <h3>
            {t("dpub.group", {
              entity: say(group.entity_label),
              kind: t(`dpub.kind.${group.kind}` as Key),
              what: say(group.label),
            })}
            {group.count > 0 ? <Badge color={props.tone}>{t("dpub.times", { n: group.count })}</Badge> : null}
            {group.undetermined > 0 ? (
              <Badge color="grey">{t("dpub.unknown", { n: group.undetermined })}</Badge>
            ) : null}
          </h3>
          <Cases entity={group.entity} cases={group.examples} />
          <Unlisted of={group.count + group.undetermined} listed={group.examples.length} />
        </div>
      ))}
    </section>
  );
}

function Cases({ entity, cases }: { entity: string; cases: readonly ReplayCase[] }): ReactElement {
  const t = useT();
  const say = useSay();
  const listed = useListed();
  const day = useDay();
  const [shown, more] = useFew(cases, FEW);
  return (
    <>
      <ul className="dpb-records">
        {shown.map((one) => (
          <li key={`${one.record} ${one.at}`}>
            <Named entity={entity} record={one.record} title={one.title} />
            <span>
              {[day(one.at), one.actor?.name ?? t("dpub.itself")].join(" · ")}
              {one.needs.length > 0
                ? t(one.sure ? "dpub.lacked" : "dpub.maybe", {
                    what: listed(one.needs.map((need) => say(need.label))),
                  })
                : null}
            </span>
          </li>
        ))}
      </ul>
      {more}
    </>
  );
}

function Tables({ tables }: { tables: readonly ReplayTable[] }): ReactElement | null {
  const t = useT();
  const say = useSay();
  const differ = tables.filter((one) => one.changed + one.undetermined > 0);
  if (differ.length === 0) return null;
  return (
    <section>
      <h2>{t("dpub.report.tables")}</h2>
      {differ.map((table) => (
        <div key={table.table} className="dpb-group">
          <h3>
            {say(table.label)}
            {table.changed > 0 ? <Badge color="yellow">{t("dpub.times", { n: table.changed })}</Badge> : null}
            {table.undetermined > 0 ? (
              <Badge color="grey">{t("dpub.unknown", { n: table.undetermined })}</Badge>
            ) : null}
          </h3>
          <TableCases table={table} />
          <Unlisted of={table.changed} listed={table.examples.length} />
        </div>
      ))}
    </section>
  );
}

function TableCases({ table }: { table: ReplayTable }): ReactElement {
  const day = useDay();
  const output = useOutputs();
  const [shown, more] = useFew(table.examples, FEW);
  return (
    <>
      <ul className="dpb-records">
        {shown.map((one) => (
          <li key={`${one.record} ${one.at}`}>
            <Named entity={one.entity} record={one.record} title={one.title} />
            <span>
              {day(one.at)} · {output(table.table, one.before)} → {output(table.table, one.after)}
            </span>
          </li>
        ))}
      </ul>
      {more}
    </>
  );
}

/** An output as its table says it: an option by its label, an amount in its unit; one that is gone, as it was called. */
function useOutputs(): (table: string, value: unknown) => string {
  const { app, live } = useWorkbench();
  const lang = useLang();
  return (id, value) => {
    if (value === null || value === undefined) return "—";
    if (typeof value !== "string" && typeof value !== "number" && typeof value !== "boolean")
      return JSON.stringify(value);
    const infos = [app, live].flatMap((one) => {
      const table = one?.decision_tables?.[id];
      return (one && table && outputInfo(table, namesOf(one, { entity: table.entity }))) ?? [];
    });
    const info = infos.find(({ options }) => Object.hasOwn(options, String(value))) ?? infos[0];
    return info ? valueText(value, info, lang) : String(value);
  };
}
