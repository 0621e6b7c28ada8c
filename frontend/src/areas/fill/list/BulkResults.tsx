import { Link } from "@tanstack/react-router";
import { useState, type ReactElement } from "react";
import type { BulkResult } from "../../../api/bulk";
import { APP_CHANGED, changesOf } from "../../../api/changed";
import type { ApiProblem } from "../../../api/http";
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
  /** Why it could not be sent again; null: it was not, or could. */
  problem: ApiProblem | null;
  busy: boolean;
  /** Sends those again for which the app has changed meanwhile; null: there are none. */
  onAgain: (() => void) | null;
  onClose: () => void;
}

/** What became of each record: done, or what is missing, with the way to supply it. Refusals come first. */
export function BulkResults(props: BulkResultsProps): ReactElement {
  const { title, entity, rows, results, to, problem, busy, onAgain, onClose } = props;
  const t = useT();
  const say = useSay();
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
        <>
          <Button tone={onAgain ? "plain" : "primary"} onClick={onClose}>
            {t("kit.done")}
          </Button>
          {onAgain ? (
            <Button tone="primary" busy={busy} onClick={onAgain}>
              {t("list.bulk.again", { n: results.filter(({ code }) => code === APP_CHANGED).length })}
            </Button>
          ) : null}
        </>
      }
    >
      <div className="k-stack">
        <Banner tone={bad === 0 ? "good" : "warn"} icon={bad === 0 ? "check" : "alert"} live="status">
          <strong>{bad === 0 ? t("list.bulk.allDone", { ok }) : t("list.bulk.done", { ok, bad })}</strong>
        </Banner>
        <Changed results={results} />
        {problem ? (
          <Banner tone="bad" icon="alert" live="alert">
            <strong>{say(problem.text)}</strong> {say(problem.remedy)}
          </Banner>
        ) : null}
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

/** What has changed of the app since the act was entered, as far as it was in the way. */
function Changed({ results }: Pick<BulkResultsProps, "results">): ReactElement | null {
  const t = useT();
  const say = useSay();
  const told = results
    .flatMap(({ code, params = {} }) => changesOf({ code: code ?? "", params }))
    .map(({ place, words }) => ({ place: say(place), words: say(words) }));
  const once = new Map(told.map((one) => [`${one.place} ${one.words}`, one]));
  if (once.size === 0) return null;
  return (
    <Banner tone="warn" icon="alert">
      {t("list.bulk.changed")}
      <ul className="fill-bullets">
        {[...once].map(([key, { place, words }]) => (
          <li key={key}>
            {place === "" ? null : <b>{place} </b>}
            {words}
          </li>
        ))}
      </ul>
    </Banner>
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
