import { useState, type ReactElement } from "react";
import { changeAction, creates, createsValue, write } from "../../../engine/design/commands/actions";
import type { ActionDoc, AppDoc } from "../../../engine/design/documents";
import { flowOf, propertyAt } from "../../../engine/design/places";
import { fieldName } from "../../../engine/design/sentences/names";
import { inOrder } from "../../../engine/model/entity";
import { useSay, useT } from "../../../i18n";
import { Button, Field, Select } from "../../../kit";
import { RuleField } from "../rules/RuleField";
import { FieldPick } from "../shared/FieldPick";
import { FindingsHere } from "../shared/FindingsHere";
import { formPlace } from "../shared/rulePlaces";
import { typeOf } from "../shared/types";
import { useNames } from "../shared/useNames";
import { useWorkbench } from "../workbench/context";
import { Card } from "./Card";
import { linksTo } from "./links";

/** What the act writes, which record it makes, where it leads. */
export function EffectsCard({ id, doc }: { id: string; doc: ActionDoc }): ReactElement {
  const t = useT();
  const say = useSay();
  const { app, run } = useWorkbench();
  const flow = flowOf(app, doc.entity);
  const stages = flow?.stages ?? {};
  return (
    <Card title={t("dacts.effects")}>
      {flow || doc.advances ? (
        <Field label={t("dacts.advances")} help={t("dacts.advances.help")}>
          {(aria) => (
            <Select
              {...aria}
              value={doc.advances?.to ?? null}
              empty={t("dacts.advances.none")}
              options={inOrder(stages).map((stage) => ({ id: stage, label: say(stages[stage]?.label) }))}
              onChange={(to) => run(changeAction(app, id, { advances: to ? { to } : null }))}
            />
          )}
        </Field>
      ) : null}
      <FindingsHere path={`action/${id}/advances`} />
      <Writes id={id} doc={doc} />
      <Creates id={id} doc={doc} app={app} />
      <RuleField
        label={t("dacts.effective")}
        place={formPlace(doc.entity, id)}
        value={doc.effective}
        empty={t("dacts.effective.none")}
        onChange={(effective) => run(changeAction(app, id, { effective }))}
      />
    </Card>
  );
}

function Writes({ id, doc }: { id: string; doc: ActionDoc }): ReactElement {
  const t = useT();
  const names = useNames();
  const { app, run } = useWorkbench();
  const [field, setField] = useState<string | null>(null);
  const [adding, setAdding] = useState(false);
  const rows = [...Object.keys(doc.writes ?? {}), ...(field && !doc.writes?.[field] ? [field] : [])];
  return (
    <div className="k-stack" data-gap="s">
      {rows.map((path) => (
        <div key={path}>
          <RuleField
            label={t("dacts.writes.to", { name: fieldName(names, doc.entity, path) })}
            place={formPlace(doc.entity, id)}
            value={doc.writes?.[path]}
            {...typeOf(propertyAt(app, doc.entity, path))}
            empty={t("dacts.value.none")}
            onChange={(rule) => {
              run(write(app, id, path, rule));
              setField(null);
            }}
          />
          <FindingsHere path={`action/${id}/writes/${path}`} />
        </div>
      ))}
      {adding ? (
        <FieldPick
          label={t("dacts.writes.field")}
          entity={doc.entity}
          only="written"
          value={null}
          onChange={(path) => {
            setField(path);
            setAdding(false);
          }}
        />
      ) : (
        <div>
          <Button size="s" icon="plus" onClick={() => setAdding(true)}>
            {t("dacts.writes.add")}
          </Button>
        </div>
      )}
    </div>
  );
}

function Creates({ id, doc, app }: { id: string; doc: ActionDoc; app: AppDoc }): ReactElement {
  const t = useT();
  const say = useSay();
  const { run } = useWorkbench();
  const names = useNames();
  const [field, setField] = useState<string | null>(null);
  const made = doc.creates;
  const links = linksTo(app, doc.entity);
  const entities = Object.keys(links);
  const options = (made ? [...new Set([...entities, made.entity])] : entities).map((entity) => ({
    id: entity,
    label: say(app.entities[entity]?.entity.label),
  }));
  const asked = Object.keys(made?.values ?? {});
  return (
    <div className="k-stack" data-gap="s">
      <Field label={t("dacts.creates")} help={t("dacts.creates.help")}>
        {(aria) => (
          <Select
            {...aria}
            value={made?.entity ?? null}
            empty={t("dacts.creates.none")}
            options={options}
            onChange={(entity) => {
              const link = entity ? links[entity]?.[0] : undefined;
              run(creates(app, id, entity && link ? { entity, link } : null));
            }}
          />
        )}
      </Field>
      {made && (links[made.entity]?.length ?? 0) > 1 ? (
        <Field label={t("dacts.creates.link")}>
          {(aria) => (
            <Select
              {...aria}
              empty={null}
              value={made.link}
              options={(links[made.entity] ?? []).map((link) => ({
                id: link,
                label: fieldName(names, made.entity, link),
              }))}
              onChange={(link) => {
                if (link) run(creates(app, id, { entity: made.entity, link }));
              }}
            />
          )}
        </Field>
      ) : null}
      {made
        ? [...asked, ...(field && !asked.includes(field) ? [field] : [])].map((path) => (
            <RuleField
              key={path}
              label={t("dacts.writes.to", { name: fieldName(names, made.entity, path) })}
              place={formPlace(doc.entity, id)}
              value={made.values?.[path]}
              {...typeOf(propertyAt(app, made.entity, path))}
              empty={t("dacts.value.none")}
              onChange={(rule) => {
                run(createsValue(app, id, path, rule));
                setField(null);
              }}
            />
          ))
        : null}
      {made ? (
        <FieldPick
          label={t("dacts.creates.value")}
          entity={made.entity}
          only="written"
          hops={0}
          value={null}
          onChange={setField}
        />
      ) : null}
      <FindingsHere path={`action/${id}/creates`} />
    </div>
  );
}
