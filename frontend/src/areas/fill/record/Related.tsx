import { Link } from "@tanstack/react-router";
import type { ReactElement } from "react";
import { useRows } from "../../../api/hooks";
import { ApiProblem } from "../../../api/http";
import type { RecordView, RowView } from "../../../api/types";
import { useLang, useSay, useT } from "../../../i18n";
import { Badge, Button, Icon, iconOf, Skeleton } from "../../../kit";
import { useApp } from "../../../render/context";
import { useRender } from "../../../render/env";
import { fieldsOf } from "../../../render/fields";
import { ReadValue } from "../../../render/form/ReadValue";
import { relationsOf, type Relation } from "./relations";
import { flowOf, stageLabel } from "./stages";

const PAGE = 5;

/** Follow-ups, quotes, contracts …: what hangs on this record, newest first. */
export default function Related({ record }: { record: RecordView }): ReactElement | null {
  const { bundle } = useApp();
  const relations = relationsOf(bundle, record.entity);
  return (
    <div className="k-stack">
      {relations.map((relation) => (
        <Relations key={`${relation.entity}.${relation.via}`} record={record} relation={relation} />
      ))}
    </div>
  );
}

function Relations({ record, relation }: { record: RecordView; relation: Relation }): ReactElement | null {
  const t = useT();
  const say = useSay();
  const { app, bundle } = useApp();
  const { titles, createNew } = useRender();
  const filter = JSON.stringify({ op: "eq", a: [{ f: relation.via }, { v: record.id }] });
  const rows = useRows(app, relation.entity, { filter, sort: "-_created_at", limit: PAGE });
  const found = rows.data?.pages.flatMap((page) => page.rows) ?? [];
  for (const row of found) titles.learn(row.titles);
  const name = say(relation.doc.entity.label);
  const mayCreate = bundle.rights[relation.entity]?.create === true && !record.archived;
  // A field that cannot be filtered by has no list to show.
  if (rows.error instanceof ApiProblem && rows.error.status < 500 && rows.error.status > 0) return null;
  if (!mayCreate && rows.isSuccess && found.length === 0) return null;
  return (
    <section className="rec-related" aria-label={name}>
      <header>
        <h2>
          <Icon name={iconOf(relation.doc.entity.icon, "list")} size={16} /> {name}
          {found.length > 0 ? (
            <span className="k-muted">
              {" "}
              {found.length}
              {rows.hasNextPage ? "+" : ""}
            </span>
          ) : null}
        </h2>
        {mayCreate ? (
          <Button
            size="s"
            icon="plus"
            onClick={() => createNew?.(relation.entity, { [relation.via]: record.id }, () => undefined)}
            aria-label={t("render.createNew", { name })}
          >
            {t("record.related.new")}
          </Button>
        ) : null}
      </header>
      {rows.isPending ? <Skeleton width="60%" /> : null}
      {rows.isSuccess && found.length === 0 ? (
        <p className="k-muted k-small">{t("record.related.none")}</p>
      ) : null}
      <ul>
        {found.map((row) => (
          <RelatedRow key={row.id} row={row} relation={relation} />
        ))}
      </ul>
      {rows.hasNextPage ? (
        <Button
          size="s"
          tone="quiet"
          busy={rows.isFetchingNextPage}
          onClick={() => void rows.fetchNextPage()}
        >
          {t("record.more.load")}
        </Button>
      ) : null}
    </section>
  );
}

/** A row by its title and its first few filled fields. */
function RelatedRow({ row, relation }: { row: RowView; relation: Relation }): ReactElement {
  const t = useT();
  const lang = useLang();
  const { app, bundle } = useApp();
  const { entity, via, doc } = relation;
  const fields = fieldsOf(bundle, entity);
  const title = fields.find((field) => field.id === doc.entity.title);
  const more = fields
    .filter(
      (field) =>
        field.id !== doc.entity.title &&
        field.id !== via &&
        field.property.field.kind !== "rows" &&
        row.values[field.id] != null,
    )
    .slice(0, 3);
  const when = new Intl.DateTimeFormat(lang === "zh" ? "zh-CN" : "en-GB", {
    month: "numeric",
    day: "numeric",
    timeZone: bundle.zone,
  }).format(new Date(row.created_at));
  return (
    <li>
      <Link to="/a/$app/e/$entity/$id" params={{ app, entity, id: row.id }}>
        <span className="rec-related-title">
          {title && row.values[title.id] != null ? (
            <TitleText prop={title.property} value={row.values[title.id]} />
          ) : (
            t("fill.untitled")
          )}
        </span>
        {flowOf(bundle, entity) && row.stage !== null ? (
          <Badge>{stageLabel(bundle, entity, row.stage, lang)}</Badge>
        ) : null}
        <span className="rec-related-when">{when}</span>
      </Link>
      <span className="k-muted k-small rec-related-more">
        {more.map((field) => (
          <span key={field.id}>
            <ReadValue dense prop={field.property} value={row.values[field.id]} />
          </span>
        ))}
      </span>
    </li>
  );
}

/** A title inside a link: no link of its own. */
function TitleText({
  prop,
  value,
}: {
  prop: Parameters<typeof ReadValue>[0]["prop"];
  value: unknown;
}): ReactElement {
  const { titles } = useRender();
  if (typeof value === "string" && prop.field.kind === "reference") return <>{titles.of(value) ?? value}</>;
  return <ReadValue dense prop={prop} value={value} />;
}
