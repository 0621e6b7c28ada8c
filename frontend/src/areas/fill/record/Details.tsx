import { Suspense, useState, type ReactElement } from "react";
import type { RecordAnswer } from "../../../api/types";
import { isEmpty } from "../../../engine/rules/ast";
import { useSay, useT } from "../../../i18n";
import { Button, late, patient, Skeleton } from "../../../kit";
import { useApp } from "../../../render/context";
import { fieldsOf } from "../../../render/fields";
import { ReadValue } from "../../../render/form/ReadValue";
import { readOf } from "../../../render/kinds/read";
import { layoutOf, sectionsOf } from "../../../render/sections";

const EditForm = late(() => import("./EditForm"));
const loadOpenFields = patient(() => import("./openFields"));

interface DetailsProps {
  answer: RecordAnswer;
  /** Opens in edit mode (an unfinished edit waits). */
  editing: boolean;
  onEdit: (editing: boolean) => void;
}

/** All fields of the record by section, to be read; one press turns them into the form. */
export function Details({ answer, editing, onEdit }: DetailsProps): ReactElement {
  const t = useT();
  const { record, rights } = answer;
  const canEdit = rights.edit && !record.archived;
  if (editing && canEdit)
    return (
      <Suspense fallback={<Skeleton />}>
        <EditForm key={record.id} answer={answer} onClose={() => onEdit(false)} />
      </Suspense>
    );
  return (
    <div className="k-stack">
      {canEdit ? (
        <div className="rec-edit">
          <Button size="s" icon="edit" onClick={() => onEdit(true)}>
            {t("record.edit")}
          </Button>
        </div>
      ) : null}
      <ReadSections answer={answer} />
    </div>
  );
}

function ReadSections({ answer: { record } }: { answer: RecordAnswer }): ReactElement {
  const t = useT();
  const say = useSay();
  const { bundle } = useApp();
  // Which empty fields count for this record; worked out when asked for.
  const [open, setOpen] = useState<ReadonlySet<string> | null>(null);
  const filled = (id: string) => !isEmpty(record.values[id]);
  const fields = fieldsOf(bundle, record.entity).filter(({ id }) => filled(id) || open?.has(id));
  const showEmpty = async () => {
    const { openFields } = await loadOpenFields();
    setOpen(openFields(bundle, record));
  };
  return (
    <div className="k-stack">
      {sectionsOf(fields, layoutOf(bundle, record.entity), say).map((section) => (
        <ReadSection key={section.id} title={section.title} folded={section.folded}>
          <dl className="k-dl">
            {section.fields.map(({ field, width }) => (
              <div key={field.id} data-width={readOf(field.property.field.kind).wide ? "full" : width}>
                <dt>{say(field.label)}</dt>
                <dd>
                  <ReadValue prop={field.property} value={record.values[field.id]} />
                </dd>
              </div>
            ))}
          </dl>
        </ReadSection>
      ))}
      <div>
        <Button
          size="s"
          tone="quiet"
          aria-expanded={open !== null}
          onClick={() => {
            if (open) setOpen(null);
            else void showEmpty();
          }}
        >
          {open ? t("record.hideEmpty") : t("record.showEmpty")}
        </Button>
      </div>
    </div>
  );
}

interface ReadSectionProps {
  title: string | null;
  folded: boolean;
  children: ReactElement;
}

function ReadSection({ title, folded, children }: ReadSectionProps): ReactElement {
  if (title === null) return children;
  return (
    <details className="r-section" open={!folded}>
      <summary>
        <h2>{title}</h2>
      </summary>
      {children}
    </details>
  );
}
