import { useRef, useState, type ReactElement } from "react";
import {
  confirmGuess,
  guessFile,
  type ColumnChange,
  type Guess,
  type GuessedColumn,
} from "../../../api/design";
import { KIND_INFO } from "../../../engine/design/commands/kinds";
import { useLang, useListed, useSay, useT } from "../../../i18n";
import { Badge, Button, Check, Dialog, Field, Select, TableFrame, TextInput, usePhone } from "../../../kit";
import { useWork } from "../shared/useWork";
import { Refused, typed, useStart } from "./NewApp";

/** Kinds a column of a file can become: what a person could have typed into a cell. */
const KINDS = [
  "text",
  "long_text",
  "number",
  "money",
  "percent",
  "boolean",
  "date",
  "instant",
  "choice",
  "choices",
  "phone",
  "email",
  "url",
].filter((kind) => Object.hasOwn(KIND_INFO, kind));

type Changes = Readonly<Record<string, ColumnChange>>;

/** What a column is called by now. */
const called = ({ field, name }: GuessedColumn, changes: Changes): string =>
  changes[field]?.label?.zh ?? name;

/** A file of rows becomes an app: its columns are the fields, one of them may be the stages. */
export function FromFile({ onClose }: { onClose: () => void }): ReactElement {
  const t = useT();
  const picker = useRef<HTMLInputElement>(null);
  const [found, setFound] = useState<Guess | null>(null);
  const [name, setName] = useState("");
  const guess = useWork(async (file: File) => {
    setName(file.name);
    setFound(await guessFile(file));
  });
  if (found) return <Confirm guess={found} onClose={onClose} />;
  return (
    <Dialog
      title={t("design.new.file")}
      size="s"
      sticky
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>{t("kit.cancel")}</Button>
          <Button tone="primary" icon="upload" busy={guess.busy} onClick={() => picker.current?.click()}>
            {t("design.file.choose")}
          </Button>
        </>
      }
    >
      <div className="k-stack">
        <Refused problem={guess.problem} />
        <p>{t("design.file.help")}</p>
        <p className="k-muted k-small">{t("design.file.kept")}</p>
        {guess.busy ? (
          <div className="d-file-work" role="status">
            <progress aria-label={t("design.file.reading", { name })} />
            <p>{t("design.file.reading", { name })}</p>
          </div>
        ) : null}
        <input
          ref={picker}
          type="file"
          hidden
          aria-label={t("design.file.choose")}
          accept=".csv,.xlsx,text/csv,application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
          onChange={(event) => {
            const file = event.target.files?.[0];
            event.target.value = "";
            if (file) guess.start(file);
          }}
        />
      </div>
    </Dialog>
  );
}

function Confirm({ guess, onClose }: { guess: Guess; onClose: () => void }): ReactElement {
  const listed = useListed();
  const t = useT();
  const say = useSay();
  const lang = useLang();
  const phone = usePhone();
  const [name, setName] = useState(say(guess.entity.entity.label));
  const [entity, setEntity] = useState(say(guess.entity.entity.label));
  const [changes, setChanges] = useState<Changes>({});
  const [stages, setStages] = useState<string | null>(guess.stages ?? null);
  const [title, setTitle] = useState<string | null>(guess.entity.entity.title);
  const kept = guess.columns.filter(({ field, skip }) => !(changes[field]?.skip ?? skip ?? false));
  const kindOf = (column: GuessedColumn): string => changes[column.field]?.kind ?? column.kind;
  // Only a choice has few enough values to be stages; one that was left out is none either.
  const staged = kept.filter((column) => kindOf(column) === "choice" && column.options.length > 1);
  const naming = kept.filter((column) => kindOf(column) === "text");
  const namedBy = naming.some(({ field }) => field === title) ? title : (naming[0]?.field ?? null);
  const start = useStart();
  const make = useWork(async () => {
    const { entity: said } = await confirmGuess(guess.job, {
      label: typed(entity.trim(), lang),
      columns: changes,
      stages: staged.some(({ field }) => field === stages) ? stages : null,
      title: namedBy,
    });
    await start({ kind: "file", job: guess.job }, typed(name.trim(), lang), said.entity.id);
  });
  const ready = name.trim() !== "" && entity.trim() !== "" && kept.length > 0;
  const change = (field: string, what: ColumnChange) =>
    setChanges((before) => ({ ...before, [field]: { ...before[field], ...what } }));
  return (
    <Dialog
      title={t("design.file.title", { n: guess.rows })}
      size="l"
      sticky
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>{t("kit.cancel")}</Button>
          <Button tone="primary" disabled={!ready} busy={make.busy} onClick={() => make.start()}>
            {t("design.new.make")}
          </Button>
        </>
      }
    >
      <div className="k-stack">
        <Refused problem={make.problem} />
        <div className="d-two">
          <Field label={t("design.appName")} required>
            {(aria) => <TextInput {...aria} value={name} onChange={setName} maxLength={60} />}
          </Field>
          <Field label={t("design.file.entity")} help={t("design.file.entityHelp")} required>
            {(aria) => <TextInput {...aria} value={entity} onChange={setEntity} maxLength={40} />}
          </Field>
        </div>
        {phone ? (
          <ul className="d-columns">
            {guess.columns.map((column) => (
              <li key={column.field} className="k-card k-stack" data-gap="s">
                <ColumnParts
                  column={column}
                  change={changes[column.field] ?? {}}
                  onChange={change}
                  labelled
                />
              </li>
            ))}
          </ul>
        ) : (
          <TableFrame label={t("design.file.columns")}>
            <thead>
              <tr>
                <th scope="col">{t("design.file.use")}</th>
                <th scope="col">{t("design.file.label")}</th>
                <th scope="col">{t("design.file.kind")}</th>
                <th scope="col">{t("kit.required")}</th>
                <th scope="col">{t("design.file.samples")}</th>
              </tr>
            </thead>
            <tbody>
              {guess.columns.map((column) => (
                <tr key={column.field}>
                  <ColumnParts column={column} change={changes[column.field] ?? {}} onChange={change} />
                </tr>
              ))}
            </tbody>
          </TableFrame>
        )}
        {naming.length > 0 ? (
          <Field label={t("design.file.naming")} help={t("design.file.namingHelp")}>
            {(aria) => (
              <Select
                {...aria}
                value={namedBy}
                empty={null}
                options={naming.map((column) => ({ id: column.field, label: called(column, changes) }))}
                onChange={setTitle}
              />
            )}
          </Field>
        ) : null}
        {staged.length > 0 ? (
          <Field label={t("design.file.stages")} help={t("design.file.stagesHelp")}>
            {(aria) => (
              <Select
                {...aria}
                value={stages}
                empty={t("design.file.noStages")}
                options={staged.map((column) => ({
                  id: column.field,
                  label: `${called(column, changes)} (${listed(column.options)})`,
                }))}
                onChange={setStages}
              />
            )}
          </Field>
        ) : null}
      </div>
    </Dialog>
  );
}

