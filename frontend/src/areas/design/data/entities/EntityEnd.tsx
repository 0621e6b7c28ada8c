import { useState, type ReactElement } from "react";
import {
  belongings,
  removeEntity,
  retireEntity,
  reviveEntity,
  usesOfEntity,
  type Owned,
} from "../../../../engine/design/commands/entity-retiring";
import { entitiesInUse } from "../../../../engine/design/commands/entities";
import { useListed, useSay, useT } from "../../../../i18n";
import { Banner, Button, Confirm } from "../../../../kit";
import { useWorkbench } from "../../workbench/context";
import { Uses } from "../field/FieldMore";

/** The way back into use. */
function Revive({ entity }: { entity: string }): ReactElement {
  const t = useT();
  const { app, run } = useWorkbench();
  return (
    <Button size="s" icon="refresh" onClick={() => run(reviveEntity(app, entity))}>
      {t("ddata.entity.revive")}
    </Button>
  );
}

/** That an entity is out of use, with the way back. */
export function Retired({ entity }: { entity: string }): ReactElement {
  const t = useT();
  return (
    <Banner tone="warn" action={<Revive entity={entity} />}>
      {t("ddata.entity.archived")}
    </Banner>
  );
}

/** How an entity goes: one in force is retired, one that never was is removed. The last one in use stays. */
export function EntityEnd({ entity }: { entity: string }): ReactElement {
  const { app } = useWorkbench();
  // Where it was retired it is brought back: the word of it at the top may be out of sight.
  return app.entities[entity]?.entity.archived ? (
    <div className="k-row">
      <Revive entity={entity} />
    </div>
  ) : (
    <Going entity={entity} />
  );
}

function Going({ entity }: { entity: string }): ReactElement {
  const t = useT();
  const { app, live } = useWorkbench();
  const [asked, setAsked] = useState(false);
  const published = live?.entities[entity] !== undefined;
  const last =
    entitiesInUse(app).filter((id) => !app.entities[id]?.entity.rows_of && id !== entity).length === 0;
  return (
    <>
      <div className="k-row">
        <Button
          size="s"
          tone="quiet"
          icon={published ? "archive" : "trash"}
          disabled={last}
          onClick={() => setAsked(true)}
        >
          {t(published ? "ddata.entity.retire" : "ddata.entity.remove")}
        </Button>
      </div>
      {last ? <p className="k-help">{t("ddata.entity.last")}</p> : null}
      {asked ? <EndDialog entity={entity} published={published} onClose={() => setAsked(false)} /> : null}
    </>
  );
}

/** What rests with a published entity; its forms and lists are of no interest. */
const ACTS: readonly Owned[] = ["action", "duty", "trigger"];
const ALL: readonly Owned[] = ["form", "list", "flow", ...ACTS, "decision_table", "metric"];

interface EndProps {
  entity: string;
  published: boolean;
  onClose: () => void;
}

function EndDialog({ entity, published, onClose }: EndProps): ReactElement {
  const t = useT();
  const say = useSay();
  const listed = useListed();
  const { app, run, goTo } = useWorkbench();
  const owned = belongings(app, entity);
  const along = (published ? ACTS : ALL)
    .filter((kind) => owned[kind].length > 0)
    .map((kind) => t(`ddata.owned.${kind}`, { n: owned[kind].length }));
  return (
    <Confirm
      title={t(published ? "ddata.go.archive" : "ddata.go.remove", {
        name: say(app.entities[entity]?.entity.label),
      })}
      confirm={t(published ? "ddata.entity.retire" : "ddata.entity.remove")}
      tone={published ? "primary" : "danger"}
      onClose={onClose}
      onConfirm={() => {
        onClose();
        run(published ? retireEntity(app, entity) : removeEntity(app, entity));
        if (!published) goTo(null);
      }}
    >
      <p>{t(published ? "ddata.entity.retireHow" : "ddata.go.removeHow")}</p>
      {along.length > 0 ? (
        <p className="k-muted">
          {t(published ? "ddata.entity.rests" : "ddata.entity.goes", { what: listed(along) })}
        </p>
      ) : null}
      <Uses uses={usesOfEntity(app, entity, published)} onGo={onClose} />
    </Confirm>
  );
}
