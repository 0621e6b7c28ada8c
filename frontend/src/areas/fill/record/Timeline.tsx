import { Link } from "@tanstack/react-router";
import { Fragment, type ReactElement } from "react";
import { useEvents } from "../../../api/hooks";
import { ApiProblem } from "../../../api/http";
import type { Bundle, EventView, RecordView } from "../../../api/types";
import { useLang, useSay, useT } from "../../../i18n";
import { Button, EmptyState, ErrorState, Icon, Skeleton, type IconName } from "../../../kit";
import { useApp } from "../../../render/context";
import { useRender, usePrint } from "../../../render/env";
import { fieldsOf } from "../../../render/fields";
import { ReadValue } from "../../../render/form/ReadValue";
import { FileList } from "../../../render/files/FileList";
import { actionInputs } from "./actionInputs";
import { eventWords } from "./eventWords";

const ICONS: Readonly<Record<string, IconName>> = {
  created: "plus",
  edited: "edit",
  moved: "flag",
  acted: "bolt",
  assigned: "assign",
  archived: "archive",
  path_changed: "link",
  rolled_up: "refresh",
  owed: "clock",
  owed_again: "clock",
  discharged: "check",
  withdrawn: "close",
  redated: "calendar",
  extended: "calendar",
  waived: "close",
  reassigned: "assign",
  breached: "alert",
  escalated: "alert",
  nudged: "send",
  requested: "gavel",
  signed: "edit",
  passed_on: "assign",
  signer_added: "people",
  taken_back: "back",
  timed_out: "clock",
  refused: "close",
  returned: "back",
  approved: "check",
};

/** What happened to the record, newest first, in the words of the app. */
export default function Timeline({ record }: { record: RecordView }): ReactElement {
  const t = useT();
  const say = useSay();
  const { app } = useApp();
  const { titles } = useRender();
  const events = useEvents(app, record.entity, record.id);
  if (events.isPending) return <Skeleton width="70%" />;
  if (events.error) {
    const problem = events.error instanceof ApiProblem ? events.error : null;
    return (
      <ErrorState title={problem ? say(problem.text) : undefined} onRetry={() => void events.refetch()}>
        {problem ? say(problem.remedy) : null}
      </ErrorState>
    );
  }
  const all = events.data.pages.flatMap((page) => page.events);
  for (const event of all) titles.learn(event.titles);
  if (all.length === 0) return <EmptyState icon="history" title={t("record.events.none")} />;
  return (
    <>
      <ol className="rec-events">
        {all.map((event) => (
          <EventItem key={event.seq} event={event} entity={record.entity} />
        ))}
      </ol>
      {events.hasNextPage ? (
        <Button size="s" busy={events.isFetchingNextPage} onClick={() => void events.fetchNextPage()}>
          {t("record.more.load")}
        </Button>
      ) : null}
    </>
  );
}

function EventItem({ event, entity }: { event: EventView; entity: string }): ReactElement {
  const t = useT();
  const lang = useLang();
  const { bundle } = useApp();
  const { print } = usePrint();
  const when = new Intl.DateTimeFormat(lang === "zh" ? "zh-CN" : "en-GB", {
    dateStyle: "medium",
    timeStyle: "short",
    timeZone: bundle.zone,
  }).format(new Date(event.at));
  const name = (id: string) => print.title?.("_person", id) ?? id;
  return (
    <li>
      <span className="rec-event-icon" data-kind={event.kind} aria-hidden="true">
        <Icon name={ICONS[event.kind] ?? "info"} size={14} />
      </span>
      <div className="rec-event-body">
        <p>
          <strong>{event.actor?.name ?? t("record.events.system")}</strong>{" "}
          {eventWords(event, entity, bundle, lang, name)}
          <time dateTime={event.at}>{when}</time>
        </p>
        <Changes event={event} entity={entity} />
        <Inputs event={event} />
        <Made event={event} />
      </div>
    </li>
  );
}

/** Which fields changed, from what to what. */
function Changes({ event, entity }: { event: EventView; entity: string }): ReactElement | null {
  const say = useSay();
  const { bundle } = useApp();
  const fields = fieldsOf(bundle, entity).filter(
    ({ id }) =>
      event.changes[id] !== undefined && (event.kind === "rolled_up" || !derived(bundle, entity, id)),
  );
  if (fields.length === 0) return null;
  return (
    <dl className="rec-changes">
      {fields.map((field) => {
        const [before, after] = event.changes[field.id] ?? [null, null];
        return (
          <Fragment key={field.id}>
            <dt>{say(field.label)}</dt>
            <dd>
              {event.kind === "created" || before === null || before === undefined ? null : (
                <>
                  <s>
                    <ReadValue dense prop={field.property} value={before} />
                  </s>{" "}
                  →{" "}
                </>
              )}
              <ReadValue dense prop={field.property} value={after} />
            </dd>
          </Fragment>
        );
      })}
    </dl>
  );
}

/** Whether a field only follows from others: its change is no news of its own. */
function derived(bundle: Bundle, entity: string, field: string): boolean {
  const kind = bundle.entities[entity]?.properties[field]?.field.kind ?? "";
  return ["formula", "rollup", "lookup"].includes(kind);
}

/** What an act was given: its own inputs and its evidence. */
function Inputs({ event }: { event: EventView }): ReactElement | null {
  const say = useSay();
  const { bundle } = useApp();
  if (event.kind !== "acted" || event.name === null) return null;
  const nested = event.data["inputs"];
  const inputs = (typeof nested === "object" && nested !== null ? nested : event.data) as Record<
    string,
    unknown
  >;
  const fields = actionInputs(bundle, event.name).filter((field) => inputs[field.id] != null);
  const files = event.data["files"];
  return (
    <>
      {fields.length > 0 ? (
        <dl className="rec-changes">
          {fields.map((field) => (
            <Fragment key={field.id}>
              <dt>{say(field.label)}</dt>
              <dd>
                <ReadValue dense prop={field.property} value={inputs[field.id]} />
              </dd>
            </Fragment>
          ))}
        </dl>
      ) : null}
      {Array.isArray(files) && files.length > 0 ? <FileList ids={files as string[]} /> : null}
    </>
  );
}

/** The record an act made. */
function Made({ event }: { event: EventView }): ReactElement | null {
  const t = useT();
  const say = useSay();
  const { app, bundle } = useApp();
  const { entity, id } = (event.data["created"] ?? {}) as { entity?: unknown; id?: unknown };
  const doc = typeof entity === "string" ? bundle.entities[entity] : undefined;
  if (!doc || typeof entity !== "string" || typeof id !== "string") return null;
  return (
    <Link className="k-small" to="/a/$app/e/$entity/$id" params={{ app, entity, id }} preload={false}>
      {t("record.event.made", { name: say(doc.entity.label) })}
    </Link>
  );
}
