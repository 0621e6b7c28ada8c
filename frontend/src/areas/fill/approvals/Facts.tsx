import { Link } from "@tanstack/react-router";
import type { ReactElement } from "react";
import type { ApprovalDetail } from "../../../api/approvals";
import { isEmpty } from "../../../engine/rules/ast";
import { useSay, useT } from "../../../i18n";
import { useApp } from "../../../render/context";
import { RenderProvider } from "../../../render/env";
import { fieldsOf } from "../../../render/fields";
import { ReadValue } from "../../../render/form/ReadValue";
import { readOf } from "../../../render/kinds/read";
import { layoutOf, sectionsOf } from "../../../render/sections";

/** What the record says now, as its own page prints it: one decides on this without opening it. */
export function Facts({ one }: { one: ApprovalDetail }): ReactElement {
  const t = useT();
  const say = useSay();
  const { app, bundle } = useApp();
  const { values, titles } = one.row;
  const filled = fieldsOf(bundle, one.entity).filter(({ id }) => !isEmpty(values[id]));
  const fields = sectionsOf(filled, layoutOf(bundle, one.entity), say).flatMap((section) => section.fields);
  return (
    <section className="k-card k-stack" aria-label={t("sign.facts")}>
      <div className="k-row sign-facts">
        <h2>{t("sign.facts")}</h2>
        <Link
          className="k-btn"
          data-size="s"
          data-tone="plain"
          to="/a/$app/e/$entity/$id"
          params={{ app, entity: one.entity, id: one.record }}
        >
          {t("sign.record")}
        </Link>
      </div>
      <RenderProvider titles={titles}>
        <dl className="k-dl">
          {fields.map(({ field, width }) => (
            <div key={field.id} data-width={readOf(field.property.field.kind).wide ? "full" : width}>
              <dt>{say(field.label)}</dt>
              <dd>
                <ReadValue prop={field.property} value={values[field.id]} />
              </dd>
            </div>
          ))}
        </dl>
      </RenderProvider>
    </section>
  );
}
