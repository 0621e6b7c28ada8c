import { useState, type ReactElement } from "react";
import { ordered } from "../../../api/documents";
import type { ImportQuestion, Mapping, ValueAnswer } from "../../../api/imports";
import { useSay, useT } from "../../../i18n";
import { Field, Icon, Select, type Choice } from "../../../kit";
import { useApp } from "../../../render/context";
import { useRender } from "../../../render/env";
import { PersonPicker } from "../../../render/kinds/edit/person";
import { ReferencePicker } from "../../../render/kinds/edit/ReferencePicker";
import { UnitPicker } from "../../../render/kinds/edit/unit";
import { answerOf, withValue } from "./answers";
import { flowOf } from "../record/stages";

interface ValueQuestionProps {
  entity: string;
  /** Field, or `_stage`, `_owner`, `_unit`, that the column goes to. */
  target: string;
  question: ImportQuestion;
  mapping: Mapping;
  onChange: (mapping: Mapping) => void;
}

/** Ids of the choices that are no records. */
const OTHER = "?other";
const CREATE = "?create";
const EMPTY = "?empty";

/** One text of the sheet that names nothing exactly: which record, option or person it means. */
export function ValueQuestion({
  entity,
  target,
  question,
  mapping,
  onChange,
}: ValueQuestionProps): ReactElement {
  const t = useT();
  const { titles } = useRender();
  const [other, setOther] = useState(false);
  const value = question.value ?? "";
  const column = question.column ?? -1;
  const given = answerOf(mapping, question);
  const answer: ValueAnswer | null = typeof given === "string" ? null : given;
  const suggestions = question.suggestions ?? [];
  const known = useOptions(entity, target);
  const used = answer?.use ?? null;
  const own = used !== null && !suggestions.some(({ id }) => id === used);
  const set = (next: ValueAnswer | null) => onChange(withValue(mapping, column, value, next));
  const options: Choice[] = [
    ...suggestions.map(({ id, title }) => ({ id, label: t("import.confirm.use", { title }) })),
    ...(known ?? [])
      .filter(({ id }) => !suggestions.some((one) => one.id === id))
      .map(({ id, label }) => ({ id, label: t("import.confirm.use", { title: label }) })),
    ...(known === null
      ? [
          own
            ? { id: used, label: t("import.confirm.use", { title: titles.of(used) ?? used }) }
            : { id: OTHER, label: t("import.confirm.other") },
        ]
      : []),
    ...(question.can_create === true ? [{ id: CREATE, label: t("import.confirm.create", { value }) }] : []),
    { id: EMPTY, label: t("import.confirm.empty") },
  ];
  const chosen = other ? OTHER : answer?.create ? CREATE : answer?.empty ? EMPTY : used;
  return (
    <li data-open={given === null ? "" : undefined}>
      <span className="imp-text">
        <strong>{t("import.confirm.value", { value })}</strong>
        <span className="k-muted k-small">
          {t("import.confirm.rows", { n: (question.rows ?? 0).toLocaleString("en-US") })}
        </span>
      </span>
      <Icon name="chevronRight" size={16} />
      <div className="imp-answer">
        <Select
          aria-label={t("import.confirm.as", { value })}
          value={chosen}
          options={options}
          onChange={(id) => {
            setOther(id === OTHER);
            if (id === OTHER || id === null) set(null);
            else set(id === CREATE ? { create: true } : id === EMPTY ? { empty: true } : { use: id });
          }}
        />
        {other ? (
          <OtherPicker
            entity={entity}
            target={target}
            label={t("import.confirm.as", { value })}
            onPick={(id) => {
              setOther(false);
              set({ use: id });
            }}
          />
        ) : null}
      </div>
    </li>
  );
}

/** The closed list a column chooses from (options, stages); null where it names records, people or units. */
function useOptions(entity: string, target: string): Choice[] | null {
  const say = useSay();
  const { bundle } = useApp();
  const named = target === "_stage" ? flowOf(bundle, entity)?.stages : undefined;
  const options = named ?? bundle.entities[entity]?.properties[target]?.field.options;
  if (!options) return null;
  return ordered<{ readonly order?: number; readonly label: { readonly zh: string } }>(options).map(
    ([id, option]) => ({ id, label: say(option.label) }),
  );
}

interface OtherProps {
  entity: string;
  target: string;
  label: string;
  onPick: (id: string) => void;
}

function OtherPicker({ entity, target, label, onPick }: OtherProps): ReactElement {
  const { bundle } = useApp();
  const prop = bundle.entities[entity]?.properties[target];
  const kind = target === "_owner" ? "person" : target === "_unit" ? "unit" : prop?.field.kind;
  const shared = {
    label,
    value: null,
    onChange: (id: string | null) => {
      if (id !== null) onPick(id);
    },
  };
  return (
    <Field label={label} quietLabel group>
      {(aria) =>
        kind === "person" ? (
          <PersonPicker aria={aria} {...shared} />
        ) : kind === "unit" ? (
          <UnitPicker aria={aria} {...shared} />
        ) : (
          <ReferencePicker aria={aria} target={prop?.field.target ?? ""} {...shared} />
        )
      }
    </Field>
  );
}
