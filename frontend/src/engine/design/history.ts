/** Undo and redo as commands: what one did oneself, newest last. */

import type { Command } from "./operations.ts";
import { invert } from "./operations.ts";

const KEPT = 200;

/** The commands that can be taken back, and those that were. A value: every step makes a new one. */
export interface History {
  readonly done: readonly Command[];
  readonly undone: readonly Command[];
}

export const EMPTY: History = { done: [], undone: [] };

/** A new command: what was taken back before can no longer be done again. */
export const did = ({ done }: History, command: Command): History => ({
  done: [...done, command].slice(-KEPT),
  undone: [],
});

/** The command that takes the last one back, and the history after it; null when there is none. */
export function undo({ done, undone }: History): { command: Command; history: History } | null {
  const last = done.at(-1);
  if (!last) return null;
  const command = { label: last.label, operations: invert(last.operations) };
  return { command, history: { done: done.slice(0, -1), undone: [...undone, last] } };
}

/** The command that does the last one taken back again; null when there is none. */
export function redo({ done, undone }: History): { command: Command; history: History } | null {
  const last = undone.at(-1);
  if (!last) return null;
  return { command: last, history: { done: [...done, last], undone: undone.slice(0, -1) } };
}

/** Without a command that could not be kept: a colleague changed the same thing meanwhile. */
export const without = ({ done, undone }: History, command: Command): History => ({
  done: done.filter((one) => one !== command),
  undone: undone.filter((one) => one !== command),
});
