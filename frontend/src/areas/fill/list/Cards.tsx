import { Link } from "@tanstack/react-router";
import type { ReactElement } from "react";
import type { RowView } from "../../../api/types";
import type { PathInfo } from "../../../engine/model/paths";
import { useLang, useT } from "../../../i18n";
import { OwedBadges } from "../owed/OwedBadges";
import { Cell, StageBadge, useRowTitle } from "./Cell";
import { pathLabel, valueAt } from "./model";
import type { RowsProps } from "./Table";

/** How many values a card shows below its title. */
const SHOWN = 4;

/** Rows as cards, for the phone: the title leads to the record, the first columns stand below it. */
export default function Cards({ listing, rows, columns, selection }: RowsProps): ReactElement {
  const t = useT();
  const titleOf = useRowTitle(listing.entity);
  return (
    <ul className="lst-cards">
      {rows.map((row) => (
        <li key={row.id} data-selected={selection.has(row.id) ? "" : undefined}>
          <label className="lst-card-tick">
            <input
              type="checkbox"
              aria-label={t("list.select", { name: titleOf(row) })}
              checked={selection.has(row.id)}
              onChange={() => selection.toggle(row)}
            />
          </label>
          <Card listing={listing} row={row} columns={columns} title={titleOf(row)} />
        </li>
      ))}
    </ul>
  );
}

interface CardProps {
  listing: RowsProps["listing"];
  row: RowView;
  columns: readonly PathInfo[];
  title: string;
}

function Card({ listing, row, columns, title }: CardProps): ReactElement {
  const lang = useLang();
  const { app, bundle, entity } = listing;
  const own = bundle.entities[entity]?.entity.title;
  const shown = columns
    .filter(({ path }) => path !== own && path !== "_stage" && (valueAt(row, path) ?? "") !== "")
    .slice(0, SHOWN);
  return (
    <Link to="/a/$app/e/$entity/$id" params={{ app, entity, id: row.id }}>
      <span className="lst-card-head">
        <strong>{title}</strong>
        <OwedBadges row={row} />
        {row.stage === null ? null : <StageBadge entity={entity} stage={row.stage} />}
      </span>
      <span className="lst-card-values">
        {shown.map((info) => (
          <span key={info.path}>
            <span className="k-muted">{pathLabel(info, lang)}</span>
            <span className="k-clip">
              <Cell entity={entity} row={row} info={info} plain />
            </span>
          </span>
        ))}
      </span>
    </Link>
  );
}
