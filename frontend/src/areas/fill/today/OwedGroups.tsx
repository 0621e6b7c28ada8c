import { useState, type ReactElement } from "react";
import type { Owed, OwedGroup, OwedToday } from "../../../api/owed";
import { useT } from "../../../i18n";
import { Badge, Button, Icon } from "../../../kit";
import { OwedRow } from "../../../render/owed/OwedRow";

interface OwedGroupsProps {
  owed: OwedToday;
  onDo: (owed: Owed) => void;
  onWhy: (owed: Owed) => void;
}

const GROUPS: readonly OwedGroup[] = ["overdue", "today", "week", "later"];

/** What I owe, most urgent first; what has time is folded while something has not. */
export function OwedGroups({ owed, onDo, onWhy }: OwedGroupsProps): ReactElement {
  const pressing = owed.counts.overdue + owed.counts.today + owed.counts.week > 0;
  return (
    <>
      {GROUPS.filter((group) => owed.counts[group] > 0).map((group) => (
        <Section
          key={group}
          group={group}
          rows={owed[group]}
          count={owed.counts[group]}
          folded={group === "later" && pressing}
          onDo={onDo}
          onWhy={onWhy}
        />
      ))}
    </>
  );
}

/** Several of one duty on one record stand as one row: a single act closes them all. */
export function together(rows: readonly Owed[]): { first: Owed; times: number }[] {
  const found = new Map<string, { first: Owed; times: number }>();
  for (const one of rows) {
    const key = one.kind === "approval" ? one.id : `${one.record} ${one.duty}`;
    const known = found.get(key);
    if (known) known.times += 1;
    else found.set(key, { first: one, times: 1 });
  }
  return [...found.values()];
}

interface SectionProps {
  group: OwedGroup;
  rows: readonly Owed[];
  count: number;
  folded: boolean;
  onDo: (owed: Owed) => void;
  onWhy: (owed: Owed) => void;
}

function Section({ group, rows, count, folded, onDo, onWhy }: SectionProps): ReactElement {
  const t = useT();
  const [open, setOpen] = useState(!folded);
  const title = t(`owed.${group}`);
  const bad = group === "overdue";
  return (
    <section className="today-group" data-tone={bad ? "bad" : undefined} aria-label={title}>
      <header>
        <Icon name={bad ? "alert" : "clock"} size={16} />
        <h2>{title}</h2>
        <Badge color={bad ? "red" : "grey"}>{count}</Badge>
        {bad ? <span className="k-muted k-small k-grow">{t("owed.overdue.help")}</span> : null}
        {folded ? (
          <Button size="s" tone="quiet" aria-expanded={open} onClick={() => setOpen(!open)}>
            {open ? t("owed.fold") : t("owed.unfold", { n: count })}
          </Button>
        ) : null}
      </header>
      {open ? (
        <ul>
          {together(rows).map(({ first: one, times }) => (
            <li key={one.id}>
              <OwedRow
                owed={one}
                times={times}
                onDo={one.rights.act || one.kind === "approval" ? () => onDo(one) : null}
                onWhy={() => onWhy(one)}
              />
            </li>
          ))}
          {rows.length < count ? (
            <li className="today-more k-muted k-small">{t("owed.first", { n: rows.length })}</li>
          ) : null}
        </ul>
      ) : null}
    </section>
  );
}
