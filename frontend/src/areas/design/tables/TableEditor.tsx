import { useState, type ReactElement } from "react";
import {
  addInput,
  addRows,
  changeTable,
  pasteRows,
  removeTable,
} from "../../../engine/design/commands/tables";
import type { TableDoc } from "../../../engine/design/documents";
import { columnsOf, outputInfo } from "../../../engine/design/tables/columns";
import { cellsOf, readPaste, type PasteRead } from "../../../engine/design/tables/paste";
import type { Node } from "../../../engine/rules/ast";
import { useLang, useSay, useT } from "../../../i18n";
import { Button, Confirm, Icon } from "../../../kit";
import { namesOf } from "../rules/env";
import { RuleField } from "../rules/RuleField";
import { CommitInput } from "../shared/CommitInput";
import { findingsAt, useWorkbench } from "../workbench/context";
import { ColumnDialog } from "./ColumnDialog";
import { Grid } from "./Grid";
import { PasteDialog } from "./PasteDialog";
import { Tester } from "./Tester";

/** What a new row results in before anybody says: the first option of the field, else nothing. */
function firstOutput(table: TableDoc, names: ReturnType<typeof namesOf>): Node {
  const info = outputInfo(table, names);
  const [option] = Object.keys(info?.options ?? {});
  if (option !== undefined) return { v: option };
  return { v: info?.type.type === "boolean" ? true : info?.type.type === "number" ? 0 : null };
}

/** One table: its grid, what holds without any row, and a tester. */
export function TableEditor({ id }: { id: string }): ReactElement | null {
  const t = useT();
  const say = useSay();
  const lang = useLang();
  const { app, run, findings } = useWorkbench();
  const [fired, setFired] = useState<string | null>(null);
  const [adding, setAdding] = useState(false);
  const [removing, setRemoving] = useState(false);
  const [pasted, setPasted] = useState<PasteRead | null>(null);
  const table = app.decision_tables?.[id];
  if (!table) return null;
  const place = { entity: table.entity };
  const names = namesOf(app, place);
  const columns = columnsOf(table, names);
  const output = outputInfo(table, names);
  const path = `decision_table/${id}`;
  const general = findings.filter(
    (one) => one.path === path || one.path === `${path}/rows` || one.path === `${path}/output`,
  );
  const paste = (text: string, row: number, column: number) => {
    const read = readPaste(cellsOf(text), table, columns, output, { row, column });
    if (read.unread.length > 0) setPasted(read);
    else run(pasteRows(app, id, read.rows, firstOutput(table, names)));
  };
  return (
    <div className="dt-one">
      <div className="dt-head">
        <CommitInput
          aria={{}}
          label={t("dtable.name")}
          value={say(table.label)}
          maxLength={40}
          onCommit={(label) => {
            const said = label.trim();
            if (said !== "")
              run(
                changeTable(app, id, {
                  label: lang === "en" ? { ...table.label, en: said } : { ...table.label, zh: said },
                }),
              );
          }}
        />
        <span className="k-muted k-small">
          {t("dtable.over", {
            entity: say(app.entities[table.entity]?.entity.label),
            field: output ? say(output.labels[0]) : t("dtable.output.none"),
          })}
        </span>
        <Button size="s" tone="quiet" icon="trash" onClick={() => setRemoving(true)}>
          {t("dtable.remove")}
        </Button>
      </div>
      {general.map((one) => (
        <p key={one.path + one.code} className="dt-finding" data-severity={one.severity}>
          <Icon name="alert" size={14} /> {say(one.message)}{" "}
          <span className="k-muted">{say(one.remedy)}</span>
        </p>
      ))}
      <p className="k-muted k-small" id={`${id}-keys`}>
        {t("dtable.keys")}
      </p>
      <Grid
        id={id}
        table={table}
        columns={columns}
        output={output}
        names={names}
        fired={fired}
        findings={findingsAt(findings, `${path}/rows`)}
        onPaste={paste}
      />
      <div className="k-row">
        <Button
          size="s"
          icon="plus"
          tone="soft"
          onClick={() =>
            run(addRows(app, id, [{ output: firstOutput(table, names) }], Object.keys(table.rows).length))
          }
        >
          {t("dtable.addRow")}
        </Button>
        <Button size="s" icon="plus" tone="soft" onClick={() => setAdding(true)}>
          {t("dtable.addColumn")}
        </Button>
      </div>
      <RuleField
        label={t("dtable.otherwise")}
        place={place}
        value={table.otherwise}
        empty={t("dtable.otherwise.none")}
        expect={output?.type ?? { type: "text" }}
        onChange={(otherwise) => run(changeTable(app, id, { otherwise }))}
      />
      <Tester table={table} columns={columns} output={output} names={names} onFired={setFired} />
      {adding ? (
        <ColumnDialog
          place={place}
          column={null}
          onTake={(label, rule) => run(addInput(app, id, { label, rule }))}
          onClose={() => setAdding(false)}
        />
      ) : null}
      {pasted ? (
        <PasteDialog
          read={pasted}
          table={table}
          output={output}
          onTake={(rows) => run(pasteRows(app, id, rows, firstOutput(table, names)))}
          onClose={() => setPasted(null)}
        />
      ) : null}
      {removing ? <Removal id={id} table={table} onClose={() => setRemoving(false)} /> : null}
    </div>
  );
}

function Removal({ id, table, onClose }: { id: string; table: TableDoc; onClose: () => void }): ReactElement {
  const t = useT();
  const say = useSay();
  const { app, run, goTo } = useWorkbench();
  return (
    <Confirm
      title={t("dtable.removeAsk", { name: say(table.label) })}
      confirm={t("dtable.remove")}
      onClose={onClose}
      onConfirm={() => {
        onClose();
        run(removeTable(app, id));
        goTo(null);
      }}
    >
      {t("dtable.removeAsk.text")}
    </Confirm>
  );
}
