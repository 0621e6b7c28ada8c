import "../../../i18n/parts/designacts";
import type { ReactElement } from "react";
import { everyEntity } from "../../../engine/design/commands/entities";
import type { EventKind, EventPattern } from "../../../engine/design/documents";
import { flowOf } from "../../../engine/design/places";
import { inOrder } from "../../../engine/model/entity";
import { useSay, useT } from "../../../i18n";
import { Field, MultiSelect, Select } from "../../../kit";
import { RuleField } from "../rules/RuleField";
import { useNames } from "./useNames";
import { actPlace } from "./rulePlaces";

interface PatternPickerProps {
  label: string;
  value: EventPattern;
  onChange: (pattern: EventPattern) => void;
  /** The entity may be chosen too (an automation); of a duty it is the duty's. */
  anyEntity?: boolean;
}

const KINDS: readonly EventKind[] = [
  "created",
  "acted",
  "moved",
  "edited",
  "breached",
  "refused",
  "assigned",
  "path_changed",
  "rolled_up",
  "archived",
];
const STAGED: readonly EventKind[] = ["created", "moved", "path_changed"];
/** Where fields change of a record that was there: of a new one all are new. */
const VALUED: readonly EventKind[] = ["edited", "acted", "moved", "rolled_up"];

/** Without members that say nothing. */
const tidy = (pattern: EventPattern): EventPattern =>
  Object.fromEntries(
    Object.entries(pattern).filter(([, value]) => value !== null && value !== undefined),
  ) as unknown as EventPattern;

/** Another kind of event keeps what it can say too; the rule stays. */
export function ofKind(pattern: EventPattern, kind: EventKind): EventPattern {
  const { entity, stage, from, action, duty, fields, when } = pattern;
  return tidy({
    entity,
    kind,
    ...(STAGED.includes(kind) ? { stage } : {}),
    ...(kind === "moved" ? { from } : {}),
    ...(kind === "acted" || kind === "refused" ? { action } : {}),
    ...(kind === "breached" ? { duty } : {}),
    ...(VALUED.includes(kind) && fields ? { fields } : {}),
    when,
  } as EventPattern);
}

/** Which events are meant: what happens, to what, and a condition on the record after it. */
export function PatternPicker({
  label,
  value,
  onChange,
  anyEntity = false,
}: PatternPickerProps): ReactElement {
  const t = useT();
  const say = useSay();
  const { app } = useNames();
  const { entity, kind } = value;
  const flow = flowOf(app, entity);
  const set = (change: Partial<EventPattern>) => onChange(tidy({ ...value, ...change }));
  const labelled = (
    of: Readonly<Record<string, { readonly label: { zh: string; en?: string }; order?: number }>>,
  ) => inOrder(of).map((id) => ({ id, label: say(of[id]?.label) }));
  const mine = <T extends { readonly entity: string }>(of: Readonly<Record<string, T>> | undefined) =>
    Object.fromEntries(Object.entries(of ?? {}).filter(([, one]) => one.entity === entity));
  const entities = everyEntity(app)
    .filter((id) => id === entity || app.entities[id]?.entity.archived !== true)
    .map((id) => ({ id, label: say(app.entities[id]?.entity.label) }));
  const stages = flow ? labelled(flow.stages) : [];
  const one = (
    name: "stage" | "from" | "action" | "duty",
    words: string,
    options: { id: string; label: string }[],
    empty: string | null,
  ) => (
    <Field label={words}>
      {(aria) => (
        <Select
          {...aria}
          value={value[name] ?? null}
          options={options}
          {...(empty === null ? {} : { empty })}
          onChange={(id) => set({ [name]: id })}
        />
      )}
    </Field>
  );
  return (
    <div className="k-stack" data-gap="s">
      {anyEntity ? (
        <Field label={t("dacts.pattern.entity")}>
          {(aria) => (
            <Select
              {...aria}
              empty={null}
              value={entity}
              options={entities}
              onChange={(id) => onChange({ entity: id ?? entity, kind: "created" })}
            />
          )}
        </Field>
      ) : null}
      <Field label={label}>
        {(aria) => (
          <Select
            {...aria}
            empty={null}
            value={kind}
            options={KINDS.filter((id) => flow !== undefined || !["moved", "path_changed"].includes(id)).map(
              (id) => ({
                id,
                label: t(`dacts.pattern.${id}`),
              }),
            )}
            onChange={(id) => onChange(ofKind(value, (id ?? "created") as EventKind))}
          />
        )}
      </Field>
      {flow && STAGED.includes(kind) ? one("stage", t("dacts.pattern.stage"), stages, t("dacts.any")) : null}
      {flow && kind === "moved" ? one("from", t("dacts.pattern.from"), stages, t("dacts.any")) : null}
      {kind === "acted" || kind === "refused"
        ? one("action", t("dacts.pattern.action"), labelled(mine(app.actions)), null)
        : null}
      {kind === "breached"
        ? one("duty", t("dacts.pattern.duty"), labelled(mine(app.duties)), t("dacts.any"))
        : null}
      {VALUED.includes(kind) || Object.keys(value.fields ?? {}).length > 0 ? (
        <Changed value={value} onChange={(fields) => set({ fields })} />
      ) : null}
      <RuleField
        label={t("dacts.pattern.when")}
        place={actPlace(entity, value.action)}
        value={value.when}
        empty={t("dacts.always")}
        onChange={(when) => set({ when })}
      />
    </div>
  );
}

function Changed({
  value,
  onChange,
}: {
  value: EventPattern;
  onChange: (fields: NonNullable<EventPattern["fields"]>) => void;
}): ReactElement {
  const t = useT();
  const say = useSay();
  const { app } = useNames();
  const properties = app.entities[value.entity]?.properties ?? {};
  const ids = Object.keys(properties).filter((id) => properties[id]?.field.archived !== true);
  const label = t("dacts.pattern.fields");
  return (
    <Field label={label} group help={t("dacts.pattern.fields.help")}>
      {(aria) => (
        <MultiSelect
          aria={aria}
          label={label}
          placeholder={t("dacts.any")}
          options={ids.map((id) => ({ id, label: say(properties[id]?.field.label) }))}
          value={Object.keys(value.fields ?? {})}
          textOf={(id) => say(properties[id]?.field.label)}
          onChange={(chosen) =>
            onChange(Object.fromEntries(chosen.map((id) => [id, value.fields?.[id] ?? {}])))
          }
        />
      )}
    </Field>
  );
}
