import { useState, type ReactElement } from "react";
import { entitiesInOrder, rowsUnder } from "../../../../engine/design/commands/entities";
import { formsOf, listsOf } from "../../../../engine/design/commands/layout";
import type { AppDoc } from "../../../../engine/design/documents";
import { useSay, useT } from "../../../../i18n";
import { Button, Combobox, Field, Select, type Choice } from "../../../../kit";
import { findingsAt, useWorkbench } from "../../workbench/context";
import type { Shown } from "../place";
import { NewEntity } from "./NewEntity";

/** Every entity with its detail rows below it. */
export function entityTree(
  app: AppDoc,
  say: (text: { zh: string; en?: string } | undefined) => string,
): Choice[] {
  const under = (id: string, depth: number): Choice[] => [
    { id, label: say(app.entities[id]?.entity.label), depth },
    ...rowsUnder(app, id).flatMap((child) => under(child, depth + 1)),
  ];
  return entitiesInOrder(app).flatMap((id) => under(id, 0));
}

/** Which entity is designed, and which of its forms or lists where it has several. */
export function EntityBar({ shown }: { shown: Shown }): ReactElement {
  const t = useT();
  const say = useSay();
  const { app, goTo, findings } = useWorkbench();
  const [asked, setAsked] = useState(false);
  const { entity, view, form, list } = shown;
  const tree = entityTree(app, say).map((one) => {
    const count = findingsAt(findings, `entity/${one.id}`).length;
    if (count > 0) return { ...one, hint: t("ddata.findings", { count }) };
    return app.entities[one.id]?.entity.archived ? { ...one, hint: t("ddata.entity.retired") } : one;
  });
  const several =
    entity === null
      ? []
      : view === "list"
        ? listsOf(app, entity)
        : view === "form"
          ? formsOf(app, entity)
          : [];
  const docs = view === "list" ? app.lists : app.forms;
  const kind = view === "list" ? "list" : "form";
  return (
    <div className="dd-bar">
      <Field label={t("ddata.entity.pick")} group>
        {(aria) => (
          <Combobox
            aria={aria}
            label={t("ddata.entity.pick")}
            always
            value={entity}
            text={entity === null ? "" : say(app.entities[entity]?.entity.label)}
            options={tree}
            onChange={(id) => {
              if (id !== null)
                goTo(
                  view === "entity"
                    ? `entity/${id}/entity`
                    : view === "list" && listsOf(app, id)[0]
                      ? `list/${listsOf(app, id)[0] ?? ""}`
                      : `entity/${id}`,
                );
            }}
          />
        )}
      </Field>
      {several.length > 1 ? (
        <Field label={t(view === "list" ? "ddata.entity.list" : "ddata.entity.form")}>
          {(aria) => (
            <Select
              {...aria}
              value={view === "list" ? list : form}
              empty={null}
              options={several.map((id) => ({ id, label: say(docs?.[id]?.label) }))}
              onChange={(id) => {
                if (id !== null) goTo(`${kind}/${id}`);
              }}
            />
          )}
        </Field>
      ) : null}
      <Button icon="plus" onClick={() => setAsked(true)}>
        {t("ddata.entity.add")}
      </Button>
      {asked ? <NewEntity onClose={() => setAsked(false)} /> : null}
    </div>
  );
}
