import "../../../i18n/parts/record";
import type { ReactElement } from "react";
import type { Need, NextStep as Next, NextTo, RecordView } from "../../../api/types";
import { useLang, useSay, useT } from "../../../i18n";
import { Button, Icon } from "../../../kit";
import { useApp } from "../../../render/context";
import { NeedList } from "./NeedList";
import { stageLabel } from "./stages";

interface NextStepProps {
  record: RecordView;
  next: Next;
  canEdit: boolean;
  busy: boolean;
  onMove: (to: NextTo) => void;
  onAct: (action: string) => void;
  onFill: (entity: string, record: string, fields: readonly string[], then: NextTo | null) => void;
}

/** Needs that are fields of this very record: they can be filled and the move done in one go. */
export function ownFields(needs: readonly Need[], record: { readonly id: string }): string[] {
  return [
    ...new Set(
      needs.flatMap((need) =>
        need.kind === "field" && need.record === record.id && need.field ? [need.field] : [],
      ),
    ),
  ];
}

/** The way ahead, what is missing for it, and the means to supply it here. */
export function NextStepPanel(props: NextStepProps): ReactElement | null {
  const { record, next, canEdit, busy, onMove, onAct, onFill } = props;
  const t = useT();
  const say = useSay();
  const lang = useLang();
  const { bundle } = useApp();
  const ahead = next.to[0];
  if (!ahead || !canEdit) return null;
  const name = stageLabel(bundle, record.entity, ahead.stage, lang) || say(ahead.label);
  const own = ownFields(ahead.needs, record);
  // Everything missing can be typed here: one sheet, one press.
  const together =
    own.length > 0 && ahead.needs.every((need) => need.kind === "field" && need.record === record.id);
  return (
    <section className="k-card rec-next" data-open={ahead.open} aria-label={t("record.next")}>
      <header>
        <Icon name={ahead.open ? "check" : "flag"} />
        <div>
          <h2>
            {ahead.open
              ? t("record.next.open", { stage: name })
              : t("record.next.shut", { stage: name, n: ahead.needs.length })}
          </h2>
        </div>
      </header>
      {ahead.open ? null : (
        <NeedList
          needs={ahead.needs}
          actions={next.actions}
          onAct={onAct}
          onFill={(entity, id, fields) => onFill(entity, id, fields, null)}
        />
      )}
      {ahead.open ? (
        <Button tone="primary" wide busy={busy} onClick={() => onMove(ahead)}>
          {say(ahead.label)}
        </Button>
      ) : together ? (
        <Button tone="primary" wide onClick={() => onFill(record.entity, record.id, own, ahead)}>
          {t("record.next.fillAll", { n: own.length, stage: name })}
        </Button>
      ) : null}
    </section>
  );
}
