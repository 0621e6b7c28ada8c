import { useInfiniteQuery, useQueryClient } from "@tanstack/react-query";
import { useState, type ReactElement } from "react";
import { listImportRows, mendRow, readImport, type ImportJob, type ImportRow } from "../../../api/imports";
import { useSay, useT } from "../../../i18n";
import { Button, Icon, IconButton, SkeletonPage, TableFrame, TextInput, usePhone } from "../../../kit";
import { Refused } from "./Refused";
import { useCall } from "./useCall";

interface ErrorGridProps {
  job: ImportJob;
  onJob: (job: ImportJob) => void;
}

/** The bad rows: each cell says what is wrong and how to put it right, is changed in place and judged at once. */
export function ErrorGrid({ job, onJob }: ErrorGridProps): ReactElement {
  const t = useT();
  const phone = usePhone();
  const client = useQueryClient();
  const [mended, setMended] = useState<Readonly<Record<number, ImportRow>>>({});
  const found = useInfiniteQuery({
    queryKey: ["import", job.id, "errors", job.state],
    queryFn: ({ pageParam }) => listImportRows(job.id, "error", pageParam),
    initialPageParam: 0,
    getNextPageParam: (page) => page.next,
    staleTime: Infinity,
    gcTime: 0,
  });
  const mapped = job.mapping.columns.map(({ column }) => column);
  const changed = async (row: ImportRow) => {
    setMended({ ...mended, [row.n]: row });
    onJob(await readImport(job.id));
    void client.invalidateQueries({ queryKey: ["imports"] });
  };
  if (found.isPending) return <SkeletonPage lines={5} />;
  const rows = (found.data?.pages ?? []).flatMap((page) => page.rows).map((row) => mended[row.n] ?? row);
  return (
    <div className="k-stack" data-gap="s">
      <h2>{t("import.fix")}</h2>
      <p className="k-muted k-small">{t("import.fix.help")}</p>
      {phone ? (
        <ul className="imp-cards">
          {rows.map((row) => (
            <Row key={row.n} card job={job} row={row} columns={mapped} onChanged={changed} />
          ))}
        </ul>
      ) : (
        <TableFrame label={t("import.fix")}>
          <thead>
            <tr>
              <th scope="col">{t("import.result.row")}</th>
              {mapped.map((column) => (
                <th key={column} scope="col">
                  {job.columns[column]?.name}
                </th>
              ))}
              <th scope="col">
                <span className="k-sr">{t("import.fix.skip")}</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <Row key={row.n} job={job} row={row} columns={mapped} onChanged={changed} />
            ))}
          </tbody>
        </TableFrame>
      )}
      {found.hasNextPage ? (
        <Button busy={found.isFetchingNextPage} onClick={() => void found.fetchNextPage()}>
          {t("kit.loadMore")}
        </Button>
      ) : null}
    </div>
  );
}

interface RowProps {
  job: ImportJob;
  row: ImportRow;
  columns: readonly number[];
  onChanged: (row: ImportRow) => Promise<void>;
  /** On the phone: a card instead of a line of the table. */
  card?: boolean;
}

function Row({ job, row, columns, onChanged, card = false }: RowProps): ReactElement {
  const t = useT();
  const say = useSay();
  const { busy, problem, run } = useCall();
  const [whole, setWhole] = useState(false);
  const left = row.state === "skipped";
  const good = row.state === "ok";
  const loose = row.problems.filter(({ column }) => column === null || !columns.includes(column));
  const mend = (body: Parameters<typeof mendRow>[2]) =>
    void run(async () => onChanged(await mendRow(job.id, row.n, body)));
  const notes = (
    <>
      {good ? (
        <span className="imp-good">
          <Icon name="check" size={14} />
          {t("import.fix.ok")}
        </span>
      ) : null}
      {loose.map((one, index) => (
        <span key={`${one.code} ${one.field ?? ""}`} className="k-error imp-error">
          {say(one.message)}
          {say(loose[index + 1]?.remedy) === say(one.remedy) ? null : <small>{say(one.remedy)}</small>}
        </span>
      ))}
      <Refused problem={problem} />
    </>
  );
  const cells = columns.map((column) => {
    const wrong = row.problems.filter((one) => one.column === column);
    const text = row.cells[column] ?? "";
    const open = !left && (whole || wrong.length > 0 || (loose.length > 0 && row.state === "error"));
    const name = job.columns[column]?.name ?? "";
    const shown = open ? (
      <CellInput
        key={text}
        id={`imp-${row.n}-${column}`}
        label={t("import.fix.cell", { n: row.n, column: name })}
        text={text}
        wrong={wrong.map((one) => ({ message: say(one.message), remedy: say(one.remedy) }))}
        onSave={(next) => mend({ cells: { [String(column)]: next } })}
      />
    ) : (
      <span className={left ? "k-muted" : undefined}>{text}</span>
    );
    return { column, name, shown };
  });
  const tools = (
    <div className="imp-row-tools">
      {left ? null : (
        <IconButton
          icon="edit"
          size="s"
          label={`${t("import.fix.row", { n: row.n })} ${t("import.fix.editRow")}`}
          aria-pressed={whole}
          onClick={() => setWhole(!whole)}
        />
      )}
      <Button size="s" tone="quiet" busy={busy} onClick={() => mend({ skip: !left })}>
        {left ? t("import.fix.unskip") : t("import.fix.skip")}
      </Button>
    </div>
  );
  if (card)
    return (
      <li className="k-card" data-state={row.state} aria-busy={busy || undefined}>
        <div className="imp-card-head">
          <strong>{t("import.fix.row", { n: row.n })}</strong>
          {tools}
        </div>
        {notes}
        {cells.map(({ column, name, shown }) => (
          <div key={column} className="imp-card-cell">
            <span className="k-muted k-small">{name}</span>
            {shown}
          </div>
        ))}
      </li>
    );
  return (
    <tr data-state={row.state} aria-busy={busy || undefined}>
      <th scope="row" className="imp-notes">
        {row.n}
        {notes}
      </th>
      {cells.map(({ column, shown }) => (
        <td key={column}>{shown}</td>
      ))}
      <td>{tools}</td>
    </tr>
  );
}

interface CellInputProps {
  id: string;
  label: string;
  text: string;
  wrong: readonly { readonly message: string; readonly remedy: string }[];
  onSave: (text: string) => void;
}

function CellInput({ id, label, text, wrong, onSave }: CellInputProps): ReactElement {
  const [typed, setTyped] = useState(text);
  const save = () => {
    if (typed !== text) onSave(typed);
  };
  return (
    <div className="imp-cell">
      <TextInput
        id={id}
        aria-label={label}
        aria-invalid={wrong.length > 0 ? true : undefined}
        aria-describedby={wrong.length > 0 ? `${id}-why` : undefined}
        value={typed}
        onChange={setTyped}
        onBlur={save}
        onKeyDown={(event) => {
          if (event.key === "Enter") save();
        }}
      />
      {wrong.length > 0 ? (
        <span id={`${id}-why`} className="k-error imp-error">
          {wrong.map((one) => (
            <span key={one.message}>
              {one.message}
              <small>{one.remedy}</small>
            </span>
          ))}
        </span>
      ) : null}
    </div>
  );
}
