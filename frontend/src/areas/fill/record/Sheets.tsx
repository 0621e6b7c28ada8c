import type { ReactElement } from "react";
import type { Answer, RecordAnswer } from "../../../api/types";
import { ActionSheet } from "../form/ActionSheet";
import { FillSheet } from "../form/FillSheet";
import { MoveSheet } from "../form/MoveSheet";
import { ArchiveDialog } from "./ArchiveDialog";
import { AssignDialog } from "./AssignDialog";
import { NeedList } from "./NeedList";
import type { Open } from "./useDoing";

interface SheetsProps {
  open: Open;
  answer: RecordAnswer;
  /** Another dialog instead; null closes. */
  onOpen: (open: Open | null) => void;
  onDone: (answer: Answer) => void;
}

/** The dialogs of a record page; loaded behind the page, since reading needs none of the forms. */
export default function Sheets({ open, answer, onOpen, onDone }: SheetsProps): ReactElement {
  const { record, next } = answer;
  const shared = { onDone, onClose: () => onOpen(null) };
  switch (open.kind) {
    case "act":
      return (
        <ActionSheet
          key={open.action}
          {...shared}
          record={record}
          action={open.action}
          needs={(needs) => (
            <NeedList
              needs={needs}
              actions={next.actions}
              onAct={(action) => onOpen({ kind: "act", action })}
              onFill={(entity, id, fields) => onOpen({ kind: "fill", entity, id, fields, to: null })}
            />
          )}
        />
      );
    case "fill":
      return <FillSheet {...shared} entity={open.entity} id={open.id} fields={open.fields} to={open.to} />;
    case "move":
      return <MoveSheet {...shared} entity={record.entity} id={record.id} to={open.to} />;
    case "assign":
      return <AssignDialog {...shared} record={record} />;
    case "archive":
      return <ArchiveDialog {...shared} record={record} />;
  }
}
