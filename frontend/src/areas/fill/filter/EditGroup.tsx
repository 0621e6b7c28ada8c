import type { ReactElement } from "react";
import type { Bundle } from "../../../api/types";
import type { PathInfo } from "../../../engine/model/paths";
import { useT } from "../../../i18n";
import { Button, IconButton, Select } from "../../../kit";
import { changed, DEEPEST, groupOf, newKey, type Group, type Part } from "./draft";
import { EditRow } from "./EditRow";
import FilterWords from "./FilterWords";
import { freshRow } from "./operators";

interface EditGroupProps {
  group: Group;
  depth: number;
  /** Fields a new condition may be on. */
  fields: readonly PathInfo[];
  /** All paths, to understand the conditions there are. */
  paths: readonly PathInfo[];
  bundle: Bundle;
  entity: string;
  onChange: (group: Group) => void;
}

/** Conditions joined by "all of" or "any of", with groups of conditions among them. */
export function EditGroup(props: EditGroupProps): ReactElement {
  const { group, depth, fields, paths, bundle, entity, onChange } = props;
  const t = useT();
  const set = (key: string, change: (part: Part) => Part | null) => onChange(changed(group, key, change));
  const add = (part: Part) => onChange({ ...group, parts: [...group.parts, part] });
  const first = fields[0];
  const remove = (part: Part) => (
    <IconButton
      icon="trash"
      size="s"
      label={t(part.kind === "group" ? "filter.removeGroup" : "filter.remove")}
      onClick={() => set(part.key, () => null)}
    />
  );
  return (
    <fieldset className="flt-group" data-depth={depth}>
      <legend className="k-sr">{t("filter.group")}</legend>
      <div className="k-row flt-match">
        <span aria-hidden="true">{t("filter.match")}</span>
        <Select
          aria-label={t("filter.match")}
          value={group.match}
          empty={null}
          options={[
            { id: "all", label: t("filter.all") },
            { id: "any", label: t("filter.any") },
          ]}
          onChange={(match) => onChange({ ...group, match: match === "any" ? "any" : "all" })}
        />
      </div>
      {group.parts.map((part) =>
        part.kind === "group" ? (
          <div key={part.key} className="flt-inner">
            <EditGroup
              {...props}
              group={part}
              depth={depth + 1}
              onChange={(next) => set(part.key, () => next)}
            />
            {remove(part)}
          </div>
        ) : part.kind === "formula" ? (
          <div key={part.key} className="flt-row">
            <div className="flt-formula">
              <span className="k-muted k-small">{t("filter.formula")}</span>
              <FilterWords bundle={bundle} entity={entity} rule={part.rule} />
            </div>
            {remove(part)}
          </div>
        ) : (
          <EditRow
            key={part.key}
            row={part}
            fields={fields}
            paths={paths}
            onChange={(row) => set(part.key, () => ({ ...row, key: part.key }))}
          >
            {remove(part)}
          </EditRow>
        ),
      )}
      <div className="k-row">
        <Button
          size="s"
          icon="plus"
          tone="soft"
          disabled={!first}
          onClick={() => first && add({ ...freshRow(first), key: newKey() })}
        >
          {t("filter.add")}
        </Button>
        {depth < DEEPEST ? (
          <Button
            size="s"
            icon="plus"
            tone="quiet"
            disabled={!first}
            onClick={() =>
              first &&
              add({
                ...groupOf(null),
                match: group.match === "all" ? "any" : "all",
                parts: [{ ...freshRow(first), key: newKey() }],
              })
            }
          >
            {t("filter.addGroup")}
          </Button>
        ) : null}
      </div>
    </fieldset>
  );
}
