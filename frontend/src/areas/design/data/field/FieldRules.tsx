import { useState, type ReactElement } from "react";
import { addConstraint } from "../../../../engine/design/commands/fields";
import { hasSetting } from "../../../../engine/design/commands/kinds";
import { inOrder } from "../../../../engine/model/entity";
import { useSay, useT } from "../../../../i18n";
import { Button } from "../../../../kit";
import { RuleField } from "../../rules/RuleField";
import { TextPair } from "../../shared/TextPair";
import { useWorkbench } from "../../workbench/context";
import { both, type Held } from "./useField";

/** When it is shown, when it must be filled in, and what its value must meet. */
export function FieldRules({ held }: { held: Held }): ReactElement {
  const t = useT();
  const say = useSay();
  const { app, run } = useWorkbench();
  const [more, setMore] = useState(false);
  const { property, set, entity, id } = held;
  const { kind, relevance, required_when: requiredWhen, required, constraint = {} } = property.field;
  const place = { entity };
  const at = `entity/${entity}/properties/${id}/field`;
  const statements = inOrder(constraint);
  return (
    <>
      <RuleField
        label={t("ddata.rule.relevance")}
        place={place}
        value={relevance}
        at={`${at}/relevance`}
        empty={t("ddata.rule.always")}
        onChange={(rule) => set({ "field/relevance": rule }, both("显示条件", "when it is shown"))}
      />
      {hasSetting(kind, "required_when") ? (
        <RuleField
          label={t("ddata.rule.requiredWhen")}
          place={place}
          value={requiredWhen}
          at={`${at}/required_when`}
          empty={t(required ? "ddata.rule.requiredAlways" : "ddata.rule.never")}
          onChange={(rule) => set({ "field/required_when": rule }, both("必填条件", "when it is required"))}
        />
      ) : null}
      {hasSetting(kind, "constraint") ? (
        <>
          {statements.map((name, index) => (
            <div key={name} className="dd-statement">
              <RuleField
                label={t("ddata.rule.constraint", { n: index + 1 })}
                place={place}
                value={constraint[name]?.rule}
                at={`${at}/constraint`}
                empty={t("ddata.rule.nothing")}
                onChange={(rule) =>
                  set(
                    rule
                      ? { [`field/constraint/${name}/rule`]: rule }
                      : { [`field/constraint/${name}`]: null },
                    both("校验", "a constraint"),
                  )
                }
              />
              <TextPair
                label={t("ddata.rule.message")}
                value={constraint[name]?.message}
                onChange={(message) =>
                  set(
                    { [`field/constraint/${name}/message`]: message },
                    both("校验提示", "words of a constraint"),
                  )
                }
              />
            </div>
          ))}
          {more ? (
            <RuleField
              label={t("ddata.rule.constraint", { n: statements.length + 1 })}
              place={place}
              value={null}
              empty={t("ddata.rule.build")}
              onChange={(rule) => {
                if (rule === null) return;
                setMore(false);
                run(addConstraint(app, entity, id, { rule }));
              }}
            />
          ) : (
            <Button
              size="s"
              tone="soft"
              icon="plus"
              aria-label={t("ddata.rule.addTo", { name: say(property.field.label) })}
              onClick={() => setMore(true)}
            >
              {t("ddata.rule.add")}
            </Button>
          )}
        </>
      ) : null}
    </>
  );
}
