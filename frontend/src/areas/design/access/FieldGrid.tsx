import { useState, type ReactElement } from "react";
import { accessOf } from "../../../engine/design/commands/access";
import { everyEntity } from "../../../engine/design/commands/entities";
import { inOrder } from "../../../engine/model/entity";
import { useListed, useSay, useT } from "../../../i18n";
import { EmptyState, Field, Select, TableFrame, usePhone } from "../../../kit";
import { useEntityName } from "../shared/useEntityName";
import { useWorkbench } from "../workbench/context";
import { FieldLevels } from "./FieldLevels";
import { LevelSelect, LevelsMenu, Unwritten, useFields } from "./levels";

/** The fields of one entity side by side for all roles that see it; on a phone a list for one role at a time. */
export function FieldGrid(): ReactElement {
  const t = useT();
  const say = useSay();
  const listed = useListed();
  const phone = usePhone();
  const nameOf = useEntityName();
  const { app, at } = useWorkbench();
  const entities = everyEntity(app);
  const [picked, setPicked] = useState(() => /^access\/roles\/[^/]+\/entities\/([^/]+)/.exec(at ?? "")?.[1]);
  const [held, setHeld] = useState<string | null>(null);
  const entity = picked !== undefined && entities.includes(picked) ? picked : entities[0];
  if (entity === undefined) return <EmptyState title={t("daccess.grid.noEntity")} />;
  const roles = inOrder(app.access.roles);
  const seeing = roles.filter((role) => accessOf(app, role, entity) !== undefined);
  const blind = roles.filter((role) => !seeing.includes(role));
  const role = held !== null && seeing.includes(held) ? held : seeing[0];
  const called = (id: string) => say(app.access.roles[id]?.label);
  return (
    <div className="dac-who">
      <p className="k-muted k-small">{t("daccess.grid.help")}</p>
      <div className="dac-pick">
        <Field label={t("daccess.entity")}>
          {(aria) => (
            <Select
              {...aria}
              empty={null}
              value={entity}
              options={entities.map((id) => ({ id, label: nameOf(id) }))}
              onChange={(id) => setPicked(id ?? entity)}
            />
          )}
        </Field>
        {phone && role !== undefined ? (
          <Field label={t("daccess.role")}>
            {(aria) => (
              <Select
                {...aria}
                empty={null}
                value={role}
                options={seeing.map((id) => ({ id, label: called(id) }))}
                onChange={setHeld}
              />
            )}
          </Field>
        ) : null}
      </div>
      {role === undefined ? null : phone ? (
        <div className="k-card dac-card">
          <FieldLevels key={`${entity}/${role}`} role={role} entity={entity} />
        </div>
      ) : (
        <Grid key={entity} entity={entity} roles={seeing} />
      )}
      {blind.length > 0 ? (
        <p className="k-muted k-small">{t("daccess.grid.blind", { roles: listed(blind.map(called)) })}</p>
      ) : null}
    </div>
  );
}

function Grid({ entity, roles }: { entity: string; roles: readonly string[] }): ReactElement {
  const t = useT();
  const say = useSay();
  const { app } = useWorkbench();
  const { shown, some, search } = useFields(entity);
  return (
    <div className="dac-grid">
      {search}
      <TableFrame label={t("daccess.grid.of", { entity: say(app.entities[entity]?.entity.label) })}>
        <thead>
          <tr>
            <th scope="col">{t("daccess.fields")}</th>
            {roles.map((role) => (
              <th key={role} scope="col">
                <div>{say(app.access.roles[role]?.label)}</div>
                <LevelsMenu role={role} entity={entity} fields={shown} some={some} />
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {shown.map((id) => {
            const name = say(app.entities[entity]?.properties[id]?.field.label);
            return (
              <tr key={id}>
                <th scope="row">
                  {name} <Unwritten entity={entity} field={id} />
                </th>
                {roles.map((role) => (
                  <td key={role}>
                    <LevelSelect
                      role={role}
                      entity={entity}
                      field={id}
                      label={`${name} · ${say(app.access.roles[role]?.label)}`}
                    />
                  </td>
                ))}
              </tr>
            );
          })}
        </tbody>
      </TableFrame>
      {shown.length === 0 ? <p className="k-muted">{t("daccess.fields.none")}</p> : null}
    </div>
  );
}
