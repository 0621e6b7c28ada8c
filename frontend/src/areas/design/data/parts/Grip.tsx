import type { ComponentProps, ReactElement } from "react";
import { useT } from "../../../../i18n";
import { Icon } from "../../../../kit";

interface GripProps extends ComponentProps<"button"> {
  /** What is taken by it. */
  name: string;
}

/** What something is taken by: with the mouse or a finger, and with Space by whoever comes to it by keyboard. */
export function Grip({ name, ...rest }: GripProps): ReactElement {
  const t = useT();
  return (
    <button
      {...rest}
      type="button"
      className="dd-grip"
      aria-roledescription={t("ddata.drag.role")}
      aria-label={t("ddata.drag.handle", { name })}
    >
      <Icon name="drag" size={16} />
    </button>
  );
}
