import { Link } from "@tanstack/react-router";
import { useState, type ReactElement, type RefCallback } from "react";
import type { RowView } from "../../../api/types";
import type { PathInfo } from "../../../engine/model/paths";
import { useLang, useSay, useT } from "../../../i18n";
import { Icon, TableFrame } from "../../../kit";
import { OwedBadges } from "../owed/OwedBadges";
import { Cell, isNumber, useRowTitle } from "./Cell";
import { CellEditor } from "./CellEditor";
import { pathLabel, sortable } from "./model";
import { quickEditable } from "./quick";
import type { Listing } from "./useListing";

/** Which rows are ticked. */
export interface Selection {
  has: (id: string) => boolean;
  toggle: (row: RowView) => void;
  all: boolean;
  some: boolean;
  toggleAll: () => void;
}

export interface RowsProps {
  listing: Listing;
  rows: readonly RowView[];
  columns: readonly PathInfo[];
  selection: Selection;
  /** Told when the end of the rows comes in sight. */
  end?: RefCallback<HTMLElement>;
}

/** Rows as a table: headers sort, the first column leads to the record, cells that may be edited open in place. */
export function Table({ listing, rows, columns, selection, end }: RowsProps): ReactElement {
  const t = useT();
  const say = useSay();
  const { bundle, entity } = listing;
  const titleOf = useRowTitle(entity);
  return (
    <TableFrame
      label={t("list.rows", { name: say(bundle.entities[entity]?.entity.label) })}
      after={<div ref={end} />}
    >
      <thead>
        <tr>
          <th scope="col" className="lst-tick">
            <input
              type="checkbox"
              aria-label={t("list.selectAll")}
              checked={selection.all}
              ref={(node) => {
                if (node) node.indeterminate = selection.some && !selection.all;
              }}
              onChange={selection.toggleAll}
            />
          </th>
          {columns.map((info) => (
            <Head key={info.path} listing={listing} info={info} />
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.id} data-selected={selection.has(row.id) ? "" : undefined}>
            <td className="lst-tick">
              <input
                type="checkbox"
                aria-label={t("list.select", { name: titleOf(row) })}
                checked={selection.has(row.id)}
                onChange={() => selection.toggle(row)}
              />
            </td>
            {columns.map((info, index) => (
              <DataCell key={info.path} listing={listing} row={row} info={info} first={index === 0} />
            ))}
          </tr>
        ))}
      </tbody>
    </TableFrame>
  );
}

function Head({ listing, info }: { listing: Listing; info: PathInfo }): ReactElement {
  const t = useT();
  const lang = useLang();
  const { bundle, entity, sort } = listing;
  const label = pathLabel(info, lang);
  const here = sort.replace(/^-/, "") === info.path;
  const down = here && sort.startsWith("-");
  const num = isNumber(info) ? "" : undefined;
  if (!sortable(bundle, entity, info.path))
    return (
      <th scope="col" data-num={num}>
        {label}
      </th>
    );
  return (
    <th scope="col" data-num={num} aria-sort={here ? (down ? "descending" : "ascending") : "none"}>
      <button
        type="button"
        aria-label={t("list.sortBy", { name: label })}
        onClick={() => listing.set({ sort: here && !down ? `-${info.path}` : here ? info.path : info.path })}
      >
        {label}
        {here ? <Icon name={down ? "chevronDown" : "chevronUp"} size={14} /> : null}
      </button>
    </th>
  );
}

interface DataCellProps {
  listing: Listing;
  row: RowView;
  info: PathInfo;
  first: boolean;
}

function DataCell({ listing, row, info, first }: DataCellProps): ReactElement {
  const t = useT();
  const lang = useLang();
  const { app, bundle, entity } = listing;
  const titleOf = useRowTitle(entity);
  const [editing, setEditing] = useState(false);
  const editable = quickEditable(bundle, entity, info.path);
  const words = first ? (
    <Link className="lst-title" to="/a/$app/e/$entity/$id" params={{ app, entity, id: row.id }}>
      {info.path === bundle.entities[entity]?.entity.title ? (
        titleOf(row)
      ) : (
        <Cell entity={entity} row={row} info={info} plain />
      )}
    </Link>
  ) : (
    <Cell entity={entity} row={row} info={info} />
  );
  const shown = first ? (
    <>
      {words} <OwedBadges row={row} />
    </>
  ) : (
    words
  );
  return (
    <td
      data-num={isNumber(info) ? "" : undefined}
      className={editable ? "lst-cell" : undefined}
      onDoubleClick={editable ? () => setEditing(true) : undefined}
    >
      {editable ? (
        <span className="lst-edit">
          <span>{shown}</span>
          <CellEditor
            open={editing}
            onOpen={setEditing}
            label={t("list.edit", { field: pathLabel(info, lang) })}
            entity={entity}
            row={row}
            field={info.path}
          />
        </span>
      ) : (
        shown
      )}
    </td>
  );
}
