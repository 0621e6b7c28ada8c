import type { KindEdit } from "../kind";
import { TypedInput } from "./TypedInput";

export const PHONE: KindEdit = {
  Edit: (props) => <TypedInput {...props} type="tel" inputMode="tel" />,
};
