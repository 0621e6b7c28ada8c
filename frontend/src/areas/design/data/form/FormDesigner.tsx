import { useMemo, useState, type ReactElement } from "react";
import { suggested } from "../../../../engine/design/commands/fields";
import { addForm, addSection } from "../../../../engine/design/commands/forms";
import type { AppDoc } from "../../../../engine/design/documents";
import { translate, useT } from "../../../../i18n";
import { Banner, Button, Dialog, usePhone } from "../../../../kit";
import { useWorkbench } from "../../workbench/context";
import type { Shown } from "../place";
import { Canvas } from "./Canvas";
import { DragFrame } from "./DragFrame";
import { Palette } from "./Palette";
import { Side } from "./Side";
import { gapAfter, groupsOf } from "./spots";
import { Tray } from "./Tray";
import { useAdding } from "./useAdding";
import { useCardActions } from "./useCardActions";

/** Palette, canvas and settings of an entity's form. */
export function FormDesigner({ shown, entity }: { shown: Shown; entity: string }): ReactElement {
  const t = useT();
  const phone = usePhone();
  const { app, run, goTo } = useWorkbench();
  const [sheet, setSheet] = useState(false);
  const { form, field, section } = shown;
  const layout = useMemo(() => ({ entity, form }), [entity, form]);
  const groups = useMemo(() => groupsOf(app, layout), [app, layout]);
  const actions = useCardActions(layout);
  const { adding, begin, make, drop } = useAdding(layout);
  const refused = (kind: string) => refusal(kind, entity, app);
  const add = (kind: string) => {
    setSheet(false);
    const gap = gapAfter(groups, field, section);
    if (gap) begin(kind, gap);
  };
  const newSection = () => {
    if (form === null) return;
    const made = addSection(app, form, { zh: translate("ddata.section.new") });
    run(made.command);
    goTo(`form/${form}/sections/${made.section}`);
  };
  const isRows = app.entities[entity]?.entity.rows_of != null;
  return (
    <DragFrame layout={layout} groups={groups} onKind={begin}>
      {(dragging) => (
        <>
          <div className="dd-panes">
            {phone ? (
              <Button tone="primary" icon="plus" onClick={() => setSheet(true)}>
                {t("ddata.palette.open")}
              </Button>
            ) : (
              <aside className="dd-pane" aria-label={t("ddata.palette.title")}>
                <Palette onAdd={add} refused={refused} drag />
              </aside>
            )}
            <div className="dd-middle">
              {form === null ? (
                <Banner
                  action={
                    isRows ? undefined : (
                      <Button size="s" onClick={() => run(addForm(app, entity))}>
                        {t("ddata.form.make")}
                      </Button>
                    )
                  }
                >
                  {t(isRows ? "ddata.form.rows" : "ddata.form.none")}
                </Banner>
              ) : null}
              <Canvas
                layout={layout}
                groups={groups}
                field={field}
                section={section}
                adding={adding}
                dragging={dragging}
                actions={actions}
                onNew={(title) => void make(title)}
                onDropNew={drop}
                onAddSection={newSection}
                after={<Tray layout={layout} groups={groups} actions={actions} />}
              />
            </div>
            <Side entity={entity} shown={shown} />
          </div>
          {sheet ? (
            <Dialog title={t("ddata.palette.title")} onClose={() => setSheet(false)}>
              <Palette onAdd={add} refused={refused} drag={false} />
            </Dialog>
          ) : null}
        </>
      )}
    </DragFrame>
  );
}

/** Why a field of a kind cannot be added: there is nothing it could point to. */
function refusal(kind: string, entity: string, app: AppDoc): string | null {
  if (kind === "rows") return app.entities[entity]?.entity.rows_of ? translate("ddata.refused.rows") : null;
  if (suggested(app, entity, kind) !== null) return null;
  if (kind === "rollup") return translate("ddata.refused.rollup");
  return translate(kind === "lookup" ? "ddata.refused.lookup" : "ddata.refused.reference");
}
