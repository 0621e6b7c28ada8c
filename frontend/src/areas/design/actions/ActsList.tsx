import { rests } from "../../../engine/design/commands/entities";
import { useEffect, useRef, useState, type ReactElement, type ReactNode } from "react";
import { moveDocument } from "../../../engine/design/commands/documents-order";
import { isRetired } from "../../../engine/design/commands/retiring";
import { evidenceText } from "../../../engine/design/sentences/action";
import { dutyShort } from "../../../engine/design/sentences/duty";
import { stageName } from "../../../engine/design/sentences/names";
import { patternText } from "../../../engine/design/sentences/patterns";
import type { ActionDoc } from "../../../engine/design/documents";
import { useSay, useT } from "../../../i18n";
import {
  Badge,
  Button,
  EmptyState,
  Icon,
  IconButton,
  iconOf,
  SearchInput,
  type IconName,
} from "../../../kit";
import { useEntityName } from "../shared/useEntityName";
import { useNames } from "../shared/useNames";
import { findingsAt, useWorkbench } from "../workbench/context";
import type { Adding } from "./AddDialog";
import { grouped, narrowed, type EntityGroup } from "./listing";

interface ActsListProps {
  /** The document that is open. */
  at: string | null;
  onAdd: (adding: Adding) => void;
}

/** What there is: actions with the duties under them, automations, queues. */
export function ActsList({ at, onAdd }: ActsListProps): ReactElement {
  const t = useT();
  const say = useSay();
  const names = useNames();
  const { app } = useWorkbench();
  const [search, setSearch] = useState("");
  const [ordering, setOrdering] = useState(false);
  // Who puts things in order sees all of them: places among some would be guesses.
  const wanted = ordering ? "" : search;
  const groups = grouped(app, wanted);
  const triggers = narrowed(app.triggers, wanted);
  const queues = narrowed(app.queues, wanted);
  const nothing = groups.length + triggers.length + queues.length === 0;
  return (
    <nav className="da-list" aria-label={t("dacts.title")}>
      <div className="da-adds">
        {(["action", "duty", "trigger", "queue"] as const).map((kind) => (
          <Button
            key={kind}
            size="s"
            icon="plus"
            disabled={kind === "duty" && Object.keys(app.actions ?? {}).length === 0}
            onClick={() => onAdd({ kind })}
          >
            {t(`dacts.kind.${kind}`)}
          </Button>
        ))}
        <Button
          size="s"
          tone={ordering ? "soft" : "quiet"}
          icon={ordering ? "check" : "sort"}
          aria-pressed={ordering}
          onClick={() => setOrdering(!ordering)}
        >
          {t(ordering ? "dacts.order.done" : "dacts.order")}
        </Button>
      </div>
      {ordering ? (
        <p className="k-muted k-small">{t("dacts.order.help")}</p>
      ) : (
        <SearchInput
          label={t("dacts.search")}
          placeholder={t("dacts.search.short")}
          value={search}
          onChange={setSearch}
        />
      )}
      {groups.map((group) => (
        <Group key={group.entity} group={group} at={at} ordering={ordering} />
      ))}
      {triggers.length > 0 ? (
        <section aria-label={t("dacts.kind.trigger")}>
          <h2>{t("dacts.kind.trigger")}</h2>
          <ul>
            {triggers.map(({ id, doc }) => (
              <Row
                key={id}
                path={`trigger/${id}`}
                at={at}
                icon="bolt"
                title={say(doc.label)}
                off={isRetired(doc.on.when) || rests(app, doc.on.entity)}
                among={ordering ? idsOf(triggers) : null}
              >
                {patternText(names, { ...doc.on, when: null })}
              </Row>
            ))}
          </ul>
        </section>
      ) : null}
      {queues.length > 0 ? (
        <section aria-label={t("dacts.kind.queue")}>
          <h2>{t("dacts.kind.queue")}</h2>
          <ul>
            {queues.map(({ id, doc }) => (
              <Row
                key={id}
                path={`queue/${id}`}
                at={at}
                icon="list"
                title={say(doc.label)}
                among={ordering ? idsOf(queues) : null}
              >
                {Object.keys(doc.duties ?? {}).length > 0
                  ? t("dacts.queue.n", { n: Object.keys(doc.duties ?? {}).length })
                  : t("dacts.queue.all")}
              </Row>
            ))}
          </ul>
        </section>
      ) : null}
      {nothing ? (
        <EmptyState icon={search ? "search" : "bolt"} title={t(search ? "dacts.none.found" : "dacts.none")}>
          {t(search ? "dacts.none.found.help" : "dacts.none.help")}
        </EmptyState>
      ) : null}
    </nav>
  );
}

const idsOf = (items: readonly { readonly id: string }[]): string[] => items.map(({ id }) => id);

