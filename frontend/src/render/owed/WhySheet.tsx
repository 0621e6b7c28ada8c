import "../../i18n/parts/owed";
import "../../i18n/parts/why";
import "../../i18n/parts/happened";
import { Link } from "@tanstack/react-router";
import { type ReactElement } from "react";
import { ApiProblem } from "../../api/http";
import type { Delivery, Owed, OwedEvent, Why } from "../../api/owed";
import { inTrial } from "../../api/trial";
import { useWhy } from "../../api/owedHooks";
import { useLang, useSay, useT, type Key } from "../../i18n";
import { Badge, Button, Dialog, ErrorState, SkeletonPage } from "../../kit";
import { useApp } from "../context";
import { Due, useClock } from "./Due";
import { causeWords, happenedWords, saidWith } from "./happened";
import { RuleValues } from "./RuleValues";

interface WhySheetProps {
  owed: Owed;
  onDo: (() => void) | null;
  onClose: () => void;
}

/** Why something is owed: the duty, what opened it, its rules with the values they read, the deadline, what happened. */
export default function WhySheet({ owed, onDo, onClose }: WhySheetProps): ReactElement {
  const t = useT();
  const say = useSay();
  const { app } = useApp();
  const found = useWhy(app, owed.id);
  const problem = found.error instanceof ApiProblem ? found.error : null;
  return (
    <Dialog
      title={t("owed.why")}
      onClose={onClose}
      footer={
        <>
          {owed.kind === "duty" && inTrial() === null ? (
            <Link
              className="k-btn"
              data-tone="quiet"
              to="/a/$app/rules"
              params={{ app }}
              search={{ place: `duty/${owed.duty}` }}
              onClick={onClose}
            >
              {t("why.discuss")}
            </Link>
          ) : null}
          <Link
            className="k-btn"
            data-tone="plain"
            to="/a/$app/e/$entity/$id"
            params={{ app, entity: owed.entity, id: owed.record }}
            onClick={onClose}
          >
            {t("owed.record")}
          </Link>
          {onDo && owed.state === "open" ? (
            <Button tone="primary" onClick={onDo}>
              {owed.kind === "approval" ? t("owed.decide") : t("owed.do")}
            </Button>
          ) : null}
        </>
      }
    >
      {/* Long and without anything to press: by keyboard it is scrolled itself. */}
      <div className="k-stack owed-why" role="region" aria-label={t("owed.why")} tabIndex={0}>
        <div>
          <p className="owed-quote">
            <strong>{say(owed.label)}</strong>
          </p>
          <p className="k-muted">{owed.record_title}</p>
          <Due owed={owed} />
        </div>
        {found.data ? (
          <Reason why={found.data} />
        ) : found.isPending ? (
          <SkeletonPage lines={5} />
        ) : (
          <ErrorState title={problem ? say(problem.text) : undefined} onRetry={() => void found.refetch()}>
            {problem ? say(problem.remedy) : null}
          </ErrorState>
        )}
      </div>
    </Dialog>
  );
}

/** `useClock` for deadlines that may not be known yet. */
function useWhen(shownIn: string): (at: string | null) => string {
  const t = useT();
  const when = useClock(shownIn);
  return (at) => (at === null ? t("due.none") : when(at));
}

