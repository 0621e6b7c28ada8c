import { Suspense, useRef, type ReactElement } from "react";
import type { RowView } from "../../../api/types";
import { IconButton, late } from "../../../kit";

const CellForm = late(() => import("./CellForm"));

interface CellEditorProps {
  open: boolean;
  onOpen: (open: boolean) => void;
  label: string;
  entity: string;
  row: RowView;
  field: string;
}

/** The pencil of a cell and, once pressed, the little form beside it. The form's code comes when first asked for. */
export function CellEditor({ open, onOpen, label, entity, row, field }: CellEditorProps): ReactElement {
  const anchor = useRef<HTMLButtonElement>(null);
  return (
    <>
      <IconButton
        ref={anchor}
        icon="edit"
        size="s"
        label={label}
        aria-haspopup="dialog"
        aria-expanded={open}
        onClick={() => onOpen(!open)}
      />
      {open ? (
        <Suspense fallback={null}>
          <CellForm
            anchor={anchor}
            entity={entity}
            id={row.id}
            field={field}
            onClose={() => {
              onOpen(false);
              anchor.current?.focus();
            }}
          />
        </Suspense>
      ) : null}
    </>
  );
}
