import type { ReactElement } from "react";
import { Avatar } from "../../../kit";
import { usePrint } from "../../env";
import type { ReadProps } from "../kind";

export function ReadPerson({ value, dense }: ReadProps): ReactElement | null {
  const { print } = usePrint();
  if (typeof value !== "string") return null;
  const name = print.title?.("_person", value) ?? value;
  if (dense) return <>{name}</>;
  return (
    <span className="k-row">
      <Avatar name={name} size="s" />
      {name}
    </span>
  );
}
