import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { EditorState, type Extension } from "@codemirror/state";
import { EditorView, keymap } from "@codemirror/view";

/** Colours and spaces of tokens.css; they reach into the shadow root as custom properties do. */
const LOOK = EditorView.theme({
  "&": { borderRadius: "var(--r2)", background: "var(--surface)", border: "1px solid var(--edge)" },
  "&.cm-focused": { outline: "2px solid var(--brand)", outlineOffset: "1px" },
  ".cm-scroller": { fontFamily: "var(--font)", lineHeight: "1.9" },
  ".cm-content": { minHeight: "72px", padding: "8px 12px", caretColor: "var(--ink)" },
  ".cm-line": { padding: "0" },
  ".fx-chip": {
    padding: "1px 6px",
    border: "1px solid var(--brand-line)",
    borderRadius: "var(--r2)",
    background: "var(--brand-soft)",
    color: "var(--brand-ink)",
  },
  ".fx-wrong": {
    background: "var(--bad-soft)",
    textDecoration: "underline wavy var(--bad)",
    textUnderlineOffset: "4px",
  },
  ".cm-tooltip.cm-tooltip-autocomplete": {
    border: "1px solid var(--line-2)",
    borderRadius: "var(--r2)",
    background: "var(--surface)",
    boxShadow: "var(--shadow-2)",
  },
  ".cm-tooltip.cm-tooltip-autocomplete > ul": { fontFamily: "var(--font)", maxHeight: "240px" },
  ".cm-tooltip.cm-tooltip-autocomplete > ul > li": { padding: "4px 10px", color: "var(--ink)" },
  ".cm-tooltip-autocomplete ul li[aria-selected]": {
    background: "var(--brand-soft)",
    color: "var(--brand-ink)",
  },
  ".cm-completionDetail": { color: "var(--ink-3)", fontStyle: "normal" },
});

/** An editor of one text, in which fields stand as chips. */
export function editorIn(host: HTMLElement, text: string, extensions: readonly Extension[]): EditorView {
  // The library writes its styles itself. A shadow root takes them as a sheet; our policy forbids style elements.
  const root = host.shadowRoot ?? host.attachShadow({ mode: "open" });
  return new EditorView({
    parent: root,
    root,
    state: EditorState.create({
      doc: text,
      extensions: [
        history(),
        keymap.of([...defaultKeymap, ...historyKeymap]),
        EditorView.lineWrapping,
        LOOK,
        ...extensions,
      ],
    }),
  });
}
