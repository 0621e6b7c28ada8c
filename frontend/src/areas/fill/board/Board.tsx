import { Suspense, useState, type ReactElement } from "react";
import type { RowQuery } from "../../../api/endpoints";
import type { BoardColumn, RowView } from "../../../api/types";
import { useLang, useSay, useT } from "../../../i18n";
import { Banner, IconButton, late, usePhone } from "../../../kit";
import { useRowTitle } from "../list/Cell";
import type { Listing } from "../list/useListing";
import { stageLabel } from "../record/stages";
import { CardFace } from "./Card";
import { Column } from "./Column";
import { DragArea, type DragWords } from "./dnd";
import { StageTabs } from "./StageTabs";
import { useMoving } from "./useMoving";

const MoveSheet = late(async () => ({ default: (await import("../form/MoveSheet")).MoveSheet }));

interface BoardProps {
  listing: Listing;
  columns: readonly BoardColumn[];
  query: RowQuery;
}

/** Columns in the order of the flow. A card dropped where a gate is shut opens what is missing, there and then. */
export default function Board({ listing, columns, query }: BoardProps): ReactElement {
  const t = useT();
  const say = useSay();
  const lang = useLang();
  const phone = usePhone();
  const { app, bundle, entity } = listing;
  const titleOf = useRowTitle(entity);
  const [dragged, setDragged] = useState<string | null>(null);
  const [more, setMore] = useState<Readonly<Record<string, RowView>>>({});
  const moving = useMoving(app, entity, query, columns);
  const canEdit = bundle.rights[entity]?.edit === true;

  const rowOf = (id: string): RowView | undefined =>
    columns.flatMap((column) => column.rows).find((row) => row.id === id) ?? more[id];
  const name = (id: string) => {
    const row = rowOf(id);
    return row ? titleOf(row) : "";
  };
  const stage = (id: string) => stageLabel(bundle, entity, id, lang);
  const words: DragWords = {
    help: t("board.dragHelp"),
    lifted: (id) => t("board.lifted", { name: name(id) }),
    over: (id, zone) => t("board.over", { name: name(id), stage: stage(zone) }),
    dropped: (id, zone) =>
      zone === null
        ? t("board.cancelled", { name: name(id) })
        : t("board.dropped", { name: name(id), stage: stage(zone) }),
    cancelled: (id) => t("board.cancelled", { name: name(id) }),
  };
  const move = (id: string, to: string) => {
    const row = rowOf(id);
    if (row && row.stage !== to) void moving.move(row, to, titleOf(row), stage(to));
  };
  const overlay = (id: string) => {
    const row = rowOf(id);
    return row ? (
      <div className="brd-card" data-lifted="">
        <CardFace listing={listing} row={row} />
      </div>
    ) : null;
  };
  return (
    <DragArea words={words} overlay={overlay} onDragging={setDragged} onDrop={move}>
      {moving.problem ? (
        <Banner
          tone="bad"
          icon="alert"
          live="alert"
          action={<IconButton icon="close" size="s" label={t("kit.close")} onClick={moving.forget} />}
        >
          <strong>{say(moving.problem.text)}</strong> {say(moving.problem.remedy)}
        </Banner>
      ) : null}
      {phone ? <StageTabs columns={columns} stage={stage} /> : null}
      <div
        className="brd-columns"
        id="brd-columns"
        data-dragging={dragged === null ? undefined : ""}
        role="group"
        aria-label={t("board.columns")}
        tabIndex={phone ? undefined : 0}
      >
        {columns.map((column) => (
          <Column
            key={column.stage}
            listing={listing}
            column={column}
            query={query}
            label={stage(column.stage)}
            canEdit={canEdit}
            onMove={move}
            onLoaded={(rows) => setMore({ ...more, ...Object.fromEntries(rows.map((row) => [row.id, row])) })}
          />
        ))}
      </div>
      {moving.stopped ? (
        <Suspense fallback={null}>
          <MoveSheet
            entity={entity}
            id={moving.stopped.id}
            to={moving.stopped.to}
            refused={moving.stopped.problem}
            onDone={moving.settled}
            onClose={moving.giveUp}
          />
        </Suspense>
      ) : null}
    </DragArea>
  );
}