interface GroupProps {
  group: EntityGroup;
  at: string | null;
  ordering: boolean;
}

function Group({ group, at, ordering }: GroupProps): ReactElement {
  const say = useSay();
  const names = useNames();
  const nameOf = useEntityName();
  const off = rests(names.app, group.entity);
  return (
    <section aria-label={say(group.label)}>
      <h2>{nameOf(group.entity)}</h2>
      <ul>
        {group.actions.map(({ id, doc, duties }) => (
          <Row
            key={id}
            path={`action/${id}`}
            at={at}
            icon={iconOf(doc.icon, "check")}
            title={say(doc.label)}
            off={off || isRetired(doc.when)}
            among={ordering ? idsOf(group.actions) : null}
            below={
              duties.length > 0 ? (
                <ul>
                  {duties.map((one) => (
                    <Row
                      key={one.id}
                      path={`duty/${one.id}`}
                      at={at}
                      icon="clock"
                      title={say(one.doc.label)}
                      off={off || isRetired(one.doc.owed_while)}
                      among={ordering ? idsOf(duties) : null}
                    >
                      {dutyShort(names, one.doc)}
                    </Row>
                  ))}
                </ul>
              ) : null
            }
          >
            <ActionLine doc={doc} id={id} />
          </Row>
        ))}
        {group.loose.map(({ id, doc }) => (
          <Row key={id} path={`duty/${id}`} at={at} icon="clock" title={say(doc.label)}>
            {dutyShort(names, doc)}
          </Row>
        ))}
      </ul>
    </section>
  );
}

/** Which stages ask for it, its evidence, and whether it has to be approved. */
function ActionLine({ doc, id }: { doc: ActionDoc; id: string }): ReactElement {
  const t = useT();
  const say = useSay();
  const names = useNames();
  const asked = Object.values(names.app.flows ?? {}).flatMap((flow) =>
    Object.entries(flow.stages).flatMap(([stage, { entry }]) =>
      entry?.actions?.[id] ? [stageName(names, flow.entity, stage)] : [],
    ),
  );
  const words = [
    ...(asked.length > 0 ? [t("dacts.askedBy", { stages: asked.join(t("dacts.comma")) })] : []),
    ...(doc.evidence ? [evidenceText(names, doc.evidence)] : []),
    ...(doc.approval ? [t("dacts.approved")] : []),
  ];
  const fields = Object.keys(doc.fields ?? {}).length;
  return (
    <>
      {words.length > 0
        ? words.join(t("dacts.semicolon"))
        : fields > 0
          ? t("dacts.inputs.n", { n: fields })
          : say(doc.help)}
    </>
  );
}

interface RowProps {
  path: string;
  at: string | null;
  icon: IconName;
  title: string;
  off?: boolean;
  below?: ReactNode;
  /** While things are put in order: the ids it stands among. */
  among?: readonly string[] | null;
  children: ReactNode;
}

function Row(props: RowProps): ReactElement {
  const { path, at, icon, title, off = false, below = null, among = null, children } = props;
  const t = useT();
  const { findings, goTo } = useWorkbench();
  const found = findingsAt(findings, path);
  const bad = found.some((one) => one.severity === "error");
  const row = useRef<HTMLButtonElement>(null);
  const current = path === at;
  useEffect(() => {
    if (current) row.current?.scrollIntoView({ block: "nearest" });
  }, [current]);
  return (
    <li>
      <div className="da-line">
        <button
          ref={row}
          type="button"
          className="da-row"
          aria-current={current ? "true" : undefined}
          onClick={() => goTo(path)}
        >
          <Icon name={icon} size={16} />
          <span>
            <b>{title}</b>
            {off ? <Badge>{t("dacts.off")}</Badge> : null}
            <small>{children}</small>
          </span>
          {found.length > 0 ? (
            <Badge color={bad ? "red" : "yellow"}>{t("dacts.findings.n", { n: found.length })}</Badge>
          ) : null}
        </button>
        {among ? <Places path={path} title={title} among={among} /> : null}
      </div>
      {below}
    </li>
  );
}

interface PlacesProps {
  path: string;
  title: string;
  among: readonly string[];
}

/** One place up, one place down. */
function Places({ path, title, among }: PlacesProps): ReactElement {
  const t = useT();
  const { app, run } = useWorkbench();
  const place = among.indexOf(path.split("/")[1] ?? "");
  return (
    <span className="da-places">
      <IconButton
        icon="chevronUp"
        size="s"
        label={t("dacts.up", { name: title })}
        disabled={place <= 0}
        onClick={() => run(moveDocument(app, path, among, "up"))}
      />
      <IconButton
        icon="chevronDown"
        size="s"
        label={t("dacts.down", { name: title })}
        disabled={place === among.length - 1}
        onClick={() => run(moveDocument(app, path, among, "down"))}
      />
    </span>
  );
}
