import { useState, type ReactElement } from "react";
import { ApiProblem } from "../../../api/http";
import { useSay, useT } from "../../../i18n";
import { Button, ChipChoice, EmptyState, ErrorState, Field, SkeletonPage } from "../../../kit";
import { TopicLine } from "./TopicLine";
import { useTopics } from "./useTalk";

interface TopicListProps {
  app: string;
  /** Only what is about this place. */
  path?: string;
  /** Of both kinds together, without a choice. */
  plain?: boolean;
  onOpen: (topic: string) => void;
}

/** What was said and proposed, the latest first. */
export function TopicList({ app, path, plain = false, onOpen }: TopicListProps): ReactElement {
  const t = useT();
  const say = useSay();
  const [only, setOnly] = useState<"open" | "settled">("open");
  const found = useTopics(app, { ...(plain ? {} : { only }), ...(path === undefined ? {} : { path }) });
  const problem = found.error instanceof ApiProblem ? found.error : null;
  const topics = found.data?.pages.flatMap((page) => page.topics) ?? [];
  return (
    <div className="k-stack">
      {plain ? null : (
        <Field label={t("dtalk.filter")} quietLabel group>
          {(aria) => (
            <ChipChoice
              aria={aria}
              required
              options={[
                { id: "open", label: t("dtalk.filter.open") },
                { id: "settled", label: t("dtalk.filter.settled") },
              ]}
              value={only}
              onChange={(next) => setOnly(next === "settled" ? "settled" : "open")}
            />
          )}
        </Field>
      )}
      {found.isPending ? (
        <SkeletonPage lines={4} />
      ) : found.error && !found.data ? (
        <ErrorState title={problem ? say(problem.text) : undefined} onRetry={() => void found.refetch()}>
          {problem ? say(problem.remedy) : null}
        </ErrorState>
      ) : topics.length === 0 ? (
        plain ? (
          <p className="k-muted">{t("dtalk.here.none")}</p>
        ) : (
          <EmptyState icon="chat" title={t(only === "open" ? "dtalk.none" : "dtalk.none.settled")}>
            {only === "open" ? t("dtalk.none.text") : null}
          </EmptyState>
        )
      ) : (
        <ul className="dtk-lines">
          {topics.map((topic) => (
            <li key={topic.id}>
              <TopicLine topic={topic} onOpen={() => onOpen(topic.id)} />
            </li>
          ))}
        </ul>
      )}
      {found.hasNextPage ? (
        <Button busy={found.isFetchingNextPage} onClick={() => void found.fetchNextPage()}>
          {t("dtalk.more")}
        </Button>
      ) : null}
    </div>
  );
}
