import type { ReactElement } from "react";
import { useSay } from "../../../i18n";
import { Badge } from "../../../kit";
import type { ReadProps } from "../kind";

/** The label of the option, in its colour where it has one. */
export function ReadChoice({ prop, value }: ReadProps): ReactElement | null {
  const say = useSay();
  if (typeof value !== "string") return null;
  const option = prop.field.options?.[value];
  if (!option) return <>{value}</>;
  return option.color ? <Badge color={option.color}>{say(option.label)}</Badge> : <>{say(option.label)}</>;
}

/** The labels of all options chosen. */
export function ReadChoices({ prop, value }: ReadProps): ReactElement | null {
  const say = useSay();
  const ids = Array.isArray(value) ? (value as string[]) : [];
  if (ids.length === 0) return null;
  return (
    <span className="k-tokens">
      {ids.map((id) => {
        const option = prop.field.options?.[id];
        return (
          <Badge key={id} color={option?.color ?? undefined}>
            {option ? say(option.label) : id}
          </Badge>
        );
      })}
    </span>
  );
}
