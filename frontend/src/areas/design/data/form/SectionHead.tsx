import { useDraggable, useDroppable } from "@dnd-kit/core";
import type { ReactElement } from "react";
import { foldSection, moveSection, removeSection } from "../../../../engine/design/commands/forms";
import { textWith } from "../../../../engine/design/commands/wording";
import type { Text } from "../../../../engine/model/entity";
import { useLang, useSay, useT } from "../../../../i18n";
import { IconButton, Menu } from "../../../../kit";
import { CommitInput } from "../../shared/CommitInput";
import { findingsAt, useWorkbench } from "../../workbench/context";
import { Grip } from "../parts/Grip";
import { Mark } from "../parts/Notes";
import type { Group } from "./spots";

interface HeadProps {
  form: string;
  group: Group;
  index: number;
  groups: readonly Group[];
  hidden: boolean;
  onHide: () => void;
  onRename: (label: Text) => void;
}

/** The name of a section, typed in place, and what can be done with it. */
export function SectionHead({
  form,
  group,
  index,
  groups,
  hidden,
  onHide,
  onRename,
}: HeadProps): ReactElement {
  const t = useT();
  const say = useSay();
  const lang = useLang();
  const { app, run, findings } = useWorkbench();
  const name = say(group.label);
  const {
    setNodeRef: setDragged,
    setActivatorNodeRef,
    attributes,
    listeners,
    isDragging,
  } = useDraggable({ id: `section:${group.id}`, data: { section: group.id } });
  const { setNodeRef: setPlace, isOver } = useDroppable({
    id: `head:${group.id}`,
    data: { depth: 1, takes: "section", section: group.id },
  });
  const rename = (text: string) => {
    const next = textWith(group.label, lang, text);
    if (next) onRename(next);
  };
  const move = (before: string | null) => run(moveSection(app, form, group.id, before));
  return (
    <header
      ref={(node) => {
        setDragged(node);
        setPlace(node);
      }}
      className="dd-head"
      data-over={isOver ? "" : undefined}
      data-dragging={isDragging ? "" : undefined}
    >
      <Grip name={name} ref={setActivatorNodeRef} {...attributes} {...listeners} />
      <CommitInput
        label={t("ddata.section.name")}
        value={group.label?.[lang] ?? name}
        onCommit={rename}
        needed
        maxLength={60}
      />
      {group.folded ? <span className="k-muted k-small">{t("ddata.section.folded")}</span> : null}
      <Mark found={findingsAt(findings, `form/${form}/sections/${group.id}`)} />
      <IconButton
        size="s"
        icon={hidden ? "chevronRight" : "chevronDown"}
        label={t(hidden ? "ddata.section.show" : "ddata.section.hide", { name })}
        aria-expanded={!hidden}
        onClick={onHide}
      />
      <Menu
        size="s"
        label={t("ddata.section.menu", { name })}
        groups={[
          [
            {
              key: "up",
              label: t("ddata.card.up"),
              icon: "chevronUp",
              disabled: index === 0,
              onSelect: () => move(groups[index - 1]?.id ?? null),
            },
            {
              key: "down",
              label: t("ddata.card.down"),
              icon: "chevronDown",
              disabled: index === groups.length - 1,
              onSelect: () => move(groups[index + 2]?.id ?? null),
            },
          ],
          [
            {
              key: "fold",
              label: t(group.folded ? "ddata.section.startOpen" : "ddata.section.startFolded"),
              onSelect: () => run(foldSection(app, form, group.id, !group.folded)),
            },
            {
              key: "remove",
              label: t("ddata.section.remove"),
              icon: "trash",
              tone: "danger",
              disabled: groups.length === 1,
              onSelect: () => run(removeSection(app, form, group.id)),
            },
          ],
        ]}
      />
    </header>
  );
}
