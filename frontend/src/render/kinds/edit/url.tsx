import type { KindEdit } from "../kind";
import { TypedInput } from "./TypedInput";

export const URL_KIND: KindEdit = {
  Edit: (props) => <TypedInput {...props} type="text" inputMode="url" />,
};
