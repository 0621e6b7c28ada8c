import { useMemo, type ReactElement, type ReactNode } from "react";
import { documentsOf } from "../../../engine/design/documents";
import { apply, read, type AppJson } from "../../../engine/design/operations";
import { WorkbenchContext, type Workbench } from "../workbench/context";

const nothing = (): void => undefined;

/** What a proposal would put at each place, by path. */
export type Values = Readonly<Record<string, unknown>>;

interface BenchProps {
  app: string;
  documents: AppJson;
  /** What is to stand there instead; nothing of it is kept before it is sent. */
  values: Values;
  children: ReactNode;
}

/** The documents with a proposal's changes, for the editors of the designer: a workbench that keeps nothing. */
export function ProposalBench({ app, documents, values, children }: BenchProps): ReactElement {
  const bench = useMemo<Workbench>(() => {
    const operations = Object.entries(values).map(([path, value]) => ({
      path,
      was: read(documents, path),
      value,
    }));
    return {
      key: app,
      app: documentsOf(apply(documents, operations).app),
      live: null,
      findings: [],
      run: nothing,
      undo: null,
      redo: null,
      took: nothing,
      saved: "saved",
      revision: 0,
      refresh: nothing,
      noteTried: nothing,
      at: null,
      goTo: nothing,
      talkAt: nothing,
    };
  }, [app, documents, values]);
  return <WorkbenchContext value={bench}>{children}</WorkbenchContext>;
}
