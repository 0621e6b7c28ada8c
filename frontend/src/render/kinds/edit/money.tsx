import { currencyOf } from "../../../engine/form/currency";
import type { KindEdit } from "../kind";
import { TypedInput } from "./TypedInput";

export const MONEY: KindEdit = {
  Edit: (props) => {
    const { shown } = currencyOf(props.prop.field.currency);
    const bare = (text: string) => text.replace(shown, "");
    return <TypedInput {...props} inputMode="decimal" before={shown.trim()} show={bare} />;
  },
};
