import { useRef, useState, type KeyboardEvent, type ReactElement } from "react";
import { Button, IconButton, type Tone } from "./Button";
import { Icon, type IconName } from "./Icon";
import { Popover } from "./Popover";

export interface MenuItem {
  key: string;
  label: string;
  icon?: IconName | undefined;
  tone?: "danger" | undefined;
  disabled?: boolean | undefined;
  /** Why it is disabled; shown under it. */
  why?: string | undefined;
  /** Given: the item is a choice and shows whether it is the chosen one. */
  checked?: boolean | undefined;
  onSelect: () => void;
}

interface MenuProps {
  label: string;
  /** Items in groups: a line is drawn between groups. */
  groups: readonly (readonly MenuItem[])[];
  /** Words on the button; without them it is the icon alone. */
  text?: string;
  icon?: IconName;
  tone?: Tone;
  size?: "m" | "s";
}

function step(list: HTMLElement, by: number | "first" | "last"): void {
  const items = [...list.querySelectorAll<HTMLElement>("button:not(:disabled)")];
  const at = items.indexOf(document.activeElement as HTMLElement);
  const next =
    by === "first"
      ? 0
      : by === "last"
        ? items.length - 1
        : (at + by + items.length) % Math.max(items.length, 1);
  items[next]?.focus();
}

/** A button that opens a list of commands. Arrow keys, Home, End and Escape work as people expect of a menu. */
export function Menu({
  label,
  groups,
  text,
  icon = "more",
  tone = "quiet",
  size = "m",
}: MenuProps): ReactElement {
  const [open, setOpen] = useState(false);
  const anchor = useRef<HTMLButtonElement>(null);
  const list = useRef<HTMLDivElement>(null);
  const first = groups.flat().find(({ disabled }) => disabled !== true);
  const close = () => setOpen(false);
  const keys = (event: KeyboardEvent) => {
    const by = { ArrowDown: 1, ArrowUp: -1, Home: "first", End: "last" } as const;
    if (event.key === "Tab") close();
    if (!(event.key in by) || !list.current) return;
    event.preventDefault();
    step(list.current, by[event.key as keyof typeof by]);
  };
  const shared = {
    ref: anchor,
    size,
    "aria-haspopup": "menu",
    "aria-expanded": open,
    onClick: () => setOpen(!open),
  } as const;
  return (
    <>
      {text === undefined ? (
        <IconButton {...shared} icon={icon} label={label} />
      ) : (
        <Button {...shared} icon={icon} tone={tone} aria-label={label}>
          {text}
        </Button>
      )}
      {open ? (
        <Popover anchor={anchor} onClose={close}>
          <div ref={list} role="menu" aria-label={label} onKeyDown={keys}>
            {groups
              .filter((group) => group.length > 0)
              .map((group, index) => (
                <div key={index} role="group">
                  {index > 0 ? <div className="k-menu-sep" role="separator" /> : null}
                  {group.map((item) => (
                    <Item
                      key={item.key}
                      item={item}
                      first={item === first}
                      done={() => {
                        close();
                        anchor.current?.focus();
                      }}
                    />
                  ))}
                </div>
              ))}
          </div>
        </Popover>
      ) : null}
    </>
  );
}

interface ItemProps {
  item: MenuItem;
  /** It has the focus when the menu opens. */
  first: boolean;
  done: () => void;
}

function Item({ item, first, done }: ItemProps): ReactElement {
  return (
    <button
      type="button"
      className="k-menu-item"
      role={item.checked === undefined ? "menuitem" : "menuitemradio"}
      aria-checked={item.checked}
      tabIndex={-1}
      data-autofocus={first ? "" : undefined}
      data-tone={item.tone}
      disabled={item.disabled}
      onClick={() => {
        done();
        item.onSelect();
      }}
    >
      {item.icon ? <Icon name={item.icon} /> : null}
      {item.why === undefined ? (
        item.label
      ) : (
        <span>
          {item.label}
          <small className="k-menu-why">{item.why}</small>
        </span>
      )}
      {item.checked ? <Icon name="check" size={16} /> : null}
    </button>
  );
}
