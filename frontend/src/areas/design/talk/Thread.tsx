import { useState, type ReactElement } from "react";
import { sayAnew, takeBack, type Reply, type TopicDetail } from "../../../api/talk";
import { useT } from "../../../i18n";
import { Avatar, Button, Confirm } from "../../../kit";
import { useWork } from "../shared/useWork";
import { TextForm } from "./TextForm";
import { useTold } from "./useTalk";
import { By } from "./When";

interface ThreadProps {
  app: string;
  topic: TopicDetail;
}

/** What was said and done under a topic, oldest first. */
export function Thread({ app, topic }: ThreadProps): ReactElement | null {
  const t = useT();
  if (topic.thread.length === 0) return null;
  return (
    <ol className="dtk-thread">
      {topic.thread.map((one) =>
        one.kind === "said" ? (
          <li key={one.n}>
            <Said app={app} topic={topic} one={one} />
          </li>
        ) : (
          <li key={one.n} className="dtk-did">
            <By name={one.author.name} at={one.at} more={[t(`dtalk.did.${one.kind}`)]} />
            {one.text === "" ? null : <p className="dtk-text">{one.text}</p>}
          </li>
        ),
      )}
    </ol>
  );
}

function Said({ app, topic, one }: ThreadProps & { one: Reply }): ReactElement {
  const t = useT();
  const told = useTold(app);
  const [doing, setDoing] = useState<"edit" | "delete" | null>(null);
  const remove = useWork(async () => {
    await takeBack(app, topic.id, one.n);
    setDoing(null);
    told(null);
  });
  return (
    <div className="dtk-said">
      <Avatar name={one.author.name} size="s" />
      <div>
        <By name={one.author.name} at={one.at} more={one.edited ? [t("dtalk.edited")] : []} />
        {doing === "edit" ? (
          <TextForm
            what={`edit ${topic.id} ${one.n}`}
            label={t("dtalk.edit")}
            send={t("dtalk.save")}
            value={one.text}
            focus
            onCancel={() => setDoing(null)}
            onSend={async (text) => {
              told(await sayAnew(app, topic.id, one.n, text));
              setDoing(null);
            }}
          />
        ) : (
          <p className={one.deleted ? "k-muted" : "dtk-text"}>
            {one.deleted ? t("dtalk.deleted") : one.text}
          </p>
        )}
        {one.may.length > 0 && doing !== "edit" ? (
          <div className="k-row">
            <Button size="s" tone="link" onClick={() => setDoing("edit")}>
              {t("dtalk.edit")}
            </Button>
            <Button size="s" tone="link" onClick={() => setDoing("delete")}>
              {t("dtalk.delete")}
            </Button>
          </div>
        ) : null}
        {doing === "delete" ? (
          <Confirm
            title={t("dtalk.delete.sure")}
            confirm={t("dtalk.delete")}
            busy={remove.busy}
            onConfirm={() => remove.start()}
            onClose={() => setDoing(null)}
          >
            {t("dtalk.delete.text")}
          </Confirm>
        ) : null}
      </div>
    </div>
  );
}
