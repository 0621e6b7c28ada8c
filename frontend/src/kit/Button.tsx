import type { ButtonHTMLAttributes, ReactElement, ReactNode, Ref } from "react";
import { Icon, type IconName } from "./Icon";

export type Tone = "primary" | "plain" | "soft" | "quiet" | "danger" | "link";

export interface ButtonProps extends Omit<ButtonHTMLAttributes<HTMLButtonElement>, "type"> {
  tone?: Tone;
  size?: "m" | "s";
  icon?: IconName | undefined;
  /** At work: shows a spinner and takes no second press, but stays focusable. */
  busy?: boolean;
  wide?: boolean;
  submit?: boolean;
  ref?: Ref<HTMLButtonElement>;
  children: ReactNode;
}

export function Button({
  tone = "plain",
  size = "m",
  icon,
  busy = false,
  wide,
  submit,
  children,
  onClick,
  ...rest
}: ButtonProps): ReactElement {
  return (
    <button
      {...rest}
      type={submit ? "submit" : "button"}
      className="k-btn"
      data-tone={tone}
      data-size={size}
      data-wide={wide ? "" : undefined}
      aria-busy={busy || undefined}
      onClick={(event) => {
        if (busy) event.preventDefault();
        else onClick?.(event);
      }}
    >
      {busy ? <span className="k-spin" aria-hidden="true" /> : icon ? <Icon name={icon} /> : null}
      {children}
    </button>
  );
}

export interface IconButtonProps extends Omit<ButtonHTMLAttributes<HTMLButtonElement>, "type" | "children"> {
  icon: IconName;
  /** Spoken name and tooltip: an icon alone says nothing. */
  label: string;
  size?: "m" | "s";
  ref?: Ref<HTMLButtonElement>;
}

export function IconButton({ icon, label, size = "m", ...rest }: IconButtonProps): ReactElement {
  return (
    <button {...rest} type="button" className="k-icon-btn" data-size={size} aria-label={label} title={label}>
      <Icon name={icon} size={size === "s" ? 16 : 20} />
    </button>
  );
}
