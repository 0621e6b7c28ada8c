import { Link } from "@tanstack/react-router";
import { useState, type ReactElement } from "react";
import type { ReplayCase, ReplayFates, ReplayGroup, ReplayMessages, ReplayReport } from "../../../api/replay";
import { valueText } from "../../../engine/design/tables/cells";
import { outputInfo } from "../../../engine/design/tables/columns";
import { useLang, useListed, useSay, useT, type Key } from "../../../i18n";
import { Badge, Banner, Button, TableFrame } from "../../../kit";
import { namesOf } from "../rules/env";
import { useWorkbench } from "../workbench/context";

const FEW = 5;
const FATES = [
  "opened",
  "met",
  "late",
  "open",
  "withdrawn",
] as const satisfies readonly (keyof ReplayFates)[];

/** What a replay found: blocked and let through, what would have been owed and told, tables, and what cannot be known. */
export function Report({ report }: { report: ReplayReport }): ReactElement {
  const t = useT();
  const say = useSay();
  const nothing =
    report.blocked.length + report.unblocked.length + report.duties.length + report.tables.length === 0 &&
    report.messages.length + report.triggers.length === 0;
  return (
    <div className="dpb-steps" aria-live="polite">
      <p>{t("dpub.report.of", { events: report.events, acts: report.acts, checked: report.checked })}</p>
      {report.selfcheck.mismatches > 0 ? (
        <Banner tone="warn" icon="alert">
          {t("dpub.report.mismatch", { n: report.selfcheck.mismatches, of: report.selfcheck.records })}
        </Banner>
      ) : null}
      {nothing ? <Banner tone="good">{t("dpub.report.nothing")}</Banner> : null}
      <Groups title={t(titleOf("blocked", report.blocked))} tone="red" groups={report.blocked} />
      <Groups title={t(titleOf("unblocked", report.unblocked))} tone="green" groups={report.unblocked} />
      <Duties report={report} />
      <Messages messages={report.messages} />
      <Triggers report={report} />
      <Tables report={report} />
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
        </div>
      ))}
    </section>
  );
}

function Cases({ entity, cases }: { entity: string; cases: readonly ReplayCase[] }): ReactElement {
  const t = useT();
  const say = useSay();
  const listed = useListed();
  const [all, setAll] = useState(false);
  const day = useDay();
  return (
    <>
      <ul className="dpb-records">
        {(all ? cases : cases.slice(0, FEW)).map((one) => (
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
      {cases.length > FEW && !all ? (
        <Button tone="quiet" onClick={() => setAll(true)}>
          {t("dpub.flight.more", { n: cases.length - FEW })}
        </Button>
      ) : null}
    </>
  );
}

function Named({ entity, record, title }: { entity: string; record: string; title: string }): ReactElement {
  const t = useT();
  const { key } = useWorkbench();
  return (
    <Link to="/a/$app/e/$entity/$id" params={{ app: key, entity, id: record }}>
      {title || t("dpub.untitled")}
    </Link>
  );
}

function useDay(): (at: string) => string {
  const lang = useLang();
  return (at) => new Date(at).toLocaleDateString(lang === "zh" ? "zh-CN" : "en", { dateStyle: "medium" });
}

function Duties({ report }: { report: ReplayReport }): ReactElement | null {
  const t = useT();
  const say = useSay();
  if (report.duties.length === 0) return null;
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
          {report.duties.map((one) => (
            <tr key={one.duty}>
              <th scope="row">
                {say(one.label)} <Badge>{t(`dpub.change.${one.change}` as Key)}</Badge>
              </th>
              {FATES.map((fate) => (
                <td key={fate}>
                  <Two old={one.old[fate]} now={one.new[fate]} />
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

/** What it was, and what it would have been. */
function Two({ old, now }: { old: number; now: number }): ReactElement {
  return old === now ? (
    <span className="k-muted">{old}</span>
  ) : (
    <span>
      {old} → <b>{now}</b>
    </span>
  );
}

function Messages({ messages }: { messages: readonly ReplayMessages[] }): ReactElement | null {
  const t = useT();
  const [all, setAll] = useState(false);
  if (messages.length === 0) return null;
  const shown = all ? messages : messages.slice(0, 2 * FEW);
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
              <td>{one.week}</td>
              <td>{t(`dpub.notice.${one.kind}` as Key) || one.kind}</td>
              <td>
                <Two old={one.old} now={one.new} />
              </td>
            </tr>
          ))}
        </tbody>
      </TableFrame>
      {messages.length > shown.length ? (
        <Button tone="quiet" onClick={() => setAll(true)}>
          {t("dpub.more", { n: messages.length - shown.length })}
        </Button>
      ) : null}
    </section>
  );
}

function Triggers({ report }: { report: ReplayReport }): ReactElement | null {
  const t = useT();
  const say = useSay();
  if (report.triggers.length === 0) return null;
  return (
    <section>
      <h2>{t("dpub.report.triggers")}</h2>
      <ul className="dpb-records">
        {report.triggers.map((one) => (
          <li key={`${one.trigger} ${one.effect}`}>
            <b>{say(one.label)}</b>
            <span>{t(`dpub.effect.${one.kind}` as Key)}</span>
            <Two old={one.old} now={one.new} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function Tables({ report }: { report: ReplayReport }): ReactElement | null {
  const t = useT();
  const say = useSay();
  const day = useDay();
  const output = useOutputs();
  if (report.tables.length === 0) return null;
  return (
    <section>
      <h2>{t("dpub.report.tables")}</h2>
      {report.tables.map((table) => (
        <div key={table.table} className="dpb-group">
          <h3>
            {say(table.label)}
            <Badge color="yellow">{t("dpub.times", { n: table.changed })}</Badge>
            {table.undetermined > 0 ? (
              <Badge color="grey">{t("dpub.unknown", { n: table.undetermined })}</Badge>
            ) : null}
          </h3>
          <ul className="dpb-records">
            {table.examples.slice(0, FEW).map((one) => (
              <li key={`${one.record} ${one.at}`}>
                <Named entity={one.entity} record={one.record} title={one.title} />
                <span>
                  {day(one.at)} · {output(table.table, one.before)} → {output(table.table, one.after)}
                </span>
              </li>
            ))}
          </ul>
        </div>
      ))}
    </section>
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
