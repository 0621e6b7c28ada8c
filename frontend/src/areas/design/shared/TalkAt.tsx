import type { ReactElement } from "react";
import { useT } from "../../../i18n";
import { Button } from "../../../kit";
import { useWorkbench } from "../workbench/context";
import { countAt, useTalkCounts } from "../workbench/talkCounts";

/** The way to what is said about a place, with how many topics are open there. */
export function TalkAt({ path }: { path: string }): ReactElement {
  const t = useT();
  const { talkAt } = useWorkbench();
  const n = countAt(useTalkCounts().open, path);
  return (
    <Button
      size="s"
      tone={n > 0 ? "soft" : "quiet"}
      icon="chat"
      aria-label={t("design.talk.n", { n })}
      onClick={() => talkAt(path)}
    >
      {n > 0 ? n : t("design.section.talk")}
    </Button>
  );
}
