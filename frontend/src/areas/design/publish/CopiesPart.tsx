import type { ReactElement } from "react";
import type { CopyForeseen, MergeForeseen } from "../../../api/publishing";
import { KIND_INFO } from "../../../engine/design/commands/kinds";
import type { AppDoc } from "../../../engine/design/documents";
import { useSay, useT } from "../../../i18n";
import { Badge } from "../../../kit";
import { Answer, Unanswered } from "./Answer";
import { Named } from "./reportBits";
import { useCopies } from "./useAsked";

/** Whether the draft is the first to say of a field that it takes over what another holds, or that options of it are merged. */
export function copiesAnything(app: AppDoc, live: AppDoc | null): boolean {
  return Object.entries(app.entities).some(([id, { properties }]) =>
    Object.entries(properties).some(([key, { field }]) => {
      const entity = live?.entities[id];
      const was = entity?.properties[key]?.field;
      if (!entity) return false;
      if (field.copied_from && was?.copied_from !== field.copied_from) return true;
      return Object.entries(field.options ?? {}).some(
        ([option, { merged_into }]) =>
          was && merged_into && was.options?.[option]?.merged_into !== merged_into,
      );
    }),
  );
}

/** What publishing copies into fields that come in place of others, and the values that have no form there. */
export function CopiesPart(): ReactElement {
  const t = useT();
  const asked = useCopies();
  return (
    <section>
      <h2>{t("dpub.copies")}</h2>
      <Answer of={asked}>
        {(found) => (
          <>
            {found.done ? null : asked.isError ? (
              <Unanswered of={asked} />
            ) : (
              <p className="k-muted" role="status">
                {t("dpub.copies.far", { n: found.copies.reduce((sum, one) => sum + one.looked_at, 0) })}
              </p>
            )}
            {found.copies.map((one) => (
              <Copied key={one.path} one={one} />
            ))}
            <Merged merges={found.merges} />
          </>
        )}
      </Answer>
    </section>
  );
}

function Merged({ merges }: { merges: readonly MergeForeseen[] }): ReactElement {
  const t = useT();
  const say = useSay();
  return (
    <ul className="dpb-counts">
      {merges.map((one) => (
        <li key={one.path}>
          <b>{t("dpub.merges.of", { entity: say(one.label), field: say(one.field) })}</b>
          <span>{one.options.map(({ label, into }) => `${say(label)} → ${say(into)}`).join(" · ")}</span>
          <span className="k-muted">
            {one.withheld ? t("dpub.copies.withheld") : t("dpub.merges.will", { n: one.records })}
          </span>
        </li>
      ))}
    </ul>
  );
}

function Copied({ one }: { one: CopyForeseen }): ReactElement {
  const t = useT();
  const say = useSay();
  const kind = say(KIND_INFO[one.kind]?.label);
  return (
    <div className="dpb-copied">
      <ul className="dpb-counts">
        <li>
          <b>
            {t("dpub.copies.of", {
              entity: say(one.label),
              source: say(one.source),
              field: say(one.field),
              kind,
            })}
          </b>
          {one.withheld ? (
            <span className="k-muted">{t("dpub.copies.withheld")}</span>
          ) : (
            <span>{t("dpub.copies.will", { n: one.looked_at - one.lost })}</span>
          )}
          {one.lost > 0 ? <Badge color="yellow">{t("dpub.copies.lost", { n: one.lost })}</Badge> : null}
        </li>
      </ul>
      {one.lost > 0 ? <p className="k-muted k-small">{t("dpub.copies.stay")}</p> : null}
      <ul className="dpb-records">
        {one.examples.map((lost) => (
          <li key={`${lost.record} ${say(lost.value)}`}>
            <Named entity={lost.entity} record={lost.record} title={lost.title} />
            <span>{say(lost.value)}</span>
          </li>
        ))}
      </ul>
    </div>
  );
}
