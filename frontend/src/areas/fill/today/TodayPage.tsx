import "../../../i18n/parts/record";
import { Link } from "@tanstack/react-router";
import type { ReactElement } from "react";
import { ordered } from "../../../api/documents";
import { useToday } from "../../../api/hooks";
import { ApiProblem } from "../../../api/http";
import type { Bundle, Today, TodayItem } from "../../../api/types";
import { useSay, useT } from "../../../i18n";
import { Badge, EmptyState, ErrorState, Icon, iconOf, SkeletonPage } from "../../../kit";
import { useApp } from "../../../render/context";
import { RenderProvider, useRender } from "../../../render/env";
import { fieldsOf } from "../../../render/fields";
import { ReadValue } from "../../../render/form/ReadValue";
import "./today.css";

/** The rep's home: what I follow up, by stage, each with the next thing to do. */
export function TodayPage(): ReactElement {
  const t = useT();
  const say = useSay();
  const { app, session } = useApp();
  const today = useToday(app);
  if (today.isPending) return <SkeletonPage lines={8} />;
  if (today.error) {
    const problem = today.error instanceof ApiProblem ? today.error : null;
    return (
      <ErrorState page title={problem ? say(problem.text) : undefined} onRetry={() => void today.refetch()}>
        {problem ? say(problem.remedy) : null}
      </ErrorState>
    );
  }
  const { groups } = today.data;
  const total = groups.reduce((sum, group) => sum + group.count, 0);
  return (
    <RenderProvider>
      <div className="k-page today">
        <div className="k-page-head">
          <h1>{t("today.title")}</h1>
          {total > 0 ? (
            <span className="k-muted">{t("today.greeting", { name: session.person.name, n: total })}</span>
          ) : null}
        </div>
        {total === 0 ? (
          <Nothing />
        ) : (
          groups.map((group) => <Group key={`${group.entity} ${group.stage}`} group={group} />)
        )}
      </div>
    </RenderProvider>
  );
}

/** Entities one starts with: those with a flow that this role may create. */
function beginnings(bundle: Bundle): string[] {
  const flows = new Set(Object.values(bundle.flows).map((flow) => flow.entity));
  const docs = Object.fromEntries(
    Object.entries(bundle.entities)
      .filter(([id]) => flows.has(id) && bundle.rights[id]?.create === true)
      .map(([id, doc]) => [id, { order: doc.entity.order ?? 0 }]),
  );
  return ordered(docs).map(([id]) => id);
}

function Nothing(): ReactElement {
  const t = useT();
  const say = useSay();
  const { app, bundle } = useApp();
  return (
    <div className="k-card">
      <EmptyState
        icon="check"
        title={t("today.empty.title")}
        action={beginnings(bundle).map((entity, index) => (
          <Link
            key={entity}
            to="/a/$app/e/$entity/new"
            params={{ app, entity }}
            className="k-btn"
            data-tone={index === 0 ? "primary" : "plain"}
          >
            <Icon name="plus" />
            {t("today.new", { name: say(bundle.entities[entity]?.entity.label) })}
          </Link>
        ))}
      >
        {t("today.empty.text")}
      </EmptyState>
    </div>
  );
}

function Group({ group }: { group: Today["groups"][number] }): ReactElement | null {
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
