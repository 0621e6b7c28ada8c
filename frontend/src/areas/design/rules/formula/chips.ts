/** Fields in a text as chips by their labels; in a formula the place of an error underlined. */
import {
  RangeSetBuilder,
  StateEffect,
  StateField,
  type EditorState,
  type Extension,
} from "@codemirror/state";
import { Decoration, EditorView, WidgetType, type DecorationSet } from "@codemirror/view";

const NAME = /[{｛](?:"(?:[^"\\]|\\.)*"|[^{}｛｝"])*[}｝]/g;

class Chip extends WidgetType {
  constructor(private readonly words: string) {
    super();
  }
  override eq(other: Chip): boolean {
    return other.words === this.words;
  }
  override toDOM(): HTMLElement {
    const chip = document.createElement("span");
    chip.className = "fx-chip";
    chip.textContent = this.words;
    return chip;
  }
  override ignoreEvent(): boolean {
    return false;
  }
}

/**
 * `labelOf` gives the label of a written name, null where it names nothing: that stays text, so that it can be mended. `names`
 * finds them with their braces.
 */
export function chips(labelOf: (written: string) => string | null, names: RegExp = NAME): Extension {
  const build = (state: EditorState): DecorationSet => {
    const builder = new RangeSetBuilder<Decoration>();
    for (const match of state.doc.toString().matchAll(names)) {
      const label = labelOf(match[0].slice(1, -1));
      if (label === null) continue;
      const widget = Decoration.replace({ widget: new Chip(label) });
      builder.add(match.index, match.index + match[0].length, widget);
    }
    return builder.finish();
  };
  return StateField.define<DecorationSet>({
    create: build,
    update: (old, change) => (change.docChanged ? build(change.state) : old),
    provide: (field) => [
      EditorView.decorations.from(field),
      EditorView.atomicRanges.of((view) => view.state.field(field)),
    ],
  });
}

/** Marks [from, to) as wrong; null: nothing is. */
export const markWrong = StateEffect.define<readonly [number, number] | null>();

export const wrongPlace = StateField.define<DecorationSet>({
  create: () => Decoration.none,
  update(old, change) {
    let now = old.map(change.changes);
    for (const effect of change.effects) {
      if (!effect.is(markWrong)) continue;
      const length = change.state.doc.length;
      const [from, to] = effect.value ?? [0, 0];
      const end = Math.min(Math.max(to, from + 1), length);
      const start = Math.min(from, Math.max(0, end - 1));
      now =
        effect.value === null || end <= start
          ? Decoration.none
          : Decoration.set([Decoration.mark({ class: "fx-wrong" }).range(start, end)]);
    }
    return now;
  },
  provide: (field) => EditorView.decorations.from(field),
});
