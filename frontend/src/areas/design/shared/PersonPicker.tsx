import "../../../i18n/parts/designacts";
import type { ReactElement } from "react";
import type { Person } from "../../../engine/design/documents";
import { inOrder } from "../../../engine/model/entity";
import { useSay, useT } from "../../../i18n";
import { ChipChoice, Field, Select } from "../../../kit";
import { FieldPick } from "./FieldPick";
import { useNames } from "./useNames";

interface PersonPickerProps {
  label: string;
  /** The entity whose record says who is meant. */
  entity: string;
  value: Person | null | undefined;
  onChange: (person: Person) => void;
}

/** Who is meant: the owner, a role's holder in the record's unit, whoever stands in a field, whoever is on duty. */
export function PersonPicker({ label, entity, value, onChange }: PersonPickerProps): ReactElement {
  const t = useT();
  const say = useSay();
  const { app, rosters = {} } = useNames();
  const to = value?.to ?? "owner";
  const { roles } = app.access;
  const pick = (next: string | null) => {
    const first = inOrder(roles)[0];
    if (next === "owner") onChange({ to: "owner" });
    if (next === "role") onChange({ to: "role", ...(first === undefined ? {} : { role: first }) });
    if (next === "field") onChange({ to: "field", field: "_created_by" });
    if (next === "roster") {
      const roster = Object.keys(rosters)[0];
      onChange({ to: "roster", ...(roster === undefined ? {} : { roster }) });
    }
  };
  // A roster of a template may not be made yet: it stays what it is.
  const known =
    value?.roster && !(value.roster in rosters) ? { ...rosters, [value.roster]: t("dacts.roster") } : rosters;
  return (
    <div className="k-stack" data-gap="s">
      <Field label={label} group>
        {(aria) => (
          <ChipChoice
            aria={aria}
            required
            value={to}
            options={(["owner", "role", "field", "roster"] as const).map((id) => ({
              id,
              label: t(`dacts.person.${id}`),
            }))}
            onChange={pick}
          />
        )}
      </Field>
      {to === "role" ? (
        <Field label={t("dacts.person.which.role")} help={t("dacts.person.role.help")}>
          {(aria) => (
            <Select
              {...aria}
              value={value?.role ?? null}
              options={inOrder(roles).map((id) => ({ id, label: say(roles[id]?.label) }))}
              onChange={(role) => onChange({ to: "role", role })}
            />
          )}
        </Field>
      ) : null}
      {to === "field" ? (
        <FieldPick
          label={t("dacts.person.which.field")}
          entity={entity}
          only="person"
          value={value?.field}
          onChange={(field) => onChange({ to: "field", field })}
        />
      ) : null}
      {to === "roster" ? (
        <Field
          label={t("dacts.person.which.roster")}
          help={t(Object.keys(known).length > 0 ? "dacts.person.roster.help" : "dacts.person.roster.none")}
        >
          {(aria) => (
            <Select
              {...aria}
              value={value?.roster ?? null}
              options={Object.entries(known).map(([id, name]) => ({ id, label: name }))}
              onChange={(roster) => onChange({ to: "roster", roster })}
            />
          )}
        </Field>
      ) : null}
    </div>
  );
}
