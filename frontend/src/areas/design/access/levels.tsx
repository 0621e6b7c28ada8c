import { useState, type ReactElement } from "react";
import { setLevel, type Level } from "../../../engine/design/commands/access";
import { levelOf, mostOf, setLevels } from "../../../engine/design/commands/levels";
import { isWritten } from "../../../engine/design/fieldChoices";
import { inOrder } from "../../../engine/model/entity";
import { useSay, useT } from "../../../i18n";
import { Menu, SearchInput, Select } from "../../../kit";
import { findingsAt, useWorkbench } from "../workbench/context";
import type { Held } from "./rights";

const LEVELS: readonly Level[] = ["write", "read", "none"];
/** From so many fields on there is a search. */
const MANY = 12;

interface Fields {
  /** Those whose words hold what is looked for, in order. */
  shown: string[];
  /** They are not all. */
  some: boolean;
  /** Where there is something to look through: all of few fields are shown, whatever was looked for among many. */
  search: ReactElement | null;
}

/** The fields of an entity, and the search among them. */
export function useFields(entity: string): Fields {
  const t = useT();
  const say = useSay();
  const [q, setQ] = useState("");
  const { app } = useWorkbench();
  const properties = app.entities[entity]?.properties ?? {};
  const all = inOrder(
    Object.fromEntries(
      Object.entries(properties).map(([id, { field }]) => [id, { order: field.order ?? 0 }]),
    ),
  );
  const many = all.length > MANY;
  // What cannot be seen is not looked for later either, when there are many again.
  if (!many && q !== "") setQ("");
  const sought = many ? q.trim().toLowerCase() : "";
  const shown = all.filter((id) => say(properties[id]?.field.label).toLowerCase().includes(sought));
  return {
    shown,
    some: shown.length < all.length,
    search: many ? <SearchInput label={t("daccess.fields.search")} value={q} onChange={setQ} /> : null,
  };
}

/** Why nobody writes a field: it is computed, or retired; nothing for any other. */
export function Unwritten({ entity, field }: { entity: string; field: string }): ReactElement | null {
  const t = useT();
  const { app } = useWorkbench();
  if (app.entities[entity]?.properties[field]?.field.archived === true)
    return <small className="k-muted">{t("daccess.retired")}</small>;
  return isWritten(app, entity, field) ? null : <small className="k-muted">{t("daccess.computed")}</small>;
}

interface LevelProps extends Held {
  field: string;
  label: string;
}

/**
 * What a role may do with a field, to choose from as far as it can at all. Muted: nothing is said of the field, so it
 * follows from the role's other rights.
 */
export function LevelSelect({ role, entity, field, label }: LevelProps): ReactElement {
  const t = useT();
  const say = useSay();
  const { app, run, findings } = useWorkbench();
  const most = mostOf(app, role, entity, field);
  if (most === "none") return <span className="k-muted k-small">{t("daccess.sourceHidden")}</span>;
  const level = levelOf(app, role, entity, field);
  const said = app.access.roles[role]?.entities?.[entity]?.fields?.[field] !== undefined;
  return (
    <span className="dac-level" data-said={said ? "" : undefined}>
      <Select
        aria-label={label}
        empty={null}
        value={level}
        options={LEVELS.filter((one) => one !== "write" || most === "write").map((one) => ({
          id: one,
          label: t(`daccess.level.${one}`),
        }))}
        // As much as it can is what it may where nothing is said.
        onChange={(to) => run(setLevel(app, role, entity, field, to === most ? "write" : (to as Level)))}
      />
      {findingsAt(findings, `access/roles/${role}/entities/${entity}/fields/${field}`).map((one) => (
        <span key={one.code} className={one.severity === "error" ? "dac-error" : "dac-warn"}>
          {say(one.message)}
        </span>
      ))}
    </span>
  );
}

interface ColumnProps extends Held {
  /** The fields that are set. */
  fields: readonly string[];
  /** They are only those found by a search. */
  some: boolean;
}

/** Sets all fields that are shown for a role in one step. */
export function LevelsMenu({ role, entity, fields, some }: ColumnProps): ReactElement {
  const t = useT();
  const say = useSay();
  const { app, run } = useWorkbench();
  const text = t(some ? "daccess.grid.setSome" : "daccess.grid.setAll");
  const writes = fields.some((field) => mostOf(app, role, entity, field) === "write");
  return (
    <Menu
      label={`${say(app.access.roles[role]?.label)} · ${say(app.entities[entity]?.entity.label)} · ${text}`}
      text={text}
      icon="chevronDown"
      size="s"
      groups={[
        LEVELS.map((level) => ({
          key: level,
          label: t(`daccess.level.${level}`),
          disabled: fields.length === 0 || (level === "write" && !writes),
          onSelect: () => {
            const command = setLevels(app, role, entity, fields, level);
            if (command.operations.length > 0) run(command);
          },
        })),
      ]}
    />
  );
}
