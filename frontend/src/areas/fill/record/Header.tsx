import type { ReactElement } from "react";
import type { RecordAnswer } from "../../../api/types";
import { useLang, useSay, useT } from "../../../i18n";
import { Avatar, Badge, IconButton, Menu, type MenuItem } from "../../../kit";
import { useApp } from "../../../render/context";
import { usePrint } from "../../../render/env";
import { ReadValue } from "../../../render/form/ReadValue";
import { fieldsOf } from "../../../render/fields";
import { OwedBadges } from "../owed/OwedBadges";
import { useBack } from "../useBack";

interface HeaderProps {
  answer: RecordAnswer;
  onAssign: () => void;
  onArchive: () => void;
  others: readonly MenuItem[];
}

/** What this record is, whose it is, and what else can be done with it. */
export function Header({ answer, onAssign, onArchive, others }: HeaderProps): ReactElement {
  const t = useT();
  const say = useSay();
  const lang = useLang();
  const { bundle } = useApp();
  const { print } = usePrint();
  const { record, rights } = answer;
  const back = useBack(record.entity);
  const doc = bundle.entities[record.entity];
  const subtitle = fieldsOf(bundle, record.entity).find((field) => field.id === doc?.entity.subtitle);
  const owner = record.owner === null ? null : (print.title?.("_person", record.owner) ?? record.owner);
  const changed = new Intl.DateTimeFormat(lang === "zh" ? "zh-CN" : "en-GB", {
    dateStyle: "medium",
    timeStyle: "short",
    timeZone: bundle.zone,
  }).format(new Date(record.updated_at));
  const manage: MenuItem[] = [
    ...(rights.assign
      ? [{ key: "assign", label: t("record.assign"), icon: "assign" as const, onSelect: onAssign }]
      : []),
    ...(rights.archive && !record.archived
      ? [
          {
            key: "archive",
            label: t("record.archive"),
            icon: "archive" as const,
            tone: "danger" as const,
            onSelect: onArchive,
          },
        ]
      : []),
  ];
  return (
    <header className="rec-head">
      <IconButton icon="back" label={t("fill.back")} onClick={back} />
      <div className="rec-head-words">
        <p className="k-muted k-small">{say(doc?.entity.label)}</p>
        <h1>{record.title}</h1>
        <p className="k-row k-small k-muted">
          {subtitle && record.values[subtitle.id] != null ? (
            <ReadValue dense prop={subtitle.property} value={record.values[subtitle.id]} />
          ) : null}
          {owner === null ? null : (
            <span className="k-row">
              <Avatar name={owner} size="s" />
              {owner}
            </span>
          )}
          <span>{t("record.changed", { when: changed })}</span>
          <OwedBadges row={record} />
          {record.archived ? <Badge color="orange">{t("record.archived")}</Badge> : null}
        </p>
      </div>
      {manage.length + others.length > 0 ? <Menu label={t("record.more")} groups={[others, manage]} /> : null}
    </header>
  );
}
