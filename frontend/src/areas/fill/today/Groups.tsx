import { Link } from "@tanstack/react-router";
import type { ReactElement } from "react";
import type { Today, TodayItem } from "../../../api/types";
import { useSay, useT } from "../../../i18n";
import { Badge, Icon, iconOf } from "../../../kit";
import { useApp } from "../../../render/context";
import { useRender } from "../../../render/env";
import { fieldsOf } from "../../../render/fields";
import { ReadValue } from "../../../render/form/ReadValue";

/** My records of one stage, each with the next thing to do. */
export function Group({ group }: { group: Today["groups"][number] }): ReactElement | null {
  const t = useT();
  const say = useSay();
  const { bundle } = useApp();
  if (group.items.length === 0) return null;
  const doc = bundle.entities[group.entity];
  return (
    <section className="today-group" aria-label={say(group.label)}>
      <header>
        <Icon name={iconOf(doc?.entity.icon, "list")} size={16} />
        <h2>{t("today.stage", { entity: say(doc?.entity.label), stage: say(group.label) })}</h2>
        <span className="k-muted k-small">{t("today.count", { n: group.count })}</span>
      </header>
      <ul>
        {group.items.map((item) => (
          <Item key={item.record.id} entity={group.entity} item={item} />
        ))}
      </ul>
    </section>
  );
}

function Item({ entity, item }: { entity: string; item: TodayItem }): ReactElement {
  const t = useT();
  const say = useSay();
  const { app, bundle } = useApp();
  const { titles } = useRender();
  titles.learn(item.record.titles);
  const info = bundle.entities[entity]?.entity;
  const fields = fieldsOf(bundle, entity);
  const { values } = item.record;
  const aside = [
    info?.subtitle,
    ...fields.filter((field) => field.property.field.kind === "money").map((field) => field.id),
  ]
    .slice(0, 2)
    .map((id) => fields.find((field) => field.id === id))
    .filter((field) => field !== undefined && values[field.id] != null);
  return (
    <li>
      <Link to="/a/$app/e/$entity/$id" params={{ app, entity, id: item.record.id }}>
        <span className="today-words">
          <strong>{item.title || t("fill.untitled")}</strong>
          <span className="k-muted k-small today-aside">
            {aside.map((field) =>
              field ? (
                <span key={field.id}>
                  <Words prop={field.property} value={values[field.id]} />
                </span>
              ) : null,
            )}
          </span>
        </span>
        <span className="today-next">
          {item.next.kind === "look" ? null : item.needs === 0 ? (
            <Badge color="green">{t("today.ready")}</Badge>
          ) : (
            <Badge color="yellow">{t("today.needs", { n: item.needs })}</Badge>
          )}
          <span>{say(item.next.label)}</span>
        </span>
        <Icon name="chevronRight" size={16} />
      </Link>
    </li>
  );
}

/** A value inside a link: references show their name, without a link of their own. */
function Words({
  prop,
  value,
}: {
  prop: Parameters<typeof ReadValue>[0]["prop"];
  value: unknown;
}): ReactElement {
  const { titles } = useRender();
  if (typeof value === "string" && (prop.field.kind === "reference" || prop.field.kind === "person"))
    return <>{titles.of(value) ?? ""}</>;
  return <ReadValue dense prop={prop} value={value} />;
}
