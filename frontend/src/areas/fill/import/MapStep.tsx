import type { ReactElement } from "react";
import {
  checkImport,
  mapImport,
  type ColumnMapping,
  type ImportColumn,
  type Mapping,
} from "../../../api/imports";
import { useSay, useT } from "../../../i18n";
import { Badge, Banner, Button, Field, Select, TableFrame, usePhone } from "../../../kit";
import type { StepProps } from "./ImportPage";
import { Refused } from "./Refused";
import { useCall } from "./useCall";

/** At this confidence a suggestion needs no second look. */
const SURE = 0.85;

/** The mapping with a column going somewhere else (null: nowhere); a field has one column. */
export function withColumn(mapping: Mapping, column: number, to: string | null): Mapping {
  const rest = mapping.columns.filter((part) => part.column !== column && part.to !== to);
  const columns: ColumnMapping[] = to === null ? rest : [...rest, { column, to }];
  const kept = columns.sort((a, b) => a.column - b.column);
  const match =
    mapping.match != null && kept.some((part) => part.to === mapping.match) ? mapping.match : null;
  return { ...mapping, columns: kept, match };
}

/** Where each column goes, with what stands in it; what the sheet should find again. */
export function MapStep({ job, onJob, onStep }: StepProps): ReactElement {
  const t = useT();
  const say = useSay();
  const phone = usePhone();
  const { busy, problem, run } = useCall();
  const { mapping, columns, targets, questions } = job;
  const save = (next: Mapping) =>
    void run(async () => {
      const saved = await mapImport(job.id, next);
      onJob(saved);
      onStep("map", saved);
    });
  const targetOf = (column: number) => mapping.columns.find((part) => part.column === column)?.to ?? null;
  const missing = questions.filter((question) => question.kind === "required" && question.answer == null);
  const asked = questions.some((question) => question.kind !== "required");
  const next = () => {
    if (asked) onStep("confirm");
    else
      void run(async () => {
        // The file an app began with was read before there was anything to put it into: what is suggested is put in place now.
        const mapped = job.state === "read" ? await mapImport(job.id, mapping) : job;
        onJob(mapped);
        if (mapped.state === "read") onStep("confirm", mapped);
        else onJob(await checkImport(job.id));
      });
  };
  const samples = (column: ImportColumn) => column.samples.slice(0, 3).join(" · ");
  const target = (column: ImportColumn) => (
    <div className="imp-target">
      <Select
        aria-label={`${column.name} ${t("import.map.field")}`}
        disabled={busy}
        empty={t("import.map.skip")}
        value={targetOf(column.index)}
        options={targets.map((one) => ({
          id: one.id,
          label: `${say(one.label)}${one.required ? " *" : ""}`,
        }))}
        onChange={(to) => save(withColumn(mapping, column.index, to))}
      />
      <Sureness column={column} to={targetOf(column.index)} />
    </div>
  );
  return (
    <div className="k-stack">
      <p className="k-muted">{t("import.map.help")}</p>
      <Refused problem={problem} />
      <Refused problem={job.error} />
      {missing.map((question) => (
        <Banner key={question.target} tone="warn" icon="alert" live="status">
          {t("import.map.required", { name: say(question.label) || (question.target ?? "") })}
        </Banner>
      ))}
      {phone ? (
        <ul className="imp-cards">
          {columns.map((column) => (
            <li key={column.index} className="k-card">
              <strong>{column.name}</strong>
              <span className="imp-samples">{samples(column)}</span>
              {target(column)}
            </li>
          ))}
        </ul>
      ) : (
        <TableFrame label={t("import.step.map")}>
          <thead>
            <tr>
              <th scope="col">{t("import.map.column")}</th>
              <th scope="col">{t("import.map.samples")}</th>
              <th scope="col">{t("import.map.field")}</th>
            </tr>
          </thead>
          <tbody>
            {columns.map((column) => (
              <tr key={column.index}>
                <th scope="row">{column.name}</th>
                <td className="imp-samples">{samples(column)}</td>
                <td>{target(column)}</td>
              </tr>
            ))}
          </tbody>
        </TableFrame>
      )}
      <Matching job={job} busy={busy} onSave={save} />
      <div className="imp-actions">
        <Button
          tone="primary"
          busy={busy}
          disabled={missing.length > 0 || mapping.columns.length === 0}
          onClick={next}
        >
          {asked ? t("import.next") : t("import.check", { n: job.rows.toLocaleString("en-US") })}
        </Button>
      </div>
    </div>
  );
}

interface MatchingProps {
  job: StepProps["job"];
  busy: boolean;
  onSave: (mapping: Mapping) => void;
}

/** Whether rows may find records that exist, and by what. */
function Matching({ job, busy, onSave }: MatchingProps): ReactElement {
  const t = useT();
  const say = useSay();
  const { mapping, targets } = job;
  const matchable = targets.filter((one) => one.can_match && mapping.columns.some(({ to }) => to === one.id));
  return (
    <div className="imp-options">
      {matchable.length > 0 ? (
        <Field label={t("import.map.match")}>
          {(aria) => (
            <Select
              {...aria}
              disabled={busy}
              empty={t("import.map.match.none")}
              value={mapping.match ?? null}
              options={matchable.map((one) => ({
                id: one.id,
                label: t("import.map.match.by", { name: say(one.label) }),
              }))}
              onChange={(match) => onSave({ ...mapping, match })}
            />
          )}
        </Field>
      ) : null}
      {mapping.match != null ? (
        <Field label={t("import.map.blanks")}>
          {(aria) => (
            <Select
              {...aria}
              disabled={busy}
              empty={null}
              value={mapping.blanks ?? "keep"}
              options={(["keep", "empty"] as const).map((id) => ({
                id,
                label: t(`import.map.blanks.${id}`),
              }))}
              onChange={(blanks) => onSave({ ...mapping, blanks: blanks === "empty" ? "empty" : "keep" })}
            />
          )}
        </Field>
      ) : null}
    </div>
  );
}

function Sureness({ column, to }: { column: ImportColumn; to: string | null }): ReactElement | null {
  const t = useT();
  if (to === null || to !== column.suggestion) return null;
  return column.confidence >= SURE ? (
    <Badge color="green">{t("import.map.sure")}</Badge>
  ) : (
    <Badge color="yellow">{t("import.map.guess")}</Badge>
  );
}
