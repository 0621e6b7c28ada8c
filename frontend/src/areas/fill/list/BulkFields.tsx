import "../../../i18n/parts/record";
import { useEffect, useId, useState, type ReactElement, type RefObject } from "react";
import type { BulkAct } from "../../../api/bulk";
import { ordered } from "../../../api/documents";
import { useSay, useT } from "../../../i18n";
import { Field, Select, TextArea } from "../../../kit";
import { useApp } from "../../../render/context";
import { fieldsOf } from "../../../render/fields";
import { StoreContext } from "../../../render/form/context";
import { FieldRow } from "../../../render/form/FieldRow";
import { planOf } from "../../../render/form/plans";
import { FormStore } from "../../../render/form/store";
import { useEnv } from "../../../render/form/useEnv";
import { PersonPicker } from "../../../render/kinds/edit/person";
import { UnitPicker } from "../../../render/kinds/edit/unit";
import { flowOf } from "../record/stages";
import { quickEditable } from "./quick";

/** The act as entered so far; null when something is missing, which the fields then say. */
export type ActOf = () => BulkAct | null;

interface PartProps {
  entity: string;
  /** Where the dialog asks for the act. */
  readRef: RefObject<ActOf>;
}

/** `speaks`: this part has the say now (a part inside it does otherwise). */
function useActOf(readRef: RefObject<ActOf>, actOf: ActOf, speaks = true): void {
  useEffect(() => {
    if (speaks) readRef.current = actOf;
  });
}

/** One field and its new value. */
export function EditFields({ entity, readRef }: PartProps): ReactElement {
  const t = useT();
  const say = useSay();
  const { bundle } = useApp();
  const [field, setField] = useState<string | null>(null);
  const [tried, setTried] = useState(false);
  const fields = fieldsOf(bundle, entity).filter(({ id }) => quickEditable(bundle, entity, id));
  useActOf(
    readRef,
    () => {
      setTried(true);
      return null;
    },
    field === null,
  );
  return (
    <>
      <Field
        label={t("list.bulk.field")}
        required
        error={tried && field === null ? t("render.need.choose", { label: t("list.bulk.field") }) : null}
      >
        {(aria) => (
          <Select
            {...aria}
            value={field}
            onChange={setField}
            options={fields.map(({ id, label }) => ({ id, label: say(label) }))}
          />
        )}
      </Field>
      {field === null ? null : <NewValue key={field} entity={entity} field={field} readRef={readRef} />}
    </>
  );
}

/** The value is entered as in the record's own form; the conditions of the field are judged per record. */
function NewValue({ entity, field, readRef }: PartProps & { field: string }): ReactElement | null {
  const form = useId();
  const { bundle } = useApp();
  const env = useEnv();
  const [store] = useState(() => {
    const fields = planOf(bundle, entity)
      .fields.filter(({ id }) => id === field)
      .map((one) => ({ ...one, relevance: null, requiredWhen: null, constraints: [] }));
    return new FormStore({ plan: { fields }, values: {}, env });
  });
  useActOf(readRef, () => {
    if (!store.attempt()) return null;
    return { kind: "edit", values: { [field]: store.current().values[field] ?? null } };
  });
  const plan = store.plan.fields[0];
  if (!plan) return null;
  return (
    <StoreContext value={store}>
      <FieldRow form={form} field={plan} />
    </StoreContext>
  );
}

/** The stage to reach. */
export function StageField({ entity, readRef }: PartProps): ReactElement {
  const t = useT();
  const say = useSay();
  const { bundle } = useApp();
  const [to, setTo] = useState<string | null>(null);
  const [tried, setTried] = useState(false);
  useActOf(readRef, () => {
    setTried(true);
    return to === null ? null : { kind: "move", to };
  });
  const stages = ordered(flowOf(bundle, entity)?.stages).filter(([, stage]) => stage.archived !== true);
  return (
    <Field
      label={t("list.bulk.stage")}
      required
      error={tried && to === null ? t("render.need.choose", { label: t("list.bulk.stage") }) : null}
    >
      {(aria) => (
        <Select
          {...aria}
          value={to}
          onChange={setTo}
          options={stages.map(([id, stage]) => ({ id, label: say(stage.label) }))}
        />
      )}
    </Field>
  );
}

/** The new owner; choosing a person brings their unit along. */
export function AssignFields({ readRef }: PartProps): ReactElement {
  const t = useT();
  const [owner, setOwner] = useState<string | null>(null);
  const [unit, setUnit] = useState<string | null>(null);
  const [reason, setReason] = useState("");
  const [tried, setTried] = useState(false);
  useActOf(readRef, () => {
    setTried(true);
    return owner === null || unit === null ? null : { kind: "assign", owner, unit, reason: reason.trim() };
  });
  const need = (value: string | null, label: string) =>
    tried && value === null ? t("render.need.choose", { label }) : null;
  return (
    <>
      <Field label={t("record.owner")} required group error={need(owner, t("record.owner"))}>
        {(aria) => (
          <PersonPicker
            aria={aria}
            label={t("record.owner")}
            value={owner}
            onChange={(id, home) => {
              setOwner(id);
              if (home !== null) setUnit(home);
            }}
          />
        )}
      </Field>
      <Field label={t("record.unit")} required group error={need(unit, t("record.unit"))}>
        {(aria) => <UnitPicker aria={aria} label={t("record.unit")} value={unit} onChange={setUnit} />}
      </Field>
      <Field label={t("record.reason")}>
        {(aria) => <TextArea {...aria} value={reason} onChange={setReason} maxLength={200} />}
      </Field>
    </>
  );
}
