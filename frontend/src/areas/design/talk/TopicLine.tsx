import type { ReactElement } from "react";
import type { Topic, TopicState } from "../../../api/talk";
import { useSay, useT } from "../../../i18n";
import { Badge, Icon } from "../../../kit";
import { By } from "./When";

const COLOR: Readonly<Record<TopicState, string>> = {
  open: "blue",
  resolved: "grey",
  accepted: "green",
  rejected: "orange",
  withdrawn: "grey",
};

export function StateBadge({ topic }: { topic: Topic }): ReactElement {
  const t = useT();
  return (
    <>
      <Badge color={topic.kind === "proposal" ? "purple" : "cyan"}>{t(`dtalk.kind.${topic.kind}`)}</Badge>{" "}
      <Badge color={COLOR[topic.state]}>{t(`dtalk.state.${topic.state}`)}</Badge>
    </>
  );
}

/** The name of a topic's place. */
export function usePlaceName(): (topic: Topic) => string {
  const t = useT();
  const say = useSay();
  return (topic) => (topic.path === "app" ? t("dtalk.whole") : say(topic.place));
}

/** A topic in a list: what it is about, what was said first, how it stands. */
export function TopicLine({ topic, onOpen }: { topic: Topic; onOpen: () => void }): ReactElement {
  const t = useT();
  const say = useSay();
  const place = usePlaceName();
  const first = topic.changes[0];
  const more = topic.replies > 0 ? [t("dtalk.replies", { n: topic.replies })] : [];
  return (
    <button type="button" className="dtk-line" onClick={onOpen}>
      <span className="dtk-line-head">
        <StateBadge topic={topic} />
        <b>{place(topic)}</b>
      </span>
      {first ? <span>{say(first.words)}</span> : null}
      <span className="dtk-quote">{topic.text}</span>
      {topic.gone ? <span className="k-muted k-small">{t("dtalk.gone")}</span> : null}
      <By name={topic.author.name} at={topic.at} more={more} />
      <Icon name="chevronRight" size={16} />
    </button>
  );
}
