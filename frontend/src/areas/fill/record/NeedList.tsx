import "../../../i18n/parts/record";
import type { ReactElement } from "react";
import type { Need, NextAction } from "../../../api/types";
import { useSay, useT } from "../../../i18n";
import { Button, Icon, type IconName } from "../../../kit";

interface NeedListProps {
  needs: readonly Need[];
  /** The actions of this record, offered now or not. */
  actions: readonly NextAction[];
  onAct: (action: string) => void;
  /** Fill fields of one record here: this one, or one behind a reference; null where they are in sight anyway. */
  onFill: ((entity: string, record: string, fields: readonly string[]) => void) | null;
}

interface Way {
  readonly action: NextAction;
  /** It does not supply the need itself but must be done before what does. */
  readonly first: boolean;
}

/** The action that supplies a need, or the one that has to come before it; undefined when none may be done now. */
export function wayOf(need: Need, actions: readonly NextAction[], depth = 0): Way | undefined {
  const acts = need.kind === "action" || need.kind === "obligation";
  const ids = acts && need.action ? [need.action, ...(need.by ?? [])] : (need.by ?? []);
  const ways = ids.flatMap((id) => actions.filter((one) => one.action === id));
  const direct = ways.find((one) => one.offered);
  if (direct) return { action: direct, first: depth > 0 };
  if (depth > 4) return undefined;
  const before = ways.flatMap((one) => one.needs).map((one) => wayOf(one, actions, depth + 1));
  return before.find((way) => way !== undefined);
}

const ICONS: Readonly<Record<string, IconName>> = { action: "bolt", field: "edit", obligation: "clock" };

/** What is missing, each with one tap to supply it. */
export function NeedList({ needs, actions, onAct, onFill }: NeedListProps): ReactElement {
  const t = useT();
  const say = useSay();
  return (
    <ul className="rec-needs">
      {needs.map((need) => {
        const found = wayOf(need, actions);
        const action = found?.action;
        return (
          <li
            key={`${need.kind} ${need.record} ${need.field ?? need.action ?? need.statement ?? ""} ${need.at}`}
          >
            <span className="rec-need-dot" aria-hidden="true">
              <Icon name={ICONS[need.kind] ?? "info"} size={14} />
            </span>
            <span className="rec-need-words">
              {say(need.message) || say(need.label)}
              {action ? null : <WhyNot need={need} actions={actions} />}
              {need.kind === "action" && need.min > 1 ? (
                <small>{t("record.need.times", { done: need.done, min: need.min })}</small>
              ) : null}
            </span>
            {action ? (
              <Button size="s" tone="soft" onClick={() => onAct(action.action)}>
                {found.first ? t("record.need.first", { action: say(action.label) }) : say(action.label)}
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

/** What stands before an action that cannot be done yet and that no other action here brings about. */
function WhyNot({ need, actions }: { need: Need; actions: readonly NextAction[] }): ReactElement | null {
  const say = useSay();
  const before = actions.find((one) => one.action === need.action)?.needs ?? [];
  return (
    <>
      {before.map((one) => (
        <small key={`${one.kind} ${one.field ?? one.action ?? one.statement ?? ""}`}>
          {say(one.message)}
        </small>
      ))}
    </>
  );
}
