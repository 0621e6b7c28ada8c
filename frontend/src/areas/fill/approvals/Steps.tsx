import type { ReactElement } from "react";
import type { ApprovalDetail, Turn } from "../../../api/approvals";
import { useSay, useT } from "../../../i18n";
import { Avatar, Badge, Icon } from "../../../kit";
import { useClock } from "../../../render/owed/Due";

/** Who signs in which order, and what each has said. */
export function Steps({ one }: { one: ApprovalDetail }): ReactElement {
  const t = useT();
  const say = useSay();
  return (
    <section className="k-card sign-steps" aria-label={t("sign.steps")}>
      <h2>{t("sign.steps")}</h2>
      <ol>
        {one.steps.map((step) => {
          const turns = one.turns.filter((turn) => turn.step === step.id);
          return (
            <li
              key={step.id}
              data-state={step.state}
              aria-current={step.state === "now" ? "step" : undefined}
            >
              <p className="sign-step">
                <Icon
                  name={step.state === "done" ? "check" : step.state === "now" ? "gavel" : "clock"}
                  size={16}
                />
                <strong>{say(step.label)}</strong>
                {turns.length > 1 ? <small>{t(`sign.takes.${step.takes}`)}</small> : null}
                {step.state === "ahead" ? (
                  <small>{one.state === "pending" ? t("sign.step.ahead") : t("sign.turn.skipped")}</small>
                ) : null}
              </p>
              {turns.length > 0 ? (
                <ul>
                  {turns.map((turn) => (
                    <li key={turn.n}>
                      <TurnRow turn={turn} />
                    </li>
                  ))}
                </ul>
              ) : null}
            </li>
          );
        })}
      </ol>
      <p className="k-small k-muted">{t("sign.when.note")}</p>
    </section>
  );
}

const COLORS: Readonly<Record<Turn["state"], string>> = {
  waiting: "grey",
  asked: "blue",
  approved: "green",
  refused: "red",
  returned: "orange",
  passed_on: "grey",
  skipped: "grey",
  timed_out: "orange",
};

function TurnRow({ turn }: { turn: Turn }): ReactElement {
  const t = useT();
  const when = useClock();
  const meant = turn.person?.name ?? t("sign.turn.nobody");
  const name =
    turn.by && turn.by.id !== turn.person?.id ? t("sign.turn.for", { by: turn.by.name, name: meant }) : meant;
  return (
    <div className="sign-turn" data-void={turn.counts ? undefined : ""}>
      <Avatar name={turn.by?.name ?? meant} size="s" />
      <div>
        <p className="k-row">
          <span>{name}</span>
          <Badge color={COLORS[turn.state]}>{t(`sign.turn.${turn.state}`)}</Badge>
          {turn.state === "asked" && turn.overdue ? <Badge color="red">{t("app.overdue")}</Badge> : null}
        </p>
        {turn.comment === "" ? null : <p className="sign-comment">{turn.comment}</p>}
        <p className="k-small k-muted">
          {[
            turn.at === null ? null : when(turn.at),
            turn.state === "asked" && turn.due_at !== null
              ? t("sign.turn.due", { when: when(turn.due_at) })
              : null,
            turn.added_by ? t("sign.turn.added", { name: turn.added_by.name }) : null,
            turn.counts ? null : t("sign.turn.void"),
          ]
            .filter((words) => words !== null)
            .join(" · ")}
        </p>
      </div>
    </div>
  );
}
