import { Link } from "@tanstack/react-router";
import type { ReactElement } from "react";
import { ordered } from "../../../api/documents";
import type { Bundle, RowView } from "../../../api/types";
import type { PathInfo } from "../../../engine/model/paths";
import { useLang, useSay, useT } from "../../../i18n";
import { Icon, Menu, type MenuItem } from "../../../kit";
import { Cell, useRowTitle } from "../list/Cell";
import { OwedBadges } from "../owed/OwedBadges";
import { listDoc, pathLabel, pathsFor, valueAt } from "../list/model";
import type { Listing } from "../list/useListing";
import { flowOf } from "../record/stages";
import { useDrag } from "./dnd";

/** What a card shows below its title: what the list's document says, else the first columns. */
function cardFields(bundle: Bundle, entity: string): readonly PathInfo[] {
  const doc = listDoc(bundle, entity);
  const wanted = doc?.kanban?.fields ?? doc?.columns ?? {};
  const title = bundle.entities[entity]?.entity.title;
  const known = new Map(pathsFor(bundle, entity).map((info) => [info.path, info]));
  return ordered(wanted)
    .flatMap(([path]) => known.get(path) ?? [])
    .filter(({ path }) => path !== "_stage" && path !== title)
    .slice(0, 5);
}

/** The stages a record can be in: those of its path, in order. */
export function stagesOf(bundle: Bundle, entity: string, path: string | null): readonly string[] {
  const flow = flowOf(bundle, entity);
  const stages = flow?.paths[path ?? ""]?.stages ?? flow?.stages;
  return ordered(stages)
    .map(([id]) => id)
    .filter((id) => flow?.stages[id]?.archived !== true);
}

export function CardFace({ listing, row }: { listing: Listing; row: RowView }): ReactElement {
  const lang = useLang();
  const titleOf = useRowTitle(listing.entity);
  const { app, bundle, entity } = listing;
  return (
    <>
      <Link
        className="brd-title"
        to="/a/$app/e/$entity/$id"
        params={{ app, entity, id: row.id }}
        draggable={false}
      >
        {titleOf(row)}
      </Link>
      <OwedBadges row={row} />
      <dl className="brd-values">
        {cardFields(bundle, entity)
          .filter(({ path }) => (valueAt(row, path) ?? "") !== "")
          .map((info) => (
            <div key={info.path}>
              <dt className="k-sr">{pathLabel(info, lang)}</dt>
              <dd className="k-clip" title={pathLabel(info, lang)}>
                <Cell entity={entity} row={row} info={info} plain />
              </dd>
            </div>
          ))}
      </dl>
    </>
  );
}

interface CardProps {
  listing: Listing;
  row: RowView;
  canMove: boolean;
  onMove: (to: string) => void;
}

/** A record on the board: dragged anywhere, lifted by keyboard at its handle, or moved by its menu. */
export function Card({ listing, row, canMove, onMove }: CardProps): ReactElement {
  const t = useT();
  const say = useSay();
  const { bundle, entity } = listing;
  const titleOf = useRowTitle(entity);
  const drag = useDrag(row.id, !canMove);
  const name = titleOf(row);
  const items: MenuItem[] = stagesOf(bundle, entity, row.path).map((id) => ({
    key: id,
    label: say(flowOf(bundle, entity)?.stages[id]?.label) || id,
    checked: id === row.stage,
    disabled: id === row.stage,
    onSelect: () => onMove(id),
  }));
  return (
    <li className="brd-card" {...(canMove ? drag.thing : {})}>
      <CardFace listing={listing} row={row} />
      {canMove ? (
        <div className="brd-tools">
          <button
            type="button"
            className="k-icon-btn"
            data-size="s"
            aria-label={t("board.drag", { name })}
            {...drag.handle}
          >
            <Icon name="drag" size={16} />
          </button>
          <Menu size="s" label={t("board.moveOf", { name })} groups={[items]} />
        </div>
      ) : null}
    </li>
  );
}
