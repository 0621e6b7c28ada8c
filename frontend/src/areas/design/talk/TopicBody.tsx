import { useRef, useState, type ReactElement } from "react";
import { ApiProblem, Attempts } from "../../../api/http";
import { reply, sayAnew, settle, takeBack, type Deed, type TopicDetail } from "../../../api/talk";
import type { Command } from "../../../engine/design/operations";
import { useSay, useT } from "../../../i18n";
import { Banner, Button, Confirm, ErrorState, SkeletonPage, toast } from "../../../kit";
import { useWork } from "../shared/useWork";
import { Changes, OutcomeView } from "./Changes";
import { TextForm } from "./TextForm";
import { Thread } from "./Thread";
import { StateBadge, usePlaceName } from "./TopicLine";
import { useTold, useTopic } from "./useTalk";
import { By } from "./When";

interface TopicBodyProps {
  app: string;
  id: string;
  /** It was taken back. */
  onGone: () => void;
  /** Opens the place, where there is a way to it. */
  onPlace?: (path: string) => void;
  /** A proposal was accepted: what it did to the draft. */
  onAccepted?: (command: Command) => void;
}

/** A remark or a proposal with everything that was said, and what one may do about it. */
export function TopicBody({ app, id, ...rest }: TopicBodyProps): ReactElement {
  const say = useSay();
  const found = useTopic(app, id);
  if (found.data) return <Open key={id} app={app} topic={found.data} {...rest} />;
  const problem = found.error instanceof ApiProblem ? found.error : null;
  if (found.error)
    return (
      <ErrorState title={problem ? say(problem.text) : undefined} onRetry={() => void found.refetch()}>
        {problem ? say(problem.remedy) : null}
      </ErrorState>
    );
  return <SkeletonPage lines={4} />;
}

type OpenProps = Omit<TopicBodyProps, "id"> & { topic: TopicDetail };

function Open({ app, topic, onGone, onPlace, onAccepted }: OpenProps): ReactElement {
  const t = useT();
  const place = usePlaceName();
  const told = useTold(app);
  const [editing, setEditing] = useState(false);
  const more = topic.edited ? [t("dtalk.edited")] : [];
  const { outcome } = topic;
  const fresh = outcome && outcome.conflicts.length === 0 && !outcome.hindered;
  return (
    <article className="k-stack dtk-topic">
      <header>
        <h2 className="dtk-line-head dtk-place">
          <StateBadge topic={topic} />
          <b>{place(topic)}</b>
        </h2>
        <By name={topic.author.name} at={topic.at} more={more} />
        {topic.gone ? <p className="k-muted">{t("dtalk.gone")}</p> : null}
      </header>
      {topic.kind === "proposal" ? (
        <Changes
          label={t(fresh ? "dtalk.changes.draft" : "dtalk.changes")}
          changes={fresh ? outcome.changes : topic.changes}
        />
      ) : null}
      {editing ? (
        <TextForm
          what={`edit ${topic.id}`}
          label={t("dtalk.edit")}
          send={t("dtalk.save")}
          value={topic.text}
          focus
          onCancel={() => setEditing(false)}
          onSend={async (text) => {
            told(await sayAnew(app, topic.id, null, text));
            setEditing(false);
          }}
        />
      ) : (
        <p className="dtk-text dtk-first">{topic.text}</p>
      )}
      {outcome ? <OutcomeView outcome={outcome} /> : null}
      {topic.state === "accepted" ? (
        <p className="k-small">
          {topic.decided?.version ? t("dtalk.inForce", { n: topic.decided.version }) : t("dtalk.notYet")}
        </p>
      ) : null}
      <Deeds
        app={app}
        topic={topic}
        onGone={onGone}
        onEdit={() => setEditing(true)}
        {...(onPlace ? { onPlace } : {})}
        {...(onAccepted ? { onAccepted } : {})}
      />
      <Thread app={app} topic={topic} />
      <TextForm
        what={`reply ${topic.id}`}
        label={t("dtalk.reply")}
        send={t("dtalk.reply.send")}
        tone="plain"
        onSend={async (text, key) => told(await reply(app, topic.id, text, key))}
      />
    </article>
  );
}

