import type { ReactElement } from "react";
import { readBurden, type Asking, type Later } from "../../../api/publishing";
import { useSay, useT } from "../../../i18n";
import { Badge, Banner, Button, TableFrame } from "../../../kit";
import { useWorkbench } from "../workbench/context";
import { Answer } from "./Answer";
import { useAsked } from "./useAsked";

/** From this share of empty words on a field is marked. */
const MUCH = 0.2;
/** What is there at all is never told as nothing. */
const percent = (share: number): string =>
  share > 0 && share < 0.01 ? "<1%" : `${Math.round(share * 100)}%`;

/** What the draft asks of people, what that cost them lately, and what could wait. */
export default function BurdenPart(): ReactElement {
  const t = useT();
  const asked = useAsked("burden", readBurden);
  return (
    <Answer of={asked}>
      {(found) => (
        <div className="dpb-steps">
          <p className="k-muted k-small">{t("dpub.burden.help", { days: found.days, n: found.events })}</p>
          {found.cut ? <Banner tone="info">{t("dpub.burden.cut", { n: found.events })}</Banner> : null}
          <Waiting title={t("dpub.wait")} could={found.could_wait.filter(({ stage }) => stage !== null)} />
          <Waiting
            title={t("dpub.unread")}
            help={t("dpub.unread.help")}
            could={found.could_wait.filter(({ stage }) => stage === null)}
          />
          <p className="k-muted k-small">{t("dpub.burden.counted")}</p>
          <TableFrame label={t("dpub.burden.places")}>
            <thead>
              <tr>
                <th scope="col">{t("dpub.burden.place")}</th>
                <th scope="col">{t("dpub.burden.fields")}</th>
                <th scope="col">{t("dpub.burden.required")}</th>
                <th scope="col">{t("dpub.burden.submits")}</th>
                <th scope="col">{t("dpub.burden.time")}</th>
                <th scope="col">{t("dpub.burden.junk")}</th>
              </tr>
            </thead>
            <tbody>
              {found.places.map((one) => (
                <PlaceLine key={`${one.kind}/${one.entity}/${one.name}`} one={one} />
              ))}
            </tbody>
          </TableFrame>
        </div>
      )}
    </Answer>
  );
}

interface WaitingProps {
  title: string;
  help?: string;
  could: readonly Later[];
}

/** Fields that are asked for without need, all for the same reason. */
function Waiting({ title, help, could }: WaitingProps): ReactElement | null {
  const t = useT();
  const say = useSay();
  const { goTo } = useWorkbench();
  if (could.length === 0) return null;
  return (
    <section aria-label={title}>
      <h2>{title}</h2>
      {help === undefined ? null : <p className="k-muted k-small">{help}</p>}
      <ul className="dpb-records">
        {could.map((one) => (
          <li key={one.path}>
            <b>{say(one.label)}</b>
            <span>
              {one.stage
                ? t("dpub.wait.stage", { at: say(one.asked_at), stage: say(one.stage) })
                : t("dpub.wait.nobody", { at: say(one.asked_at) })}
            </span>
            <Button tone="link" onClick={() => goTo(one.path)}>
              {t("dpub.look")}
              <span className="k-sr"> {say(one.label)}</span>
            </Button>
          </li>
        ))}
      </ul>
    </section>
  );
}

function PlaceLine({ one }: { one: Asking }): ReactElement {
  const t = useT();
  const say = useSay();
  const required = one.fields.filter((field) => field.required);
  return (
    <tr>
      <th scope="row">
        {say(one.label)} <Badge>{t(`dpub.burden.kind.${one.kind as "form" | "stage" | "action"}`)}</Badge>
      </th>
      <td>
        <Names of={say(one.label)} fields={one.fields} />
      </td>
      <td>{required.length}</td>
      <td>{one.submits}</td>
      <td>
        {one.median_s === null ? (
          <span className="k-muted">{t("dpub.burden.untimed")}</span>
        ) : (
          t("dpub.burden.seconds", { n: one.median_s, of: one.timed })
        )}
      </td>
      <td>
        <Junk fields={one.fields} />
      </td>
    </tr>
  );
}

/** How many fields are asked, and behind the fold which, with how often each was answered. */
function Names({ of, fields }: { of: string; fields: Asking["fields"] }): ReactElement {
  const t = useT();
  const say = useSay();
  return (
    <details>
      <summary>
        {t("dpub.burden.names", { n: fields.length })}
        <span className="k-sr"> {of}</span>
      </summary>
      <ul className="dpb-names">
        {fields.map((field) => (
          <li key={field.field}>
            {say(field.label)}
            {field.required ? <span className="k-muted"> {t("dpub.burden.must")}</span> : null}
            <span className="k-muted"> {t("dpub.burden.answers", { n: field.answers })}</span>
          </li>
        ))}
      </ul>
    </details>
  );
}

/** The fields in which something was typed to get past, worst first; marked from a fifth on. Where there was text to look
 *  at and all of it said something, that is said too. */
function Junk({ fields }: { fields: Asking["fields"] }): ReactElement {
  const say = useSay();
  const looked = fields.flatMap((field) => (field.junk === null ? [] : [{ ...field, junk: field.junk }]));
  const found = looked.filter((field) => field.junk > 0).sort((a, b) => b.junk - a.junk);
  if (found.length === 0) return <span className="k-muted">{looked.length > 0 ? percent(0) : "—"}</span>;
  return (
    <>
      {found.map((field) => (
        <span key={field.field} className="dpb-junk" data-much={field.junk >= MUCH || undefined}>
          {say(field.label)} {percent(field.junk)}
        </span>
      ))}
    </>
  );
}
