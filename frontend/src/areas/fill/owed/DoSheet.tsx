import "../../../i18n/parts/record";
import { useState, type ReactElement } from "react";
import { useRecord } from "../../../api/hooks";
import { ApiProblem } from "../../../api/http";
import type { Owed } from "../../../api/owed";
import { useSay } from "../../../i18n";
import { Dialog, ErrorState, SkeletonPage } from "../../../kit";
import { useApp } from "../../../render/context";
import { useRender } from "../../../render/env";
import Sheets from "../record/Sheets";
import "../record/record.css";
import type { Open } from "../record/useDoing";

interface DoSheetProps {
  owed: Owed;
  /** It is done; `asked`: it was sent for approval and counts when that is given. */
  onDone: (asked: boolean) => void;
  onClose: () => void;
}

/** The mini form of what is owed, over the page it is listed on: nothing to look for first. */
export default function DoSheet({ owed, onDone, onClose }: DoSheetProps): ReactElement {
  const say = useSay();
  const { app, bundle } = useApp();
  const { titles } = useRender();
  const found = useRecord(app, owed.entity, owed.record);
  const [open, setOpen] = useState<Open>({ kind: "act", action: owed.action });
  if (found.data) {
    titles.learn(found.data.record.titles);
    return (
      <Sheets
        open={open}
        answer={found.data}
        onOpen={(next) => {
          if (next) setOpen(next);
          else if (open.kind === "act" && open.action === owed.action) onClose();
          else setOpen({ kind: "act", action: owed.action });
        }}
        onDone={() => {
          // What had to come first is done: back to what is owed.
          if (open.kind === "act" && open.action === owed.action)
            onDone(bundle.actions[owed.action]?.approval != null);
          else setOpen({ kind: "act", action: owed.action });
        }}
      />
    );
  }
  const problem = found.error instanceof ApiProblem ? found.error : null;
  return (
    <Dialog title={say(owed.action_label)} onClose={onClose}>
      {found.isPending ? (
        <SkeletonPage lines={3} />
      ) : (
        <ErrorState title={problem ? say(problem.text) : undefined} onRetry={() => void found.refetch()}>
          {problem ? say(problem.remedy) : null}
        </ErrorState>
      )}
    </Dialog>
  );
}
