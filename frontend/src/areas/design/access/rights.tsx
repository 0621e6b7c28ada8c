import type { ReactElement } from "react";
import {
  accessOf,
  applyPreset,
  PRESETS,
  presetOf,
  SCOPES,
  setScope,
} from "../../../engine/design/commands/access";
import type { Scope } from "../../../engine/design/documents";
import { useSay, useT, type Key } from "../../../i18n";
import { Select } from "../../../kit";
import { findingsAt, useWorkbench } from "../workbench/context";

/** A role and what it may do with an entity. */
export interface Held {
  readonly role: string;
  readonly entity: string;
}

/** The usual sets of rights on an entity, to choose from. */
export function PresetSelect({ role, entity }: Held): ReactElement {
  const t = useT();
  const say = useSay();
  const { app, run } = useWorkbench();
  const preset = presetOf(accessOf(app, role, entity));
  return (
    <Select
      aria-label={`${say(app.entities[entity]?.entity.label)} · ${t("daccess.preset")}`}
      empty={null}
      value={preset}
      options={[
        ...(preset === "" ? [{ id: "", label: t("daccess.preset.mine") }] : []),
        ...Object.keys(PRESETS).map((id) => ({ id, label: t(`daccess.preset.${id}` as Key) })),
      ]}
      onChange={(id) => {
        if (id) run(applyPreset(app, role, entity, id));
      }}
    />
  );
}

/** Whose records the role sees; nothing where it sees none. */
export function ScopeSelect({ role, entity, id }: Held & { id?: string }): ReactElement | null {
  const t = useT();
  const say = useSay();
  const { app, run } = useWorkbench();
  const access = accessOf(app, role, entity);
  if (!access) return null;
  return (
    <Select
      id={id}
      aria-label={`${say(app.entities[entity]?.entity.label)} · ${t("daccess.scope")}`}
      empty={null}
      value={access.scope}
      options={SCOPES.map((one) => ({ id: one, label: t(`daccess.scope.${one}`) }))}
      onChange={(scope) => run(setScope(app, role, entity, scope as Scope))}
    />
  );
}

/** What the check says of the role's rights on the entity. */
export function RightsFindings({ role, entity }: Held): ReactElement {
  const say = useSay();
  const { findings } = useWorkbench();
  return (
    <>
      {findingsAt(findings, `access/roles/${role}/entities/${entity}`).map((one) => (
        <span key={one.code} className={one.severity === "error" ? "dac-error" : "dac-warn"}>
          {say(one.message)}
        </span>
      ))}
    </>
  );
}
