import { Suspense, useState, type ReactElement } from "react";
import type { RowView } from "../../../api/types";
import { useT } from "../../../i18n";
import { Button, late } from "../../../kit";
import { flowOf } from "../record/stages";
import type { Listing } from "./useListing";

const BulkDialog = late(() => import("./BulkDialog"));

export type BulkKind = "edit" | "move" | "assign";

interface SelectionBarProps {
  listing: Listing;
  selected: readonly RowView[];
  onClear: () => void;
}

/** What can be done to the ticked rows at once. */
export default function SelectionBar({ listing, selected, onClear }: SelectionBarProps): ReactElement {
  const t = useT();
  const [open, setOpen] = useState<BulkKind | null>(null);
  const { bundle, entity } = listing;
  const rights = bundle.rights[entity];
  return (
    <div className="lst-bar" role="region" aria-label={t("list.selected", { n: selected.length })}>
      <strong>{t("list.selected", { n: selected.length })}</strong>
      {rights?.edit === true ? (
        <Button size="s" icon="edit" onClick={() => setOpen("edit")}>
          {t("list.bulk.edit")}
        </Button>
      ) : null}
      {rights?.edit === true && flowOf(bundle, entity) ? (
        <Button size="s" icon="flag" onClick={() => setOpen("move")}>
          {t("list.bulk.move")}
        </Button>
      ) : null}
      {rights?.assign === true ? (
        <Button size="s" icon="assign" onClick={() => setOpen("assign")}>
          {t("list.bulk.assign")}
        </Button>
      ) : null}
      <Button size="s" tone="quiet" icon="close" onClick={onClear}>
        {t("list.unselect")}
      </Button>
      {open ? (
        <Suspense fallback={null}>
          <BulkDialog
            kind={open}
            listing={listing}
            rows={selected}
            onClose={(done) => {
              setOpen(null);
              if (done) onClear();
            }}
          />
        </Suspense>
      ) : null}
    </div>
  );
}
