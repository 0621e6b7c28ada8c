import { memo, type ReactElement } from "react";
import { treeOrder } from "../../../../engine/design/commands/options";
import type { Property } from "../../../../engine/model/entity";
import { useSay, useT } from "../../../../i18n";
import { Badge, Icon } from "../../../../kit";
import { KIND_ICONS } from "../parts/kindIcons";

const SHORT = 6;

/** What the control of a field will look like; a picture, not a control: it takes no input and no focus. */
export const Look = memo(function Look({ property }: { property: Property }): ReactElement {
  const t = useT();
  const say = useSay();
  const { kind, options = {}, placeholder, required, default: fixed, default_rule: rule } = property.field;
  const live = treeOrder(options).filter(({ id }) => options[id]?.archived !== true);
  if (kind === "boolean") return <span className="dd-look" data-shape="check" />;
  if ((kind === "choice" || kind === "choices") && live.length > 0 && live.length <= SHORT)
    return (
      <span className="dd-look" data-shape="chips">
        {live.map(({ id }) => (
          <Badge key={id} color={options[id]?.color ?? "grey"}>
            {say(options[id]?.label)}
          </Badge>
        ))}
      </span>
    );
  if (kind === "rating")
    return (
      <span className="dd-look" data-shape="stars">
        {"★".repeat(property.maximum ?? 5)}
      </span>
    );
  const computed = ["formula", "rollup", "lookup", "serial"].includes(kind);
  const hint = say(placeholder) || (live.length > 0 ? t("ddata.look.options", { count: live.length }) : "");
  const filled =
    fixed !== undefined && fixed !== null ? t("ddata.look.default") : rule ? t("ddata.look.defaultRule") : "";
  return (
    <span
      className="dd-look"
      data-shape={kind === "long_text" || kind === "rows" ? "area" : computed ? "computed" : "line"}
      data-required={required ? "" : undefined}
    >
      <span className="k-clip">{hint || filled || (computed ? t("ddata.look.computed") : "")}</span>
      <Icon name={KIND_ICONS[kind] ?? "edit"} size={16} />
    </span>
  );
});
