import type { ReactElement } from "react";
import { FILE_KINDS, hasSetting } from "../../../../engine/design/commands/kinds";
import { currencyOf } from "../../../../engine/form/currency";
import { useT } from "../../../../i18n";
import { Check, Field, Select } from "../../../../kit";
import { NumberLine } from "../parts/NumberLine";
import { TextLine } from "../parts/TextLine";
import { both, type Held } from "./useField";

/** How many of what is stored make one of what people type. */
function scaleOf({ property }: Held): number {
  const { kind, currency } = property.field;
  if (kind === "money") return 10 ** currencyOf(currency ?? "CNY").decimals;
  if (kind === "percent") return 0.01;
  return kind === "duration" ? 60 : 1;
}

/** Lengths, bounds, decimals, how many, which files, and how a running number looks. */
export function Limits({ held }: { held: Held }): ReactElement {
  const t = useT();
  const { property, set } = held;
  const { kind } = property.field;
  const has = (setting: string) => hasSetting(kind, setting);
  const scale = scaleOf(held);
  const unit = kind === "duration" ? t("ddata.limit.minutes") : kind === "percent" ? "%" : undefined;
  const bound = (member: "minimum" | "maximum") => (
    <NumberLine
      label={t(`ddata.limit.${member}`)}
      value={property[member]}
      scale={scale}
      whole={property.type === "integer"}
      {...(unit === undefined ? {} : { unit })}
      onChange={(value) =>
        set(
          { [member]: value },
          member === "minimum" ? both("最小值", "smallest value") : both("最大值", "largest value"),
        )
      }
    />
  );
  return (
    <>
      {has("maxLength") ? (
        <div className="dd-two">
          <NumberLine
            label={t("ddata.limit.minLength")}
            value={property.minLength}
            whole
            min={0}
            max={100_000}
            onChange={(value) => set({ minLength: value }, both("最少字数", "shortest length"))}
          />
          <NumberLine
            label={t("ddata.limit.maxLength")}
            value={property.maxLength}
            whole
            min={1}
            max={100_000}
            onChange={(value) => set({ maxLength: value }, both("最多字数", "longest length"))}
          />
        </div>
      ) : null}
      {has("minimum") ? (
        <div className="dd-two">
          {bound("minimum")}
          {bound("maximum")}
        </div>
      ) : null}
      {kind === "rating" ? (
        <NumberLine
          label={t("ddata.limit.stars")}
          value={property.maximum}
          whole
          min={2}
          max={10}
          onChange={(value) => set({ maximum: value ?? 5 }, both("最多几星", "stars"))}
        />
      ) : null}
      {has("decimals") && kind !== "formula" && kind !== "rollup" ? (
        <NumberLine
          label={t("ddata.limit.decimals")}
          value={property.decimals}
          whole
          min={0}
          max={6}
          onChange={(value) => set({ decimals: value }, both("小数位数", "decimals"))}
        />
      ) : null}
      {has("minItems") ? (
        <div className="dd-two">
          <NumberLine
            label={t("ddata.limit.minItems")}
            value={property.minItems}
            whole
            min={0}
            max={1000}
            onChange={(value) => set({ minItems: value }, both("最少几项", "fewest items"))}
          />
          <NumberLine
            label={t("ddata.limit.maxItems")}
            value={property.maxItems}
            whole
            min={1}
            max={1000}
            onChange={(value) => set({ maxItems: value }, both("最多几项", "most items"))}
          />
        </div>
      ) : null}
      {has("accept") ? <Accept held={held} /> : null}
      {has("serial") ? <Serial held={held} /> : null}
    </>
  );
}

function Accept({ held: { property, set } }: { held: Held }): ReactElement {
  const t = useT();
  const accept = property.field.accept ?? {};
  const toggle = (kind: string, on: boolean) => {
    const { [kind]: _gone, ...rest } = accept;
    const next = on ? { ...rest, [kind]: {} } : rest;
    set(
      { "field/accept": Object.keys(next).length > 0 ? next : null },
      both("允许的文件", "files that are taken"),
    );
  };
  return (
    <fieldset className="dd-checks">
      <legend className="k-label">{t("ddata.limit.accept")}</legend>
      {FILE_KINDS.map((kind) => (
        <Check
          key={kind}
          label={t(`ddata.file.${kind}`)}
          checked={kind in accept}
          onChange={(on) => toggle(kind, on)}
        />
      ))}
      <p className="k-help">{t("ddata.limit.acceptAll")}</p>
    </fieldset>
  );
}

function Serial({ held: { property, set } }: { held: Held }): ReactElement {
  const t = useT();
  const serial = property.field.serial ?? {};
  const put = (member: string, value: unknown) =>
    set({ [`field/serial/${member}`]: value }, both("编号规则", "how it is numbered"));
  const stamp = { year: "2026", month: "202611", day: "20261127", none: "" }[serial.reset ?? "year"];
  return (
    <>
      <Field label={t("ddata.serial.prefix")}>
        {(aria) => (
          <TextLine
            aria={aria}
            value={serial.prefix ?? ""}
            maxLength={12}
            onChange={(text) => put("prefix", text)}
          />
        )}
      </Field>
      <Field label={t("ddata.serial.reset")}>
        {(aria) => (
          <Select
            {...aria}
            value={serial.reset ?? "year"}
            empty={null}
            options={(["year", "month", "day", "none"] as const).map((id) => ({
              id,
              label: t(`ddata.serial.${id}`),
            }))}
            onChange={(value) => put("reset", value)}
          />
        )}
      </Field>
      <NumberLine
        label={t("ddata.serial.digits")}
        value={serial.digits ?? 4}
        whole
        min={1}
        max={9}
        onChange={(value) => put("digits", value)}
      />
      <p className="k-help">
        {t("ddata.serial.looks", {
          text: `${serial.prefix ?? ""}${stamp}${"1".padStart(serial.digits ?? 4, "0")}`,
        })}
      </p>
    </>
  );
}
