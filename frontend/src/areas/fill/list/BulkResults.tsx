import { Link } from "@tanstack/react-router";
import { useState, type ReactElement } from "react";
import type { BulkResult } from "../../../api/bulk";
import type { RowView } from "../../../api/types";
import { useLang, useSay, useT } from "../../../i18n";
import { Banner, Button, Dialog, Icon } from "../../../kit";
import { useApp } from "../../../render/context";
import { wrongText } from "../../../render/form/words";
import { MoveSheet } from "../form/MoveSheet";
import { useRowTitle } from "./Cell";

interface BulkResultsProps {
  title: string;
  entity: string;
  rows: readonly RowView[];
  results: readonly BulkResult[];
  /** The stage that was to be reached, in a bulk move. */
  to: string | null;
  onClose: () => void;
}

/** What became of each record: done, or what is missing, with the way to supply it. Refusals come first. */
export function BulkResults({ title, entity, rows, results, to, onClose }: BulkResultsProps): ReactElement {
  const t = useT();
  const [handling, setHandling] = useState<string | null>(null);
  const [mended, setMended] = useState<ReadonlySet<string>>(new Set());
  const titleOf = useRowTitle(entity);
  const byId = new Map(rows.map((row) => [row.id, row]));
  const good = (one: BulkResult) => one.ok || mended.has(one.id);
  const ok = results.filter(good).length;
  const bad = results.length - ok;
  const sorted = [...results].sort((a, b) => Number(good(a)) - Number(good(b)));
  if (handling !== null && to !== null)
    return (
      <MoveSheet
        entity={entity}
        id={handling}
        to={to}
        onDone={() => {
          setMended(new Set([...mended, handling]));
          setHandling(null);
        }}
        onClose={() => setHandling(null)}
      />
    );
  return (
    <Dialog
      title={title}
      size="l"
      onClose={onClose}
      footer={
        <Button tone="primary" onClick={onClose}>
          {t("kit.done")}
        </Button>
      }
    >
      <div className="k-stack">
        <Banner tone={bad === 0 ? "good" : "warn"} icon={bad === 0 ? "check" : "alert"} live="status">
          <strong>{bad === 0 ? t("list.bulk.allDone", { ok }) : t("list.bulk.done", { ok, bad })}</strong>
        </Banner>
        <ul className="lst-results">
          {sorted.map((one) => {
            const row = byId.get(one.id);
            return (
              <Result
                key={one.id}
                entity={entity}
                result={good(one) ? { ...one, ok: true } : one}
                title={row ? titleOf(row) : one.id}
                onHandle={to === null ? null : () => setHandling(one.id)}
              />
            );
          })}
        </ul>
      </div>
    </Dialog>
  );
}

interface ResultProps {
  entity: string;
  result: BulkResult;
  title: string;
  onHandle: (() => void) | null;
}

function Result({ entity, result, title, onHandle }: ResultProps): ReactElement {
  const t = useT();
  const say = useSay();
  const lang = useLang();
  const { app, bundle } = useApp();
  const words = [
    ...result.needs.map((need) => say(need.message) || say(need.label)),
    ...result.issues.map((issue) => {
      const prop = bundle.entities[entity]?.properties[issue.path];
      return wrongText(issue, prop, say(prop?.field.label) || issue.path, lang);
    }),
  ];
  return (
    <li data-ok={result.ok ? "" : undefined}>
      <Icon name={result.ok ? "check" : "alert"} size={16} />
      <div>
        <strong>{title}</strong>
        <div className="k-small k-muted">
          {result.ok
            ? t("list.bulk.ok")
            : words.length > 0
              ? words.join(lang === "zh" ? "；" : "; ")
              : say(result.message)}
        </div>
      </div>
      {result.ok ? null : onHandle && result.needs.length > 0 ? (
        <Button size="s" tone="soft" onClick={onHandle}>
          {t("list.bulk.handle")}
        </Button>
      ) : (
        <Link
          to="/a/$app/e/$entity/$id"
          params={{ app, entity, id: result.id }}
          className="k-btn"
          data-size="s"
        >
          {t("list.bulk.openRecord")}
        </Link>
      )}
    </li>
  );
}
