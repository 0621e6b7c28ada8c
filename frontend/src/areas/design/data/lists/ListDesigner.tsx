import { useState, type ReactElement } from "react";
import { flowOf } from "../../../../engine/design/places";
import { KIND_INFO } from "../../../../engine/design/commands/kinds";
import {
  addColumn,
  addList,
  moveColumn,
  removeColumn,
  setColumnWidth,
  setKanban,
  setSort,
  setTotal,
  type Strip,
} from "../../../../engine/design/commands/lists";
import { inOrder } from "../../../../engine/model/entity";
import type { PathInfo } from "../../../../engine/model/paths";
import { useSay, useT } from "../../../../i18n";
import { Button, Check, Combobox, EmptyState, Field, IconButton, Select } from "../../../../kit";
import { namesOf } from "../../rules/env";
import { useWorkbench } from "../../workbench/context";
import { NumberLine } from "../parts/NumberLine";
import { Notes } from "../parts/Notes";
import { OrderList } from "../parts/OrderList";
import { Views } from "./Views";

/** Kinds that are no use in a line. */
const TOO_WIDE = new Set(["rows", "file", "image"]);

/** What a list of an entity can show: its fields, the system's, and those one reference away. */
export function columnsOf(paths: readonly PathInfo[]): PathInfo[] {
  return paths.filter(
    ({ path, property }) =>
      path.split(".").length <= 2 &&
      path !== "_id" &&
      !path.startsWith("_parent") &&
      !path.startsWith("@") &&
      !TOO_WIDE.has(property?.field.kind ?? "") &&
      property?.field.archived !== true,
  );
}

/** Columns, order, views and cards of a list. */
export function ListDesigner({ entity, list }: { entity: string; list: string | null }): ReactElement {
  const t = useT();
  const say = useSay();
  const { app, run } = useWorkbench();
  const doc = list === null ? undefined : app.lists?.[list];
  if (list === null || !doc)
    return (
      <EmptyState
        icon="columns"
        title={t(app.entities[entity]?.entity.rows_of ? "ddata.list.rows" : "ddata.list.none")}
        action={
          app.entities[entity]?.entity.rows_of ? undefined : (
            <Button tone="primary" icon="plus" onClick={() => run(addList(app, entity))}>
              {t("ddata.list.make")}
            </Button>
          )
        }
      />
    );
  const paths = columnsOf(namesOf(app, { entity }));
  const flow = flowOf(app, entity);
  return (
    <div className="dd-lists">
      <section className="k-card k-stack">
        <h2>{t("ddata.list.columns")}</h2>
        <Notes
          at={`list/${list}`}
          only={({ path }) => !path.includes("/views/") && !path.includes("/kanban")}
        />
        <StripEditor list={list} strip="columns" paths={paths} label={t("ddata.list.columns")} widths />
        <SortField list={list} view={null} paths={paths} value={doc.sort ?? null} />
      </section>
      <section className="k-card k-stack">
        <h2>{t("ddata.list.views")}</h2>
        <p className="k-help">{t("ddata.list.viewsHelp")}</p>
        <Views list={list} paths={paths} />
      </section>
      <section className="k-card k-stack">
        <h2>{t("ddata.list.kanban")}</h2>
        <Notes at={`list/${list}/kanban`} />
        {flow || doc.kanban ? (
          <>
            <Check
              label={t("ddata.list.kanbanOn")}
              checked={doc.kanban != null}
              onChange={(on) => run(setKanban(app, list, on))}
            />
            <p className="k-help">{t("ddata.list.kanbanHelp")}</p>
          </>
        ) : (
          <p className="k-muted">{t("ddata.list.kanbanFlow")}</p>
        )}
        {doc.kanban ? (
          <>
            <StripEditor list={list} strip="kanban/fields" paths={paths} label={t("ddata.list.card")} />
            <Field label={t("ddata.list.total")}>
              {(aria) => (
                <Select
                  {...aria}
                  value={doc.kanban?.total ?? null}
                  empty={t("ddata.list.noTotal")}
                  options={paths
                    .filter(({ path, type }) => !path.includes(".") && type.type === "number")
                    .map(({ path, labels }) => ({ id: path, label: labels.map(say).join(" · ") }))}
                  onChange={(field) => run(setTotal(app, list, field))}
                />
              )}
            </Field>
          </>
        ) : null}
      </section>
    </div>
  );
}

