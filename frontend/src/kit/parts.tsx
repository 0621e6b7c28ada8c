import { useEffect, useRef, type ReactElement, type ReactNode } from "react";
import { useT } from "../i18n";
import { Button } from "./Button";
import { Icon, type IconName } from "./Icon";

export type Tint = "grey" | "blue" | "cyan" | "green" | "yellow" | "orange" | "red" | "purple";

export function Badge({
  color = "grey",
  children,
}: {
  color?: string | undefined;
  children: ReactNode;
}): ReactElement {
  return (
    <span className="k-badge" data-color={color}>
      {children}
    </span>
  );
}

/** The letter people call each other by: a Chinese name shows its last character. */
export function initial(name: string): string {
  const trimmed = name.trim();
  const last = [...trimmed].at(-1) ?? "";
  return /\p{Script=Han}/u.test(last) ? last : ([...trimmed][0] ?? "?").toUpperCase();
}

export function Avatar({ name, size = "m" }: { name: string; size?: "m" | "s" }): ReactElement {
  let sum = 0;
  for (const sign of name) sum += sign.codePointAt(0) ?? 0;
  return (
    <span className="k-avatar" data-size={size} data-color={sum % 5} aria-hidden="true">
      {initial(name)}
    </span>
  );
}

interface EmptyProps {
  icon?: IconName;
  title: string;
  children?: ReactNode;
  action?: ReactNode;
  /** It is all there is on the page: its title is the page's. */
  page?: boolean;
}

/** Nothing here, and what to do about it. */
export function EmptyState({ icon = "list", title, children, action, page }: EmptyProps): ReactElement {
  const Title = page ? "h1" : "h2";
  return (
    <div className="k-empty">
      <Icon name={icon} />
      <Title>{title}</Title>
      {children ? <p>{children}</p> : null}
      {action ? <div className="k-row">{action}</div> : null}
    </div>
  );
}

interface ErrorProps {
  title?: string | undefined;
  children?: ReactNode;
  onRetry?: (() => void) | undefined;
  action?: ReactNode;
  /** It is all there is on the page: its title is the page's. */
  page?: boolean;
}

/** It went wrong, why, and a way to try again. */
export function ErrorState({ title, children, onRetry, action, page }: ErrorProps): ReactElement {
  const t = useT();
  const Title = page ? "h1" : "h2";
  return (
    <div className="k-empty" role="alert">
      <Icon name="alert" />
      <Title>{title ?? t("kit.error.title")}</Title>
      {children ? <p>{children}</p> : null}
      <div className="k-row">
        {onRetry ? (
          <Button icon="refresh" onClick={onRetry}>
            {t("kit.retry")}
          </Button>
        ) : null}
        {action}
      </div>
    </div>
  );
}

export function Skeleton({ width }: { width?: string }): ReactElement {
  return <span className="k-skel" style={width ? { width } : undefined} />;
}

/** Some lines that stand for a page on its way. */
export function SkeletonPage({ lines = 6 }: { lines?: number }): ReactElement {
  const t = useT();
  return (
    <div className="k-card k-stack" role="status" aria-busy="true">
      <span className="k-sr">{t("kit.loading")}</span>
      {Array.from({ length: lines }, (_, index) => (
        <Skeleton key={index} width={`${90 - ((index * 17) % 45)}%`} />
      ))}
    </div>
  );
}

interface BannerProps {
  tone?: "info" | "warn" | "bad" | "good";
  icon?: IconName;
  action?: ReactNode;
  flush?: boolean;
  /** "alert" is spoken at once; "status" when the reader is idle. */
  live?: "alert" | "status";
  children: ReactNode;
}

export function Banner({ tone, icon = "info", action, flush, live, children }: BannerProps): ReactElement {
  const ref = useRef<HTMLDivElement>(null);
  useEffect(() => {
    // Said at once means seen at once: whoever pressed "save" stands at the end of a long form.
    if (live === "alert") ref.current?.scrollIntoView({ block: "nearest" });
  }, [live]);
  return (
    <div ref={ref} className="k-banner" data-tone={tone} data-flush={flush ? "" : undefined} role={live}>
      <Icon name={icon} size={16} />
      <div>{children}</div>
      {action}
    </div>
  );
}

interface FrameProps {
  label: string;
  children: ReactNode;
  /** Below the table, scrolled along with it. */
  after?: ReactNode;
}

/** A table that scrolls inside its own frame. */
export function TableFrame({ label, children, after }: FrameProps): ReactElement {
  return (
    <div className="k-table-wrap" role="region" aria-label={label} tabIndex={0}>
      <table className="k-table">{children}</table>
      {after}
    </div>
  );
}
