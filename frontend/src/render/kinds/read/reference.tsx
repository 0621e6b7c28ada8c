import { Link } from "@tanstack/react-router";
import type { ReactElement } from "react";
import { useApp } from "../../context";
import { usePrint } from "../../env";
import type { ReadProps } from "../kind";

/** The name of a record, leading to it where this role may see its entity. */
export function RecordLink({ entity, id }: { entity: string; id: string }): ReactElement {
  const { app, bundle } = useApp();
  const { print } = usePrint();
  const name = print.title?.(entity, id) ?? id;
  if (!(entity in bundle.entities)) return <>{name}</>;
  return (
    <Link to="/a/$app/e/$entity/$id" params={{ app, entity, id }} preload={false}>
      {name}
    </Link>
  );
}

export function ReadReference({ prop, value }: ReadProps): ReactElement | null {
  return typeof value === "string" ? <RecordLink entity={prop.field.target ?? ""} id={value} /> : null;
}

export function ReadPolyReference({ value }: ReadProps): ReactElement | null {
  const { entity, id } = (value ?? {}) as { entity?: unknown; id?: unknown };
  return typeof entity === "string" && typeof id === "string" ? <RecordLink entity={entity} id={id} /> : null;
}
