/** What a supervisor does to forms: sections, and where fields stand in them. */

import type { Text } from "../../model/entity.ts";
import { inOrder } from "../../model/entity.ts";
import type { AppDoc, FormDoc } from "../documents.ts";
import type { Command } from "../operations.ts";
import { freeId, numberedId } from "./collection.ts";
import { Edit } from "./edit.ts";
import { enOf, zhOf } from "./wording.ts";
import { fieldsInOrder, putOnForm, takeOffForms, type Spot } from "./layout.ts";

const sectionPath = (form: string, section: string): string => `form/${form}/sections/${section}`;
const fieldLabel = (app: AppDoc, form: string, field: string): Text | undefined =>
  app.entities[app.forms?.[form]?.entity ?? ""]?.properties[field]?.field.label;
const sectionLabel = (app: AppDoc, form: string, section: string): Text | undefined =>
  app.forms?.[form]?.sections[section]?.label;

export const BASICS: Text = { zh: "基本信息", en: "Basics" };

/** A form with the fields an entity has, in one section. */
export function formWith(app: AppDoc, entity: string, id: string): FormDoc {
  const fields = fieldsInOrder(app, entity).map((field, i) => [field, { order: (i + 1) * 10 }] as const);
  return {
    id,
    entity,
    label: app.entities[entity]?.entity.label ?? { zh: id },
    sections: { basics: { label: BASICS, order: 10, fields: Object.fromEntries(fields) } },
  };
}

/** A form for an entity that shows its fields without one. */
export function addForm(app: AppDoc, entity: string): Command {
  const edit = new Edit(app);
  const id = freeId(app.forms, entity);
  const form = formWith(app, entity, id);
  edit.set(`form/${id}`, form);
  return edit.told(`为${zhOf(form.label, entity)}建表单`, `Make a form for ${enOf(form.label, entity)}`);
}

/** Moves a field: into a section, before another field of it (null: last). */
export function moveField(app: AppDoc, field: string, to: Spot): Command {
  const edit = new Edit(app);
  putOnForm(edit, field, to);
  const label = fieldLabel(app, to.form, field);
  return edit.told(`移动字段${zhOf(label, field)}`, `Move the field ${enOf(label, field)}`);
}

/** Half or full width of a field on a form. */
export function setWidth(
  app: AppDoc,
  { form, section }: Spot,
  field: string,
  width: "full" | "half",
): Command {
  const edit = new Edit(app);
  const label = fieldLabel(app, form, field);
  edit.set(`${sectionPath(form, section)}/fields/${field}/width`, width === "half" ? width : null);
  return edit.told(
    `${zhOf(label, field)}占${width === "half" ? "半" : "整"}行`,
    `${enOf(label, field)}: ${width === "half" ? "half" : "full"} width`,
  );
}

/** Takes a field off a form; it stays a field of the entity. */
export function takeOff(app: AppDoc, form: string, field: string): Command {
  const edit = new Edit(app);
  const label = fieldLabel(app, form, field);
  takeOffForms(edit, app.forms?.[form]?.entity ?? "", field, form);
  return edit.told(`从表单移出${zhOf(label, field)}`, `Take ${enOf(label, field)} off the form`);
}

/** A new section at the end of a form. */
export function addSection(app: AppDoc, form: string, label: Text): { command: Command; section: string } {
  const edit = new Edit(app);
  const section = numberedId(app.forms?.[form]?.sections, "section");
  const order = edit.place(`form/${form}/sections`, section, null);
  edit.set(sectionPath(form, section), { label, fields: {}, order });
  return {
    section,
    command: edit.told(`添加分组${zhOf(label, section)}`, `Add the section ${enOf(label, section)}`),
  };
}

export function renameSection(app: AppDoc, form: string, section: string, label: Text): Command {
  const edit = new Edit(app);
  edit.set(`${sectionPath(form, section)}/label/zh`, label.zh);
  edit.set(`${sectionPath(form, section)}/label/en`, label.en ?? null);
  const was = sectionLabel(app, form, section);
  return edit.told(
    `分组${zhOf(was, section)}改名为${zhOf(label, section)}`,
    `Rename the section ${enOf(was, section)} to ${enOf(label, section)}`,
  );
}

/** Whether a section starts closed for who fills the form in. */
export function foldSection(app: AppDoc, form: string, section: string, folded: boolean): Command {
  const edit = new Edit(app);
  edit.set(`${sectionPath(form, section)}/folded`, folded ? true : null);
  const label = sectionLabel(app, form, section);
  return edit.told(
    `分组${zhOf(label, section)}${folded ? "默认收起" : "默认展开"}`,
    `The section ${enOf(label, section)} starts ${folded ? "closed" : "open"}`,
  );
}

/** Puts a section before another (null: last). */
export function moveSection(app: AppDoc, form: string, section: string, before: string | null): Command {
  const edit = new Edit(app);
  edit.place(`form/${form}/sections`, section, before);
  const label = sectionLabel(app, form, section);
  return edit.told(`移动分组${zhOf(label, section)}`, `Move the section ${enOf(label, section)}`);
}

/** Removes a section; its fields go to the end of the one before it (else the one after), none is lost. */
export function removeSection(app: AppDoc, form: string, section: string): Command {
  const edit = new Edit(app);
  const sections = app.forms?.[form]?.sections ?? {};
  const order = inOrder(sections);
  const at = order.indexOf(section);
  const home = order[at - 1] ?? order[at + 1];
  if (home !== undefined)
    for (const field of inOrder(sections[section]?.fields ?? {}))
      putOnForm(edit, field, { form, section: home });
  edit.remove(sectionPath(form, section));
  const label = sectionLabel(app, form, section);
  return edit.told(`删除分组${zhOf(label, section)}`, `Remove the section ${enOf(label, section)}`);
}
