import { useState, type ReactElement } from "react";
import { checkImport, mapImport, type ImportQuestion, type Mapping } from "../../../api/imports";
import { useListed, useSay, useT } from "../../../i18n";
import { Banner, Button, ChipChoice, Field, Select } from "../../../kit";
import { openIn, withDateOrder, withDecimal, withOthers, withSuggestions } from "./answers";
import type { StepProps } from "./ImportPage";
import { Refused } from "./Refused";
import { useCall } from "./useCall";
import { ValueQuestion } from "./ValueQuestion";

/** What only the person knows: orders of dates, decimal signs, texts that name nothing exactly. */
export function ConfirmStep({ job, entity, onJob, onStep }: StepProps): ReactElement {
  const t = useT();
  const { busy, problem, run } = useCall();
  const [mapping, setMapping] = useState<Mapping>(job.mapping);
  const questions = job.questions.filter(({ kind }) => kind !== "required");
  const open = openIn(mapping, questions);
  const columns = [...new Set(questions.map(({ column }) => column ?? -1))];
  const next = () =>
    void run(async () => {
      const saved = await mapImport(job.id, mapping);
      setMapping(saved.mapping);
      onJob(saved);
      if (saved.open > 0) onStep("confirm", saved);
      else onJob(await checkImport(job.id));
    });
  return (
    <div className="k-stack">
      <p className="k-muted">{questions.length > 0 ? t("import.confirm.help") : t("import.confirm.none")}</p>
      <Refused problem={problem} />
      {columns.map((column) => (
        <ColumnQuestions
          key={column}
          entity={entity}
          column={column}
          name={job.columns[column]?.name ?? ""}
          target={job.mapping.columns.find((part) => part.column === column)?.to ?? ""}
          targets={job.targets}
          questions={questions.filter((question) => question.column === column)}
          mapping={mapping}
          onChange={setMapping}
        />
      ))}
      <div className="imp-actions">
        <span className="k-muted" role="status">
          {open > 0 ? t("import.confirm.open", { n: open }) : ""}
        </span>
        <Button onClick={() => onStep("map")}>{t("import.prev")}</Button>
        <Button tone="primary" busy={busy} disabled={open > 0} onClick={next}>
          {t("import.check", { n: job.rows.toLocaleString("en-US") })}
        </Button>
      </div>
    </div>
  );
}

interface ColumnProps {
  entity: string;
  column: number;
  name: string;
  target: string;
  targets: StepProps["job"]["targets"];
  questions: readonly ImportQuestion[];
  mapping: Mapping;
  onChange: (mapping: Mapping) => void;
}

function ColumnQuestions(props: ColumnProps): ReactElement {
  const { entity, column, name, target, targets, questions, mapping, onChange } = props;
  const say = useSay();
  const label = say(targets.find(({ id }) => id === target)?.label);
  const values = questions.filter(({ kind }) => kind === "value");
  return (
    <section className="k-card k-stack" aria-label={name}>
      <h2>
        {name} <span className="k-muted k-small">→ {label}</span>
      </h2>
      {questions.map((question) =>
        question.kind === "date_order" || question.kind === "decimal" ? (
          <ReadingQuestion
            key={question.kind}
            question={question}
            name={name}
            mapping={mapping}
            column={column}
            onChange={onChange}
          />
        ) : null,
      )}
      {values.length > 1 ? <ValuesHead {...props} questions={values} /> : null}
      {values.length > 0 ? (
        <ul className="imp-values">
          {values.map((question) => (
            <ValueQuestion
              key={question.value}
              entity={entity}
              target={target}
              question={question}
              mapping={mapping}
              onChange={onChange}
            />
          ))}
        </ul>
      ) : null}
    </section>
  );
}

/** Many texts at once: take every suggestion, and say what becomes of the rest. */
function ValuesHead({ column, questions, mapping, onChange }: ColumnProps): ReactElement {
  const t = useT();
  const part = mapping.columns.find((one) => one.column === column);
  const create = questions.some((question) => question.can_create === true);
  const hidden = questions.reduce((sum, question) => sum + (question.more ?? 0), 0);
  const suggested = questions.some((question) => (question.suggestions?.length ?? 0) > 0);
  return (
    <>
      <div className="imp-head">
        {suggested ? (
          <Button
            size="s"
            tone="soft"
            icon="check"
            onClick={() => onChange(withSuggestions(mapping, questions))}
          >
            {t("import.confirm.takeAll")}
          </Button>
        ) : null}
        <Field label={t("import.confirm.others")}>
          {(aria) => (
            <Select
              {...aria}
              value={part?.others ?? null}
              options={(["create", "empty", "refuse"] as const)
                .filter((id) => id !== "create" || create)
                .map((id) => ({ id, label: t(`import.confirm.others.${id}`) }))}
              onChange={(others) =>
                onChange(withOthers(mapping, column, others as "create" | "empty" | "refuse" | null))
              }
            />
          )}
        </Field>
      </div>
      {hidden > 0 ? <Banner>{t("import.confirm.more", { n: hidden })}</Banner> : null}
    </>
  );
}

interface ReadingProps {
  question: ImportQuestion;
  name: string;
  column: number;
  mapping: Mapping;
  onChange: (mapping: Mapping) => void;
}

function ReadingQuestion({ question, name, column, mapping, onChange }: ReadingProps): ReactElement {
  const listed = useListed();
  const t = useT();
  const part = mapping.columns.find((one) => one.column === column);
  const samples = t("import.samples", { text: listed((question.samples ?? []).slice(0, 4)) });
  if (question.kind === "date_order")
    return (
      <Field label={t("import.date", { column: name })} help={samples} required group>
        {(aria) => (
          <ChipChoice
            aria={aria}
            required
            value={part?.date_order ?? null}
            options={(["dmy", "mdy"] as const).map((id) => ({ id, label: t(`import.date.${id}`) }))}
            onChange={(order) => {
              if (order === "dmy" || order === "mdy") onChange(withDateOrder(mapping, column, order));
            }}
          />
        )}
      </Field>
    );
  return (
    <Field label={t("import.decimal", { column: name })} help={samples} required group>
      {(aria) => (
        <ChipChoice
          aria={aria}
          required
          value={part?.decimal ?? null}
          options={[
            { id: ".", label: t("import.decimal.dot") },
            { id: ",", label: t("import.decimal.comma") },
          ]}
          onChange={(sign) => {
            if (sign === "." || sign === ",") onChange(withDecimal(mapping, column, sign));
          }}
        />
      )}
    </Field>
  );
}
