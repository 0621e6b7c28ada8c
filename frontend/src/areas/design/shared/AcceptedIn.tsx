import { useQuery } from "@tanstack/react-query";
import type { ReactElement } from "react";
import { settledTopics, talkKey } from "../../../api/talk";
import { useSay, useT } from "../../../i18n";
import { useWorkbench } from "../workbench/context";

/** The proposals that came into force with a version: whose they were, and who accepted them. */
export function AcceptedIn({ version }: { version: number }): ReactElement | null {
  const t = useT();
  const say = useSay();
  const { key } = useWorkbench();
  const found = useQuery({
    queryKey: [...talkKey(key), "settled"],
    queryFn: ({ signal }) => settledTopics(key, signal),
    retry: false,
  }).data;
  const accepted = (found ?? []).filter((one) => one.decided?.version === version);
  if (accepted.length === 0) return null;
  return (
    <section aria-label={t("design.accepted")}>
      <h3>{t("design.accepted")}</h3>
      <ul>
        {accepted.map((one) => (
          <li key={one.id}>
            <b>{say(one.place)}</b> <span>{one.changes.map(({ words }) => say(words)).join(" · ")}</span>{" "}
            <span className="k-muted k-small">
              {t("design.accepted.by", { author: one.author.name, by: one.decided?.by.name ?? "" })}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
