import { Suspense, useId, useState, type ReactElement } from "react";
import type { FormDoc } from "../../api/documents";
import type { FieldPlan, FormPlan } from "../../engine/form/plan";
import { useSay } from "../../i18n";
import { late } from "../../kit";
import { StoreContext, useForm } from "./context";
import { sectionsOf, type Section as SectionPlan } from "../sections";
import { FieldRow } from "./FieldRow";
import type { FormStore } from "./store";

const ErrorSummary = late(() => import("./ErrorSummary"));

interface FormViewProps {
  store: FormStore;
  layout?: FormDoc | undefined;
  /** Fields this role may only read. */
  readOnly?: ReadonlySet<string>;
  /** Leave out what nobody fills in here (serials and counts on a create page). */
  hideComputed?: boolean;
}

/** Whether a field takes a value here, or follows from values that are being filled in here. */
function follows(field: FieldPlan, plan: FormPlan): boolean {
  if (!field.computed) return true;
  if (field.lookup !== null || (field.rollup !== null && field.rollup.rows !== null)) return true;
  return (
    field.compute?.reads.some((path) => plan.fields.some((one) => one.path === path && !one.computed)) ??
    false
  );
}

/** A form over its store: sections, fields, and after a failed try the list of what is wrong. */
export function FormView({ store, layout, readOnly, hideComputed = false }: FormViewProps): ReactElement {
  const say = useSay();
  const id = useId();
  const shown = store.plan.fields.filter((field) => !hideComputed || follows(field, store.plan));
  const sections = sectionsOf(shown, layout, say);
  const order = sections.flatMap((section) => section.fields.map(({ field }) => field.id));
  return (
    <StoreContext value={store}>
      <div className="k-stack" data-gap="l">
        <Suspense fallback={null}>
          <ErrorSummary form={id} store={store} order={order} />
        </Suspense>
        {sections.map((section) => (
          <Section key={section.id} form={id} store={store} section={section} readOnly={readOnly} />
        ))}
      </div>
    </StoreContext>
  );
}

interface SectionProps {
  form: string;
  store: FormStore;
  section: SectionPlan<FieldPlan>;
  readOnly: ReadonlySet<string> | undefined;
}

function Section({ form, store, section, readOnly }: SectionProps): ReactElement | null {
  useForm(store);
  const [opened, setOpened] = useState(!section.folded);
  const state = store.current();
  if (!section.fields.some(({ field }) => state.fields[field.id]?.visible)) return null;
  const wrong = section.fields.some(({ field }) => store.field(field.id).shown !== null);
  const rows = (
    <div className="k-form">
      {section.fields.map(({ field, width }) => (
        <FieldRow
          key={field.id}
          form={form}
          field={field}
          width={width}
          readOnly={readOnly?.has(field.id) ?? false}
        />
      ))}
    </div>
  );
  if (section.title === null) return rows;
  return (
    <details
      className="r-section"
      open={opened || wrong}
      onToggle={(event) => {
        if (event.target === event.currentTarget) setOpened(event.currentTarget.open);
      }}
    >
      <summary>
        <h2>{section.title}</h2>
      </summary>
      {rows}
    </details>
  );
}
