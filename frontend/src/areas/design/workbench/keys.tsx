import { useEffect, useRef, type ReactElement } from "react";
import { SECTIONS, type Section } from "../../../engine/design/sections";
import { useT } from "../../../i18n";
import { Dialog } from "../../../kit";

export interface Keyed {
  undo: (() => void) | null;
  redo: (() => void) | null;
  findings: () => void;
  section: (section: Section) => void;
  help: () => void;
  /** Closes what stands beside the section; null: nothing does. */
  close?: (() => void) | null;
}

/** Inputs take back their own typing; only outside them the draft is meant. */
function typing(target: EventTarget | null): boolean {
  const node = target instanceof HTMLElement ? target : null;
  return (
    node?.closest("input:not([type=checkbox], [type=radio]), textarea, [contenteditable=true], dialog") !=
    null
  );
}

/** What a key press means to the workbench; null: nothing. */
export function meaning(event: KeyboardEvent, keyed: Keyed): (() => void) | null {
  const key = event.key.toLowerCase();
  if (event.ctrlKey || event.metaKey) {
    if (event.altKey || typing(event.target)) return null;
    if (key === "z") return event.shiftKey ? keyed.redo : keyed.undo;
    if (key === "y" && !event.shiftKey) return keyed.redo;
    return null;
  }
  if (event.altKey) {
    if (typing(event.target)) return null;
    const section = SECTIONS[Number(event.code.replace("Digit", "")) - 1];
    if (section) return () => keyed.section(section);
    return event.code === "KeyF" ? keyed.findings : null;
  }
  if (event.key === "Escape") return typing(event.target) ? null : (keyed.close ?? null);
  return event.key === "?" && !typing(event.target) ? keyed.help : null;
}

/** Listens for the workbench's keys as long as it is there. */
export function useKeys(keyed: Keyed): void {
  const now = useRef(keyed);
  useEffect(() => {
    now.current = keyed;
  });
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (event.defaultPrevented) return;
      const does = meaning(event, now.current);
      if (!does) return;
      event.preventDefault();
      does();
    };
    document.addEventListener("keydown", press);
    return () => document.removeEventListener("keydown", press);
  }, []);
}

export function KeysDialog({ onClose }: { onClose: () => void }): ReactElement {
  const t = useT();
  const ctrl = /Mac|iPhone|iPad/.test(navigator.userAgent) ? "⌘" : "Ctrl";
  const alt = ctrl === "⌘" ? "⌥" : "Alt";
  const rows: readonly [string, string][] = [
    [`${ctrl} Z`, t("design.keys.undo")],
    [`${ctrl} Shift Z / ${ctrl} Y`, t("design.keys.redo")],
    [`${alt} 1–${String(SECTIONS.length)}`, t("design.keys.section")],
    [`${alt} F`, t("design.keys.findings")],
    ["?", t("design.keys.help")],
  ];
  return (
    <Dialog title={t("design.keys")} size="s" onClose={onClose}>
      <dl className="d-keys">
        {rows.map(([keys, words]) => (
          <div key={keys}>
            <dt>
              <kbd>{keys}</kbd>
            </dt>
            <dd>{words}</dd>
          </div>
        ))}
      </dl>
    </Dialog>
  );
}
