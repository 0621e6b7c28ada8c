import type { ReactElement } from "react";
import { useSay, useT } from "../../../i18n";
import { useWorkbench } from "../workbench/context";
import { LevelSelect, LevelsMenu, Unwritten, useFields } from "./levels";
import type { Held } from "./rights";

/** A role's rights on the single fields of an entity. */
export function FieldLevels({ role, entity }: Held): ReactElement {
  const t = useT();
  const say = useSay();
  const { app } = useWorkbench();
  const { shown, some, search } = useFields(entity);
  return (
    <div className="dac-fields">
      {search}
      <div>
        <LevelsMenu role={role} entity={entity} fields={shown} some={some} />
      </div>
      <ul>
        {shown.map((id) => {
          const name = say(app.entities[entity]?.properties[id]?.field.label);
          return (
            <li key={id}>
              <span>
                {name} <Unwritten entity={entity} field={id} />
              </span>
              <LevelSelect role={role} entity={entity} field={id} label={`${name} · ${t("daccess.level")}`} />
            </li>
          );
        })}
      </ul>
      {shown.length === 0 ? <p className="k-muted">{t("daccess.fields.none")}</p> : null}
    </div>
  );
}
