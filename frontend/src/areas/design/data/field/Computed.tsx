import type { ReactElement } from "react";
import { lookupShape, lookupsFor, rollupsFor } from "../../../../engine/design/commands/fields";
import { fieldsInOrder } from "../../../../engine/design/commands/layout";
import { kindOf } from "../../../../engine/form/kinds";
import type { Field as FieldInfo, Property } from "../../../../engine/model/entity";
import { useSay, useT } from "../../../../i18n";
import { RuleField } from "../../rules/RuleField";
import { useWorkbench } from "../../workbench/context";
import { Pick } from "../parts/Pick";
import { Decimals } from "./Limits";
import { resultOf, RESULTS, rollupShape, shapeOf, type Result } from "./results";
import { both, type Held } from "./useField";

/** How a value that nobody fills in comes about: by a formula, from child records, or read through a reference. */
export function Computed({ held }: { held: Held }): ReactElement | null {
  const { kind } = held.property.field;
  if (kind === "formula") return <Formula held={held} />;
  if (kind === "rollup") return <Rollup held={held} />;
  return kind === "lookup" ? <Lookup held={held} /> : null;
}

function Formula({ held }: { held: Held }): ReactElement {
  const t = useT();
  const { property, set, entity } = held;
  const { compute } = property.field;
  const blank = compute === null || compute === undefined || ("v" in compute && compute.v === null);
  const result = resultOf(property);
  return (
    <>
      <Pick
        label={t("ddata.formula.result")}
        value={result}
        options={Object.keys(RESULTS).map((id) => ({ id, label: t(`ddata.result.${id as Result}`) }))}
        onChange={(value) => set(shapeOf(value as Result), both("结果类型", "type of the result"))}
      />
      <RuleField
        label={t("ddata.formula.rule")}
        place={{ entity }}
        value={blank ? null : compute}
        expect={kindOf(property).ruleType(property)}
        empty={t("ddata.formula.none")}
        formula
        onChange={(rule) => set({ "field/compute": rule ?? { v: null } }, both("公式", "formula"))}
      />
      {result === "number" || result === "percent" ? <Decimals held={held} /> : null}
    </>
  );
}

type RollupOf = NonNullable<FieldInfo["rollup"]>;
const OPS = ["count", "sum", "avg", "min", "max"] as const;

function Rollup({ held: { property, set, entity } }: { held: Held }): ReactElement | null {
  const t = useT();
  const say = useSay();
  const { app } = useWorkbench();
  const { rollup } = property.field;
  if (!rollup) return null;
  const sources = rollupsFor(app, entity).flatMap(({ rollup: one }) => (one ? [one] : []));
  const numbers = (of: string): string[] =>
    fieldsInOrder(app, of).filter((id) => {
      const found = app.entities[of]?.properties[id];
      return found !== undefined && kindOf(found).ruleType(found).type === "number";
    });
  const put = (next: RollupOf) =>
    set(
      {
        ...rollupShape(next.value ? app.entities[next.entity]?.properties[next.value] : undefined),
        "field/rollup": next,
      },
      both("汇总方式", "what is rolled up"),
    );
  const key = (one: RollupOf) => `${one.entity} ${one.via}`;
  const label = (one: RollupOf) => {
    const via = app.entities[one.entity]?.properties[one.via]?.field.label;
    return via
      ? `${say(app.entities[one.entity]?.entity.label)} · ${say(via)}`
      : say(app.entities[one.entity]?.entity.label);
  };
  const values = numbers(rollup.entity);
  return (
    <>
      <Pick
        label={t("ddata.rollup.of")}
        value={key(rollup)}
        options={sources.map((one) => ({ id: key(one), label: label(one) }))}
        onChange={(value) => {
          const next = sources.find((one) => key(one) === value);
          if (next) put(next);
        }}
      />
      <Pick
        label={t("ddata.rollup.op")}
        value={rollup.op}
        options={OPS.map((id) => ({
          id,
          label: t(`ddata.rollup.${id}`),
          disabled: id !== "count" && values.length === 0,
        }))}
        onChange={(op) =>
          put({
            ...without(rollup),
            op,
            ...(op === "count" ? {} : { value: rollup.value ?? values[0] ?? null }),
          })
        }
      />
      {rollup.op === "count" ? null : (
        <Pick
          label={t("ddata.rollup.value")}
          value={rollup.value ?? null}
          options={values.map((id) => ({
            id,
            label: say(app.entities[rollup.entity]?.properties[id]?.field.label),
          }))}
          onChange={(value) => put({ ...rollup, value })}
        />
      )}
      <RuleField
        label={t("ddata.rollup.where")}
        place={{ entity: rollup.entity }}
        value={rollup.where}
        empty={t("ddata.rollup.all")}
        onChange={(where) => set({ "field/rollup/where": where }, both("汇总条件", "which records count"))}
      />
    </>
  );
}

function without({ value: _value, ...rest }: RollupOf): RollupOf {
  return rest;
}

function Lookup({ held: { property, set, entity } }: { held: Held }): ReactElement | null {
  const t = useT();
  const say = useSay();
  const { app } = useWorkbench();
  const { lookup } = property.field;
  if (!lookup) return null;
  const properties = app.entities[entity]?.properties ?? {};
  const vias = lookupsFor(app, entity).flatMap(({ lookup: one }) => (one ? [one] : []));
  const target = properties[lookup.via]?.field.target ?? "";
  const put = (next: { via: string; value: string }) =>
    set(
      {
        type: null,
        format: null,
        "field/currency": null,
        ...lookupShape(app, entity, next),
        "field/lookup": next,
      },
      both("引用的字段", "what it shows"),
    );
  const shown = (id: string): Property | undefined => app.entities[target]?.properties[id];
  return (
    <div className="dd-two">
      <Pick
        label={t("ddata.lookup.via")}
        value={lookup.via}
        options={vias.map(({ via }) => ({ id: via, label: say(properties[via]?.field.label) }))}
        onChange={(via) => {
          const next = vias.find((one) => one.via === via);
          if (next) put(next);
        }}
      />
      <Pick
        label={t("ddata.lookup.value")}
        value={lookup.value}
        options={fieldsInOrder(app, target)
          .filter((id) => shown(id)?.field.kind !== "rows")
          .map((id) => ({ id, label: say(shown(id)?.field.label) }))}
        onChange={(value) => put({ via: lookup.via, value })}
      />
    </div>
  );
}
