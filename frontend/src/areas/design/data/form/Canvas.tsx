import { useDroppable } from "@dnd-kit/core";
import { Fragment, useMemo, useRef, useState, type ReactElement, type ReactNode } from "react";
import { renameSection } from "../../../../engine/design/commands/forms";
import { textIn, type Text } from "../../../../engine/model/entity";
import { useLang, useSay, useT } from "../../../../i18n";
import { Button, EmptyState, SearchInput } from "../../../../kit";
import { findingsAt, useWorkbench, type Finding } from "../../workbench/context";
import { useInSight } from "../parts/useInSight";
import { FieldCard, type CardActions } from "./FieldCard";
import { NewField } from "./NewField";
import { SectionHead } from "./SectionHead";
import type { Gap, Group, Layout } from "./spots";

export interface Adding {
  readonly kind: string;
  readonly gap: Gap;
}

interface CanvasProps {
  layout: Layout;
  groups: readonly Group[];
  field: string | null;
  section: string | null;
  adding: Adding | null;
  dragging: boolean;
  actions: CardActions;
  onNew: (title: string) => void;
  onDropNew: () => void;
  onAddSection: () => void;
  /** Below the form: what is not on it. */
  after: ReactNode;
}

/** From so many fields on a line narrows them down. */
const MANY = 40;
const NONE: readonly Finding[] = [];

/** The form as it will look. The whole of it takes what is dragged; what falls beside a group goes to the last one. */
export function Canvas(props: CanvasProps): ReactElement {
  const { layout, groups, field, section, adding, onAddSection, after } = props;
  const here = useRef<HTMLDivElement>(null);
  useInSight(here, adding ? "[data-new]" : inSight(field, section));
  const t = useT();
  const [text, setText] = useState("");
  const { setNodeRef, isOver } = useDroppable({
    id: "canvas",
    data: { depth: 0, takes: "field", group: groups.at(-1)?.id ?? null, before: null },
  });
  const count = groups.reduce((sum, one) => sum + one.fields.length, 0);
  const empty = count === 0 && props.adding === null;
  return (
    <div
      ref={(node) => {
        here.current = node;
        setNodeRef(node);
      }}
      className="dd-canvas"
      data-over={isOver ? "" : undefined}
    >
      {count >= MANY ? (
        <SearchInput label={t("ddata.canvas.search", { count })} value={text} onChange={setText} />
      ) : null}
      {groups.length === 0 ? (
        <EmptyState
          title={t("ddata.canvas.noSection")}
          action={
            <Button icon="plus" onClick={onAddSection}>
              {t("ddata.section.add")}
            </Button>
          }
        />
      ) : null}
      {groups.map((group, index) => (
        <GroupView key={group.id} {...props} group={group} index={index} search={text} empty={empty} />
      ))}
      {layout.form !== null && groups.length > 0 ? (
        <Button tone="quiet" icon="plus" onClick={onAddSection}>
          {t("ddata.section.add")}
        </Button>
      ) : null}
      {after}
    </div>
  );
}

/** Where the selected field, or else section, stands on the canvas. */
function inSight(field: string | null, section: string | null): string | null {
  if (field !== null) return `[data-field="${field}"]`;
  return section === null ? null : `[data-group="${section}"]`;
}

interface GroupProps extends CanvasProps {
  group: Group;
  index: number;
  search: string;
  empty: boolean;
}

function GroupView(props: GroupProps): ReactElement {
  const { group, index, groups, layout, section, adding, search, empty, dragging } = props;
  const t = useT();
  const say = useSay();
  const { app, run } = useWorkbench();
  const [folded, setFolded] = useState(false);
  const { setNodeRef, isOver } = useDroppable({
    id: `tail:${group.id}`,
    data: { depth: 2, takes: "field", group: group.id, before: null },
  });
  const hidden = folded && adding?.gap.group !== group.id;
  const { form } = layout;
  return (
    <section
      className="dd-group"
      data-group={group.id}
      data-selected={section === group.id && props.field === null ? "" : undefined}
    >
      {group.label === null || form === null ? null : (
        <SectionHead
          form={form}
          group={group}
          index={index}
          groups={groups}
          hidden={hidden}
          onHide={() => setFolded(!folded)}
          onRename={(label: Text) => run(renameSection(app, form, group.id, label))}
        />
      )}
      {hidden ? null : (
        <>
          <Cards {...props} search={search.trim().toLowerCase()} />
          <div
            ref={setNodeRef}
            className="dd-tail"
            data-over={isOver ? "" : undefined}
            data-wide={dragging || group.fields.length === 0 ? "" : undefined}
          >
            {group.fields.length === 0 || dragging ? (
              <span>
                {empty ? t("ddata.canvas.empty") : t("ddata.canvas.tail", { name: say(group.label) })}
              </span>
            ) : null}
          </div>
        </>
      )}
    </section>
  );
}

function Cards({
  group,
  groups,
  layout,
  field,
  adding,
  search,
  actions,
  onNew,
  onDropNew,
}: GroupProps): ReactElement {
  const say = useSay();
  const { app, findings } = useWorkbench();
  const { entity, form } = layout;
  const properties = app.entities[entity]?.properties ?? {};
  const places = form === null ? {} : (app.forms?.[form]?.sections[group.id]?.fields ?? {});
  const lang = useLang();
  const others = useMemo(
    () =>
      form === null ? [] : groups.map((one) => ({ id: one.id, name: textIn(one.label ?? { zh: "" }, lang) })),
    [form, groups, lang],
  );
  const fresh = (before: string | null): ReactNode =>
    adding?.gap.group === group.id && adding.gap.before === before ? (
      <NewField key={adding.kind} kind={adding.kind} onDone={onNew} onDrop={onDropNew} />
    ) : null;
  const shown = group.fields.filter(
    (id) => search === "" || say(properties[id]?.field.label).toLowerCase().includes(search),
  );
  const edge = (id: string, at: "first" | "last") =>
    at === "first" ? groups[0]?.fields[0] === id : groups.at(-1)?.fields.at(-1) === id;
  return (
    <ol className="dd-cards" aria-label={say(group.label) || say(app.entities[entity]?.entity.label)}>
      {shown.map((id) => {
        const property = properties[id];
        if (!property) return null;
        const found =
          findings.length === 0 ? NONE : findingsAt(findings, `entity/${entity}/properties/${id}`);
        return (
          <Fragment key={id}>
            {fresh(id)}
            <FieldCard
              id={id}
              group={group.id}
              property={property}
              width={places[id]?.width ?? "full"}
              selected={field === id}
              found={found.length === 0 ? NONE : found}
              groups={others}
              onForm={form !== null}
              first={edge(id, "first")}
              last={edge(id, "last")}
              actions={actions}
            />
          </Fragment>
        );
      })}
      {fresh(null)}
    </ol>
  );
}
