import { useMemo, useState, type ReactElement, type ReactNode } from "react";
import {
  WorkbenchContext,
  type Finding,
  type Saved,
  type Workbench,
} from "../areas/design/workbench/context";
import { documentsOf, type AppDoc } from "../engine/design/documents";
import { did, EMPTY, redo, undo, type History } from "../engine/design/history";
import { apply, type AppJson, type Command } from "../engine/design/operations";

interface BenchProps {
  app: AppDoc;
  live?: AppDoc | null;
  findings?: readonly Finding[];
  at?: string | null;
  revision?: number;
  saved?: Saved;
  /** Hears of the app after every command. */
  onApp?: (app: AppDoc, command: Command) => void;
  /** Hears that the draft is to be read anew. */
  onRefresh?: () => void;
  /** Hears that the draft is tried out. */
  onTried?: () => void;
  children: ReactNode;
}

/** A workbench without a server: what is done to the draft is done at once and nowhere else. */
export function Bench({
  app,
  live = null,
  findings = [],
  at = null,
  revision = 1,
  saved = "saved",
  onApp,
  onRefresh,
  onTried,
  children,
}: BenchProps): ReactElement {
  const [draft, setDraft] = useState<{ app: AppJson; history: History }>({
    app: app as unknown as AppJson,
    history: EMPTY,
  });
  const [place, setPlace] = useState(at);
  const value = useMemo<Workbench>(() => {
    const perform = (command: Command, history: History) => {
      const done = apply(draft.app, command.operations);
      if (done.conflicts.length > 0) throw new Error(`conflicts: ${JSON.stringify(done.conflicts)}`);
      setDraft({ app: done.app, history });
      onApp?.(documentsOf(done.app), command);
    };
    const back = undo(draft.history);
    const again = redo(draft.history);
    return {
      key: "small",
      app: documentsOf(draft.app),
      live,
      findings,
      run: (command) => perform(command, did(draft.history, command)),
      undo: back && (() => perform(back.command, back.history)),
      took: (command) => perform(command, did(draft.history, command)),
      redo: again && (() => perform(again.command, again.history)),
      saved,
      revision,
      refresh: () => onRefresh?.(),
      noteTried: () => onTried?.(),
      at: place,
      goTo: setPlace,
      talkAt: setPlace,
    };
  }, [draft, live, findings, revision, saved, onApp, onRefresh, onTried, place]);
  return <WorkbenchContext value={value}>{children}</WorkbenchContext>;
}
