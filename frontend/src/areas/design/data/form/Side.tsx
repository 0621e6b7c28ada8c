import { Suspense, useState, type ReactElement } from "react";
import { useSay, useT } from "../../../../i18n";
import { Button, Dialog, late, Skeleton, Tabs, usePhone } from "../../../../kit";
import { useWorkbench } from "../../workbench/context";
import { FieldSettings } from "../field/FieldSettings";
import { FormRules } from "../field/FormRules";
import type { Shown } from "../place";
import { FormSettings } from "./FormSettings";

const Preview = late(() => import("../preview/Preview"));

type Tab = "settings" | "preview" | "rules";

/** Settings of what is selected, the preview, and the rules of the form. On a phone the settings come as a sheet. */
export function Side({ entity, shown }: { entity: string; shown: Shown }): ReactElement {
  const t = useT();
  const say = useSay();
  const phone = usePhone();
  const { app, goTo } = useWorkbench();
  const [tab, setTab] = useState<Tab>("settings");
  const [open, setOpen] = useState<Tab | null>(null);
  const { field, form, section } = shown;
  const body = (which: Tab): ReactElement => {
    if (which === "preview")
      return (
        <Suspense fallback={<Skeleton />}>
          <Preview entity={entity} form={form} />
        </Suspense>
      );
    if (which === "rules") return <FormRules entity={entity} />;
    return field === null ? (
      <FormSettings entity={entity} form={form} section={section} />
    ) : (
      <FieldSettings key={`${entity}/${field}`} entity={entity} field={field} />
    );
  };
  const tabs = [
    { key: "settings" as const, label: t("ddata.side.settings") },
    { key: "preview" as const, label: t("ddata.side.preview") },
    { key: "rules" as const, label: t("ddata.side.rules") },
  ];
  if (!phone)
    return (
      <aside className="dd-pane dd-side" aria-label={t("ddata.side.title")}>
        <Tabs label={t("ddata.side.title")} tabs={tabs} value={tab} onChange={setTab}>
          <div className="dd-side-body">{body(tab)}</div>
        </Tabs>
      </aside>
    );
  const sheet: Tab | null = open ?? (field === null ? null : "settings");
  const name = field === null ? "" : say(app.entities[entity]?.properties[field]?.field.label);
  return (
    <div className="dd-phone-tools">
      {tabs.map(({ key, label }) => (
        <Button key={key} onClick={() => setOpen(key)}>
          {label}
        </Button>
      ))}
      {sheet === null ? null : (
        <Dialog
          title={sheet === "settings" && name !== "" ? name : tabs.find(({ key }) => key === sheet)?.label}
          onClose={() => {
            setOpen(null);
            if (field !== null) goTo(form === null ? `entity/${entity}` : `form/${form}`);
          }}
        >
          {body(sheet)}
        </Dialog>
      )}
    </div>
  );
}