interface StripProps {
  list: string;
  strip: Strip;
  paths: readonly PathInfo[];
  label: string;
  widths?: boolean;
}

function StripEditor({ list, strip, paths, label, widths = false }: StripProps): ReactElement {
  const t = useT();
  const say = useSay();
  const { app, run } = useWorkbench();
  const [opened, setOpened] = useState<string | null>(null);
  const doc = app.lists?.[list];
  const of = (strip === "columns" ? doc?.columns : doc?.kanban?.fields) ?? {};
  const ids = inOrder(of);
  const labelOf = (path: string) =>
    paths
      .find((one) => one.path === path)
      ?.labels.map(say)
      .join(" · ") ?? path;
  const rest = paths.filter(({ path }) => !Object.hasOwn(of, path));
  return (
    <>
      <OrderList
        label={label}
        ids={ids}
        nameOf={labelOf}
        onMove={(id, before) => run(moveColumn(app, list, strip, id, before))}
      >
        {(id) => {
          const width = doc?.columns[id]?.width;
          const wide = width ? `${String(width)} px` : t("ddata.list.auto");
          return (
            <div className="dd-column">
              <span>{labelOf(id)}</span>
              {widths ? (
                <Button
                  size="s"
                  tone="quiet"
                  aria-expanded={opened === id}
                  aria-label={`${wide}: ${t("ddata.list.widthOf", { name: labelOf(id) })}`}
                  onClick={() => setOpened(opened === id ? null : id)}
                >
                  {wide}
                </Button>
              ) : null}
              <IconButton
                size="s"
                icon="close"
                label={t("ddata.list.takeOut", { name: labelOf(id) })}
                disabled={strip === "columns" && ids.length === 1}
                onClick={() => run(removeColumn(app, list, strip, id))}
              />
              {opened === id ? (
                <NumberLine
                  label={t("ddata.list.width")}
                  value={doc?.columns[id]?.width}
                  whole
                  min={40}
                  max={1000}
                  onChange={(width) => run(setColumnWidth(app, list, id, width))}
                />
              ) : null}
            </div>
          );
        }}
      </OrderList>
      <Field label={t("ddata.list.add")} group>
        {(aria) => (
          <Combobox
            aria={aria}
            label={t("ddata.list.add")}
            value={null}
            text=""
            placeholder={t("ddata.list.choose")}
            options={rest.map(({ path, labels }) => ({ id: path, label: labels.map(say).join(" · ") }))}
            onChange={(path) => {
              if (path !== null) run(addColumn(app, list, strip, path, null));
            }}
          />
        )}
      </Field>
    </>
  );
}

interface SortProps {
  list: string;
  view: string | null;
  paths: readonly PathInfo[];
  value: string | null;
}

/** By which column, and which way round. */
export function SortField({ list, view, paths, value }: SortProps): ReactElement {
  const t = useT();
  const say = useSay();
  const { app, run } = useWorkbench();
  const sorted = paths.filter(
    ({ path, property }) =>
      !path.includes(".") && (property === null || KIND_INFO[property.field.kind]?.can_sort),
  );
  const options = sorted.flatMap(({ path, labels }) => {
    const name = labels.map(say).join(" · ");
    return [
      { id: path, label: t("ddata.list.up", { name }) },
      { id: `-${path}`, label: t("ddata.list.down", { name }) },
    ];
  });
  return (
    <Field label={t("ddata.list.sort")}>
      {(aria) => (
        <Select
          {...aria}
          value={value}
          empty={t(view === null ? "ddata.list.newest" : "ddata.list.asList")}
          options={options}
          onChange={(sort) => run(setSort(app, list, view, sort))}
        />
      )}
    </Field>
  );
}
