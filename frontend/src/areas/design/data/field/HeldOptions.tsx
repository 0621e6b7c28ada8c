import { useQuery } from "@tanstack/react-query";
import type { ReactElement } from "react";
import { readHeld } from "../../../../api/publishing";
import { heldOptions, taken, type HeldValues } from "../../../../engine/design/options/held";
import { useT } from "../../../../i18n";
import { Button, Check, ErrorState, SkeletonPage } from "../../../../kit";
import { useWorkbench } from "../../workbench/context";

interface HeldProps {
  entity: string;
  /** The field in force that holds the values. */
  source: string;
  /** The kind of the new field. */
  kind: string;
  chosen: ReadonlySet<string>;
  onChosen: (texts: ReadonlySet<string>) => void;
}

/** The values that records hold, to be ticked as options of the field that takes their place. */
export function HeldOptions({ entity, source, kind, chosen, onChosen }: HeldProps): ReactElement {
  const t = useT();
  const { key } = useWorkbench();
  const asked = useQuery({
    queryKey: ["design", key, "values", entity, source, kind],
    queryFn: ({ signal }) => readHeld(key, { entity, field: source, kind }, signal),
    // Whoever opens the dialog again sees what records hold by then.
    gcTime: 0,
  });
  const held = asked.data;
  if (asked.error) return <ErrorState title={t("ddata.held.failed")} onRetry={() => void asked.refetch()} />;
  if (!held) return <SkeletonPage lines={3} />;
  if (held.withheld) return <p className="k-muted">{t("ddata.held.withheld")}</p>;
  if (held.filled === 0) return <p className="k-muted">{t("ddata.held.none")}</p>;
  const { values } = held;
  const every = values.length > 0 && values.every(({ text }) => chosen.has(text));
  const tick = (text: string, on: boolean) =>
    onChosen(new Set(values.map((one) => one.text).filter((one) => (one === text ? on : chosen.has(one)))));
  return (
    <section className="k-stack" data-gap="s" aria-label={t("ddata.held.title")}>
      <div className="dd-held-head">
        <span className="k-label">{t("ddata.held.title")}</span>
        {values.length === 0 ? null : (
          <Button size="s" onClick={() => onChosen(new Set(every ? [] : values.map(({ text }) => text)))}>
            {every ? t("ddata.held.no") : t("ddata.held.all", { n: values.length })}
          </Button>
        )}
      </div>
      <ul className="dd-held">
        {values.map(({ text, records }) => (
          <li key={text}>
            <Check
              label={
                <>
                  {text} <span className="k-muted k-small">{t("ddata.held.count", { n: records })}</span>
                </>
              }
              checked={chosen.has(text)}
              onChange={(on) => tick(text, on)}
            />
          </li>
        ))}
      </ul>
      {held.distinct > values.length ? (
        <p className="k-muted k-small">
          {t("ddata.held.more", { n: held.distinct - values.length, shown: values.length })}
        </p>
      ) : null}
      <Remains held={held} kind={kind} chosen={chosen} />
    </section>
  );
}

/** What of the values becomes an option, and what remains where it is. */
function Remains({
  held,
  kind,
  chosen,
}: Pick<HeldProps, "kind" | "chosen"> & { held: HeldValues }): ReactElement {
  const t = useT();
  const options = heldOptions([...chosen], kind === "tags");
  const n = taken(held, options, kind);
  const left = held.filled - n;
  return (
    <p role="status">
      {chosen.size === 0
        ? t("ddata.held.nothing", { left })
        : `${t("ddata.held.taken", { options: chosen.size, n })}${
            left === 0 ? t("ddata.held.whole") : t(held.cut ? "ddata.held.most" : "ddata.held.left", { left })
          }`}
    </p>
  );
}
