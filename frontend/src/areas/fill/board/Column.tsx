import { useState, type ReactElement } from "react";
import { listColumn } from "../../../api/bulk";
import type { RowQuery } from "../../../api/endpoints";
import { ApiProblem } from "../../../api/http";
import type { BoardColumn, RowView } from "../../../api/types";
import { format } from "../../../engine/form/kinds";
import { useSay, useT } from "../../../i18n";
import { Banner, Button } from "../../../kit";
import { usePrint, useRender } from "../../../render/env";
import { useStageColor } from "../list/Cell";
import { listDoc } from "../list/model";
import type { Listing } from "../list/useListing";
import { Card } from "./Card";
import { useDrop } from "./dnd";

interface ColumnProps {
  listing: Listing;
  column: BoardColumn;
  query: RowQuery;
  label: string;
  canEdit: boolean;
  onMove: (id: string, to: string) => void;
  onLoaded: (rows: readonly RowView[]) => void;
}

interface Loaded {
  readonly from: readonly RowView[];
  readonly rows: readonly RowView[];
  readonly next: string | null;
}

/** Rows of a column beyond those that came with the board. */
function useMore({ listing, column, query, onLoaded }: ColumnProps) {
  const { titles } = useRender();
  // What was loaded belongs to one reading of the board; read anew, the column begins at the top again.
  const [loaded, setLoaded] = useState<Loaded | null>(null);
  const { rows, next } = loaded?.from === column.rows ? loaded : { rows: [], next: column.next };
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<ApiProblem | null>(null);
  const load = async () => {
    setBusy(true);
    setProblem(null);
    try {
      const asked = { ...query, stage: column.stage, after: next };
      const page = await listColumn(listing.app, listing.entity, asked);
      for (const row of page.rows) titles.learn(row.titles);
      setLoaded({ from: column.rows, rows: [...rows, ...page.rows], next: page.next });
      onLoaded(page.rows);
    } catch (error) {
      if (!(error instanceof ApiProblem)) throw error;
      setProblem(error);
    } finally {
      setBusy(false);
    }
  };
  return { rows, next, busy, problem, load };
}

/** One stage: how many, how much, and its cards. */
export function Column(props: ColumnProps): ReactElement {
  const { listing, column, label, canEdit, onMove } = props;
  const t = useT();
  const say = useSay();
  const { lang, print } = usePrint();
  const color = useStageColor(listing.entity);
  const { ref, over } = useDrop(column.stage);
  const more = useMore(props);
  const total = listDoc(listing.bundle, listing.entity)?.kanban?.total;
  const sum = total === undefined ? undefined : listing.bundle.entities[listing.entity]?.properties[total];
  const shown = new Set(column.rows.map(({ id }) => id));
  const rows = [
    ...column.rows,
    ...more.rows.filter((row) => !shown.has(row.id) && row.stage === column.stage),
  ];
  return (
    <section
      ref={ref}
      className="brd-column"
      data-stage={column.stage}
      data-color={color(column.stage)}
      data-over={over ? "" : undefined}
      aria-label={label}
    >
      <header>
        <h2>{label}</h2>
        <span className="brd-count">{column.count.toLocaleString("en-US")}</span>
        {sum && column.total !== null && column.total !== 0 ? (
          <span className="brd-total" title={say(sum.field.label)}>
            {format(column.total, sum, lang, print)}
          </span>
        ) : null}
      </header>
      <ul>
        {rows.map((row) => (
          <Card
            key={row.id}
            listing={listing}
            row={row}
            canMove={canEdit}
            onMove={(to) => onMove(row.id, to)}
          />
        ))}
      </ul>
      {rows.length === 0 ? <p className="brd-none">{t("board.none")}</p> : null}
      {more.problem ? <Banner tone="bad">{say(more.problem.text)}</Banner> : null}
      {more.next !== null ? (
        <Button size="s" tone="quiet" wide busy={more.busy} onClick={() => void more.load()}>
          {t("list.loadMore")}
        </Button>
      ) : null}
    </section>
  );
}
