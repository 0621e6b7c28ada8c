import { useDraggable, useDroppable } from "@dnd-kit/core";
import { memo, type ReactElement } from "react";
import type { Property } from "../../../../engine/model/entity";
import { useSay, useT } from "../../../../i18n";
import { Icon, Menu, type MenuItem } from "../../../../kit";
import type { Finding } from "../../workbench/context";
import { Grip } from "../parts/Grip";
import { Mark } from "../parts/Notes";
import { Look } from "./Look";

export interface CardActions {
  readonly select: (field: string) => void;
  readonly step: (field: string, by: -1 | 1) => void;
  readonly into: (field: string, group: string) => void;
  readonly width: (field: string, group: string, width: "full" | "half") => void;
  readonly takeOff: (field: string) => void;
}

export interface CardProps {
  id: string;
  group: string;
  property: Property;
  width: "full" | "half";
  selected: boolean;
  found: readonly Finding[];
  /** Other groups it may go to; empty: there is no form, or one group. */
  groups: readonly { readonly id: string; readonly name: string }[];
  onForm: boolean;
  first: boolean;
  last: boolean;
  actions: CardActions;
}

/**
 * A field on the canvas: selected by a press, dragged by mouse, touch or its handle, moved by its menu. Of hundreds only
 * those are drawn again that change.
 */
export const FieldCard = memo(function FieldCard(props: CardProps): ReactElement {
  const { id, group, width, selected } = props;
  const say = useSay();
  const name = say(props.property.field.label);
  const {
    setNodeRef: setDragged,
    setActivatorNodeRef,
    attributes,
    listeners,
    isDragging,
  } = useDraggable({ id: `field:${id}`, data: { field: id } });
  const { setNodeRef: setPlace, isOver } = useDroppable({
    id: `card:${group}/${id}`,
    data: { depth: 3, takes: "field", group, before: id },
  });
  return (
    <li
      ref={(node) => {
        setDragged(node);
        setPlace(node);
      }}
      className="dd-card"
      data-width={width}
      data-selected={selected ? "" : undefined}
      data-dragging={isDragging ? "" : undefined}
      data-over={isOver ? "" : undefined}
      data-field={id}
      {...listeners}
    >
      <Grip name={name} ref={setActivatorNodeRef} {...attributes} />
      <Face {...props} name={name} />
    </li>
  );
});

/** The inside of a card: it is drawn again when the field changes, not with every move of a drag. */
const Face = memo(function Face({
  id,
  group,
  property,
  width,
  selected,
  found,
  groups,
  onForm,
  first,
  last,
  actions,
  name,
}: CardProps & { name: string }): ReactElement {
  const t = useT();
  const say = useSay();
  const { field } = property;
  const places: MenuItem[] = [
    {
      key: "up",
      label: t("ddata.card.up"),
      icon: "chevronUp",
      disabled: first,
      onSelect: () => actions.step(id, -1),
    },
    {
      key: "down",
      label: t("ddata.card.down"),
      icon: "chevronDown",
      disabled: last,
      onSelect: () => actions.step(id, 1),
    },
  ];
  const into: MenuItem[] = groups
    .filter((one) => one.id !== group)
    .map((one) => ({
      key: `to-${one.id}`,
      label: t("ddata.card.into", { name: one.name }),
      onSelect: () => actions.into(id, one.id),
    }));
  const more: MenuItem[] = onForm
    ? [
        {
          key: "width",
          label: t(width === "half" ? "ddata.card.full" : "ddata.card.half"),
          icon: "columns",
          onSelect: () => actions.width(id, group, width === "half" ? "full" : "half"),
        },
        { key: "off", label: t("ddata.card.off"), icon: "close", onSelect: () => actions.takeOff(id) },
      ]
    : [];
  return (
    <>
      <button
        type="button"
        className="dd-card-face"
        aria-pressed={selected}
        onClick={() => actions.select(id)}
      >
        <span className="dd-card-label" data-required={field.required ? "" : undefined}>
          <span>{name}</span>
          {field.required ? <span className="k-sr">{t("kit.required")}</span> : null}
          {field.relevance ? <Icon name="eye" size={14} label={t("ddata.card.sometimes")} /> : null}
          {field.required_when ? <Icon name="alert" size={14} label={t("ddata.card.requiredWhen")} /> : null}
          <Mark found={found} />
          {found.length > 0 ? (
            <span className="k-sr">{t("ddata.findings", { count: found.length })}</span>
          ) : null}
        </span>
        <Look property={property} />
        {field.help ? <span className="k-help">{say(field.help)}</span> : null}
      </button>
      <Menu label={t("ddata.card.menu", { name })} groups={[places, into, more]} size="s" />
    </>
  );
});
