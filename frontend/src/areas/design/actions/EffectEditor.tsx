import { useState, type ReactElement } from "react";
import * as triggers from "../../../engine/design/commands/triggers";
import type { Effect, EventPattern } from "../../../engine/design/documents";
import { flowOf, propertyAt } from "../../../engine/design/places";
import { fieldName } from "../../../engine/design/sentences/names";
import { inOrder } from "../../../engine/model/entity";
import { useSay, useT } from "../../../i18n";
import { Field, Select } from "../../../kit";
import { RuleField } from "../rules/RuleField";
import { CommitInput } from "../shared/CommitInput";
import { FieldPick } from "../shared/FieldPick";
import { PersonPicker } from "../shared/PersonPicker";
import { actPlace } from "../shared/rulePlaces";
import { typeOf } from "../shared/types";
import { useNames } from "../shared/useNames";
import { useWorkbench } from "../workbench/context";
import { linksTo } from "./links";
import { Message } from "./Message";

interface EffectEditorProps {
  id: string;
  on: EventPattern;
  name: string;
  effect: Effect;
}

type Of<K extends Effect["kind"]> = Extract<Effect, { kind: K }>;

/** What one effect does. */
export function EffectEditor({ id, on, name, effect }: EffectEditorProps): ReactElement {
  const t = useT();
  const say = useSay();
  const { app, run } = useWorkbench();
  const { entity } = on;
  const set = (change: Readonly<Record<string, unknown>>) =>
    run(triggers.changeEffect(app, id, name, change));
  const select = (label: string, value: string, member: string, options: { id: string; label: string }[]) => (
    <Field label={label}>
      {(aria) => (
        <Select
          {...aria}
          empty={null}
          value={value}
          options={options}
          onChange={(next) => set({ [member]: next })}
        />
      )}
    </Field>
  );
  const editor = () => {
    switch (effect.kind) {
      case "set":
        return <SetEditor on={on} effect={effect} set={set} />;
      case "create":
        return <CreateEditor id={id} on={on} name={name} effect={effect} />;
      case "move": {
        const stages = flowOf(app, entity)?.stages ?? {};
        const options = inOrder(stages).map((stage) => ({ id: stage, label: say(stages[stage]?.label) }));
        return select(t("dacts.effect.stage"), effect.stage, "stage", options);
      }
      case "open": {
        const mine = inOrder(app.duties ?? {}).filter((duty) => app.duties?.[duty]?.entity === entity);
        const options = mine.map((duty) => ({ id: duty, label: say(app.duties?.[duty]?.label) }));
        return select(t("dacts.effect.duty"), effect.duty, "duty", options);
      }
      case "notify":
        return (
          <>
            <PersonPicker
              label={t("dacts.effect.person")}
              entity={entity}
              value={effect.person}
              onChange={(person) => set({ person })}
            />
            <Message entity={entity} text={effect.text} onChange={(text) => set({ text })} />
          </>
        );
      case "webhook":
        return (
          <Field label={t("dacts.effect.endpoint")} help={t("dacts.effect.endpoint.help")}>
            {(aria) => (
              <CommitInput
                aria={aria}
                value={effect.endpoint}
                maxLength={40}
                onCommit={(endpoint) => {
                  if (/^[a-z][a-z0-9_]{0,39}$/.test(endpoint)) set({ endpoint });
                }}
              />
            )}
          </Field>
        );
      case "assign":
        return (
          <PersonPicker
            label={t("dacts.effect.person")}
            entity={entity}
            value={effect.person}
            onChange={(person) => set({ person })}
          />
        );
    }
  };
  return <div className="da-settings">{editor()}</div>;
}

interface SetEditorProps {
  on: EventPattern;
  effect: Of<"set">;
  set: (change: Readonly<Record<string, unknown>>) => void;
}

function SetEditor({ on, effect, set }: SetEditorProps): ReactElement {
  const t = useT();
  const { app } = useWorkbench();
  return (
    <>
      <FieldPick
        label={t("dacts.effect.field")}
        entity={on.entity}
        only="written"
        value={effect.field}
        onChange={(field) => set({ field })}
      />
      <RuleField
        label={t("dacts.effect.value")}
        place={actPlace(on.entity, on.action)}
        value={effect.value}
        {...typeOf(propertyAt(app, on.entity, effect.field))}
        empty={t("dacts.effect.empty")}
        onChange={(value) => set({ value: value ?? { v: null } })}
      />
    </>
  );
}

function CreateEditor({ id, on, name, effect }: EffectEditorProps & { effect: Of<"create"> }): ReactElement {
  const t = useT();
  const say = useSay();
  const names = useNames();
  const { app, run } = useWorkbench();
  const [field, setField] = useState<string | null>(null);
  const links = linksTo(app, on.entity);
  const entities = [...new Set([...Object.keys(links), effect.entity])];
  const { values = {} } = effect;
  const set = (change: Readonly<Record<string, unknown>>) =>
    run(triggers.changeEffect(app, id, name, change));
  const rows = [...Object.keys(values), ...(field && !Object.hasOwn(values, field) ? [field] : [])];
  return (
    <>
      <Field label={t("dacts.effect.entity")}>
        {(aria) => (
          <Select
            {...aria}
            empty={null}
            value={effect.entity}
            options={entities.map((entity) => ({
              id: entity,
              label: say(app.entities[entity]?.entity.label),
            }))}
            onChange={(entity) => {
              if (entity && entity !== effect.entity)
                run(
                  triggers.replaceEffect(app, id, name, {
                    kind: "create",
                    entity,
                    link: links[entity]?.[0] ?? null,
                  }),
                );
            }}
          />
        )}
      </Field>
      <Field label={t("dacts.effect.link")}>
        {(aria) => (
          <Select
            {...aria}
            empty={t("dacts.effect.link.none")}
            value={effect.link ?? null}
            options={(links[effect.entity] ?? []).map((link) => ({
              id: link,
              label: fieldName(names, effect.entity, link),
            }))}
            onChange={(link) => set({ link })}
          />
        )}
      </Field>
      {rows.map((path) => (
        <RuleField
          key={path}
          label={t("dacts.writes.to", { name: fieldName(names, effect.entity, path) })}
          place={actPlace(on.entity, on.action)}
          value={values[path]}
          {...typeOf(propertyAt(app, effect.entity, path))}
          empty={t("dacts.value.none")}
          onChange={(rule) => {
            set({ values: { ...values, [path]: rule } });
            setField(null);
          }}
        />
      ))}
      <FieldPick
        label={t("dacts.creates.value")}
        entity={effect.entity}
        only="written"
        hops={0}
        value={null}
        onChange={setField}
      />
    </>
  );
}
