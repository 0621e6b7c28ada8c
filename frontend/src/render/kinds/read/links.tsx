import type { ReactElement } from "react";
import type { ReadProps } from "../kind";

const textOf = (value: unknown): string => (typeof value === "string" ? value : "");

export function ReadPhone({ value }: ReadProps): ReactElement {
  const text = textOf(value);
  return <a href={`tel:${text.replace(/[^\d+]/g, "")}`}>{text}</a>;
}

export function ReadEmail({ value }: ReadProps): ReactElement {
  const text = textOf(value);
  return <a href={`mailto:${encodeURIComponent(text).replace("%40", "@")}`}>{text}</a>;
}

/** A link only where it leads to the web: anything else a value could hold stays text. */
export function ReadUrl({ value }: ReadProps): ReactElement {
  const text = textOf(value);
  if (!/^https?:\/\//i.test(text)) return <>{text}</>;
  return (
    <a href={text} target="_blank" rel="noreferrer noopener">
      {text.replace(/^https?:\/\//i, "")}
    </a>
  );
}
