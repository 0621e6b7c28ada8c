import { useT } from "../../../i18n";
import type { KindEdit } from "../kind";
import { TypedInput } from "./TypedInput";

export const DURATION: KindEdit = {
  Edit: (props) => {
    const t = useT();
    return <TypedInput {...props} after={t("render.duration.hint")} />;
  },
};