/** What may be done with a topic beside answering. */
function Deeds({
  app,
  topic,
  onGone,
  onEdit,
  onPlace,
  onAccepted,
}: OpenProps & { onEdit: () => void }): ReactElement {
  const t = useT();
  const say = useSay();
  const told = useTold(app);
  const [asking, setAsking] = useState<"reject" | "delete" | null>(null);
  const attempts = useRef(new Attempts());
  const may = (what: string): boolean => topic.may.includes(what);
  const work = useWork(async (deed: Deed) => {
    const key = attempts.current.keyFor([topic.id, deed, topic.replies]);
    const after = await settle(app, topic.id, deed, "", key);
    attempts.current.settle();
    told(after);
    if (deed !== "accept") return;
    toast({ text: t("dtalk.accepted"), tone: "good" });
    onAccepted?.({
      label: {
        zh: `采纳提议：${topic.place.zh}`,
        en: `Accept a proposal: ${topic.place.en ?? topic.place.zh}`,
      },
      operations: after.operations,
    });
  });
  const remove = useWork(async () => {
    await takeBack(app, topic.id, null);
    told(null);
    onGone();
  });
  const problem = work.problem ?? remove.problem;
  const own = topic.kind === "proposal" && topic.state === "open" && topic.mine && topic.outcome !== null;
  const deed = (what: Deed, tone: "primary" | "plain" = "plain") =>
    may(what) ? (
      <Button tone={tone} busy={work.busy} onClick={() => work.start(what)}>
        {t(`dtalk.${what as "accept" | "withdraw" | "resolve" | "reopen"}`)}
      </Button>
    ) : null;
  return (
    <>
      {problem ? (
        <Banner tone="bad" icon="alert" live="alert">
          {say(problem.text)} {say(problem.remedy)}
        </Banner>
      ) : null}
      {own && !may("accept") ? <p className="k-muted k-small">{t("dtalk.own")}</p> : null}
      <div className="k-row">
        {topic.outcome && topic.outcome.conflicts.length === 0 && !topic.outcome.hindered
          ? deed("accept", "primary")
          : null}
        {may("reject") && asking !== "reject" ? (
          <Button onClick={() => setAsking("reject")}>{t("dtalk.reject")}</Button>
        ) : null}
        {deed("resolve")}
        {deed("reopen")}
        {deed("withdraw")}
        {may("edit") ? (
          <Button tone="quiet" onClick={onEdit}>
            {t("dtalk.edit")}
          </Button>
        ) : null}
        {may("delete") ? (
          <Button tone="quiet" onClick={() => setAsking("delete")}>
            {t("dtalk.delete")}
          </Button>
        ) : null}
        {onPlace && !topic.gone && topic.path !== "app" ? (
          <Button tone="quiet" icon="eye" onClick={() => onPlace(topic.path)}>
            {t("dtalk.go")}
          </Button>
        ) : null}
      </div>
      {asking === "reject" ? (
        <TextForm
          what={`reject ${topic.id}`}
          label={t("dtalk.reject.why")}
          help={t("dtalk.reject.why.help")}
          send={t("dtalk.reject")}
          focus
          onCancel={() => setAsking(null)}
          onSend={async (text, key) => {
            told(await settle(app, topic.id, "reject", text, key));
            setAsking(null);
          }}
        />
      ) : null}
      {asking === "delete" ? (
        <Confirm
          title={t("dtalk.delete.sure")}
          confirm={t("dtalk.delete")}
          busy={remove.busy}
          onConfirm={() => remove.start()}
          onClose={() => setAsking(null)}
        >
          {t("dtalk.delete.text")}
        </Confirm>
      ) : null}
    </>
  );
}
