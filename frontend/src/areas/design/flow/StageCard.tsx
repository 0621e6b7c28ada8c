import { memo, type ReactElement } from "react";
import { durationText } from "../../../engine/design/durations";
import { useLang, useT } from "../../../i18n";
import { Badge, Icon } from "../../../kit";
import { cardLines } from "./card";
import "./card.css";
import type { StageView } from "./view";

/** What a stage shows of itself: name, kind as colour and word, time, what it asks for, what is wrong with it. */
export const StageCard = memo(function StageCard({ view }: { view: StageView }): ReactElement {
  const t = useT();
  const lang = useLang();
  return (
    <>
      <span className="flw-card-name k-clip" title={view.name}>
        {view.name}
      </span>
      <span className="flw-card-meta">
        <Badge color={view.color}>{t(`dflow.kind.${view.kind}`)}</Badge>
        {view.archived ? <Badge>{t("dflow.archived")}</Badge> : null}
        {view.expected ? (
          <span className="flw-card-time">
            <Icon name="clock" size={14} />
            {durationText(view.expected, lang)}
          </span>
        ) : null}
        <Problems view={view} />
      </span>
      {cardLines(view, t).map(({ key, words }) => (
        <span key={key} className="flw-card-line k-clip" data-kind={key} title={words}>
          {words}
        </span>
      ))}
    </>
  );
});

/** How many findings a stage has. */
export function Problems({ view }: { view: StageView }): ReactElement | null {
  const t = useT();
  const n = view.errors + view.warnings;
  if (n === 0) return null;
  return (
    <span className="flw-problems" data-severity={view.errors > 0 ? "error" : "warning"}>
      <Icon name="alert" size={14} />
      {t("dflow.problems", { n })}
    </span>
  );
}
