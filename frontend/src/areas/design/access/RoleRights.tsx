import { useState, type ReactElement } from "react";
import { accessOf, renameRole, RIGHTS, setDuty, setRight } from "../../../engine/design/commands/access";
import { everyEntity } from "../../../engine/design/commands/entities";
import { useLang, useSay, useT } from "../../../i18n";
import { Button, Check, Field, TableFrame, usePhone } from "../../../kit";
import { CommitInput } from "../shared/CommitInput";
import { useEntityName } from "../shared/useEntityName";
import { useWorkbench } from "../workbench/context";
import { EntityCard } from "./EntityCard";
import { FieldLevels } from "./FieldLevels";
import { holds } from "./holds";
import { PresetSelect, RightsFindings, ScopeSelect, type Held } from "./rights";

/** What one role may do: a line per entity, with its usual sets of rights to choose from. */
export function RoleRights({ role }: { role: string }): ReactElement | null {
  const t = useT();
  const say = useSay();
  const phone = usePhone();
  const { app } = useWorkbench();
  const entities = everyEntity(app);
  const doc = app.access.roles[role];
  if (!doc) return null;
  if (phone)
    return (
      <>
        <About role={role} />
        <ul className="dac-cards" aria-label={t("daccess.of", { role: say(doc.label) })}>
          {entities.map((entity) => (
            <EntityCard key={entity} role={role} entity={entity} />
          ))}
        </ul>
      </>
    );
  return (
    <>
      <About role={role} />
      <TableFrame label={t("daccess.of", { role: say(doc.label) })}>
        <thead>
          <tr>
            <th scope="col">{t("daccess.entity")}</th>
            <th scope="col">{t("daccess.preset")}</th>
            <th scope="col">{t("daccess.scope")}</th>
            {RIGHTS.map((right) => (
              <th key={right} scope="col" className="dac-right">
                {t(`daccess.right.${right}`)}
              </th>
            ))}
            <th scope="col">{t("daccess.fields")}</th>
          </tr>
        </thead>
        <tbody>
          {entities.map((entity) => (
            <EntityLine key={entity} role={role} entity={entity} />
          ))}
        </tbody>
      </TableFrame>
    </>
  );
}

/** The role itself: its name, and whether it designs and manages. */
function About({ role }: { role: string }): ReactElement {
  const t = useT();
  const lang = useLang();
  const { app, live, run } = useWorkbench();
  const doc = app.access.roles[role];
  const name = doc?.label[lang] ?? doc?.label.zh ?? "";
  const mine = holds(live, app);
  const rename = (typed: string) => {
    const said = typed.trim();
    if (!doc || said === "" || said === name) return;
    run(renameRole(app, role, lang === "en" ? { ...doc.label, en: said } : { ...doc.label, zh: said }));
  };
  return (
    <div className="dac-about">
      <Field label={t("daccess.roleName")}>
        {(aria) => <CommitInput aria={aria} maxLength={30} value={name} onCommit={rename} />}
      </Field>
      {(["design", "people"] as const).map((right) => (
        <Check
          key={right}
          label={t(`daccess.${right}`)}
          checked={doc?.[right] ?? false}
          disabled={!mine[right]}
          onChange={(held) => run(setDuty(app, role, right, held))}
        />
      ))}
    </div>
  );
}

function EntityLine({ role, entity }: Held): ReactElement {
  const t = useT();
  const { app, run } = useWorkbench();
  const [open, setOpen] = useState(false);
  const access = accessOf(app, role, entity);
  const name = useEntityName()(entity);
  const restricted = Object.keys(access?.fields ?? {}).length;
  return (
    <>
      <tr>
        <th scope="row">
          {name}
          <RightsFindings role={role} entity={entity} />
        </th>
        <td>
          <PresetSelect role={role} entity={entity} />
        </td>
        <td>
          <ScopeSelect role={role} entity={entity} />
        </td>
        {RIGHTS.map((right) => (
          <td key={right} className="dac-right">
            {access ? (
              <Check
                label={<span className="k-sr">{`${name} · ${t(`daccess.right.${right}`)}`}</span>}
                checked={access[right] ?? false}
                onChange={(held) => run(setRight(app, role, entity, right, held))}
              />
            ) : null}
          </td>
        ))}
        <td>
          {access ? (
            <Button tone="quiet" aria-expanded={open} onClick={() => setOpen(!open)}>
              {restricted > 0 ? t("daccess.fields.some", { n: restricted }) : t("daccess.fields.all")}
            </Button>
          ) : (
            <span className="k-muted">{t("daccess.invisible")}</span>
          )}
        </td>
      </tr>
      {open && access ? (
        <tr className="dac-open">
          <td colSpan={4 + RIGHTS.length}>
            <FieldLevels role={role} entity={entity} />
          </td>
        </tr>
      ) : null}
    </>
  );
}
