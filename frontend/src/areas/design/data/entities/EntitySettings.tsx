import type { ReactElement } from "react";
import {
  entitiesInOrder,
  moveEntity,
  renameEntity,
  setEntity,
} from "../../../../engine/design/commands/entities";
import { fieldsInOrder } from "../../../../engine/design/commands/layout";
import { mayBeTitle } from "../../../../engine/design/commands/kinds";
import { useSay, useT } from "../../../../i18n";
import { Field, Select } from "../../../../kit";
import { IconChoice, OBJECT_ICONS } from "../../shared/IconChoice";
import { TextPair } from "../../shared/TextPair";
import { useWorkbench } from "../../workbench/context";
import { both } from "../field/useField";
import { Topic } from "../field/Topic";
import { Notes } from "../parts/Notes";
import { OrderList } from "../parts/OrderList";
import { EntityEnd, Retired } from "./EntityEnd";

/** What an entity is called, what stands for a record of it, and where it stands in menus. */
export function EntitySettings({ entity }: { entity: string }): ReactElement | null {
  const t = useT();
  const say = useSay();
  const { app, run } = useWorkbench();
  const doc = app.entities[entity];
  if (!doc) return null;
  const { label, help, title, subtitle, belongs_to: owner, rows_of: parent, icon } = doc.entity;
  // Detail rows rest with what they are rows of.
  const resting = [parent, entity].find((id) => id && app.entities[id]?.entity.archived);
  const choices = (fits: (kind: string) => boolean) =>
    fieldsInOrder(app, entity)
      .filter((id) => fits(doc.properties[id]?.field.kind ?? ""))
      .map((id) => ({ id, label: say(doc.properties[id]?.field.label) }));
  return (
    <div className="k-card k-stack dd-entity">
      {resting ? <Retired entity={resting} /> : null}
      <Notes at={`entity/${entity}/entity`} />
      <TextPair
        label={t("ddata.entity.name")}
        value={label}
        required
        onChange={(next) => {
          if (next) run(renameEntity(app, entity, next));
        }}
      />
      {parent ? (
        <p className="k-muted">
          {t("ddata.entity.rowsOf", { name: say(app.entities[parent]?.entity.label) })}
        </p>
      ) : (
        <IconChoice
          label={t("ddata.entity.icon")}
          value={icon ?? null}
          of={OBJECT_ICONS}
          otherwise="box"
          onChange={(next) => run(setEntity(app, entity, "icon", next, both("图标", "icon")))}
        />
      )}
      <TextPair
        label={t("ddata.entity.help")}
        value={help}
        lines
        onChange={(next) => run(setEntity(app, entity, "help", next, both("说明", "help")))}
      />
      <div className="dd-two">
        <Field label={t("ddata.entity.title")} help={t("ddata.entity.titleHelp")}>
          {(aria) => (
            <Select
              {...aria}
              value={title}
              empty={null}
              options={choices(mayBeTitle)}
              onChange={(next) => run(setEntity(app, entity, "title", next, both("标题字段", "title field")))}
            />
          )}
        </Field>
        <Field label={t("ddata.entity.subtitle")} help={t("ddata.entity.subtitleHelp")}>
          {(aria) => (
            <Select
              {...aria}
              value={subtitle ?? null}
              empty={t("ddata.entity.noSubtitle")}
              options={choices(mayBeTitle).filter(({ id }) => id !== title)}
              onChange={(next) =>
                run(setEntity(app, entity, "subtitle", next, both("副标题字段", "subtitle field")))
              }
            />
          )}
        </Field>
      </div>
      {parent ? null : (
        <>
          <Field label={t("ddata.entity.owner")} help={t("ddata.entity.ownerHelp")}>
            {(aria) => (
              <Select
                {...aria}
                value={owner ?? null}
                empty={t("ddata.entity.ownOwner")}
                options={choices((kind) => kind === "reference")}
                onChange={(next) =>
                  run(setEntity(app, entity, "belongs_to", next, both("归属", "whose it is")))
                }
              />
            )}
          </Field>
          <Topic title={t("ddata.entity.order")}>
            <OrderList
              label={t("ddata.entity.order")}
              ids={entitiesInOrder(app)}
              nameOf={(id) => say(app.entities[id]?.entity.label)}
              onMove={(id, before) => run(moveEntity(app, id, before))}
            >
              {(id) => <span>{say(app.entities[id]?.entity.label)}</span>}
            </OrderList>
          </Topic>
        </>
      )}
      {parent ? null : <EntityEnd entity={entity} />}
    </div>
  );
}
