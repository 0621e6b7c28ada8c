import { Link, useParams } from "@tanstack/react-router";
import type { ReactElement } from "react";
import { useRows } from "../../../api/hooks";
import { ApiProblem } from "../../../api/http";
import { useSay, useT } from "../../../i18n";
import { Button, EmptyState, ErrorState, Icon, iconOf, SkeletonPage } from "../../../kit";
import { useApp } from "../../../render/context";
import { RenderProvider, useRender } from "../../../render/env";
import { fieldsOf } from "../../../render/fields";
import { ReadValue } from "../../../render/form/ReadValue";

/** The records of an entity, newest first. */
export function ListPage(): ReactElement {
  const t = useT();
  const say = useSay();
  const { app, bundle } = useApp();
  const { entity } = useParams({ from: "/inside/a/$app/e/$entity" });
  const doc = bundle.entities[entity];
  if (!doc) return <ErrorState title={t("app.notFound.title")}>{t("app.notFound.text")}</ErrorState>;
  return (
    <RenderProvider>
      <div className="k-page">
        <div className="k-page-head">
          <h1>{say(doc.entity.label)}</h1>
          {bundle.rights[entity]?.create === true ? (
            <Link to="/a/$app/e/$entity/new" params={{ app, entity }} className="k-btn" data-tone="primary">
              <Icon name="plus" />
              {t("render.createNew", { name: say(doc.entity.label) })}
            </Link>
          ) : null}
        </div>
        <Rows key={entity} entity={entity} />
      </div>
    </RenderProvider>
  );
}

function Rows({ entity }: { entity: string }): ReactElement {
  const t = useT();
  const say = useSay();
  const { app, bundle } = useApp();
  const { titles } = useRender();
  const rows = useRows(app, entity, {});
  const doc = bundle.entities[entity];
  const title = fieldsOf(bundle, entity).find((field) => field.id === doc?.entity.title);
  if (rows.isPending) return <SkeletonPage />;
  if (rows.error) {
    const problem = rows.error instanceof ApiProblem ? rows.error : null;
    return (
      <ErrorState title={problem ? say(problem.text) : undefined} onRetry={() => void rows.refetch()}>
        {problem ? say(problem.remedy) : null}
      </ErrorState>
    );
  }
  const all = rows.data.pages.flatMap((page) => page.rows);
  for (const row of all) titles.learn(row.titles);
  if (all.length === 0)
    return <EmptyState icon={iconOf(doc?.entity.icon, "list")} title={t("record.related.none")} />;
  return (
    <div className="k-stack">
      <ul className="k-menu-list">
        {all.map((row) => {
          const value = title ? row.values[title.id] : null;
          const name = typeof value === "string" ? titles.of(value) : undefined;
          return (
            <li key={row.id}>
              <Link to="/a/$app/e/$entity/$id" params={{ app, entity, id: row.id }}>
                <span className="k-grow">
                  {name ?? (title ? <ReadValue dense prop={title.property} value={value} /> : row.id)}
                </span>
                <Icon name="chevronRight" size={16} />
              </Link>
            </li>
          );
        })}
      </ul>
      {rows.hasNextPage ? (
        <Button busy={rows.isFetchingNextPage} onClick={() => void rows.fetchNextPage()}>
          {t("record.more.load")}
        </Button>
      ) : null}
    </div>
  );
}
