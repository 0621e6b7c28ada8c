import "../../../i18n/parts/list";
import { useParams } from "@tanstack/react-router";
import { Suspense, useState, type ReactElement } from "react";
import { useRows } from "../../../api/hooks";
import { ApiProblem } from "../../../api/http";
import type { RowView } from "../../../api/types";
import type { PathInfo } from "../../../engine/model/paths";
import { useSay, useT } from "../../../i18n";
import { Button, ErrorState, late, SkeletonPage, usePhone } from "../../../kit";
import { useApp } from "../../../render/context";
import { useRender } from "../../../render/env";
import { FillProvider } from "../form/FillProvider";
import { Empty } from "./Empty";
import "./list.css";
import { columnsFor } from "./model";
import { Table } from "./Table";
import { Frame } from "./Toolbar";
import { useListing, type Listing } from "./useListing";
import { useSeen } from "./useSeen";

const SelectionBar = late(() => import("./SelectionBar"));
const Cards = late(() => import("./Cards"));

/** The records of an entity: views, search, filter, order, columns, selection; cards on the phone. */
export function ListPage(): ReactElement {
  const t = useT();
  const { bundle } = useApp();
  const { entity } = useParams({ strict: false });
  const doc = bundle.entities[entity ?? ""];
  if (entity === undefined || !doc)
    return (
      <ErrorState page title={t("app.notFound.title")}>
        {t("app.notFound.text")}
      </ErrorState>
    );
  return (
    <FillProvider key={entity}>
      <Loaded entity={entity} />
    </FillProvider>
  );
}

/** The fields to ask the server for: the columns, and what a row is called by. */
function wanted(columns: readonly PathInfo[], entity: { title: string; subtitle?: string | null }): string {
  const paths = [entity.title, entity.subtitle ?? "", ...columns.map(({ path }) => path)];
  return [...new Set(paths.filter((path) => path !== "" && !path.startsWith("_")))].join(",");
}

function Loaded({ entity }: { entity: string }): ReactElement {
  const listing = useListing(entity);
  return (
    <Frame listing={listing} shape="table">
      <Body key={listing.view.id} listing={listing} />
    </Frame>
  );
}

function Body({ listing }: { listing: Listing }): ReactElement {
  const t = useT();
  const say = useSay();
  const phone = usePhone();
  const { titles } = useRender();
  const [selected, setSelected] = useState<ReadonlyMap<string, RowView>>(new Map());
  const { app, bundle, entity, settings, query } = listing;
  const columns = columnsFor(bundle, entity, settings);
  const info = bundle.entities[entity]?.entity;
  const fields = info ? wanted(columns, info) : "";
  const rows = useRows(app, entity, { ...query, fields });
  const more = useSeen(() => {
    if (rows.hasNextPage && !rows.isFetchingNextPage && !rows.isFetchNextPageError) void rows.fetchNextPage();
  });
  if (rows.isPending) return <SkeletonPage lines={10} />;
  if (rows.error && !rows.data) {
    const problem = rows.error instanceof ApiProblem ? rows.error : null;
    const bad = problem !== null && ["bad_filter", "bad_sort", "not_sortable"].includes(problem.code);
    return (
      <ErrorState
        title={problem ? say(problem.text) : undefined}
        onRetry={() => void rows.refetch()}
        action={
          bad ? (
            <Button onClick={() => listing.set({ filter: null, sort: null, view: null })}>
              {t("list.clear")}
            </Button>
          ) : null
        }
      >
        {problem ? say(problem.remedy) : null}
      </ErrorState>
    );
  }
  const all = rows.data.pages.flatMap((page) => page.rows);
  for (const row of all) titles.learn(row.titles);
  if (all.length === 0) return <Empty listing={listing} />;
  const toggle = (row: RowView) => {
    const next = new Map(selected);
    if (!next.delete(row.id)) next.set(row.id, row);
    setSelected(next);
  };
  const selection = {
    has: (id: string) => selected.has(id),
    toggle,
    all: all.every((row) => selected.has(row.id)),
    some: selected.size > 0,
    toggleAll: () =>
      setSelected(
        all.every((row) => selected.has(row.id)) ? new Map() : new Map(all.map((row) => [row.id, row])),
      ),
  };
  return (
    <>
      {phone ? (
        <Suspense fallback={<SkeletonPage lines={10} />}>
          <Cards listing={listing} rows={all} columns={columns} selection={selection} />
        </Suspense>
      ) : (
        <Table listing={listing} rows={all} columns={columns} selection={selection} end={more} />
      )}
      <div ref={phone ? more : undefined} className="lst-foot" role="status">
        {rows.hasNextPage ? (
          <Button busy={rows.isFetchingNextPage} onClick={() => void rows.fetchNextPage()}>
            {t("list.loadMore")}
          </Button>
        ) : (
          <span className="k-muted k-small">{t("list.end")}</span>
        )}
      </div>
      {selected.size > 0 ? (
        <Suspense fallback={null}>
          <SelectionBar
            listing={listing}
            selected={all.filter((row) => selected.has(row.id))}
            onClear={() => setSelected(new Map())}
          />
        </Suspense>
      ) : null}
    </>
  );
}
