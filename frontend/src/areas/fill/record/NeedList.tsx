import type { ReactElement } from "react";
import type { Need, NextAction } from "../../../api/types";
import { useSay, useT } from "../../../i18n";
import { Button, Icon } from "../../../kit";

interface NeedListProps {
  needs: readonly Need[];
  /** Actions offered on this record now. */
  offered: readonly NextAction[];
  onAct: (action: string) => void;
  /** Fill fields of one record here: this one, or one behind a reference; null where they are in sight anyway. */
  onFill: ((entity: string, record: string, fields: readonly string[]) => void) | null;
}

/** What is missing, each with one tap to supply it. */
export function NeedList({ needs, offered, onAct, onFill }: NeedListProps): ReactElement {
  const t = useT();
  const say = useSay();
  const actionOf = (need: Need): NextAction | undefined => {
    const ways = need.kind === "action" && need.action ? [need.action, ...(need.by ?? [])] : (need.by ?? []);
    return ways.map((id) => offered.find((one) => one.action === id && one.offered)).find(Boolean);
  };
  return (
    <ul className="rec-needs">
      {needs.map((need) => {
        const action = actionOf(need);
        return (
          <li
            key={`${need.kind} ${need.record} ${need.field ?? need.action ?? need.statement ?? ""} ${need.at}`}
          >
            <span className="rec-need-dot" aria-hidden="true">
              <Icon
                name={need.kind === "action" ? "bolt" : need.kind === "field" ? "edit" : "info"}
                size={14}
              />
            </span>
            <span className="rec-need-words">
              {say(need.message) || say(need.label)}
              {need.kind === "action" && (need.min ?? 1) > 1 ? (
                <small>{t("record.need.times", { done: need.done ?? 0, min: need.min ?? 1 })}</small>
              ) : null}
            </span>
            {action ? (
              <Button size="s" tone="soft" onClick={() => onAct(action.action)}>
                {say(action.label)}
              </Button>
            ) : onFill && need.kind === "field" && need.field ? (
              <Button
                size="s"
                tone="soft"
                onClick={() => onFill(need.entity, need.record, [need.field ?? ""])}
              >
                {t("record.need.fill")}
              </Button>
            ) : null}
          </li>
        );
      })}
    </ul>
  );
}
