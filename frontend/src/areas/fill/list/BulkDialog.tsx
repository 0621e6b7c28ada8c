import { useQueryClient } from "@tanstack/react-query";
import { useRef, useState, type ReactElement } from "react";
import { runBulk, type BulkAct, type BulkResult } from "../../../api/bulk";
import { APP_CHANGED } from "../../../api/changed";
import { ApiProblem, Attempts } from "../../../api/http";
import type { RowView } from "../../../api/types";
import { useSay, useT } from "../../../i18n";
import { Banner, Button, Dialog } from "../../../kit";
import { useApp } from "../../../render/context";
import { useRenewed } from "../form/useSubmit";
import { AssignFields, EditFields, StageField, type ActOf } from "./BulkFields";
import { BulkResults } from "./BulkResults";
import type { BulkKind } from "./SelectionBar";
import type { Listing } from "./useListing";

/** What the server takes in one request. */
const MOST = 200;

interface BulkDialogProps {
  kind: BulkKind;
  listing: Listing;
  rows: readonly RowView[];
  /** `done`: something was changed, the selection has served. */
  onClose: (done: boolean) => void;
}

/** One act on all ticked rows, each judged by itself; afterwards what became of each. */
export default function BulkDialog({ kind, listing, rows, onClose }: BulkDialogProps): ReactElement {
  const t = useT();
  const say = useSay();
  const client = useQueryClient();
  const { app, bundle } = useApp();
  const attempts = useRef(new Attempts());
  const readRef = useRef<ActOf>(() => null);
  const renewed = useRenewed();
  // What is in force when it is sent is what the server compares with, as with a form.
  const [drawn, setDrawn] = useState(bundle.version);
  const [act, setAct] = useState<BulkAct | null>(null);
  const [results, setResults] = useState<readonly BulkResult[] | null>(null);
  const [problem, setProblem] = useState<ApiProblem | null>(null);
  const [busy, setBusy] = useState(false);
  const many = rows.length > MOST;

  const run = async (wanted: BulkAct, items: readonly RowView[]) => {
    setBusy(true);
    setProblem(null);
    try {
      const key = attempts.current.keyFor([items.map(({ id }) => id), wanted]);
      const answer = await runBulk(app, listing.entity, items, wanted, key, drawn);
      attempts.current.settle();
      const found = new Map(answer.results.map((one) => [one.id, one]));
      if (answer.results.some(({ code }) => code === APP_CHANGED)) {
        const fresh = await renewed();
        if (fresh) setDrawn(fresh.version);
      } else
        void client.invalidateQueries({
          queryKey: ["app", app],
          predicate: ({ queryKey }) => queryKey[2] !== "bundle",
        });
      setAct(wanted);
      setResults((before) => before?.map((one) => found.get(one.id) ?? one) ?? answer.results);
    } catch (error) {
      if (!(error instanceof ApiProblem)) throw error;
      setProblem(error);
    } finally {
      setBusy(false);
    }
  };

  const title = t(
    kind === "edit" ? "list.bulk.edit" : kind === "move" ? "list.bulk.move" : "list.bulk.assign",
  );
  const begin = () => {
    const wanted = readRef.current();
    if (wanted && !busy) void run(wanted, rows);
  };
  if (results && act) {
    const changed = results.filter(({ code }) => code === APP_CHANGED).map(({ id }) => id);
    return (
      <BulkResults
        title={title}
        entity={listing.entity}
        rows={rows}
        results={results}
        to={act.kind === "move" ? act.to : null}
        problem={problem}
        busy={busy}
        onAgain={
          changed.length > 0
            ? () =>
                void run(
                  act,
                  rows.filter(({ id }) => changed.includes(id)),
                )
            : null
        }
        onClose={() => onClose(true)}
      />
    );
  }
  const shared = { entity: listing.entity, readRef };
  return (
    <Dialog
      title={`${title} · ${t("list.selected", { n: rows.length })}`}
      sticky
      onClose={() => onClose(false)}
      footer={
        <>
          <Button onClick={() => onClose(false)}>{t("kit.cancel")}</Button>
          <Button tone="primary" busy={busy} disabled={many} onClick={begin}>
            {t("list.bulk.run", { n: rows.length })}
          </Button>
        </>
      }
    >
      <div className="k-stack">
        {problem ? (
          <Banner tone="bad" icon="alert" live="alert">
            <strong>{say(problem.text)}</strong> {say(problem.remedy)}
          </Banner>
        ) : null}
        {many ? <Banner tone="warn">{t("list.bulk.tooMany", { n: MOST })}</Banner> : null}
        {kind === "edit" ? <EditFields {...shared} /> : null}
        {kind === "move" ? <StageField {...shared} /> : null}
        {kind === "assign" ? <AssignFields {...shared} /> : null}
        <p className="k-muted k-small">{t("list.bulk.judged")}</p>
      </div>
    </Dialog>
  );
}
