import type { ReactElement } from "react";
import { useLang, useT } from "../../../i18n";
import { Banner, Button } from "../../../kit";
import type { DraftState } from "./useDraft";

/** When, in the reader's own clock: "3月8日 14:30". */
export function momentText(ms: number, lang: "zh" | "en"): string {
  return new Intl.DateTimeFormat(lang === "zh" ? "zh-CN" : "en-GB", {
    month: lang === "zh" ? "long" : "short",
    day: "numeric",
    hour: "2-digit",
    minute: "2-digit",
    hour12: false,
  }).format(ms);
}

/** The offer to take up what an earlier visit left. */
export function DraftOffer({ draft }: { draft: DraftState }): ReactElement | null {
  const t = useT();
  const lang = useLang();
  if (!draft.found) return null;
  return (
    <Banner
      tone="info"
      icon="history"
      live="status"
      action={
        <span className="k-row">
          <Button size="s" tone="primary" onClick={draft.restore}>
            {t("drafts.restore")}
          </Button>
          <Button size="s" onClick={draft.discard}>
            {t("drafts.discard")}
          </Button>
        </span>
      }
    >
      {t("drafts.found", { when: momentText(draft.found.saved, lang) })}
    </Banner>
  );
}

/** Whether what is on screen is safe. */
export function DraftStatus({ draft }: { draft: DraftState }): ReactElement {
  const t = useT();
  return (
    <span className="k-submit-note" role="status">
      {draft.state === "saved" ? t("drafts.saved") : draft.state === "unsaved" ? t("drafts.unsaved") : ""}
    </span>
  );
}
