import type { ReactElement } from "react";
import type { Entry } from "../../../engine/design/rulebook";
import { useT } from "../../../i18n";
import { Button } from "../../../kit";
import { useKnobs } from "./Knobs";

interface RuleCardProps {
  entry: Entry;
  /** How many topics are open about it. */
  open: number;
  /** It is the one that was asked for. */
  wanted: boolean;
  onTalk: () => void;
  onPropose: () => void;
}

/** One rule as a sentence, and what may be said and proposed about it. */
export function RuleCard({ entry, open, wanted, onTalk, onPropose }: RuleCardProps): ReactElement {
  const t = useT();
  const knobs = useKnobs(entry);
  return (
    <li className="dtk-rule" data-wanted={wanted ? "" : undefined}>
      <div>
        <b>{entry.title}</b>
        <p>{entry.sentence}</p>
      </div>
      <div className="k-row">
        <Button
          size="s"
          tone={open > 0 ? "soft" : "quiet"}
          icon="chat"
          aria-label={t("dtalk.remark.at", { place: entry.title, n: open })}
          onClick={onTalk}
        >
          {open > 0 ? t("dtalk.remark.n", { n: open }) : t("dtalk.remark")}
        </Button>
        {knobs.length > 0 ? (
          <Button
            size="s"
            tone="quiet"
            icon="edit"
            aria-label={t("dtalk.propose.at", { place: entry.title })}
            onClick={onPropose}
          >
            {t("dtalk.propose")}
          </Button>
        ) : null}
      </div>
    </li>
  );
}
