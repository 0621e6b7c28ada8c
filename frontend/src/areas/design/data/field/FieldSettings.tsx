import type { ReactElement } from "react";
import { renameField } from "../../../../engine/design/commands/fields";
import { hasSetting, KIND_INFO } from "../../../../engine/design/commands/kinds";
import { useSay, useT } from "../../../../i18n";
import { Banner, Check, EmptyState, Icon } from "../../../../kit";
import { TextPair } from "../../shared/TextPair";
import { useWorkbench } from "../../workbench/context";
import { OptionsEditor } from "../options/OptionsEditor";
import { KIND_ICONS } from "../parts/kindIcons";
import { Notes } from "../parts/Notes";
import { Computed } from "./Computed";
import { DefaultValue } from "./DefaultValue";
import { FieldMore } from "./FieldMore";
import { FieldRules } from "./FieldRules";
import { Limits } from "./Limits";
import { Relation } from "./Relation";
import { Topic } from "./Topic";
import { both, useHeld } from "./useField";

/** All settings of a field: title and required first, what makes the kind next, the rest folded by topic. */
export function FieldSettings({ entity, field }: { entity: string; field: string }): ReactElement {
  const t = useT();
  const say = useSay();
  const { app, run } = useWorkbench();
  const held = useHeld(entity, field);
  if (held === null) return <EmptyState title={t("ddata.field.gone")} />;
  const { property, set } = held;
  const { kind } = property.field;
  const has = (setting: string) => hasSetting(kind, setting);
  const limits = [
    "minLength",
    "maxLength",
    "minimum",
    "maximum",
    "decimals",
    "minItems",
    "maxItems",
    "accept",
    "serial",
  ];
  return (
    <div className="k-stack dd-settings">
      <p className="dd-kind-line k-muted k-small">
        <Icon name={KIND_ICONS[kind] ?? "edit"} size={16} /> {say(KIND_INFO[kind]?.label)}
      </p>
      {property.field.archived ? <Banner tone="warn">{t("ddata.field.archived")}</Banner> : null}
      <Notes at={held.path} />
      <TextPair
        label={t("ddata.field.title")}
        value={property.field.label}
        required
        onChange={(label) => {
          if (label) run(renameField(app, entity, field, label));
        }}
      />
      {has("required") ? (
        <Check
          label={t("ddata.field.required")}
          checked={property.field.required === true}
          onChange={(required) =>
            set(
              { "field/required": required },
              required ? both("设为必填", "required") : both("改为选填", "not required"),
            )
          }
        />
      ) : null}
      <Relation held={held} />
      <Computed held={held} />
      {has("options") ? (
        <Topic title={t("ddata.topic.options")} open>
          <OptionsEditor entity={entity} field={field} />
        </Topic>
      ) : null}
      <TextPair
        label={t("ddata.field.help")}
        help={t("ddata.field.helpHelp")}
        value={property.field.help}
        lines
        onChange={(help) => set({ "field/help": help }, both("填写说明", "help"))}
      />
      <Topic title={t("ddata.topic.rules")} open={hasRules(property.field)}>
        <FieldRules held={held} />
      </Topic>
      {limits.some(has) ? (
        <Topic title={t("ddata.topic.limits")}>
          <Limits held={held} />
        </Topic>
      ) : null}
      {has("default") || has("default_rule") ? (
        <Topic
          title={t("ddata.topic.default")}
          open={property.field.default != null || property.field.default_rule != null}
        >
          <DefaultValue held={held} />
        </Topic>
      ) : null}
      {has("placeholder") ? (
        <Topic title={t("ddata.topic.placeholder")}>
          <TextPair
            label={t("ddata.field.placeholder")}
            value={property.field.placeholder}
            onChange={(placeholder) =>
              set({ "field/placeholder": placeholder }, both("占位提示", "placeholder"))
            }
          />
        </Topic>
      ) : null}
      <Topic title={t("ddata.topic.more")}>
        <FieldMore held={held} />
      </Topic>
    </div>
  );
}

const hasRules = ({
  relevance,
  required_when,
  constraint,
}: {
  relevance?: unknown;
  required_when?: unknown;
  constraint?: object;
}): boolean => relevance != null || required_when != null || Object.keys(constraint ?? {}).length > 0;
