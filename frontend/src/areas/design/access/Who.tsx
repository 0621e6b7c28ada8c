import { useState, type ReactElement, type ReactNode } from "react";
import { accessOf, admissions, admit, type Admission } from "../../../engine/design/commands/access";
import { everyEntity } from "../../../engine/design/commands/entities";
import { inOrder } from "../../../engine/model/entity";
import { useListed, useSay, useT } from "../../../i18n";
import {
  Badge,
  Button,
  Check,
  EmptyState,
  Field,
  IconButton,
  Select,
  TableFrame,
  usePhone,
} from "../../../kit";
import { useEntityName } from "../shared/useEntityName";
import { useWorkbench } from "../workbench/context";

/**
 * Which roles each step and action admits: a grid per entity, on a phone a list for one role at a time. Nobody named means
 * everybody who may edit the record.
 */
export function Who(): ReactElement {
  const t = useT();
  const say = useSay();
  const phone = usePhone();
  const nameOf = useEntityName();
  const { app } = useWorkbench();
  const roles = inOrder(app.access.roles);
  const [picked, setPicked] = useState<string | null>(null);
  const chosen = picked !== null && roles.includes(picked) ? picked : (roles[0] ?? "");
  const entities = everyEntity(app).filter((entity) => admissions(app, entity).length > 0);
  if (entities.length === 0)
    return <EmptyState title={t("daccess.who.none")}>{t("daccess.who.none.text")}</EmptyState>;
  return (
    <div className="dac-who">
      <p className="k-muted k-small">{t("daccess.who.help")}</p>
      {phone ? (
        <Field label={t("daccess.role")}>
          {(aria) => (
            <Select
              {...aria}
              empty={null}
              value={chosen}
              options={roles.map((id) => ({ id, label: say(app.access.roles[id]?.label) }))}
              onChange={setPicked}
            />
          )}
        </Field>
      ) : null}
      {entities.map((entity) => (
        <section key={entity}>
          <h2>{nameOf(entity)}</h2>
          {phone ? <OneRole entity={entity} role={chosen} /> : <Grid entity={entity} />}
        </section>
      ))}
    </div>
  );
}

function Grid({ entity }: { entity: string }): ReactElement {
  const t = useT();
  const say = useSay();
  const { app, goTo } = useWorkbench();
  const roles = inOrder(app.access.roles).filter((role) => accessOf(app, role, entity) !== undefined);
  return (
    <TableFrame label={t("daccess.who.of", { entity: say(app.entities[entity]?.entity.label) })}>
      <thead>
        <tr>
          <th scope="col">{t("daccess.who.what")}</th>
          {roles.map((role) => (
            <th key={role} scope="col" className="dac-right">
              {say(app.access.roles[role]?.label)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {admissions(app, entity).map((one) => {
          const name = say(one.label);
          return (
            <tr key={one.path}>
              <th scope="row">
                <Badge>{t(`daccess.kind.${one.kind}`)}</Badge>{" "}
                <Button tone="quiet" onClick={() => goTo(one.path.replace(/\/roles$/, ""))}>
                  {name}
                </Button>
                {one.roles.length === 0 ? (
                  <span className="k-muted k-small"> {t("daccess.everybody")}</span>
                ) : null}
              </th>
              {roles.map((role) => (
                <td key={role} className="dac-right">
                  <Admits
                    entity={entity}
                    one={one}
                    role={role}
                    label={<span className="k-sr">{`${name} · ${say(app.access.roles[role]?.label)}`}</span>}
                  />
                </td>
              ))}
            </tr>
          );
        })}
      </tbody>
    </TableFrame>
  );
}

interface AdmitsProps {
  entity: string;
  one: Admission;
  role: string;
  label: ReactNode;
}

/** Whether a step or an action admits a role. */
function Admits({ entity, one, role, label }: AdmitsProps): ReactElement {
  const { app, run } = useWorkbench();
  const open = one.roles.length === 0;
  const edits = accessOf(app, role, entity)?.edit === true;
  return (
    <Check
      label={label}
      // Nobody named means everybody: the last one named stays.
      disabled={one.roles.length === 1 && one.roles.includes(role)}
      checked={open ? edits : one.roles.includes(role)}
      onChange={(admitted) => run(admit(app, one, role, admitted))}
    />
  );
}

/** What one role may do with records of an entity; who else may is said below each. */
function OneRole({ entity, role }: { entity: string; role: string }): ReactElement {
  const t = useT();
  const say = useSay();
  const listed = useListed();
  const { app, goTo } = useWorkbench();
  if (accessOf(app, role, entity) === undefined)
    return <p className="k-muted k-small">{t("daccess.invisible")}</p>;
  return (
    <ul
      className="k-card dac-steps"
      aria-label={t("daccess.who.of", { entity: say(app.entities[entity]?.entity.label) })}
    >
      {admissions(app, entity).map((one) => (
        <li key={one.path}>
          <Admits
            entity={entity}
            one={one}
            role={role}
            label={
              <>
                {say(one.label)} <Badge>{t(`daccess.kind.${one.kind}`)}</Badge>
                <small>
                  {one.roles.length === 0
                    ? t("daccess.everybody")
                    : listed(one.roles.map((id) => say(app.access.roles[id]?.label)))}
                </small>
              </>
            }
          />
          <IconButton
            icon="chevronRight"
            label={t("daccess.who.goTo", { what: say(one.label) })}
            onClick={() => goTo(one.path.replace(/\/roles$/, ""))}
          />
        </li>
      ))}
    </ul>
  );
}
