import { useState, type ReactElement } from "react";
import { accessOf, setLevel, type Level } from "../../../engine/design/commands/access";
import { inOrder } from "../../../engine/model/entity";
import { useSay, useT } from "../../../i18n";
import { SearchInput, Select } from "../../../kit";
import { useWorkbench } from "../workbench/context";

const LEVELS: readonly Level[] = ["write", "read", "none"];
/** From so many fields on there is a search. */
const MANY = 12;

/** A role's rights on the single fields of an entity. */
export function FieldLevels({ role, entity }: { role: string; entity: string }): ReactElement {
  const t = useT();
  const say = useSay();
  const { app, run } = useWorkbench();
  const [q, setQ] = useState("");
  const properties = app.entities[entity]?.properties ?? {};
  const ids = inOrder(
    Object.fromEntries(
      Object.entries(properties).map(([id, { field }]) => [id, { order: field.order ?? 0 }]),
    ),
  );
  const shown = ids.filter((id) =>
    say(properties[id]?.field.label).toLowerCase().includes(q.trim().toLowerCase()),
  );
  const levels = accessOf(app, role, entity)?.fields ?? {};
  return (
    <div className="dac-fields">
      {ids.length > MANY ? (
        <SearchInput label={t("daccess.fields.search")} value={q} onChange={setQ} />
      ) : null}
      <ul>
        {shown.map((id) => {
          const name = say(properties[id]?.field.label);
          return (
            <li key={id}>
              <span>{name}</span>
              <Select
                aria-label={`${name} · ${t("daccess.level")}`}
                empty={null}
                value={levels[id] ?? "write"}
                options={LEVELS.map((level) => ({ id: level, label: t(`daccess.level.${level}`) }))}
                onChange={(level) => run(setLevel(app, role, entity, id, level as Level))}
              />
            </li>
          );
        })}
      </ul>
      {shown.length === 0 ? <p className="k-muted">{t("daccess.fields.none")}</p> : null}
    </div>
  );
}
