import { createContext, use } from "react";
import type { AppDoc } from "../../../engine/design/documents";
import type { Command } from "../../../engine/design/operations";
import type { Text } from "../../../i18n";

/** What the check says of a place in the draft. */
export interface Finding {
  readonly code: string;
  readonly severity: "error" | "warning";
  readonly path: string;
  readonly message: Text;
  readonly remedy: Text;
  /** The ids its words name (`field`, `stage`, `role`, …). */
  readonly params?: Readonly<Record<string, unknown>>;
  /** A record that shows the trouble: values by field path; null where there is none. */
  readonly example: Readonly<Record<string, unknown>> | null;
}

/** "stopped": the server will not have them any more, or has not answered properly for a while. */
export type Saved = "saved" | "saving" | "offline" | "stopped";

/** The draft of one app under the hands of a supervisor: every section works with this and nothing else. */
export interface Workbench {
  /** The app's key. */
  readonly key: string;
  /** All documents, one's own last edits included. */
  readonly app: AppDoc;
  /** Those in force; null: never published. */
  readonly live: AppDoc | null;
  readonly findings: readonly Finding[];
  /** Does something to the draft, at once; it is sent and kept behind the scenes. Operations that find something else
   * than they expect do nothing and are told. */
  readonly run: (command: Command) => void;
  /** Takes back the last thing one did oneself; null: nothing to take back. */
  readonly undo: (() => void) | null;
  readonly redo: (() => void) | null;
  /** Something the server did to the draft on one's word (a proposal accepted): taken in, and taken back like what one did. */
  readonly took: (command: Command) => void;
  /** Whether all one did is with the server. */
  readonly saved: Saved;
  /** The revision the server has: what is published when all is saved. */
  readonly revision: number;
  /** Reads the draft and the version in force anew (after a publish). */
  readonly refresh: () => void;
  /** Says that the draft as it stands is tried out. */
  readonly noteTried: () => void;
  /** The document path that is selected ("flow/opportunity/stages/quote"), null: none. It stands in the address. */
  readonly at: string | null;
  /** Selects a place and opens the section in which it is edited. */
  readonly goTo: (path: string | null) => void;
  /** Goes to a place and shows beside it what is said about it. */
  readonly talkAt: (path: string) => void;
}

export const WorkbenchContext = createContext<Workbench | null>(null);

/** The draft in hand. Only below a workbench. */
export function useWorkbench(): Workbench {
  const found = use(WorkbenchContext);
  if (!found) throw new Error("no workbench");
  return found;
}

/** The findings of a place and of all that lies below it. */
export const findingsAt = (findings: readonly Finding[], path: string): Finding[] =>
  findings.filter((one) => one.path === path || one.path.startsWith(`${path}/`));
