import { entitiesInOrder } from "../../../engine/design/commands/entities";
import { formsOf, listsOf, sectionOf } from "../../../engine/design/commands/layout";
import type { AppDoc } from "../../../engine/design/documents";

export type View = "form" | "list" | "entity";

/** What the section shows: read off the selected place, so that a link to a place shows it. */
export interface Shown {
  readonly entity: string | null;
  readonly view: View;
  /** The selected field of the entity. */
  readonly field: string | null;
  readonly form: string | null;
  /** The selected section of the form. */
  readonly section: string | null;
  readonly list: string | null;
}

const NOTHING: Shown = { entity: null, view: "form", field: null, form: null, section: null, list: null };

function ofForm(app: AppDoc, id: string, rest: readonly string[]): Shown | null {
  const form = app.forms?.[id];
  if (!form || !app.entities[form.entity]) return null;
  const [, section = null, , field = null] = rest;
  const known = field !== null && app.entities[form.entity]?.properties[field] ? field : null;
  return {
    ...NOTHING,
    entity: form.entity,
    form: id,
    list: listsOf(app, form.entity)[0] ?? null,
    section: section !== null && form.sections[section] ? section : null,
    field: known,
  };
}

function ofEntity(app: AppDoc, id: string, rest: readonly string[]): Shown | null {
  if (!app.entities[id]) return null;
  const [member, name = null] = rest;
  const field = member === "properties" && name !== null && app.entities[id].properties[name] ? name : null;
  const forms = formsOf(app, id);
  // Of several forms the one that holds the field is shown.
  const form = forms.find((one) => field !== null && sectionOf(app.forms?.[one], field) !== null) ?? forms[0];
  return {
    ...NOTHING,
    entity: id,
    view: member === "entity" ? "entity" : member === "list" ? "list" : "form",
    field,
    form: form ?? null,
    list: listsOf(app, id)[0] ?? null,
  };
}

function ofList(app: AppDoc, id: string): Shown | null {
  const list = app.lists?.[id];
  if (!list || !app.entities[list.entity]) return null;
  return {
    ...NOTHING,
    entity: list.entity,
    view: "list",
    form: formsOf(app, list.entity)[0] ?? null,
    list: id,
  };
}

/** What a document path shows; what it does not name any more, and null, show the first entity. */
export function shownAt(app: AppDoc, at: string | null): Shown {
  const [kind, id = "", ...rest] = (at ?? "").split("/");
  const found =
    kind === "form"
      ? ofForm(app, id, rest)
      : kind === "list"
        ? ofList(app, id)
        : kind === "entity"
          ? ofEntity(app, id, rest)
          : null;
  const first = entitiesInOrder(app)[0];
  return found ?? (first === undefined ? NOTHING : (ofEntity(app, first, []) ?? NOTHING));
}
