import { Suspense, useId, type ReactElement } from "react";
import { kindOf } from "../../../../engine/form/kinds";
import { hasSetting } from "../../../../engine/design/commands/kinds";
import { useSay, useT } from "../../../../i18n";
import { Field, Skeleton } from "../../../../kit";
import { editOf } from "../../../../render/kinds/edit";
import { DraftProvider } from "../../rules/env";
import { RuleField } from "../../rules/RuleField";
import { both, type Held } from "./useField";

/** What a new record starts with: a fixed value, typed as it will be filled in, or one worked out by a rule. */
export function DefaultValue({ held }: { held: Held }): ReactElement {
  const t = useT();
  const say = useSay();
  const id = useId();
  const { property, set, entity } = held;
  const { kind } = property.field;
  const edit = editOf(kind);
  const label = t("ddata.default.fixed");
  const type = kindOf(property).ruleType(property);
  return (
    <>
      {hasSetting(kind, "default") ? (
        <DraftProvider>
          <Field id={`${id}-default`} label={label} group={edit.group ?? false}>
            {(aria) => (
              <Suspense fallback={<Skeleton />}>
                <edit.Edit
                  aria={aria}
                  id="default"
                  prop={property}
                  label={`${say(property.field.label)} ${label}`}
                  value={property.field.default ?? null}
                  onChange={(value) =>
                    set(
                      {
                        "field/default":
                          value === "" || (Array.isArray(value) && value.length === 0) ? null : value,
                      },
                      both("默认值", "default"),
                    )
                  }
                  onIssue={() => undefined}
                  onBlur={() => undefined}
                  disabled={false}
                  required={false}
                />
              </Suspense>
            )}
          </Field>
        </DraftProvider>
      ) : null}
      {hasSetting(kind, "default_rule") && type.type !== "opaque" ? (
        <RuleField
          label={t("ddata.default.rule")}
          place={{ entity }}
          value={property.field.default_rule}
          expect={type}
          empty={t("ddata.default.none")}
          onChange={(rule) => set({ "field/default_rule": rule }, both("默认值规则", "rule of the default"))}
        />
      ) : null}
      {property.field.default != null && property.field.default_rule ? (
        <p className="k-help">{t("ddata.default.both")}</p>
      ) : null}
    </>
  );
}
