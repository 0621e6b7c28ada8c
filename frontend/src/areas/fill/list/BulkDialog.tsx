import { useQueryClient } from "@tanstack/react-query";
import { useRef, useState, type ReactElement } from "react";
import { runBulk, type BulkAct, type BulkResult } from "../../../api/bulk";
import { ApiProblem, Attempts } from "../../../api/http";
import type { RowView } from "../../../api/types";
import { useSay, useT } from "../../../i18n";
import { Banner, Button, Dialog } from "../../../kit";
import { useApp } from "../../../render/context";
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
  const [act, setAct] = useState<BulkAct | null>(null);
  const [results, setResults] = useState<readonly BulkResult[] | null>(null);
  const [problem, setProblem] = useState<ApiProblem | null>(null);
  const [busy, setBusy] = useState(false);
  const many = rows.length > MOST;

  const run = async () => {
    const wanted = readRef.current();
    if (!wanted || busy) return;
    setBusy(true);
    setProblem(null);
    try {
      const key = attempts.current.keyFor([rows.map(({ id }) => id), wanted]);
      const answer = await runBulk(app, listing.entity, rows, wanted, key, bundle.version);
      attempts.current.settle();
      setAct(wanted);
      setResults(answer.results);
      void client.invalidateQueries({
        queryKey: ["app", app],
        predicate: ({ queryKey }) => queryKey[2] !== "bundle",
      });
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
  if (results)
    return (
      <BulkResults
        title={title}
        entity={listing.entity}
        rows={rows}
        results={results}
        to={act?.kind === "move" ? act.to : null}
        onClose={() => onClose(true)}
      />
    );
  const shared = { entity: listing.entity, readRef };
  return (
    <Dialog
      title={`${title} · ${t("list.selected", { n: rows.length })}`}
      sticky
      onClose={() => onClose(false)}
      footer={
        <>
          <Button onClick={() => onClose(false)}>{t("kit.cancel")}</Button>
          <Button tone="primary" busy={busy} disabled={many} onClick={() => void run()}>
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
