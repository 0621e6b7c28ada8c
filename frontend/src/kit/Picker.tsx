import {
  useEffect,
  useId,
  useRef,
  useState,
  type KeyboardEvent,
  type ReactElement,
  type ReactNode,
} from "react";
import { useT } from "../i18n";
import { Icon } from "./Icon";
import { SearchInput, type Choice } from "./inputs";
import { usePhone } from "./media";

export interface PickerProps {
  label: string;
  options: readonly Choice[];
  selected: readonly string[];
  onPick: (option: Choice) => void;
  /** Given: the caller searches (elsewhere); absent: the options are narrowed here by their words. */
  onSearch?: ((text: string) => void) | undefined;
  loading?: boolean | undefined;
  /** Words below the list: a failure, "only the first 20 are shown". */
  note?: ReactNode;
  /** A last entry beside the options ("new customer"). */
  footer?: ReactNode;
  multi?: boolean | undefined;
}

/** Options whose words contain `text`, and the branches above them, so that a tree keeps its shape. */
export function narrow(options: readonly Choice[], text: string): readonly Choice[] {
  const wanted = text.trim().toLowerCase();
  if (wanted === "") return options;
  const kept: Choice[] = [];
  let depth = -1;
  for (const option of [...options].reverse()) {
    const level = option.depth ?? 0;
    const hit = `${option.label} ${option.hint ?? ""}`.toLowerCase().includes(wanted);
    if (hit || level < depth) {
      kept.push(option);
      depth = level;
    } else if (level >= depth) {
      depth = Math.min(depth, level);
    }
  }
  return kept.reverse();
}

/**
 * A search line over a list: the inside of every picker. The focus stays in the line; arrows move along the list
 * (WAI-ARIA combobox with aria-activedescendant). Enter while an input method composes Chinese does not pick.
 */
export function Picker(props: PickerProps): ReactElement {
  const { label, options, selected, onPick, onSearch, loading = false, note, footer, multi = false } = props;
  const t = useT();
  const phone = usePhone();
  const id = useId();
  const [text, setText] = useState("");
  const [active, setActive] = useState(-1);
  const list = useRef<HTMLDivElement>(null);
  const shown = onSearch ? options : narrow(options, text);
  const at = Math.min(active, shown.length - 1);
  // The keyboard of a phone would cover a short list; searching elsewhere needs it.
  const focusSearch = !phone || onSearch !== undefined || options.length > 20;

  useEffect(() => {
    list.current?.querySelector('[data-active="true"]')?.scrollIntoView({ block: "nearest" });
  }, [at]);

  const move = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      const by = event.key === "ArrowDown" ? 1 : -1;
      setActive(shown.length === 0 ? -1 : (at + by + shown.length) % shown.length);
    } else if (event.key === "Enter") {
      event.preventDefault();
      const option = shown[at] ?? (shown.length === 1 ? shown[0] : undefined);
      if (option && !option.disabled) onPick(option);
    }
  };

  return (
    <div className="k-picker">
      <div className="k-picker-search">
        <SearchInput
          label={label}
          placeholder={onSearch ? t("kit.typeToSearch") : t("kit.search")}
          value={text}
          onChange={(value) => {
            setText(value);
            setActive(value === "" ? -1 : 0);
            onSearch?.(value);
          }}
          onKeyDown={move}
          role="combobox"
          aria-expanded="true"
          aria-controls={`${id}-list`}
          aria-activedescendant={at >= 0 ? `${id}-${at}` : undefined}
          aria-autocomplete="list"
          {...(focusSearch ? { autoFocus: true, "data-autofocus": "" } : {})}
        />
      </div>
      <div
        ref={list}
        id={`${id}-list`}
        className="k-options"
        role="listbox"
        aria-label={label}
        aria-multiselectable={multi || undefined}
        aria-busy={loading || undefined}
      >
        {shown.map((option, index) => (
          <div
            key={option.id}
            id={`${id}-${index}`}
            className="k-option"
            role="option"
            aria-selected={selected.includes(option.id)}
            aria-disabled={option.disabled}
            data-active={index === at}
            data-depth={option.depth}
            onMouseDown={(event) => event.preventDefault()}
            onMouseMove={() => setActive(index)}
            onClick={() => {
              if (!option.disabled) onPick(option);
            }}
          >
            <span>
              {option.label}
              {option.hint ? <small>{option.hint}</small> : null}
            </span>
            {selected.includes(option.id) ? <Icon name="check" size={16} /> : null}
          </div>
        ))}
      </div>
      <div role="status" className={shown.length === 0 || note !== undefined ? "k-picker-note" : "k-sr"}>
        {loading ? t("kit.loading") : shown.length === 0 ? (note ?? t("kit.noMatch")) : note}
      </div>
      {footer}
    </div>
  );
}
