import "../../i18n/parts/conditions";
import type { ReactElement, ReactNode } from "react";
import {
  changed,
  groupOf,
  newKey,
  partOf,
  ruleOfRow,
  type Group,
  type Part,
} from "../../engine/filter/groups";
import type { Node } from "../../engine/rules/ast";
import { useT } from "../../i18n";
import { Button, Check, IconButton, Select } from "../../kit";
import "./conditions.css";
import { useConditions } from "./context";
import { EditRow } from "./EditRow";
import { freshRow, isShown } from "./operators";

interface EditGroupProps {
  group: Group;
  depth: number;
  onChange: (group: Group) => void;
}

/** Conditions joined by "all of" or "any of", with groups of conditions among them. */
export function EditGroup({ group, depth, onChange }: EditGroupProps): ReactElement {
  const { fields, paths, deepest, rich, words, formula } = useConditions();
  const t = useT();
  const set = (key: string, change: (part: Part) => Part | null) => onChange(changed(group, key, change));
  const remove = (part: Part) => (
    <IconButton
      icon="trash"
      size="s"
      label={t(part.kind === "group" ? "filter.removeGroup" : "filter.remove")}
      onClick={() => set(part.key, () => null)}
    />
  );
  const asFormula = (part: Part, shown: ReactNode) => (
    <div key={part.key} className="flt-row">
      <div className="flt-formula">
        <span className="k-muted k-small">{t(formula ? "filter.formulaHere" : "filter.formula")}</span>
        {shown}
      </div>
      {remove(part)}
    </div>
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
        {depth > 1 && (rich || group.negated === true) ? (
          <Check
            label={t("filter.denied")}
            checked={group.negated === true}
            onChange={(on) => onChange({ ...group, negated: on })}
          />
        ) : null}
      </div>
      {group.parts.map((part) => {
        if (part.kind === "group")
          return (
            <div key={part.key} className="flt-inner">
              <EditGroup group={part} depth={depth + 1} onChange={(next) => set(part.key, () => next)} />
              {remove(part)}
            </div>
          );
        if (part.kind === "condition" && isShown(part, paths))
          return (
            <EditRow
              key={part.key}
              row={part}
              onChange={(row) => set(part.key, () => ({ ...row, key: part.key }))}
            >
              {remove(part)}
            </EditRow>
          );
        const rule = part.kind === "formula" ? part.rule : ruleOfRow(part);
        if (!rule) return asFormula(part, null);
        const put = (next: Node) => set(part.key, () => ({ ...partOf(next), key: part.key }));
        return asFormula(part, formula ? formula(rule, put) : words(rule));
      })}
      <AddButtons
        nests={depth < deepest}
        ready={fields.length > 0}
        onRow={() => onChange({ ...group, parts: [...group.parts, freshPart()] })}
        onGroup={() =>
          onChange({
            ...group,
            parts: [
              ...group.parts,
              {
                ...groupOf(null),
                match: group.match === "all" ? "any" : "all",
                parts: [freshPart()],
              },
            ],
          })
        }
      />
    </fieldset>
  );

  function freshPart(): Part {
    const [first] = fields;
    if (!first) throw new Error("no field for a condition");
    return { ...freshRow(first), key: newKey() };
  }
}

interface AddButtonsProps {
  nests: boolean;
  ready: boolean;
  onRow: () => void;
  onGroup: () => void;
}

function AddButtons({ nests, ready, onRow, onGroup }: AddButtonsProps): ReactElement {
  const t = useT();
  return (
    <div className="k-row">
      <Button size="s" icon="plus" tone="soft" disabled={!ready} onClick={onRow}>
        {t("filter.add")}
      </Button>
      {nests ? (
        <Button size="s" icon="plus" tone="quiet" disabled={!ready} onClick={onGroup}>
          {t("filter.addGroup")}
        </Button>
      ) : null}
    </div>
  );
}
