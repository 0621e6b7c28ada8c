import type { ReactElement } from "react";
import { FILE_KINDS, hasSetting } from "../../../../engine/design/commands/kinds";
import { currencyOf } from "../../../../engine/form/currency";
import { useT } from "../../../../i18n";
import { Check, Field } from "../../../../kit";
import { CommitInput } from "../../shared/CommitInput";
import { NumberLine } from "../parts/NumberLine";
import { Pick } from "../parts/Pick";
import { both, type Held } from "./useField";

/** How many of what is stored make one of what people type. */
function scaleOf({ property }: Held): number {
  const { kind, currency } = property.field;
  if (kind === "money") return 10 ** currencyOf(currency ?? "CNY").decimals;
  if (kind === "percent") return 0.01;
  return kind === "duration" ? 60 : 1;
}

const COUNTS = {
  minLength: both("最少字数", "shortest length"),
  maxLength: both("最多字数", "longest length"),
  minItems: both("最少几项", "fewest items"),
  maxItems: both("最多几项", "most items"),
} as const;
type Count = keyof typeof COUNTS;

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
  const count = (member: Count, min: number, max: number) => (
    <NumberLine
      label={t(`ddata.limit.${member}`)}
      value={property[member]}
      whole
      min={min}
      max={max}
      onChange={(value) => set({ [member]: value }, COUNTS[member])}
    />
  );
  return (
    <>
      {has("maxLength") ? (
        <div className="dd-two">
          {count("minLength", 0, 100_000)}
          {count("maxLength", 1, 100_000)}
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
      {has("decimals") && kind !== "formula" && kind !== "rollup" ? <Decimals held={held} /> : null}
      {has("minItems") ? (
        <div className="dd-two">
          {count("minItems", 0, 1000)}
          {count("maxItems", 1, 1000)}
        </div>
      ) : null}
      {has("accept") ? <Accept held={held} /> : null}
      {has("serial") ? <Serial held={held} /> : null}
    </>
  );
}

/** How many decimals a number is shown and kept with. */
export function Decimals({ held: { property, set } }: { held: Held }): ReactElement {
  const t = useT();
  return (
    <NumberLine
      label={t("ddata.limit.decimals")}
      value={property.decimals}
      whole
      min={0}
      max={6}
      onChange={(value) => set({ decimals: value }, both("小数位数", "decimals"))}
    />
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
  // What is so by default is left out.
  const put = (member: string, value: unknown) =>
    set({ [`field/serial/${member}`]: value }, both("编号规则", "how it is numbered"));
  const stamp = { year: "2026", month: "202611", day: "20261127", none: "" }[serial.reset ?? "year"];
  return (
    <>
      <Field label={t("ddata.serial.prefix")}>
        {(aria) => (
          <CommitInput
            aria={aria}
            value={serial.prefix ?? ""}
            maxLength={12}
            onCommit={(text) => put("prefix", text === "" ? null : text)}
          />
        )}
      </Field>
      <Pick
        label={t("ddata.serial.reset")}
        value={serial.reset ?? "year"}
        options={(["year", "month", "day", "none"] as const).map((id) => ({
          id,
          label: t(`ddata.serial.${id}`),
        }))}
        onChange={(value) => put("reset", value === "year" ? null : value)}
      />
      <NumberLine
        label={t("ddata.serial.digits")}
        value={serial.digits ?? 4}
        whole
        min={1}
        max={9}
        onChange={(value) => put("digits", value === 4 ? null : value)}
      />
      <p className="k-help">
        {t("ddata.serial.looks", {
          text: `${serial.prefix ?? ""}${stamp}${"1".padStart(serial.digits ?? 4, "0")}`,
        })}
      </p>
    </>
  );
}
