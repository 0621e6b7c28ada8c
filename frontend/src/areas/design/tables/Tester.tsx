import { useMemo, useState, type ReactElement } from "react";
import type { TableDoc } from "../../../engine/design/documents";
import { valueText } from "../../../engine/design/tables/cells";
import { tryTable, type Column, type Tried } from "../../../engine/design/tables/columns";
import { inOrder } from "../../../engine/model/entity";
import { pathLabel } from "../../../engine/model/naming";
import type { PathInfo } from "../../../engine/model/paths";
import { evaluate as valueOfNode } from "../../../engine/rules/compile";
import type { Node, Value } from "../../../engine/rules/ast";
import { useLang, useListed, useSay, useT } from "../../../i18n";
import { Badge, Button } from "../../../kit";
import { LiteralInput } from "../rules/LiteralInput";
import { keysOf, useSampleEnv } from "../rules/Sample";

interface TesterProps {
  table: TableDoc;
  columns: readonly Column[];
  output: PathInfo | null;
  names: readonly PathInfo[];
  onFired: (row: string | null) => void;
}

const asNode = (value: unknown, { type }: PathInfo): Node | null => {
  if (value === undefined || value === null) return null;
  const v = value as string;
  return type.type === "date" || type.type === "instant" ? { v, t: type.type } : { v };
};

/** The inputs typed in, the row that fires, and why the rows above it do not. */
export function Tester({ table, columns, output, names, onFired }: TesterProps): ReactElement {
  const t = useT();
  const lang = useLang();
  const env = useSampleEnv();
  const [open, setOpen] = useState(false);
  const [record, setRecord] = useState<Readonly<Record<string, unknown>>>({});
  const infos = useMemo(() => {
    const keys = [...new Set(columns.flatMap(({ rule }) => keysOf(rule)))];
    return keys.flatMap((key) => names.find(({ path }) => path === key) ?? []);
  }, [columns, names]);
  const change = (path: string, node: Node | null) => {
    const next = { ...record, [path]: node ? valueOfNode(node, {}, env) : null };
    setRecord(next);
    onFired(tryTable(table, next, env).fired);
  };
  const toggle = () => {
    onFired(open ? null : tryTable(table, record, env).fired);
    setOpen(!open);
  };
  return (
    <section className="dt-test" aria-label={t("dtable.tester")}>
      <Button size="s" tone="soft" aria-expanded={open} onClick={toggle}>
        {t("dtable.tester")}
      </Button>
      {open ? (
        <>
          <div className="rul-inputs">
            {infos.map((info) => (
              <LiteralInput
                key={info.path}
                info={info}
                label={pathLabel(info, lang)}
                value={asNode(record[info.path], info)}
                onChange={(node) => change(info.path, node)}
              />
            ))}
          </div>
          <Why table={table} columns={columns} output={output} tried={tryTable(table, record, env)} />
        </>
      ) : null}
    </section>
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
