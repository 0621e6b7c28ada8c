import { useState, type ReactElement } from "react";
import { fieldPath, suggested } from "../../../../engine/design/commands/fields";
import { KIND_GROUPS, KIND_INFO, kindsByGroup } from "../../../../engine/design/commands/kinds";
import { copiedFrom, replaceField, targetsFor } from "../../../../engine/design/commands/replace";
import { heldOptions } from "../../../../engine/design/options/held";
import { usesOf } from "../../../../engine/design/commands/uses";
import { useSay, useT } from "../../../../i18n";
import { Banner, Button, Check, Dialog, Field, Select } from "../../../../kit";
import { newFieldId } from "../../shared/newId";
import { useWorkbench } from "../../workbench/context";
import { Uses } from "./FieldMore";
import { HeldOptions } from "./HeldOptions";
import type { Held } from "./useField";

interface ReplaceProps {
  held: Held;
  published: boolean;
  onClose: () => void;
}

/** Kinds whose values point at something that has a name. */
const NAMED = new Set(["person", "unit", "reference", "poly_reference"]);

/** How values are copied where a name becomes what is called so, or that its name. */
function byName(was: string, kind: string, t: ReturnType<typeof useT>): string | null {
  if (NAMED.has(was) === NAMED.has(kind)) return null;
  return t(NAMED.has(kind) ? "ddata.replace.called" : "ddata.replace.titled");
}

/** A field of another kind in the place of this one. */
export function ReplaceDialog({
  held: { entity, id, property },
  published,
  onClose,
}: ReplaceProps): ReactElement {
  const t = useT();
  const say = useSay();
  const { key, app, live, run, goTo } = useWorkbench();
  const [kind, setKind] = useState<string | null>(null);
  const [copy, setCopy] = useState(true);
  const [target, setTarget] = useState<string | null>(null);
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const [busy, setBusy] = useState(false);
  const { label } = property.field;
  const choices = kindsByGroup().flatMap(([group, kinds]) =>
    kinds
      .filter((one) => one !== "rows" && one !== property.field.kind && suggested(app, entity, one) !== null)
      .map((one) => ({ id: one, label: `${say(KIND_GROUPS[group])} · ${say(KIND_INFO[one]?.label)}` })),
  );
  const source = kind === null ? null : copiedFrom(app, live, entity, id, kind);
  const options =
    source !== null && KIND_INFO[kind ?? ""]?.default.field.options !== undefined && !property.field.options;
  // What was chosen from already has options of its own.
  const typed = options && !app.entities[entity]?.properties[source]?.field.options;
  const was = app.entities[entity]?.properties[source ?? id]?.field.kind ?? "";
  const targets = kind === "reference" ? targetsFor(app, entity, source ?? id) : [];
  const take = (next: string | null) => {
    setKind(next);
    // Another kind reads the values otherwise.
    setChosen(new Set());
  };
  const go = async () => {
    if (kind === null) return;
    setBusy(true);
    const fresh = await newFieldId(key, app, entity, label, kind);
    const asked = kind === "reference" && target !== null ? { asked: { target } } : {};
    const made = copy && typed ? heldOptions([...chosen], kind === "tags") : {};
    run(replaceField(app, live, entity, id, { id: fresh, kind, label, copy, options: made, ...asked }));
    onClose();
    goTo(fieldPath(entity, fresh));
  };
  return (
    <Dialog
      title={t("ddata.replace.title", { name: say(label) })}
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>{t("kit.cancel")}</Button>
          <Button tone="primary" busy={busy} disabled={kind === null} onClick={() => void go()}>
            {t("ddata.replace.go")}
          </Button>
        </>
      }
    >
      <div className="k-stack">
        <p>{t(published ? "ddata.replace.published" : "ddata.replace.fresh")}</p>
        <Field label={t("ddata.replace.kind")}>
          {(aria) => <Select {...aria} value={kind} options={choices} onChange={take} />}
        </Field>
        {targets.length > 1 ? (
          <Field label={t("ddata.relation.target")}>
            {(aria) => (
              <Select
                {...aria}
                value={target ?? targets[0] ?? null}
                empty={null}
                options={targets.map((one) => ({ id: one, label: say(app.entities[one]?.entity.label) }))}
                onChange={setTarget}
              />
            )}
          </Field>
        ) : null}
        {source === null ? null : (
          <>
            <Check label={t("ddata.replace.copy")} checked={copy} onChange={setCopy} />
            <p className="k-muted k-small">
              {t(copy ? "ddata.replace.copied" : "ddata.replace.left")}{" "}
              {copy && options ? t(typed ? "ddata.held.pick" : "ddata.replace.options") : null}
              {copy ? byName(was, kind ?? "", t) : null}
            </p>
            {copy && typed && kind !== null ? (
              <HeldOptions {...{ entity, source, kind, chosen }} onChosen={setChosen} />
            ) : null}
          </>
        )}
        {published && kind !== null && source === null ? (
          <Banner tone="warn">{t("ddata.replace.never")}</Banner>
        ) : null}
        <Uses
          uses={usesOf(app, entity, id).filter((one) => one.what !== "layout")}
          says="ddata.replace.uses"
          onGo={onClose}
        />
      </div>
    </Dialog>
  );
}
