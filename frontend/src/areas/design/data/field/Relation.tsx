import { type ReactElement } from "react";
import { entitiesInOrder } from "../../../../engine/design/commands/entities";
import { isPublished } from "../../../../engine/design/commands/fields";
import { useSay, useT } from "../../../../i18n";
import { Button, Check, Field, Select } from "../../../../kit";
import { useWorkbench } from "../../workbench/context";
import { both, type Held } from "./useField";

/** What a reference points to, and where the rows of a rows field are designed. */
export function Relation({ held }: { held: Held }): ReactElement | null {
  const t = useT();
  const say = useSay();
  const { app, live, goTo } = useWorkbench();
  const { property, set, entity, id } = held;
  const { kind, target, targets = {} } = property.field;
  const choices = entitiesInOrder(app)
    .filter((one) => app.entities[one]?.entity.archived !== true || one === target || targets[one])
    .map((one) => ({ id: one, label: say(app.entities[one]?.entity.label) }));
  if (kind === "reference") {
    const fixed = isPublished(live, entity, id);
    return (
      <Field label={t("ddata.relation.target")} help={fixed ? t("ddata.relation.fixed") : undefined} required>
        {(aria) => (
          <Select
            {...aria}
            value={target ?? null}
            empty={null}
            disabled={fixed}
            options={choices}
            onChange={(value) => set({ "field/target": value }, both("关联到", "what it points to"))}
          />
        )}
      </Field>
    );
  }
  if (kind === "poly_reference")
    return (
      <fieldset className="dd-checks">
        <legend className="k-label">{t("ddata.relation.targets")}</legend>
        {choices.map(({ id: one, label }) => (
          <Check
            key={one}
            label={label}
            checked={one in targets}
            disabled={one in targets && (Object.keys(targets).length === 1 || isPublished(live, entity, id))}
            onChange={(on) => {
              const { [one]: _gone, ...rest } = targets;
              set(
                { "field/targets": on ? { ...rest, [one]: {} } : rest },
                both("可关联的对象", "what it may point to"),
              );
            }}
          />
        ))}
      </fieldset>
    );
  if (kind === "rows" && target)
    return (
      <Button icon="table" onClick={() => goTo(`entity/${target}`)}>
        {t("ddata.relation.rows")}
      </Button>
    );
  return null;
}
