import type { ReactElement } from "react";
import { foldSection, renameSection } from "../../../../engine/design/commands/forms";
import { useT } from "../../../../i18n";
import { Check, EmptyState } from "../../../../kit";
import { TextPair } from "../../shared/TextPair";
import { useWorkbench } from "../../workbench/context";
import { Notes } from "../parts/Notes";

interface FormSettingsProps {
  entity: string;
  form: string | null;
  section: string | null;
}

/** What there is to set while no field is selected: the selected section, else how to go on. */
export function FormSettings({ entity, form, section }: FormSettingsProps): ReactElement {
  const t = useT();
  const { app, run } = useWorkbench();
  const doc = form === null || section === null ? undefined : app.forms?.[form]?.sections[section];
  if (form !== null && section !== null && doc)
    return (
      <div className="k-stack">
        <h3>{t("ddata.section.title")}</h3>
        <Notes at={`form/${form}/sections/${section}`} />
        <TextPair
          key={section}
          label={t("ddata.section.name")}
          value={doc.label}
          required
          onChange={(label) => {
            if (label) run(renameSection(app, form, section, label));
          }}
        />
        <Check
          label={t("ddata.section.startFolded")}
          checked={doc.folded === true}
          onChange={(folded) => run(foldSection(app, form, section, folded))}
        />
      </div>
    );
  return (
    <div className="k-stack">
      <EmptyState icon="edit" title={t("ddata.side.none")}>
        {t("ddata.side.how")}
      </EmptyState>
      {form === null ? null : <Notes at={`form/${form}`} />}
      <Notes at={`entity/${entity}/entity`} />
    </div>
  );
}
