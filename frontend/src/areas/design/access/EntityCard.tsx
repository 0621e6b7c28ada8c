import { useState, type ReactElement } from "react";
import { accessOf, RIGHTS, setRight } from "../../../engine/design/commands/access";
import { useListed, useT } from "../../../i18n";
import { Check, Field, Icon } from "../../../kit";
import { useEntityName } from "../shared/useEntityName";
import { useWorkbench } from "../workbench/context";
import { FieldLevels } from "./FieldLevels";
import { PresetSelect, RightsFindings, ScopeSelect, type Held } from "./rights";

/** On a phone: an entity with its usual rights, and each of them when it is opened. */
export function EntityCard({ role, entity }: Held): ReactElement {
  const t = useT();
  const listed = useListed();
  const { app, run } = useWorkbench();
  const [open, setOpen] = useState(false);
  const access = accessOf(app, role, entity);
  const name = useEntityName()(entity);
  const restricted = Object.keys(access?.fields ?? {}).length;
  const held = RIGHTS.filter((right) => access?.[right]).map((right) => t(`daccess.right.${right}`));
  const words = access
    ? [
        t(`daccess.scope.${access.scope}`),
        ...(held.length > 0 ? [listed(held)] : []),
        ...(restricted > 0 ? [t("daccess.fields.some", { n: restricted })] : []),
      ].join(" · ")
    : t("daccess.invisible");
  return (
    <li className="k-card dac-card">
      <div className="dac-card-head">
        <h2>
          {name}
          <RightsFindings role={role} entity={entity} />
        </h2>
        <PresetSelect role={role} entity={entity} />
      </div>
      {access ? (
        <button type="button" className="dac-more" aria-expanded={open} onClick={() => setOpen(!open)}>
          <span className="k-sr">{name}: </span>
          <span>{words}</span>
          <Icon name={open ? "chevronUp" : "chevronDown"} size={16} />
        </button>
      ) : (
        <p className="k-muted k-small">{words}</p>
      )}
      {access && open ? (
        <>
          <Field label={t("daccess.scope")}>
            {({ id }) => <ScopeSelect id={id} role={role} entity={entity} />}
          </Field>
          <div className="dac-rights" role="group" aria-label={`${name} · ${t("daccess.rights.each")}`}>
            {RIGHTS.map((right) => (
              <Check
                key={right}
                label={t(`daccess.right.${right}`)}
                checked={access[right] ?? false}
                onChange={(given) => run(setRight(app, role, entity, right, given))}
              />
            ))}
          </div>
          <h3>{t("daccess.fields")}</h3>
          <FieldLevels role={role} entity={entity} />
        </>
      ) : null}
    </li>
  );
}
