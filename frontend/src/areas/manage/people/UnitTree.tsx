import { useQuery } from "@tanstack/react-query";
import { useState, type ReactElement } from "react";
import { addUnit, changeUnit, listUnitTree, type Unit } from "../../../api/manage";
import { ApiProblem } from "../../../api/http";
import { useSay, useT } from "../../../i18n";
import {
  Badge,
  Button,
  Dialog,
  EmptyState,
  ErrorState,
  Field,
  Icon,
  Menu,
  Select,
  SkeletonPage,
  TextInput,
  toast,
} from "../../../kit";
import { Refusal } from "../shared/Refusal";
import { flat, unitChoices, type Placed } from "./units";
import { useSave } from "./useSave";

/** A unit being edited; `unit` null: a new one under `parent`. */
interface Editing {
  readonly unit: Unit | null;
  readonly parent: string | null;
}

/** Headquarters, regions, stores: who sees whose records follows this tree. */
export function UnitTree(): ReactElement {
  const t = useT();
  const say = useSay();
  const [editing, setEditing] = useState<Editing | null>(null);
  const found = useQuery({ queryKey: ["units"], queryFn: listUnitTree });
  const problem = found.error instanceof ApiProblem ? found.error : null;
  if (found.isPending) return <SkeletonPage />;
  if (found.error)
    return (
      <ErrorState title={problem ? say(problem.text) : undefined} onRetry={() => void found.refetch()}>
        {problem ? say(problem.remedy) : null}
      </ErrorState>
    );
  const placed = flat(found.data);
  return (
    <div className="k-stack ppl-panel">
      <div className="ppl-tools">
        <p className="k-muted k-small">{t("people.units.help")}</p>
        <Button icon="plus" onClick={() => setEditing({ unit: null, parent: null })}>
          {t("people.unit.addRoot")}
        </Button>
      </div>
      {placed.length === 0 ? <EmptyState icon="building" title={t("people.units.none")} /> : null}
      <ul className="ppl-tree">
        {placed.map((one) => (
          <Node key={one.unit.id} placed={one} onEdit={setEditing} />
        ))}
      </ul>
      {editing ? <UnitDialog editing={editing} units={found.data} onClose={() => setEditing(null)} /> : null}
    </div>
  );
}

function Node({ placed, onEdit }: { placed: Placed; onEdit: (editing: Editing) => void }): ReactElement {
  const t = useT();
  const { save } = useSave();
  const { unit, depth } = placed;
  const toggle = () =>
    void save(async () => {
      await changeUnit(unit.id, { active: !unit.active });
      toast({ text: t("people.saved"), tone: "good" });
    });
  return (
    <li style={{ paddingInlineStart: `${depth * 24 + 12}px` }}>
      <Icon name="building" size={16} />
      <span className="ppl-unit">
        {unit.name}
        {unit.active ? null : <Badge color="grey">{t("people.off")}</Badge>}
      </span>
      <Menu
        size="s"
        label={t("people.moreOf", { name: unit.name })}
        groups={[
          [
            {
              key: "add",
              label: t("people.unit.add"),
              icon: "plus",
              onSelect: () => onEdit({ unit: null, parent: unit.id }),
            },
            {
              key: "edit",
              label: t("people.unit.edit"),
              icon: "edit",
              onSelect: () => onEdit({ unit, parent: unit.parent }),
            },
          ],
          [
            {
              key: "switch",
              label: t(unit.active ? "people.unit.retire" : "people.unit.revive"),
              icon: unit.active ? "lock" : "check",
              onSelect: toggle,
            },
          ],
        ]}
      />
    </li>
  );
}

interface UnitDialogProps {
  editing: Editing;
  units: readonly Unit[];
  onClose: () => void;
}

function UnitDialog({ editing, units, onClose }: UnitDialogProps): ReactElement {
  const t = useT();
  const { busy, problem, save } = useSave();
  const { unit } = editing;
  const [name, setName] = useState(unit?.name ?? "");
  const [parent, setParent] = useState(editing.parent);
  const [tried, setTried] = useState(false);
  const submit = () => {
    setTried(true);
    if (name.trim() === "") return;
    void save(async () => {
      if (unit === null) await addUnit({ name: name.trim(), parent });
      else await changeUnit(unit.id, { name: name.trim(), ...(parent === unit.parent ? {} : { parent }) });
      toast({ text: t("people.saved"), tone: "good" });
      onClose();
    });
  };
  return (
    <Dialog
      title={unit ? t("people.unit.edit") : t("people.unit.new")}
      size="s"
      sticky
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>{t("kit.cancel")}</Button>
          <Button tone="primary" busy={busy} onClick={submit}>
            {t("kit.save")}
          </Button>
        </>
      }
    >
      <form
        noValidate
        className="k-stack"
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        <Refusal problem={problem} />
        <Field
          label={t("people.unit.name")}
          required
          error={tried && name.trim() === "" ? t("me.password.need", { label: t("people.unit.name") }) : null}
        >
          {(aria) => <TextInput {...aria} data-autofocus value={name} onChange={setName} maxLength={60} />}
        </Field>
        <Field label={t("people.unit.parent")}>
          {(aria) => (
            <Select
              {...aria}
              empty={t("people.unit.top")}
              value={parent}
              onChange={setParent}
              options={unitChoices(units, unit?.id ?? null)}
            />
          )}
        </Field>
        <button type="submit" hidden aria-hidden="true" tabIndex={-1} />
      </form>
    </Dialog>
  );
}
