import { useInfiniteQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState, type ReactElement } from "react";
import { listImportRows, type ImportRow, type RowState } from "../../../api/imports";
import { useSay, useT } from "../../../i18n";
import { Badge, Banner, Button, Icon, SkeletonPage, TableFrame, Tabs } from "../../../kit";
import { useApp } from "../../../render/context";
import { flowOf } from "../record/stages";
import type { StepProps } from "./ImportPage";

const SHOWN: readonly RowState[] = ["created", "updated", "unchanged", "skipped", "error"];
const COLOR: Readonly<Partial<Record<RowState, string>>> = {
  created: "green",
  updated: "blue",
  unchanged: "grey",
  skipped: "grey",
  error: "red",
};

/** What happened to every row, with the way to each record. */
export function ResultStep({
  job,
  entity,
  onStep,
  onAgain,
}: StepProps & { onAgain: () => void }): ReactElement {
  const t = useT();
  const { app, bundle } = useApp();
  const states = SHOWN.filter((state) => job.counts[state] > 0);
  const [state, setState] = useState<RowState>(states[0] ?? "created");
  const stored = job.counts.created + job.counts.updated;
  const sum = states
    .map((one) => `${t(`import.count.${one}`)} ${job.counts[one].toLocaleString("en-US")}`)
    .join(" · ");
  return (
    <div className="k-stack">
      <Banner tone={stored > 0 ? "good" : "warn"} icon={stored > 0 ? "check" : "info"} live="status">
        <strong>{stored > 0 ? t("import.done") : t("import.nothing")}</strong>
        <div>{sum}</div>
      </Banner>
      <div className="imp-actions imp-left">
        <Link
          to="/a/$app/e/$entity"
          params={{ app, entity }}
          search={{ sort: "-_created_at" }}
          className="k-btn"
          data-tone="primary"
        >
          <Icon name="list" />
          {t("import.result.list")}
        </Link>
        {flowOf(bundle, entity) ? (
          <Link
            to="/a/$app/e/$entity/board"
            params={{ app, entity }}
            search={{ sort: "-_created_at" }}
            className="k-btn"
          >
            <Icon name="board" />
            {t("import.result.board")}
          </Link>
        ) : null}
        {job.counts.error > 0 ? (
          <Button icon="edit" onClick={() => onStep("check")}>
            {t("import.result.mend")}
          </Button>
        ) : null}
        <Button tone="quiet" icon="upload" onClick={onAgain}>
          {t("import.result.again")}
        </Button>
      </div>
      <Tabs
        label={t("import.result.rows")}
        tabs={states.map((one) => ({
          key: one,
          label: `${t(`import.count.${one}`)} ${job.counts[one].toLocaleString("en-US")}`,
        }))}
        value={state}
        onChange={setState}
      >
        <Rows key={state} job={job} entity={entity} state={state} />
      </Tabs>
    </div>
  );
}

interface RowsProps {
  job: StepProps["job"];
  entity: string;
  state: RowState;
}

function Rows({ job, entity, state }: RowsProps): ReactElement {
  const t = useT();
  const found = useInfiniteQuery({
    queryKey: ["import", job.id, "rows", state],
    queryFn: ({ pageParam }) => listImportRows(job.id, state, pageParam),
    initialPageParam: 0,
    getNextPageParam: (page) => page.next,
    gcTime: 0,
  });
  if (found.isPending) return <SkeletonPage lines={5} />;
  const rows = found.data?.pages.flatMap((page) => page.rows) ?? [];
  if (rows.length === 0) return <p className="k-muted imp-none">{t("import.result.none")}</p>;
  return (
    <div className="k-stack imp-rows">
      <TableFrame label={t("import.result.rows")}>
        <thead>
          <tr>
            <th scope="col">{t("import.result.row")}</th>
            <th scope="col">{t("import.result.what")}</th>
            <th scope="col">{t("import.result.state")}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <ResultRow key={row.n} job={job} entity={entity} row={row} />
          ))}
        </tbody>
      </TableFrame>
      {found.hasNextPage ? (
        <Button busy={found.isFetchingNextPage} onClick={() => void found.fetchNextPage()}>
          {t("kit.loadMore")}
        </Button>
      ) : null}
    </div>
  );
}

function ResultRow({
  job,
  entity,
  row,
}: {
  job: RowsProps["job"];
  entity: string;
  row: ImportRow;
}): ReactElement {
  const t = useT();
  const say = useSay();
  const { app } = useApp();
  const cells = job.mapping.columns
    .map(({ column }) => row.cells[column] ?? "")
    .filter((text) => text !== "");
  return (
    <tr>
      <th scope="row">{row.n}</th>
      <td className="imp-samples">{cells.slice(0, 4).join(" · ")}</td>
      <td>
        <div className="k-row">
          <Badge color={COLOR[row.state]}>{t(`import.count.${row.state}`)}</Badge>
          {row.record !== null ? (
            <Link to="/a/$app/e/$entity/$id" params={{ app, entity, id: row.record }}>
              {t("import.result.open")}
            </Link>
          ) : null}
          {row.problems.map((one) => (
            <span key={`${one.code} ${one.column ?? ""}`} className="k-small k-muted">
              {say(one.message)}
            </span>
          ))}
        </div>
      </td>
    </tr>
  );
}
