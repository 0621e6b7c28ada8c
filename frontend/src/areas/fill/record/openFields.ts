import type { Bundle, RecordView } from "../../../api/types";
import { planOf } from "../../../render/form/plans";
import { bindingsOf } from "../../../render/form/references";
import { FormStore } from "../../../render/form/store";
import { envOf } from "../../../render/form/useEnv";

/** The fields that count for a record as it is: those no rule hides. */
export function openFields(bundle: Bundle, record: RecordView): ReadonlySet<string> {
  const plan = planOf(bundle, record.entity);
  const store = new FormStore({
    plan,
    values: record.values,
    context: bindingsOf(record, ""),
    env: () => envOf(bundle),
  });
  const { fields } = store.current();
  return new Set(plan.fields.filter(({ id }) => fields[id]?.visible).map(({ id }) => id));
}
