import { closestCenter, DndContext, PointerSensor, useSensor, useSensors } from "@dnd-kit/core";
import { SortableContext, verticalListSortingStrategy } from "@dnd-kit/sortable";
import {
  useLayoutEffect,
  useRef,
  useState,
  type ClipboardEvent,
  type KeyboardEvent,
  type ReactElement,
  type RefObject,
} from "react";
import { moveRow, setCell } from "../../../engine/design/commands/tables";
import type { TableDoc } from "../../../engine/design/documents";
import { cellText } from "../../../engine/design/tables/cells";
import type { Column } from "../../../engine/design/tables/columns";
import { inOrder } from "../../../engine/model/entity";
import type { PathInfo } from "../../../engine/model/paths";
import { useLang, useSay, useT } from "../../../i18n";
import type { Finding } from "../workbench/context";
import { useWorkbench } from "../workbench/context";
import { ColumnHead } from "./ColumnHead";
import { GridRow } from "./GridRow";

interface GridProps {
  id: string;
  table: TableDoc;
  columns: readonly Column[];
  output: PathInfo | null;
  names: readonly PathInfo[];
  /** The row that fires in the tester. */
  fired: string | null;
  findings: readonly Finding[];
  onPaste: (text: string, row: number, column: number) => void;
}

const STEPS: Readonly<Record<string, readonly [number, number]>> = {
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
};
const within = (value: number, most: number): number => Math.max(0, Math.min(value, most));

interface Going {
  readonly to: readonly [number, number];
  /** The row that is to stand there. */
  readonly row: string | undefined;
}

/** Gives a cell the focus: one of a row that moves once it stands where it goes, which is drawn after the key. */
function useGoing(grid: RefObject<HTMLTableElement | null>, rows: readonly string[]): (next: Going) => void {
  const going = useRef<Going | null>(null);
  useLayoutEffect(() => {
    if (!going.current || rows[going.current.to[0]] !== going.current.row) return;
    const [row, column] = going.current.to;
    going.current = null;
    grid.current?.querySelector<HTMLElement>(`[data-cell="${row}-${column}"]`)?.focus();
  });
  return (next) => {
    going.current = next;
  };
}

