import type { ReactElement } from "react";
import { accessOf, admissions, admit } from "../../../engine/design/commands/access";
import { inOrder } from "../../../engine/model/entity";
import { useSay, useT } from "../../../i18n";
import { Badge, Button, Check, EmptyState, TableFrame } from "../../../kit";
import { useWorkbench } from "../workbench/context";

/** Which roles each step and action admits: a grid per entity. Nobody named means everybody who may edit the record. */
export function Who(): ReactElement {
  const t = useT();
  const say = useSay();
  const { app } = useWorkbench();
  const entities = inOrder(
    Object.fromEntries(
      Object.entries(app.entities).map(([id, { entity }]) => [id, { order: entity.order ?? 0 }]),
    ),
  ).filter((entity) => admissions(app, entity).length > 0);
  if (entities.length === 0)
    return <EmptyState title={t("daccess.who.none")}>{t("daccess.who.none.text")}</EmptyState>;
  return (
    <div className="dac-who">
      <p className="k-muted k-small">{t("daccess.who.help")}</p>
      {entities.map((entity) => (
        <section key={entity}>
          <h2>{say(app.entities[entity]?.entity.label)}</h2>
          <Grid entity={entity} />
        </section>
      ))}
    </div>
  );
}

function Grid({ entity }: { entity: string }): ReactElement {
  const t = useT();
  const say = useSay();
  const { app, goTo, run } = useWorkbench();
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
                  <span className="k-muted k-small">{t("daccess.everybody")}</span>
                ) : null}
              </th>
              {roles.map((role) => {
                const open = one.roles.length === 0;
                const edits = accessOf(app, role, entity)?.edit === true;
                return (
                  <td key={role} className="dac-right">
                    <Check
                      label={
                        <span className="k-sr">{`${name} · ${say(app.access.roles[role]?.label)}`}</span>
                      }
                      // Nobody named means everybody: the last one named stays.
                      disabled={one.roles.length === 1 && one.roles.includes(role)}
                      checked={open ? edits : one.roles.includes(role)}
                      onChange={(admitted) => run(admit(app, one, role, admitted))}
                    />
                  </td>
                );
              })}
            </tr>
          );
        })}
      </tbody>
    </TableFrame>
  );
}