interface PartsProps {
  column: GuessedColumn;
  change: ColumnChange;
  onChange: (field: string, change: ColumnChange) => void;
  /** With a label beside each control: there is no head of a table above it. */
  labelled?: boolean;
}

function ColumnParts({ column, change, onChange, labelled = false }: PartsProps): ReactElement {
  const listed = useListed();
  const t = useT();
  const say = useSay();
  const lang = useLang();
  const { field, name } = column;
  const set = (what: ColumnChange) => onChange(field, what);
  const off = change.skip ?? column.skip ?? false;
  const of = (words: string) => t("design.file.of", { what: words, column: name });
  const kind = change.kind ?? column.kind;
  const label = change.label ? say(change.label) : name;
  const use = (
    <Check
      label={
        labelled ? (
          t("design.file.useThis", { column: name })
        ) : (
          <span className="k-sr">{t("design.file.useThis", { column: name })}</span>
        )
      }
      checked={!off}
      onChange={(checked) => set({ skip: !checked })}
    />
  );
  const words = (
    <TextInput
      aria-label={of(t("design.file.label"))}
      value={label}
      disabled={off}
      maxLength={40}
      onChange={(text) => set({ label: typed(text, lang) })}
    />
  );
  const kinds = (
    <>
      <Select
        aria-label={of(t("design.file.kind"))}
        value={kind}
        empty={null}
        disabled={off}
        options={[...new Set([column.kind, ...KINDS])].map((id) => ({
          id,
          label: say(KIND_INFO[id]?.label) || id,
        }))}
        onChange={(next) => set({ kind: next ?? column.kind })}
      />
      <span className="k-muted k-small">{kind === column.kind ? say(column.why) : null}</span>
    </>
  );
  const must = (
    <Check
      label={labelled ? t("kit.required") : <span className="k-sr">{of(t("kit.required"))}</span>}
      checked={change.required ?? column.required}
      disabled={off}
      onChange={(required) => set({ required })}
    />
  );
  const shown =
    kind === "choice" && column.options.length > 0 ? (
      <span className="k-row">
        {column.options.slice(0, 6).map((one) => (
          <Badge key={one}>{one}</Badge>
        ))}
        {column.options.length > 6 ? <span className="k-muted">+{column.options.length - 6}</span> : null}
      </span>
    ) : (
      <span className="k-muted k-small">{listed(column.samples.slice(0, 3))}</span>
    );
  if (labelled)
    return (
      <>
        {use}
        {words}
        {kinds}
        {must}
        {shown}
      </>
    );
  return (
    <>
      <td>{use}</td>
      <td>{words}</td>
      <td>{kinds}</td>
      <td>{must}</td>
      <td>{shown}</td>
    </>
  );
}