/** The table as a grid: arrows move, Enter or typing edits, Delete empties, Alt with arrows moves the row. */
export function Grid(props: GridProps): ReactElement {
  const { id, table, columns, fired, findings, onPaste } = props;
  const t = useT();
  const say = useSay();
  const lang = useLang();
  const { app, run } = useWorkbench();
  const [focus, setFocus] = useState<readonly [number, number]>([0, 0]);
  const [editing, setEditing] = useState<{ readonly begun: string | null } | null>(null);
  const grid = useRef<HTMLTableElement>(null);
  const sensors = useSensors(useSensor(PointerSensor, { activationConstraint: { distance: 5 } }));
  const rows = inOrder(table.rows);
  const width = columns.length + 2;
  const row = within(focus[0], rows.length - 1);
  const column = within(focus[1], width - 1);

  const goingTo = useGoing(grid, rows);
  const go = (to: readonly [number, number], moved = rows[to[0]]) => {
    goingTo({ to, row: moved });
    setFocus(to);
    setEditing(null);
  };
  const move = (from: string, to: number) => {
    if (to < 0 || to >= rows.length) return;
    run(moveRow(app, id, from, to));
  };
  const keys = (event: KeyboardEvent) => {
    if (editing || !(event.target as HTMLElement).dataset["cell"]) return;
    const step = STEPS[event.key];
    const here = rows[row];
    if (step && event.altKey && step[0] !== 0 && here) {
      event.preventDefault();
      move(here, row + step[0]);
      go([within(row + step[0], rows.length - 1), column], here);
    } else if (step) {
      event.preventDefault();
      go([within(row + step[0], rows.length - 1), within(column + step[1], width - 1)]);
    } else if (event.key === "Home" || event.key === "End") {
      event.preventDefault();
      go([row, event.key === "Home" ? 0 : width - 1]);
    } else if (event.key === "Enter" || event.key === "F2") {
      event.preventDefault();
      setEditing({ begun: null });
    } else if ((event.key === "Delete" || event.key === "Backspace") && here && columns[column]) {
      event.preventDefault();
      run(setCell(app, id, here, columns[column].id, null));
    } else if (event.key.length === 1 && !event.ctrlKey && !event.metaKey && !event.altKey) {
      event.preventDefault();
      setEditing({ begun: event.key });
    }
  };
  // What is copied and pasted in a dialog of a column's head comes up to here too: it is not the grid's.
  const inGrid = (event: ClipboardEvent) => (event.target as HTMLElement).closest("[data-cell]") !== null;
  const copied = (event: ClipboardEvent) => {
    const cell = columns[column];
    if (editing || !cell?.info || !inGrid(event)) return;
    event.preventDefault();
    const rule = table.rows[rows[row] ?? ""]?.cells?.[cell.id];
    event.clipboardData.setData("text/plain", cellText(rule, cell.info, lang) ?? "");
  };
  const pasted = (event: ClipboardEvent) => {
    if (editing || !inGrid(event)) return;
    event.preventDefault();
    const at = (event.target as HTMLElement).closest<HTMLElement>("[data-cell]")?.dataset["cell"];
    const [atRow = row, atColumn = column] = at?.split("-").map(Number) ?? [];
    onPaste(event.clipboardData.getData("text/plain"), atRow, atColumn);
  };
  return (
    <div className="dt-scroll">
      <DndContext
        sensors={sensors}
        collisionDetection={closestCenter}
        onDragEnd={({ active, over }) => {
          if (over && active.id !== over.id) move(String(active.id), rows.indexOf(String(over.id)));
        }}
      >
        <table
          ref={grid}
          className="dt-grid"
          role="grid"
          aria-label={say(table.label)}
          aria-describedby={`${id}-keys`}
          aria-rowcount={rows.length + 1}
          onKeyDown={keys}
          onCopy={copied}
          onPaste={pasted}
        >
          <GridHead {...props} />
          <SortableContext items={rows} strategy={verticalListSortingStrategy}>
            <tbody>
              {rows.map((one, index) => (
                <GridRow
                  key={one}
                  {...props}
                  row={one}
                  index={index}
                  count={rows.length}
                  active={index === row ? column : null}
                  editing={index === row ? editing : null}
                  fires={one === fired}
                  findings={findings.filter(({ path }) => path.split("/")[3] === one)}
                  onFocus={(at) => {
                    setFocus([index, at]);
                    setEditing(null);
                  }}
                  onEdit={(at) => {
                    setFocus([index, at]);
                    setEditing({ begun: null });
                  }}
                  onDone={(by) => go([within(index + by, rows.length - 1), column])}
                  onMove={(to) => move(one, to)}
                />
              ))}
            </tbody>
          </SortableContext>
        </table>
      </DndContext>
      {rows.length === 0 ? <p className="k-muted dt-none">{t("dtable.noRows")}</p> : null}
    </div>
  );
}

function GridHead({ id, table, columns, output, names }: GridProps): ReactElement {
  const t = useT();
  const say = useSay();
  return (
    <thead>
      <tr>
        <th scope="col" className="dt-num">
          <span className="k-sr">{t("dtable.row")}</span>
        </th>
        {columns.map((one, index) => (
          <ColumnHead
            key={one.id}
            table={id}
            place={{ entity: table.entity }}
            column={one}
            names={names}
            index={index}
            count={columns.length}
          />
        ))}
        <th scope="col">{output ? say(output.labels[0]) : t("dtable.result")}</th>
        <th scope="col">{t("dtable.note")}</th>
      </tr>
    </thead>
  );
}
