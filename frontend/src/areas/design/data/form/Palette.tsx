import { useDraggable } from "@dnd-kit/core";
import { memo, useState, type ReactElement } from "react";
import { KIND_GROUPS, KIND_INFO, kindsByGroup } from "../../../../engine/design/commands/kinds";
import { useSay, useT } from "../../../../i18n";
import { EmptyState, Icon, IconButton, SearchInput } from "../../../../kit";
import { KIND_ICONS } from "../parts/kindIcons";

interface PaletteProps {
  /** Adds a field of a kind where the hand last was. */
  onAdd: (kind: string) => void;
  /** Why a kind cannot be added here; null: it can. */
  refused: (kind: string) => string | null;
  /** In a sheet nothing is dragged: a press on the kind adds it. */
  drag: boolean;
}

/** The kinds of fields, in their groups: dragged onto the form, or added with "+". */
export const Palette = memo(function Palette({ onAdd, refused, drag }: PaletteProps): ReactElement {
  const t = useT();
  const say = useSay();
  const [text, setText] = useState("");
  const wanted = text.trim().toLowerCase();
  const hit = (kind: string) => {
    const { label, help } = KIND_INFO[kind] ?? {};
    return [kind, label?.zh, label?.en, help?.zh, help?.en].join(" ").toLowerCase().includes(wanted);
  };
  const groups = kindsByGroup()
    .map(([group, kinds]) => [group, kinds.filter(hit)] as const)
    .filter(([, kinds]) => kinds.length > 0);
  return (
    <div className="dd-palette">
      <SearchInput label={t("ddata.palette.search")} value={text} onChange={setText} />
      {groups.length === 0 ? <EmptyState title={t("ddata.palette.none")} icon="search" /> : null}
      {groups.map(([group, kinds]) => (
        <section key={group} aria-label={say(KIND_GROUPS[group])}>
          <h3>{say(KIND_GROUPS[group])}</h3>
          <ul>
            {kinds.map((kind) => (
              <KindItem key={kind} kind={kind} onAdd={onAdd} why={refused(kind)} drag={drag} />
            ))}
          </ul>
        </section>
      ))}
    </div>
  );
});

interface ItemProps {
  kind: string;
  onAdd: (kind: string) => void;
  why: string | null;
  drag: boolean;
}

function KindItem({ kind, onAdd, why, drag }: ItemProps): ReactElement {
  const t = useT();
  const say = useSay();
  const info = KIND_INFO[kind];
  const name = say(info?.label);
  const { setNodeRef, setActivatorNodeRef, attributes, listeners, isDragging } = useDraggable({
    id: `kind:${kind}`,
    data: { kind },
    disabled: why !== null || !drag,
  });
  return (
    <li
      ref={setNodeRef}
      className="dd-kind"
      data-dragging={isDragging ? "" : undefined}
      data-refused={why === null ? undefined : ""}
      title={why ?? say(info?.help)}
    >
      {drag ? (
        <button
          {...attributes}
          {...listeners}
          ref={setActivatorNodeRef}
          type="button"
          className="dd-kind-name"
          disabled={why !== null}
          aria-roledescription={t("ddata.drag.role")}
        >
          <Icon name={KIND_ICONS[kind] ?? "edit"} size={16} />
          <span>{name}</span>
        </button>
      ) : (
        <span className="dd-kind-name">
          <Icon name={KIND_ICONS[kind] ?? "edit"} size={16} />
          <span>
            {name}
            <span className="k-muted k-small">{why ?? say(info?.help)}</span>
          </span>
        </span>
      )}
      <IconButton
        size="s"
        icon="plus"
        label={t("ddata.palette.add", { name })}
        disabled={why !== null}
        onClick={() => onAdd(kind)}
      />
    </li>
  );
}
