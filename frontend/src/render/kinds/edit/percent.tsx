import type { KindEdit } from "../kind";
import { TypedInput } from "./TypedInput";

const bare = (text: string) => text.replace("%", "");

export const PERCENT: KindEdit = {
  Edit: (props) => <TypedInput {...props} inputMode="decimal" after="%" show={bare} />,
};
