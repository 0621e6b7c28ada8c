import type { ReactElement } from "react";
import { inOrder, type Mark, type Text } from "../../../engine/model/entity";
import { useSay } from "../../../i18n";
import { ChipChoices, Field } from "../../../kit";

interface MarksProps {
  label: string;
  /** What there is to choose from. */
  of: Readonly<Record<string, { readonly label: Text; readonly order?: number }>>;
  value: Readonly<Record<string, Mark>> | undefined;
  onChange: (ids: string[]) => void;
  help?: string;
}

/** A set of things by their names; what is chosen and gone meanwhile can only be taken away. */
export function Marks({ label, of, value = {}, onChange, help }: MarksProps): ReactElement {
  const say = useSay();
  const gone = Object.keys(value).filter((id) => !Object.hasOwn(of, id));
  return (
    <Field label={label} group help={help}>
      {(aria) => (
        <ChipChoices
          aria={aria}
          value={Object.keys(value)}
          options={[
            ...inOrder(of).map((id) => ({ id, label: say(of[id]?.label) })),
            ...gone.map((id) => ({ id, label: say({ zh: "（已不存在）", en: "(gone)" }) })),
          ]}
          onChange={onChange}
        />
      )}
    </Field>
  );
}