function Reason({ why: found }: { why: Why }): ReactElement {
  const t = useT();
  const say = useSay();
  const when = useWhen(found.shown_in);
  const { why, log, deliveries } = found;
  const parts: Readonly<Record<string, Key>> = {
    opens: "why.part.opens",
    counts: "why.part.counts",
    owed_while: "why.part.owed_while",
    variant: "why.part.variant",
  };
  return (
    <>
      <section>
        <h3>{t("why.rule")}</h3>
        <p>{say(why.duty)}</p>
        {say(found.help) === "" ? null : <p className="k-muted k-small">{say(found.help)}</p>}
      </section>
      {why.opened_by ? (
        <section>
          <h3>{t("why.opened")}</h3>
          <Opened event={why.opened_by} why={found} />
        </section>
      ) : null}
      {why.rules.length > 0 ? (
        <section>
          <h3>{t("why.rules")}</h3>
          <ul>
            {why.rules.map((rule, index) => (
              <li key={index}>
                <small>{t(parts[rule.part] ?? "why.rules")}</small>
                {say(rule.sentence)}
                <RuleValues entity={found.entity} explain={rule.explain} />
              </li>
            ))}
          </ul>
        </section>
      ) : null}
      <section>
        <h3>{t("why.due")}</h3>
        <p>{say(why.due.sentence)}</p>
        <dl className="owed-facts">
          <dt>{t("why.due.at")}</dt>
          <dd>
            {when(found.due_at)}{" "}
            {found.provisional ? <Badge color="orange">{t("due.provisional")}</Badge> : null}
          </dd>
          {found.original_due_at !== null && found.original_due_at !== found.due_at ? (
            <>
              <dt>{t("why.due.original")}</dt>
              <dd>{when(found.original_due_at)}</dd>
            </>
          ) : null}
        </dl>
        {found.provisional ? <p className="k-small k-muted">{t("due.provisional.why")}</p> : null}
        {why.due.changes.length > 0 ? (
          <ul aria-label={t("why.changes")}>
            {why.due.changes.map((change, index) => (
              <li key={index}>
                {t("why.change", { old: when(change.old), new: when(change.new) })}
                <small>
                  {[when(change.at), change.actor?.name, causeWords(change.cause), change.reason]
                    .filter(Boolean)
                    .join(" · ")}
                </small>
              </li>
            ))}
          </ul>
        ) : null}
      </section>
      {log.length > 0 ? (
        <section>
          <h3>{t("why.log")}</h3>
          <ul>
            {log.map((event, index) => (
              <Happening key={index} event={event} why={found} />
            ))}
          </ul>
        </section>
      ) : null}
      <section>
        <h3>{t("why.deliveries")}</h3>
        {deliveries.length === 0 ? <p className="k-muted">{t("why.deliveries.none")}</p> : null}
        <ul>
          {deliveries.map((one, index) => (
            <Told key={index} one={one} when={when} />
          ))}
        </ul>
      </section>
    </>
  );
}

/** The act or change that made it owed, in the words of the timeline where they are about an action. */
function Opened({ event, why }: { event: OwedEvent; why: Why }): ReactElement {
  const t = useT();
  const say = useSay();
  const { bundle } = useApp();
  const when = useWhen(why.shown_in);
  const name = event.data["name"];
  const kind = OPENERS[event.kind];
  const what = typeof name === "string" ? say(bundle.actions[name]?.label) : kind ? t(kind) : "";
  if (event.actor === null || what === "") return <p>{t("why.opened.system", { when: when(event.at) })}</p>;
  return (
    <p>
      {t("why.opened.by", {
        who: event.actor.name,
        when: when(event.at),
        what,
      })}
    </p>
  );
}

const OPENERS: Readonly<Record<string, Key>> = {
  created: "why.opened.created",
  edited: "why.opened.edited",
  assigned: "why.opened.assigned",
  moved: "why.opened.moved",
};

function Happening({ event, why }: { event: OwedEvent; why: Why }): ReactElement {
  const t = useT();
  const say = useSay();
  const lang = useLang();
  const { bundle } = useApp();
  const when = useWhen(why.shown_in);
  const happened = { kind: event.kind, name: why.kind === "duty" ? why.duty : why.action, data: event.data };
  const words = happenedWords(happened, {
    bundle,
    lang,
    person: (id) => event.names[id] ?? id,
    label: say(why.label),
  });
  const said = saidWith(happened);
  return (
    <li>
      {event.actor ? `${event.actor.name} ` : ""}
      {words ?? event.kind}
      {said === "" ? "" : t("why.quoted", { text: said })}
      <time dateTime={event.at}>{when(event.at)}</time>
    </li>
  );
}

function Told({ one, when }: { one: Delivery; when: (at: string) => string }): ReactElement {
  const t = useT();
  const kind = t(NOTICES[one.kind] ?? "why.notice.message");
  const states: Readonly<Record<string, Key>> = {
    waiting: "why.state.waiting",
    sent: "why.state.sent",
    failed: "why.state.failed",
    dead: "why.state.dead",
  };
  return (
    <li>
      {t("why.told", { name: one.person.name })} · {kind}
      <small>
        {when(one.at)} · {t("why.channel.inbox")} {one.read_at ? t("why.read") : t("why.unread")}
      </small>
      {one.channels.map((channel) => (
        <small key={channel.channel}>
          {channel.channel} · {t(states[channel.state] ?? "why.state.waiting")}
          {channel.error === "" ? "" : ` · ${channel.error}`}
        </small>
      ))}
    </li>
  );
}

/** Words of each kind of notice. */
export const NOTICES: Readonly<Record<string, Key>> = {
  reminder: "why.notice.reminder",
  breach: "why.notice.breach",
  escalation: "why.notice.escalation",
  nudge: "why.notice.nudge",
  assigned: "why.notice.assigned",
  approval: "why.notice.approval",
  approval_result: "why.notice.approval_result",
  message: "why.notice.message",
  evidence: "why.notice.evidence",
};
