import { autocompletion, type CompletionContext } from "@codemirror/autocomplete";
import { Compartment } from "@codemirror/state";
import { EditorView } from "@codemirror/view";
import { useEffect, useImperativeHandle, useLayoutEffect, useRef, type ReactElement, type Ref } from "react";
import { pathLabel } from "../../../../engine/model/naming";
import type { Lang } from "../../../../i18n";
import type { Formulas } from "../../../../engine/rules/text";
import { completeAt } from "../../../../engine/rules/text/complete";
import { chips, markWrong, wrongPlace } from "./chips";
import { editorIn } from "./editor";

export interface LineHandle {
  /** Writes at the caret (in place of what is selected) and goes on typing there. */
  readonly insert: (text: string) => void;
}

interface FormulaLineProps {
  /** The words of its label. */
  label: string;
  /** What is said of it when it is reached: help, or what is wrong. */
  described: string;
  text: string;
  onChange: (text: string) => void;
  over: Formulas;
  lang: Lang;
  /** The place that is wrong. */
  wrong: readonly [number, number] | null;
  handle?: Ref<LineHandle>;
}

const KINDS = { field: "variable", function: "function", option: "constant" } as const;

function completions(over: Formulas, lang: Lang) {
  return autocompletion({
    icons: false,
    override: [
      (context: CompletionContext) => {
        const { from, list } = completeAt(context.state.doc.toString(), context.pos, over, lang);
        if (!context.explicit && from === context.pos) return null;
        return {
          from,
          filter: false,
          options: list.slice(0, 60).map(({ kind, label, detail, insert }) => ({
            label,
            detail,
            type: KINDS[kind],
            apply: insert,
          })),
        };
      },
    ],
  });
}

/** One formula to type: fields are chips by their labels, names and options are offered while typing. */
export default function FormulaLine(props: FormulaLineProps): ReactElement {
  const { label, described, text, onChange, over, lang, wrong, handle } = props;
  const box = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView | null>(null);
  const changed = useRef(onChange);
  const setting = useRef(new Compartment());
  useEffect(() => {
    changed.current = onChange;
  });
  const first = useRef(text);

  useLayoutEffect(() => {
    const host = box.current;
    if (!host) return;
    const editor = editorIn(host, first.current, [
      wrongPlace,
      setting.current.of([]),
      EditorView.updateListener.of((update) => {
        if (update.docChanged) changed.current(update.state.doc.toString());
      }),
    ]);
    view.current = editor;
    return () => {
      view.current = null;
      editor.destroy();
    };
  }, []);

  useEffect(() => {
    const labelOf = (written: string): string | null => {
      const { key } = over.names.find(written);
      const info = over.names.infos.find(({ path }) => path === key);
      return info ? pathLabel(info, lang) : null;
    };
    view.current?.dispatch({
      effects: setting.current.reconfigure([
        chips(labelOf),
        completions(over, lang),
        EditorView.contentAttributes.of({
          "aria-label": label,
          "aria-description": described,
          "aria-multiline": "true",
          "data-autofocus": "",
        }),
      ]),
    });
  }, [over, lang, label, described]);

  useEffect(() => {
    const editor = view.current;
    if (!editor) return;
    if (editor.state.doc.toString() !== text)
      editor.dispatch({ changes: { from: 0, to: editor.state.doc.length, insert: text } });
  }, [text]);

  const [from, to] = wrong ?? [-1, -1];
  useEffect(() => {
    view.current?.dispatch({ effects: markWrong.of(from < 0 ? null : [from, to]) });
  }, [from, to]);

  useImperativeHandle(handle, () => ({
    insert: (what) => {
      const editor = view.current;
      if (!editor) return;
      editor.dispatch(editor.state.replaceSelection(what));
      editor.focus();
    },
  }));

  return <div ref={box} className="fx-line" />;
}
