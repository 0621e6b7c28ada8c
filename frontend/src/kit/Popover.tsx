import { useEffect, useLayoutEffect, useRef, type ReactElement, type ReactNode, type RefObject } from "react";
import { Dialog } from "./Dialog";
import { usePhone } from "./media";

interface PopoverProps {
  anchor: RefObject<HTMLElement | null>;
  onClose: () => void;
  /** At least as wide as its anchor. */
  match?: boolean;
  children: ReactNode;
}

function place(panel: HTMLElement, anchor: HTMLElement, match: boolean): void {
  const at = anchor.getBoundingClientRect();
  if (match) panel.style.minWidth = `${at.width}px`;
  panel.style.maxHeight = "";
  // Where it stood must not narrow it, and a scrollbar takes of the window what nobody can see.
  panel.style.left = "0px";
  const room = document.documentElement.clientWidth || window.innerWidth;
  const size = panel.getBoundingClientRect();
  const below = window.innerHeight - at.bottom - 12;
  const above = at.top - 12;
  const up = size.height > below && above > below;
  panel.style.maxHeight = `${Math.max(160, up ? above : below)}px`;
  const height = Math.min(size.height, Math.max(160, up ? above : below));
  panel.style.top = `${up ? at.top - height - 4 : at.bottom + 4}px`;
  panel.style.left = `${Math.max(8, Math.min(at.left, room - size.width - 8))}px`;
}

/**
 * A panel beside its anchor, drawn inside the anchor's own dialog (else that dialog would make it inert)
 * and lifted to the top layer where the browser can. Escape and a press outside close it.
 */
export function Popover({ anchor, onClose, match = false, children }: PopoverProps): ReactElement {
  const ref = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const panel = ref.current;
    const origin = anchor.current;
    if (!panel || !origin) return;
    if ("showPopover" in panel) panel.showPopover();
    // What wants the focus asked for it when it was made: as long as the panel is not shown it cannot have it.
    panel.querySelector<HTMLElement>("[data-autofocus]")?.focus();
    const again = () => place(panel, origin, match);
    again();
    const observer = new ResizeObserver(again);
    observer.observe(panel);
    window.addEventListener("scroll", again, true);
    window.addEventListener("resize", again);
    return () => {
      observer.disconnect();
      window.removeEventListener("scroll", again, true);
      window.removeEventListener("resize", again);
    };
  }, [anchor, match]);
  useEffect(() => {
    const press = (event: PointerEvent) => {
      const target = event.target as Node;
      if (ref.current?.contains(target) || anchor.current?.contains(target)) return;
      // What is being typed in it is done with, as by any other press beside a line.
      const active = document.activeElement;
      if (active instanceof HTMLElement && ref.current?.contains(active)) active.blur();
      onClose();
    };
    document.addEventListener("pointerdown", press, true);
    return () => document.removeEventListener("pointerdown", press, true);
  }, [anchor, onClose]);
  return (
    <div
      ref={ref}
      popover="manual"
      className="k-pop"
      onKeyDown={(event) => {
        if (event.key !== "Escape") return;
        event.preventDefault();
        event.stopPropagation();
        onClose();
        anchor.current?.focus();
      }}
    >
      {children}
    </div>
  );
}

/** A popover on the desktop, a sheet with a title on the phone. */
export function PopoverOrSheet({ title, ...rest }: PopoverProps & { title: string }): ReactElement {
  const phone = usePhone();
  if (!phone) return <Popover {...rest} />;
  return (
    <Dialog title={title} onClose={rest.onClose}>
      {rest.children}
    </Dialog>
  );
}
