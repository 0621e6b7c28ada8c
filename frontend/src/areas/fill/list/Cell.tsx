import type { ReactElement } from "react";
import type { Property } from "../../../api/documents";
import type { RowView } from "../../../api/types";
import type { PathInfo } from "../../../engine/model/paths";
import type { Json } from "../../../engine/form/kind";
import { format } from "../../../engine/form/kinds";
import { useSay, useT } from "../../../i18n";
import { Avatar, Badge } from "../../../kit";
import { usePrint } from "../../../render/env";
import { ReadValue } from "../../../render/form/ReadValue";
import { readOf } from "../../../render/kinds/read";
import { flowOf } from "../record/stages";
import { valueAt } from "./model";
import { useApp } from "../../../render/context";

const INSTANT: Property = {
  type: "string",
  format: "date-time",
  field: { kind: "instant", label: { zh: "" } },
};

/** Whether values of the column stand on the right. */
export const isNumber = (info: PathInfo): boolean =>
  info.property !== null && readOf(info.property.field.kind).number === true;

/** Colour of a stage: its own, else by what it means. */
export function useStageColor(entity: string): (stage: string) => string | undefined {
  const { bundle } = useApp();
  const stages = flowOf(bundle, entity)?.stages ?? {};
  return (id) => {
    const stage = stages[id];
    const byKind = { open: "blue", won: "green", lost: "red", hold: "grey" } as const;
    return stage?.color ?? byKind[stage?.kind ?? "open"];
  };
}

export function StageBadge({ entity, stage }: { entity: string; stage: string }): ReactElement {
  const say = useSay();
  const { bundle } = useApp();
  const color = useStageColor(entity);
  return <Badge color={color(stage)}>{say(flowOf(bundle, entity)?.stages[stage]?.label) || stage}</Badge>;
}

interface CellProps {
  entity: string;
  row: RowView;
  info: PathInfo;
  /** Inside a link: nothing that is one itself. */
  plain?: boolean;
}

/** One value of a row, as the table and the cards show it. */
export function Cell({ entity, row, info, plain = false }: CellProps): ReactElement {
  const say = useSay();
  const { bundle } = useApp();
  const { print } = usePrint();
  const { path, property, options } = info;
  const value = valueAt(row, path);
  const none = <ReadValue dense prop={INSTANT} value={null} />;
  if (value === null || value === undefined || value === "") return none;
  if (path === "_stage" && typeof value === "string") return <StageBadge entity={entity} stage={value} />;
  if (property === null) {
    if (info.type.type === "instant") return <ReadValue dense prop={INSTANT} value={value} />;
    const id = typeof value === "string" ? value : "";
    const option = options[id];
    if (option) {
      const home = bundle.entities[entity]?.properties[path.split(".")[0] ?? ""]?.field.target;
      return path.endsWith("._stage") && home ? (
        <StageBadge entity={home} stage={id} />
      ) : (
        <>{say(option.label)}</>
      );
    }
    const name = print.title?.(info.type.target ?? "", id) ?? id;
    if (info.type.target !== "_person") return <>{name}</>;
    return (
      <span className="lst-person">
        <Avatar name={name} size="s" />
        {name}
      </span>
    );
  }
  if (plain && (property.field.kind === "reference" || property.field.kind === "poly_reference"))
    return <>{typeof value === "string" ? (print.title?.("", value) ?? "") : ""}</>;
  return <ReadValue dense prop={property} value={value} />;
}

/** The words a row is called by. */
export function useRowTitle(entity: string): (row: RowView) => string {
  const t = useT();
  const { bundle } = useApp();
  const { lang, print } = usePrint();
  const info = bundle.entities[entity]?.entity;
  const prop = info ? bundle.entities[entity]?.properties[info.title] : undefined;
  return (row) => {
    const value = info ? row.values[info.title] : null;
    if (value === null || value === undefined || !prop) return t("fill.untitled");
    if (typeof value === "string" && prop.field.target) return print.title?.("", value) ?? value;
    return format(value as Json, prop, lang, print) || t("fill.untitled");
  };
}
