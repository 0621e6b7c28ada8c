import { useDraggable } from "@dnd-kit/core";
import type { ReactElement } from "react";
import { restoreField } from "../../../../engine/design/commands/fields";
import { useSay, useT } from "../../../../i18n";
import { Button, Icon } from "../../../../kit";
import { useWorkbench } from "../../workbench/context";
import { Grip } from "../parts/Grip";
import { KIND_ICONS } from "../parts/kindIcons";
import type { CardActions } from "./FieldCard";
import type { Group, Layout } from "./spots";

interface TrayProps {
  layout: Layout;
  groups: readonly Group[];
  actions: CardActions;
}

/** Fields of the entity that are not on this form, and those that are retired. */
export function Tray({ layout, groups, actions }: TrayProps): ReactElement | null {
  const t = useT();
  const say = useSay();
  const { app, run } = useWorkbench();
  const { entity, form } = layout;
  const properties = app.entities[entity]?.properties ?? {};
  const placed = new Set(groups.flatMap((one) => one.fields));
  const off = Object.keys(properties).filter(
    (id) => !placed.has(id) && properties[id]?.field.archived !== true,
  );
  const retired = Object.keys(properties).filter((id) => properties[id]?.field.archived === true);
  const last = groups.at(-1);
  if (off.length + retired.length === 0) return null;
  return (
    <div className="dd-tray">
      {off.length > 0 && form !== null ? (
        <details open={off.length <= 12}>
          <summary>{t("ddata.tray.off", { count: off.length })}</summary>
          <ul>
            {off.map((id) => (
              <OffField
                key={id}
                id={id}
                name={say(properties[id]?.field.label)}
                kind={properties[id]?.field.kind ?? ""}
                onSelect={() => actions.select(id)}
                onPut={last ? () => actions.into(id, last.id) : null}
              />
            ))}
          </ul>
        </details>
      ) : null}
      {retired.length > 0 ? (
        <details>
          <summary>{t("ddata.tray.retired", { count: retired.length })}</summary>
          <ul>
            {retired.map((id) => (
              <li key={id} className="dd-off">
                <button type="button" className="dd-off-name" onClick={() => actions.select(id)}>
                  {say(properties[id]?.field.label)}
                </button>
                <Button
                  size="s"
                  tone="quiet"
                  onClick={() => run(restoreField(app, entity, id))}
                  aria-label={t("ddata.field.restoreName", { name: say(properties[id]?.field.label) })}
                >
                  {t("ddata.field.restore")}
                </Button>
              </li>
            ))}
          </ul>
        </details>
      ) : null}
    </div>
  );
}

interface OffProps {
  id: string;
  name: string;
  kind: string;
  onSelect: () => void;
  onPut: (() => void) | null;
}

function OffField({ id, name, kind, onSelect, onPut }: OffProps): ReactElement {
  const t = useT();
  const { setNodeRef, setActivatorNodeRef, attributes, listeners } = useDraggable({
    id: `field:${id}`,
    data: { field: id },
  });
  return (
    <li ref={setNodeRef} className="dd-off" {...listeners}>
      <Grip name={name} ref={setActivatorNodeRef} {...attributes} />
      <button type="button" className="dd-off-name" onClick={onSelect}>
        <Icon name={KIND_ICONS[kind] ?? "edit"} size={16} /> {name}
      </button>
      {onPut ? (
        <Button
          size="s"
          tone="quiet"
          icon="plus"
          onClick={onPut}
          aria-label={t("ddata.tray.putName", { name })}
        >
          {t("ddata.tray.put")}
        </Button>
      ) : null}
    </li>
  );
}
