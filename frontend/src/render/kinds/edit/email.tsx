import type { KindEdit } from "../kind";
import { TypedInput } from "./TypedInput";

export const EMAIL: KindEdit = {
  Edit: (props) => <TypedInput {...props} type="text" inputMode="email" />,
};
