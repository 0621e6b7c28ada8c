import { useEffect, useId, useLayoutEffect, useRef, type ReactElement, type ReactNode } from "react";
import { useT } from "../i18n";
import { Button, IconButton, type Tone } from "./Button";

export interface DialogProps {
  title: ReactNode;
  onClose: () => void;
  size?: "s" | "m" | "l";
  /** Buttons; on the phone they share the bottom edge. */
  footer?: ReactNode;
  /** A press beside the dialog does not close it (there is input to lose). */
  sticky?: boolean;
  children: ReactNode;
}

/**
 * A modal dialog; on the phone a sheet from the bottom. Mounted means open. The browser's own <dialog>
 * traps the focus, makes the rest inert and gives the focus back when it closes.
 */
export function Dialog({
  title,
  onClose,
  size = "m",
  footer,
  sticky = false,
  children,
}: DialogProps): ReactElement {
  const t = useT();
  const ref = useRef<HTMLDialogElement>(null);
  const id = useId();
  const close = useRef(onClose);
  useEffect(() => {
    close.current = onClose;
  });
  useLayoutEffect(() => {
    const dialog = ref.current;
    if (dialog && !dialog.open) dialog.showModal();
    return () => dialog?.close();
  }, []);
  useEffect(() => {
    const wanted = ref.current?.querySelector<HTMLElement>("[data-autofocus]");
    // With a real keyboard the first field is ready to type; on a phone it would bring up the keyboard over the sheet.
    const field = window.matchMedia("(max-width: 767px), (pointer: coarse)").matches
      ? null
      : ref.current?.querySelector<HTMLElement>(
          ".k-dialog-body :is(input, select, textarea):not([hidden], :disabled)",
        );
    (wanted ?? field)?.focus();
  }, []);
  return (
    <dialog
      ref={ref}
      className="k-dialog"
      data-size={size}
      aria-labelledby={id}
      onCancel={(event) => {
        event.preventDefault();
        event.stopPropagation();
        close.current();
      }}
      onKeyDown={(event) => event.stopPropagation()}
      onMouseDown={(event) => {
        if (!sticky && event.target === ref.current) close.current();
      }}
    >
      <header>
        <h2 id={id}>{title}</h2>
        <IconButton icon="close" label={t("kit.close")} onClick={onClose} />
      </header>
      <div className="k-dialog-body">{children}</div>
      {footer === undefined ? null : <footer>{footer}</footer>}
    </dialog>
  );
}

export interface ConfirmProps {
  title: string;
  children?: ReactNode;
  confirm: string;
  tone?: Tone;
  size?: DialogProps["size"];
  busy?: boolean;
  onConfirm: () => void;
  onClose: () => void;
}

/** A question with two answers. */
export function Confirm({
  title,
  children,
  confirm,
  tone = "primary",
  size = "s",
  busy = false,
  onConfirm,
  onClose,
}: ConfirmProps): ReactElement {
  const t = useT();
  return (
    <Dialog
      title={title}
      size={size}
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>{t("kit.cancel")}</Button>
          <Button tone={tone} busy={busy} onClick={onConfirm} data-autofocus>
            {confirm}
          </Button>
        </>
      }
    >
      {children}
    </Dialog>
  );
}
