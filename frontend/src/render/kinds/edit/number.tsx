import type { KindEdit } from "../kind";
import { TypedInput } from "./TypedInput";

export const NUMBER: KindEdit = {
  Edit: (props) => <TypedInput {...props} inputMode="decimal" />,
};
