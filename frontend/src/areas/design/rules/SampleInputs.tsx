import { useState, type ReactElement } from "react";
import { useOptions } from "../../../api/hooks";
import type { Bindings } from "../../../engine/rules/ast";
import type { Node } from "../../../engine/rules/ast";
import { pathLabel } from "../../../engine/model/naming";
import type { PathInfo } from "../../../engine/model/paths";
import { useLang, useListed, useSay, useT } from "../../../i18n";
import { Button, Combobox, Field, Select, Skeleton } from "../../../kit";
import { useLate } from "../../../render/useLate";
import { useWorkbench } from "../workbench/context";
import { LiteralInput } from "./LiteralInput";
import type { Sampled } from "./useSample";

/** The record something is tried on, and its values, each of which can be typed over; without records they are all typed. */
export function SampleInputs({
  sample,
  entity,
  example,
}: {
  sample: Sampled;
  entity: string;
  /** A record the check found. */
  example: Bindings | null;
}): ReactElement {
  const t = useT();
  const lang = useLang();
  const listed = useListed();
  const { records, stored, record, inputs, unseen, values, changed } = sample;
  return (
    <>
      <div className="k-row">
        <strong>{t(record === null ? "drule.sample.own" : "drule.sample.record")}</strong>
        {example ? (
          <Button size="s" tone="quiet" onClick={() => sample.fill(example)}>
            {t("drule.example")}
          </Button>
        ) : null}
        {record !== null && changed ? (
          <Button size="s" tone="quiet" onClick={sample.restore}>
            {t("drule.sample.restore")}
          </Button>
        ) : null}
      </div>
      {records.newest === undefined && record === null ? <Skeleton width="240px" /> : null}
      {records.entity === null ? null : <WhichRecord sample={sample} of={records.entity} entity={entity} />}
      {records.newest === null && !records.failed ? (
        <p className="k-muted k-small">{t("drule.sample.noRecords")}</p>
      ) : null}
      {records.failed || stored.failed ? (
        <p className="k-muted k-small" role="alert">
          {t("drule.sample.failed")}
        </p>
      ) : null}
      {inputs.length === 0 ? <p className="k-muted k-small">{t("drule.sampleNone")}</p> : null}
      <div className="rul-inputs" aria-busy={stored.loading}>
        {inputs.map((info) => (
          <LiteralInput
            // What is typed in a line stays its own; another record fills it anew.
            key={`${record ?? ""} ${String(sample.row)} ${info.path}`}
            info={info}
            label={pathLabel(info, lang)}
            value={literalOf(values[info.path], info)}
            onChange={(node) => sample.type(info.path, node)}
          />
        ))}
      </div>
      {unseen.length > 0 ? (
        <p className="k-muted k-small">
          {t("drule.sample.unseen", { fields: listed(unseen.map((info) => pathLabel(info, lang))) })}
        </p>
      ) : null}
    </>
  );
}

function WhichRecord({ sample, of, entity }: { sample: Sampled; of: string; entity: string }): ReactElement {
  const t = useT();
  const say = useSay();
  const { key, app } = useWorkbench();
  const { record, row, stored } = sample;
  const [open, setOpen] = useState(false);
  const [text, setText] = useState("");
  const options = useOptions(key, of, useLate(text), open);
  const label = t("drule.sample.which", { entity: say(app.entities[of]?.entity.label) });
  return (
    <div className="rul-which">
      <Field label={label} group>
        {(aria) => (
          <Combobox
            aria={aria}
            label={label}
            value={record}
            text={stored.record?.title ?? (stored.loading ? t("kit.loading") : "–")}
            placeholder={t("drule.sample.none")}
            options={(options.data ?? []).map(({ id, title, subtitle }) => ({
              id,
              label: title,
              hint: subtitle ?? undefined,
            }))}
            onOpen={() => {
              setText("");
              setOpen(true);
            }}
            onSearch={setText}
            loading={options.isFetching}
            onChange={(id) => sample.choose(id)}
          />
        )}
      </Field>
      {stored.rowCount > 1 ? (
        <Field label={say(app.entities[entity]?.entity.label)}>
          {(aria) => (
            <Select
              {...aria}
              empty={null}
              value={String(row)}
              options={Array.from({ length: stored.rowCount }, (_, at) => ({
                id: String(at),
                label: t("drule.sample.row", { n: at + 1 }),
              }))}
              onChange={(at) => sample.chooseRow(Number(at))}
            />
          )}
        </Field>
      ) : null}
    </div>
  );
}

/** A value as the literal an input shows. */
export function literalOf(value: unknown, { type }: PathInfo): Node | null {
  if (value === undefined || value === null) return null;
  const literal = { v: value } as Node & { v: never };
  return type.type === "date" || type.type === "instant" ? { v: literal.v, t: type.type } : literal;
}
