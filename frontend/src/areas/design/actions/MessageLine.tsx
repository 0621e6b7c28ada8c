import { autocompletion, type Completion, type CompletionContext } from "@codemirror/autocomplete";
import { Compartment } from "@codemirror/state";
import { EditorView, placeholder as hint } from "@codemirror/view";
import { useEffect, useRef, type ReactElement } from "react";
import { useT } from "../../../i18n";
import { Combobox } from "../../../kit";
import { chips } from "../rules/formula/chips";
import { editorIn } from "../rules/formula/editor";

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

/** A field as messages write it: no other braces, nothing blank. */
const NAME = /\{[^{}\s]+\}/g;

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
    const made = editorIn(host.current, value, [
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
    ]);
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
    const labels = new Map(fields.map((one) => [one.path, one.label]));
    view.current?.dispatch({
      effects: known.current.reconfigure([
        chips((path) => labels.get(path) ?? null, NAME),
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
