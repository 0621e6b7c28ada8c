import { autocompletion, type Completion, type CompletionContext } from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { Compartment, EditorState } from "@codemirror/state";
import {
  Decoration,
  EditorView,
  keymap,
  MatchDecorator,
  placeholder as hint,
  ViewPlugin,
  WidgetType,
  type DecorationSet,
  type ViewUpdate,
} from "@codemirror/view";
import { useEffect, useRef, type ReactElement } from "react";
import { useT } from "../../../i18n";
import { Combobox } from "../../../kit";

export interface NamedField {
  readonly path: string;
  readonly label: string;
}

interface MessageLineProps {
  label: string;
  labelledBy: string;
  value: string;
  fields: readonly NamedField[];
  placeholder: string;
  /** Told when the hand leaves the line. */
  onChange: (value: string) => void;
}

class Chip extends WidgetType {
  constructor(
    private readonly path: string,
    private readonly label: string | undefined,
  ) {
    super();
  }
  override eq(other: Chip): boolean {
    return other.path === this.path && other.label === this.label;
  }
  override toDOM(): HTMLElement {
    const chip = document.createElement("span");
    chip.className = "ms-chip";
    chip.textContent = this.label ?? this.path;
    if (this.label === undefined) chip.dataset["bad"] = "";
    return chip;
  }
}

/** `{field}` shown as a chip with the field's label; one key takes it away whole. */
function chips(fields: readonly NamedField[]) {
  const labels = new Map(fields.map(({ path, label }) => [path, label]));
  const decorator = new MatchDecorator({
    regexp: /\{([^{}\s]+)\}/g,
    decoration: (match) => {
      const path = match[1] ?? "";
      return Decoration.replace({ widget: new Chip(path, labels.get(path)) });
    },
  });
  return ViewPlugin.fromClass(
    class {
      decorations: DecorationSet;
      constructor(view: EditorView) {
        this.decorations = decorator.createDeco(view);
      }
      update(update: ViewUpdate) {
        this.decorations = decorator.updateDeco(update, this.decorations);
      }
    },
    {
      decorations: (plugin) => plugin.decorations,
      provide: (plugin) =>
        EditorView.atomicRanges.of((view) => view.plugin(plugin)?.decorations ?? Decoration.none),
    },
  );
}

/** "{" offers the fields. */
const complete = (fields: readonly NamedField[]) => (context: CompletionContext) => {
  const before = context.matchBefore(/\{[^{}]*/);
  if (!before) return null;
  return {
    from: before.from,
    filter: true,
    options: fields.map(({ path, label }): Completion => ({
      label: `{${label}`,
      displayLabel: label,
      apply: `{${path}}`,
    })),
  };
};

/** Colours and spaces of tokens.css; they reach into the shadow root as custom properties do. */
const LOOK = EditorView.theme({
  "&": {
    minHeight: "64px",
    borderRadius: "var(--r2)",
    background: "var(--surface)",
    border: "1px solid var(--edge)",
  },
  "&.cm-focused": { outline: "2px solid var(--brand)", outlineOffset: "1px" },
  ".cm-scroller": { fontFamily: "var(--font)", lineHeight: "1.9" },
  ".cm-content": { minHeight: "62px", padding: "6px 10px", caretColor: "var(--ink)" },
  ".cm-line": { padding: "0" },
  ".ms-chip": {
    padding: "1px 8px",
    borderRadius: "var(--round)",
    background: "var(--tint-blue)",
    color: "var(--tint-blue-ink)",
  },
  ".ms-chip[data-bad]": { background: "var(--tint-red)", color: "var(--tint-red-ink)" },
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
});

/** A line of text in which fields stand as chips: "{" or the button beside it brings up the fields. */
export function MessageLine({
  label,
  labelledBy,
  value,
  fields,
  placeholder,
  onChange,
}: MessageLineProps): ReactElement {
  const t = useT();
  const host = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView | null>(null);
  const told = useRef(onChange);
  const known = useRef(new Compartment());
  useEffect(() => {
    told.current = onChange;
  });
  useEffect(() => {
    if (!host.current) return;
    // The library writes its styles itself. A shadow root takes them as a sheet; our policy forbids style elements.
    const root = host.current.shadowRoot ?? host.current.attachShadow({ mode: "open" });
    const made = new EditorView({
      parent: root,
      root,
      state: EditorState.create({
        doc: value,
        extensions: [
          history(),
          keymap.of([...defaultKeymap, ...historyKeymap]),
          EditorView.lineWrapping,
          LOOK,
          EditorView.contentAttributes.of({ "aria-label": label, "aria-multiline": "true" }),
          hint(placeholder),
          known.current.of([]),
          EditorView.domEventHandlers({
            blur: (_event, now) => told.current(now.state.doc.toString()),
            // Escape leaves the line's own list; it does not close the editor around it.
            keydown: (event) => {
              if (event.key !== "Escape") event.stopPropagation();
            },
          }),
        ],
      }),
    });
    view.current = made;
    return () => made.destroy();
    // eslint-disable-next-line react-hooks/exhaustive-deps -- made once: texts and fields of later are put into it below
  }, []);
  useEffect(() => {
    const now = view.current;
    if (now && !now.hasFocus && now.state.doc.toString() !== value)
      now.dispatch({ changes: { from: 0, to: now.state.doc.length, insert: value } });
  }, [value]);
  useEffect(() => {
    view.current?.dispatch({
      effects: known.current.reconfigure([
        chips(fields),
        autocompletion({ override: [complete(fields)], icons: false }),
      ]),
    });
  }, [fields]);
  const insert = (path: string) => {
    const now = view.current;
    if (!now) return;
    now.dispatch(now.state.replaceSelection(`{${path}}`));
    told.current(now.state.doc.toString());
  };
  return (
    <div className="da-message">
      <div ref={host} className="da-message-line" />
      <Combobox
        aria={{ id: `${labelledBy}-insert`, "aria-labelledby": labelledBy }}
        label={t("dacts.message.insert", { name: label })}
        placeholder={t("dacts.message.insert.short")}
        options={fields.map(({ path, label: words }) => ({ id: path, label: words }))}
        value={null}
        text=""
        onChange={(path) => {
          if (path !== null) insert(path);
        }}
      />
    </div>
  );
}
