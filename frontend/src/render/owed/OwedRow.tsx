import type { ReactElement, ReactNode } from "react";
import type { Owed } from "../../api/owed";
import { useListed, useSay, useT } from "../../i18n";
import { Badge, Icon, IconButton } from "../../kit";
import { useApp } from "../context";
import { Due } from "./Due";

interface OwedRowProps {
  owed: Owed;
  /** Say on which record: not where all of them are of one. */
  named?: boolean;
  /** Do it; null: the reader cannot. */
  onDo: (() => void) | null;
  onWhy: () => void;
  /** How many of this duty are owed on the record: one act closes them all. */
  times?: number;
  /** More to do about it, and before it whatever stands at its left. */
  menu?: ReactNode;
}

/** One thing that is owed: what, on which record, by when; a press begins it. */
export function OwedRow({ owed, named = true, onDo, onWhy, times = 1, menu }: OwedRowProps): ReactElement {
  const t = useT();
  const say = useSay();
  const listed = useListed();
  const { session } = useApp();
  const name = say(owed.label);
  const blocks = owed.blocks ?? [];
  const words = (
    <span className="owed-words">
      <strong>
        {name} {times > 1 ? <Badge color="red">{t("owed.times", { n: times })}</Badge> : null}
      </strong>
      {named && owed.record_title !== "" ? <span className="owed-on">{owed.record_title}</span> : null}
      <Due owed={owed} />
      {onDo && owed.owner && owed.owner.id !== session.person.id ? (
        <span className="k-small k-muted">{owed.owner.name}</span>
      ) : null}
      {blocks.length > 0 && owed.state === "open" ? (
        <span className="k-small k-muted">
          {t("owed.blocks", { names: listed(blocks.map((one) => say(one))) })}
        </span>
      ) : null}
    </span>
  );
  const shot = owed.evidence !== null && owed.evidence !== undefined && owed.evidence.min > 0;
  return (
    <div className="owed-row" data-overdue={owed.overdue && owed.state === "open" ? "" : undefined}>
      {onDo ? (
        <button type="button" className="owed-main" data-owed={owed.id} onClick={onDo}>
          {words}
          <span className="owed-go">
            {shot ? <Icon name={owed.evidence.camera ? "camera" : "image"} size={16} /> : null}
            {owed.kind === "approval" ? t("owed.decide") : t("owed.do")}
          </span>
        </button>
      ) : (
        <div className="owed-main">
          {words}
          {owed.state === "open" ? (
            owed.owner ? (
              <span className="k-small k-muted">{owed.owner.name}</span>
            ) : (
              <Badge color="red">{t("owed.nobody")}</Badge>
            )
          ) : null}
        </div>
      )}
      <IconButton icon="info" size="s" label={t("owed.whyOf", { name })} onClick={onWhy} />
      {menu}
    </div>
  );
}
