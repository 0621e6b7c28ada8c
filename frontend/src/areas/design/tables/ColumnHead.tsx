import { useState, type ReactElement } from "react";
import { changeInput, moveInput, removeInput } from "../../../engine/design/commands/tables";
import type { RulePlace } from "../../../engine/design/names";
import type { Column } from "../../../engine/design/tables/columns";
import type { PathInfo } from "../../../engine/model/paths";
import { useSay, useT } from "../../../i18n";
import { Icon, Menu } from "../../../kit";
import { Words } from "../../../render/conditions/Words";
import { useWorkbench } from "../workbench/context";
import { ColumnDialog } from "./ColumnDialog";

interface ColumnHeadProps {
  table: string;
  place: RulePlace;
  column: Column;
  names: readonly PathInfo[];
  index: number;
  count: number;
}

/** What a column is about, and what can be done to it. */
export function ColumnHead({ table, place, column, names, index, count }: ColumnHeadProps): ReactElement {
  const t = useT();
  const say = useSay();
  const { app, run } = useWorkbench();
  const [open, setOpen] = useState(false);
  const label = say(column.label);
  const move = (to: number) => run(moveInput(app, table, column.id, to));
  return (
    <th scope="col">
      <div className="dt-col">
        <span>{label}</span>
        <Menu
          label={t("dtable.columnMenu", { name: label })}
          icon="more"
          size="s"
          groups={[
            [
              { key: "edit", label: t("dtable.column"), icon: "edit", onSelect: () => setOpen(true) },
              {
                key: "left",
                label: t("dtable.left"),
                icon: "chevronLeft",
                disabled: index === 0,
                onSelect: () => move(index - 1),
              },
              {
                key: "right",
                label: t("dtable.right"),
                icon: "chevronRight",
                disabled: index === count - 1,
                onSelect: () => move(index + 1),
              },
            ],
            [
              {
                key: "remove",
                label: t("dtable.removeColumn"),
                icon: "trash",
                tone: "danger",
                onSelect: () => run(removeInput(app, table, column.id)),
              },
            ],
          ]}
        />
      </div>
      <small className="dt-rule">
        {column.info ? (
          <Words rule={column.rule} paths={names} />
        ) : (
          <>
            <Icon name="alert" size={14} /> {t("dtable.brokenColumn")}
          </>
        )}
      </small>
      {open ? (
        <ColumnDialog
          place={place}
          column={column}
          onTake={(next, rule) => run(changeInput(app, table, column.id, { label: next, rule }))}
          onClose={() => setOpen(false)}
        />
      ) : null}
    </th>
  );
}
