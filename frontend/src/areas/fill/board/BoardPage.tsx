import "../../../i18n/parts/list";
import { useParams } from "@tanstack/react-router";
import { Suspense, type ReactElement } from "react";
import { useBoard } from "../../../api/hooks";
import { ApiProblem } from "../../../api/http";
import { useSay, useT } from "../../../i18n";
import { ErrorState, late, SkeletonPage } from "../../../kit";
import { useApp } from "../../../render/context";
import { useRender } from "../../../render/env";
import { FillProvider } from "../form/FillProvider";
import "../list/list.css";
import { Frame } from "../list/Toolbar";
import { useListing } from "../list/useListing";
import { flowOf } from "../record/stages";
import "./board.css";

// Columns and dragging come behind the page's frame, while the rows are on their way.
const Board = late(() => import("./Board"));

/** Cards a column shows at first; more are asked for column by column. */
const FIRST = 20;

/** The records of an entity by stage. */
export function BoardPage(): ReactElement {
  const t = useT();
  const say = useSay();
  const { bundle } = useApp();
  const { entity } = useParams({ strict: false });
  const doc = bundle.entities[entity ?? ""];
  if (entity === undefined || !doc)
    return (
      <ErrorState page title={t("app.notFound.title")}>
        {t("app.notFound.text")}
      </ErrorState>
    );
  if (!flowOf(bundle, entity))
    return <ErrorState page title={t("board.noFlow", { name: say(doc.entity.label) })} />;
  return (
    <FillProvider key={entity}>
      <Loaded entity={entity} />
    </FillProvider>
  );
}

function Loaded({ entity }: { entity: string }): ReactElement {
  const say = useSay();
  const { titles } = useRender();
  const listing = useListing(entity);
  const query = { ...listing.query, limit: FIRST };
  const board = useBoard(listing.app, entity, query);
  const problem = board.error instanceof ApiProblem ? board.error : null;
  const columns = board.data?.columns;
  for (const column of columns ?? []) for (const row of column.rows) titles.learn(row.titles);
  return (
    <Frame listing={listing} shape="board">
      {columns ? (
        <Suspense fallback={<SkeletonPage lines={10} />}>
          <Board listing={listing} columns={columns} query={query} />
        </Suspense>
      ) : board.isPending ? (
        <SkeletonPage lines={10} />
      ) : (
        <ErrorState title={problem ? say(problem.text) : undefined} onRetry={() => void board.refetch()}>
          {problem ? say(problem.remedy) : null}
        </ErrorState>
      )}
    </Frame>
  );
}
