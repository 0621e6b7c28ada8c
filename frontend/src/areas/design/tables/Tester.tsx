import { useEffect, useState, type ReactElement } from "react";
import type { TableDoc } from "../../../engine/design/documents";
import { valueText } from "../../../engine/design/tables/cells";
import { tryTable, type Column, type Tried } from "../../../engine/design/tables/columns";
import { inOrder } from "../../../engine/model/entity";
import type { PathInfo } from "../../../engine/model/paths";
import type { Value } from "../../../engine/rules/ast";
import { keysOf } from "../../../engine/design/sample";
import { useLang, useListed, useSay, useT } from "../../../i18n";
import { Badge, Button } from "../../../kit";
import { SampleInputs } from "../rules/SampleInputs";
import { useSample } from "../rules/useSample";

interface TesterProps {
  table: TableDoc;
  columns: readonly Column[];
  output: PathInfo | null;
  names: readonly PathInfo[];
  onFired: (row: string | null) => void;
}

/** A record the table is tried on, the row that fires, and why the rows above it do not. */
export function Tester(props: TesterProps): ReactElement {
  const t = useT();
  const [open, setOpen] = useState(false);
  const toggle = () => {
    if (open) props.onFired(null);
    setOpen(!open);
  };
  return (
    <section className="dt-test" aria-label={t("dtable.tester")}>
      <Button size="s" tone="soft" aria-expanded={open} onClick={toggle}>
        {t("dtable.tester")}
      </Button>
      {open ? <Trying {...props} /> : null}
    </section>
  );
}

function Trying({ table, columns, output, names, onFired }: TesterProps): ReactElement {
  const keys = [...new Set(columns.flatMap(({ rule }) => keysOf(rule)))];
  const sample = useSample(table.entity, keys, names);
  const tried = tryTable(table, sample.values, sample.env);
  const { fired } = tried;
  useEffect(() => onFired(fired), [fired, onFired]);
  return (
    <>
      <SampleInputs sample={sample} entity={table.entity} example={null} />
      <Why table={table} columns={columns} output={output} tried={tried} />
    </>
  );
}

interface WhyProps {
  table: TableDoc;
  columns: readonly Column[];
  output: PathInfo | null;
  tried: Tried;
}

function Why({ table, columns, output, tried }: WhyProps): ReactElement {
  const t = useT();
  const say = useSay();
  const listed = useListed();
  const lang = useLang();
  const text = (value: Value, info: PathInfo | null): string => {
    if (value === null) return t("drule.nothing");
    return info ? valueText(value, info, lang) : String(value);
  };
  const rows = inOrder(table.rows);
  const at = tried.fired === null ? -1 : rows.indexOf(tried.fired);
  const above = tried.rows.slice(0, at < 0 ? tried.rows.length : at);
  return (
    <div className="k-stack" data-gap="s">
      <p role="status" className="dt-fired">
        {at < 0 ? t("dtable.noneFires") : t("dtable.firesRow", { n: at + 1 })}{" "}
        <strong>{text(tried.result, output)}</strong>
      </p>
      <ul className="rul-parts">
        {columns.map((column) => (
          <li key={column.id}>
            {say(column.label)}: <strong>{text(tried.values[column.id] ?? null, column.info)}</strong>
          </li>
        ))}
      </ul>
      {above.length > 0 ? (
        <ul className="rul-parts">
          {above.map((row) => (
            <li key={row.id}>
              <Badge>{t("dtable.notRow", { n: rows.indexOf(row.id) + 1 })}</Badge>{" "}
              {t("dtable.because", {
                columns: listed(
                  columns.filter(({ id }) => row.cells[id] === false).map(({ label }) => say(label)),
                ),
              })}
            </li>
          ))}
        </ul>
      ) : null}
    </div>
  );
}
