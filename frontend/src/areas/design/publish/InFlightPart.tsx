import type { ReactElement } from "react";
import type { InFlight, Touched } from "../../../api/publishing";
import { useSay, useT } from "../../../i18n";
import { Badge, Field, Select } from "../../../kit";
import { useWorkbench } from "../workbench/context";
import { Answer, Unanswered } from "./Answer";
import { goneFrom, type Mapped } from "./mapping";
import { FEW, Named, useFew } from "./reportBits";
import { useInFlight } from "./useAsked";

/** Records in the flow that the draft would touch, and where those go whose stage is no more. */
export function InFlightPart({ mapping }: { mapping: Mapped }): ReactElement {
  const t = useT();
  const asked = useInFlight();
  return (
    <section>
      <h2>{t("dpub.flight")}</h2>
      <Answer of={asked}>
        {(found) => (
          <>
            <Places found={found} mapping={mapping} />
            {found.done ? null : asked.isError ? (
              <Unanswered of={asked} />
            ) : (
              <p className="k-muted" role="status">
                {t("dpub.flight.far", { n: found.looked, total: found.total })}
              </p>
            )}
            <Counts found={found} />
            {found.withheld ? <p className="k-muted">{t("dpub.flight.withheld")}</p> : null}
            <Records touched={found.touched} />
            <Unlisted found={found} />
          </>
        )}
      </Answer>
    </section>
  );
}

function Places({ found, mapping }: { found: InFlight; mapping: Mapped }): ReactElement | null {
  const t = useT();
  const say = useSay();
  if (found.mappings_needed.length === 0) return null;
  return (
    <div className="dpb-map">
      <p>{t("dpub.map")}</p>
      {found.mappings_needed.map((left) => (
        <Field
          key={`${left.entity}/${goneFrom(left)}`}
          label={t(left.path_label ? "dpub.map.of.path" : "dpub.map.of", {
            stage: say(left.label),
            n: left.records,
            path: left.path_label ? say(left.path_label) : "",
          })}
          required
        >
          {(aria) => (
            <Select
              {...aria}
              empty={t("dpub.map.choose")}
              value={mapping.value[left.entity]?.[goneFrom(left)] ?? ""}
              options={left.offered.map((one) => ({ id: one.id, label: say(one.label) }))}
              onChange={(to) => mapping.choose(left.entity, goneFrom(left), to ?? "")}
            />
          )}
        </Field>
      ))}
    </div>
  );
}

function Counts({ found }: { found: InFlight }): ReactElement | null {
  const t = useT();
  const say = useSay();
  const touched = found.counts.filter((one) => one.stage_lost + one.path + one.needs + one.issues > 0);
  if (touched.length === 0) return found.done ? <p className="k-muted">{t("dpub.flight.none")}</p> : null;
  return (
    <ul className="dpb-counts">
      {touched.map((one) => (
        <li key={one.entity}>
          <b>{say(one.label)}</b> <span className="k-muted">{t("dpub.flight.of", { n: one.looked_at })}</span>
          {one.stage_lost > 0 ? (
            <Badge color="red">{t("dpub.flight.stage", { n: one.stage_lost })}</Badge>
          ) : null}
          {one.path > 0 ? <Badge color="yellow">{t("dpub.flight.path", { n: one.path })}</Badge> : null}
          {one.needs > 0 ? <Badge color="yellow">{t("dpub.flight.needs", { n: one.needs })}</Badge> : null}
          {one.issues > 0 ? <Badge color="yellow">{t("dpub.flight.issues", { n: one.issues })}</Badge> : null}
        </li>
      ))}
    </ul>
  );
}

/** How many are touched without being named. */
function Unlisted({ found }: { found: InFlight }): ReactElement | null {
  const t = useT();
  const n = found.counts.reduce((sum, { touched }) => sum + touched, 0) - found.touched.length;
  return n > 0 ? <p className="k-muted k-small">{t("dpub.flight.unlisted", { n })}</p> : null;
}

function Records({ touched }: { touched: readonly Touched[] }): ReactElement | null {
  const t = useT();
  const say = useSay();
  const { app } = useWorkbench();
  const [shown, more] = useFew(touched, FEW);
  if (touched.length === 0) return null;
  /** What is wrong with which field; of detail rows the field that holds them. */
  const ofField = (entity: string, { path, message }: Touched["issues"][number]): string => {
    const field = app.entities[entity]?.properties[path.split(/[.[]/)[0] ?? ""]?.field.label;
    return field ? t("dpub.flight.field", { field: say(field), message: say(message) }) : say(message);
  };
  return (
    <>
      <ul className="dpb-records">
        {shown.map((one) => (
          <li key={one.record}>
            <Named entity={one.entity} record={one.record} title={one.title} />
            <span>
              {[
                one.stage_lost ? t("dpub.why.stage") : "",
                one.path ? t("dpub.why.path", { path: say(one.path) }) : "",
                ...one.needs.map((need) => say(need.message)),
                ...one.issues.map((issue) => ofField(one.entity, issue)),
              ]
                .filter(Boolean)
                .join(" · ")}
            </span>
          </li>
        ))}
      </ul>
      {more}
    </>
  );
}
