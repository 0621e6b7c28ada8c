import { useSortable } from "@dnd-kit/sortable";
import type { ReactElement } from "react";
import { addRows, duplicateRow, removeRow } from "../../../engine/design/commands/tables";
import type { TableDoc } from "../../../engine/design/documents";
import { cellText, valueText } from "../../../engine/design/tables/cells";
import type { Column } from "../../../engine/design/tables/columns";
import type { PathInfo } from "../../../engine/model/paths";
import { isLiteral } from "../../../engine/rules/ast";
import { useLang, useSay, useT } from "../../../i18n";
import { Badge, Icon, Menu } from "../../../kit";
import { Words } from "../../../render/conditions/Words";
import { useWorkbench, type Finding } from "../workbench/context";
import { useFindingWords } from "../workbench/useFindingWords";
import { CellEditor } from "./CellEditor";

export interface GridRowProps {
  id: string;
  table: TableDoc;
  columns: readonly Column[];
  output: PathInfo | null;
  names: readonly PathInfo[];
  row: string;
  index: number;
  count: number;
  /** The column that has the focus; null: another row has it. */
  active: number | null;
  editing: { readonly begun: string | null } | null;
  fires: boolean;
  findings: readonly Finding[];
  onFocus: (column: number) => void;
  onEdit: (column: number) => void;
  /** Editing is over; the focus goes this many rows down. */
  onDone: (by: number) => void;
  onMove: (to: number) => void;
}

/** A row: its number with what can be done to it, a cell per column, the result, a note. */
export function GridRow(props: GridRowProps): ReactElement {
  const { table, columns, row, index, active, editing, fires, onFocus, onEdit } = props;
  const { setNodeRef, transform, transition, setActivatorNodeRef, listeners } = useSortable({ id: row });
  const style = transform ? { transform: `translateY(${transform.y}px)`, transition } : undefined;
  const cells = columns.length + 2;
  return (
    <>
      <tr ref={setNodeRef} style={style} data-fires={fires ? "" : undefined} aria-rowindex={index + 2}>
        <RowHead {...props} grip={setActivatorNodeRef} listeners={listeners} />
        {Array.from({ length: cells }, (_, at) => (
          <td
            key={columns[at]?.id ?? at}
            role="gridcell"
            data-cell={`${index}-${at}`}
            tabIndex={active === at || (active === null && index === 0 && at === 0) ? 0 : -1}
            aria-selected={active === at}
            onFocus={(event) => {
              if (event.target === event.currentTarget) onFocus(at);
            }}
            onDoubleClick={() => onEdit(at)}
          >
            {editing && active === at ? (
              <CellEditor {...props} column={at} begun={editing.begun} />
            ) : (
              <Shown {...props} column={at} rowOf={table.rows[row]} />
            )}
          </td>
        ))}
      </tr>
      <RowFindings {...props} />
    </>
  );
}

/** What the check says of a row, below it; rows are called by their numbers. */
function RowFindings({ columns, findings }: GridRowProps): ReactElement | null {
  const words = useFindingWords();
  if (findings.length === 0) return null;
  return (
    <tr className="dt-said">
      <td role="gridcell" colSpan={columns.length + 3}>
        {findings.map((one) => (
          <p key={one.code + one.path} className="dt-finding" data-severity={one.severity}>
            <Icon name="alert" size={14} /> {words(one).message}{" "}
            <span className="k-muted">{words(one).remedy}</span>
          </p>
        ))}
      </td>
    </tr>
  );
}

type ShownProps = GridRowProps & { column: number; rowOf: TableDoc["rows"][string] | undefined };

/** What a cell says: as in a spreadsheet, else as a sentence. */
function Shown({ columns, column, output, names, rowOf }: ShownProps): ReactElement {
  const t = useT();
  const say = useSay();
  const lang = useLang();
  const own = columns[column];
  if (own) {
    const rule = rowOf?.cells?.[own.id];
    if (!rule) return <span className="dt-any">{t("dtable.any")}</span>;
    const text = own.info ? cellText(rule, own.info, lang) : null;
    return text === null ? <Words rule={rule} paths={own.info ? [own.info] : names} /> : <>{text}</>;
  }
  if (column > columns.length) return <span className="dt-note">{say(rowOf?.note)}</span>;
  const result = rowOf?.output;
  if (!result) return <></>;
  if (!isLiteral(result)) return <Words rule={result} paths={names} />;
  if (!output) return <>{String(result.v)}</>;
  const option = typeof result.v === "string" ? output.property?.field.options?.[result.v] : undefined;
  const text = valueText(result.v, output, lang);
  return option ? <Badge color={option.color ?? undefined}>{say(option.label)}</Badge> : <>{text}</>;
}

type RowHeadProps = GridRowProps &
  Pick<ReturnType<typeof useSortable>, "listeners"> & {
    grip: (node: HTMLElement | null) => void;
  };

function RowHead({
  id,
  table,
  row,
  index,
  count,
  fires,
  grip,
  listeners,
  onMove,
}: RowHeadProps): ReactElement {
  const t = useT();
  const { app, run } = useWorkbench();
  const n = index + 1;
  const output = table.rows[row]?.output;
  return (
    <th scope="row" className="dt-num">
      <div className="dt-row">
        <span ref={grip} className="dt-grip" aria-hidden="true" {...listeners}>
          <Icon name="drag" size={16} />
        </span>
        <span>{n}</span>
        <Menu
          label={t("dtable.rowMenu", { n })}
          size="s"
          groups={[
            [
              {
                key: "up",
                label: t("dtable.up"),
                icon: "chevronUp",
                disabled: index === 0,
                onSelect: () => onMove(index - 1),
              },
              {
                key: "down",
                label: t("dtable.down"),
                icon: "chevronDown",
                disabled: index === count - 1,
                onSelect: () => onMove(index + 1),
              },
              {
                key: "copy",
                label: t("dtable.duplicate"),
                icon: "copy",
                onSelect: () => run(duplicateRow(app, id, row)),
              },
              {
                key: "below",
                label: t("dtable.below"),
                icon: "plus",
                onSelect: () => {
                  if (output) run(addRows(app, id, [{ output }], n));
                },
              },
            ],
            [
              {
                key: "remove",
                label: t("dtable.removeRow"),
                icon: "trash",
                tone: "danger",
                onSelect: () => run(removeRow(app, id, row)),
              },
            ],
          ]}
        />
      </div>
      {fires ? <Badge color="green">{t("dtable.fires")}</Badge> : null}
    </th>
  );
}
