import { useEffect, useRef, useSyncExternalStore, type ReactElement } from "react";
import { useT } from "../i18n";

export interface ToastInput {
  text: string;
  tone?: "good" | "bad";
  action?: { label: string; run: () => void };
  /** Milliseconds in sight; errors and offers to undo stay longer. */
  stay?: number;
}

interface Toast extends ToastInput {
  id: number;
}

let toasts: readonly Toast[] = [];
let counter = 0;
const watchers = new Set<() => void>();

function set(next: readonly Toast[]): void {
  toasts = next;
  for (const watcher of watchers) watcher();
}

/** Say something in passing. Never the only place where an error is shown. */
export function toast(input: ToastInput): void {
  const id = ++counter;
  set([...toasts.slice(-2), { ...input, id }]);
  setTimeout(() => dismiss(id), input.stay ?? (input.action || input.tone === "bad" ? 8000 : 4000));
}

function dismiss(id: number): void {
  set(toasts.filter((one) => one.id !== id));
}

const watch = (changed: () => void) => {
  watchers.add(changed);
  return () => {
    watchers.delete(changed);
  };
};

/** Where toasts appear; once, in the shell. Lifted above open dialogs each time one arrives. */
export function Toasts(): ReactElement {
  const t = useT();
  const list = useSyncExternalStore(watch, () => toasts);
  const ref = useRef<HTMLDivElement>(null);
  const last = list.at(-1)?.id;
  useEffect(() => {
    const node = ref.current;
    if (!node || !("showPopover" in node)) return;
    if (node.matches(":popover-open")) node.hidePopover();
    if (last !== undefined) node.showPopover();
  }, [last]);
  return (
    <div
      ref={ref}
      className="k-toasts"
      popover="manual"
      role="status"
      aria-live="polite"
      aria-label={t("kit.notices")}
    >
      {list.map((one) => (
        <div key={one.id} className="k-toast" data-tone={one.tone}>
          <span>{one.text}</span>
          {one.action ? (
            <button
              type="button"
              onClick={() => {
                one.action?.run();
                dismiss(one.id);
              }}
            >
              {one.action.label}
            </button>
          ) : null}
        </div>
      ))}
    </div>
  );
}
