import "../../../i18n/parts/designdata";
import type { ReactElement } from "react";
import { useT } from "../../../i18n";
import { EmptyState, Tabs } from "../../../kit";
import { useWorkbench } from "../workbench/context";
import "./data.css";
import "./settings.css";
import { EntityBar } from "./entities/EntityBar";
import { EntitySettings } from "./entities/EntitySettings";
import { FormDesigner } from "./form/FormDesigner";
import { ListDesigner } from "./lists/ListDesigner";
import { shownAt, type View } from "./place";

/** Data and forms: entities, their fields, the form they are filled in on, and the list they are found in. */
export default function DataSection(): ReactElement {
  const t = useT();
  const { app, at, goTo } = useWorkbench();
  const shown = shownAt(app, at);
  const { entity, view, list } = shown;
  const show = (next: View) => {
    if (entity === null) return;
    if (next === "list") goTo(list === null ? `entity/${entity}/list` : `list/${list}`);
    else goTo(next === "entity" ? `entity/${entity}/entity` : `entity/${entity}`);
  };
  const tabs = (["form", "list", "entity"] as const).map((key) => ({ key, label: t(`ddata.view.${key}`) }));
  return (
    <div className="dd">
      <EntityBar shown={shown} />
      {entity === null ? (
        <EmptyState icon="box" title={t("ddata.entity.none")}>
          {t("ddata.entity.noneHow")}
        </EmptyState>
      ) : (
        <Tabs label={t("ddata.view.title")} tabs={tabs} value={view} onChange={show}>
          {view === "form" ? <FormDesigner key={entity} entity={entity} shown={shown} /> : null}
          {view === "list" ? <ListDesigner key={entity} entity={entity} list={list} /> : null}
          {view === "entity" ? <EntitySettings key={entity} entity={entity} /> : null}
        </Tabs>
      )}
    </div>
  );
}
