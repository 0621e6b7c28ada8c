/** Commands on options, forms and lists, with chance choices. */

import * as forms from "../../design/commands/forms.ts";
import { fieldsInOrder, sectionOf } from "../../design/commands/layout.ts";
import * as lists from "../../design/commands/lists.ts";
import * as options from "../../design/commands/options.ts";
import type { Command } from "../../design/operations.ts";
import { readLines, readTree } from "../../design/options/lines.ts";
import { planOptions } from "../../design/options/plan.ts";
import type { Draws, World } from "./world.ts";
import { anEntity, aSpot, flip, label, maybeRule, on, oneOf, propertiesOf } from "./world.ts";

const onOption = (
  world: World,
  then: (of: options.Of, option: string, of2: string[]) => Command | null,
): Command | null => {
  const all = Object.keys(world.app.entities).flatMap((entity) =>
    Object.keys(propertiesOf(world, entity))
      .filter((field) => Object.keys(options.optionsIn(world.app, { entity, field })).length > 0)
      .map((field) => ({ entity, field })),
  );
  if (all.length === 0) return null;
  const of = world.chance.pick(all);
  const ids = Object.keys(options.optionsIn(world.app, of)).sort();
  return then(of, world.chance.pick(ids), ids);
};

export const OPTIONS: Draws = {
  addOption: (world) => onOption(world, (of) => options.addOption(world.app, of, label(world)).command),
  renameOption: (world) =>
    onOption(world, (of, option) => options.renameOption(world.app, of, option, label(world))),
  colourOption: (world) =>
    onOption(world, (of, option) =>
      options.colourOption(world.app, of, option, world.chance.pick(["red", null])),
    ),
  colourAll: (world) => onOption(world, (of) => options.colourAll(world.app, of)),
  moveOption: (world) =>
    onOption(world, (of, option, ids) =>
      options.moveOption(world.app, of, option, world.chance.pick([...ids, null])),
    ),
  hangOption: (world) =>
    onOption(world, (of, option, ids) =>
      propertiesOf(world, of.entity)[of.field]?.field.kind === "tags"
        ? options.hangOption(world.app, of, option, world.chance.pick([...ids, null]))
        : null,
    ),
  archiveOption: (world) =>
    onOption(world, (of, option) => options.archiveOption(world.app, of, option, flip(world))),
  removeOption: (world) =>
    onOption(world, (of, option, ids) =>
      options.below(options.optionsIn(world.app, of), option).size < ids.length
        ? options.removeOption(world.app, of, option)
        : null,
    ),
  mergeOption: (world) =>
    onOption(world, (of, option, ids) => {
      const to = world.chance.pick(ids);
      return to === option ? null : options.mergeOption(world.app, of, option, to);
    }),
  pasteOptions: (world) =>
    onOption(world, (of) => {
      const tree = propertiesOf(world, of.entity)[of.field]?.field.kind === "tags";
      const lines = tree ? readTree("甲\t乙\n\t丙 | C\n丁").lines : readLines("甲|A\n乙\n1. 丙");
      const plan = planOptions(options.optionsIn(world.app, of), lines, flip(world));
      return options.pasteOptions(world.app, of, plan, flip(world));
    }),
};

const onForm = (world: World, then: (form: string) => Command | null) => on(world, world.app.forms, then);
const onSection = (world: World, then: (form: string, section: string) => Command | null) =>
  onForm(world, (form) => on(world, world.app.forms?.[form]?.sections, (section) => then(form, section)));

export const FORMS: Draws = {
  addForm: (world) => forms.addForm(world.app, anEntity(world)),
  moveField: (world) => {
    const entity = anEntity(world);
    const at = aSpot(world, entity);
    const of = Object.fromEntries(fieldsInOrder(world.app, entity).map((id) => [id, 1]));
    return at && on(world, of, (field) => forms.moveField(world.app, field, at));
  },
  setWidth: (world) =>
    onSection(world, (form, section) =>
      on(world, world.app.forms?.[form]?.sections[section]?.fields, (field) =>
        forms.setWidth(world.app, { form, section }, field, flip(world) ? "half" : "full"),
      ),
    ),
  takeOff: (world) =>
    onForm(world, (form) =>
      on(world, propertiesOf(world, world.app.forms?.[form]?.entity ?? ""), (field) =>
        sectionOf(world.app.forms?.[form], field) === null ? null : forms.takeOff(world.app, form, field),
      ),
    ),
  addSection: (world) => onForm(world, (form) => forms.addSection(world.app, form, label(world)).command),
  renameSection: (world) =>
    onSection(world, (form, section) => forms.renameSection(world.app, form, section, label(world))),
  foldSection: (world) =>
    onSection(world, (form, section) => forms.foldSection(world.app, form, section, flip(world))),
  moveSection: (world) =>
    onSection(world, (form, section) =>
      forms.moveSection(
        world.app,
        form,
        section,
        flip(world) ? oneOf(world, world.app.forms?.[form]?.sections) : null,
      ),
    ),
  removeSection: (world) =>
    onSection(world, (form, section) =>
      Object.keys(world.app.forms?.[form]?.sections ?? {}).length > 1
        ? forms.removeSection(world.app, form, section)
        : null,
    ),
};

const onList = (world: World, then: (list: string, field: string | null) => Command | null) =>
  on(world, world.app.lists, (list) =>
    then(list, oneOf(world, propertiesOf(world, world.app.lists?.[list]?.entity ?? ""))),
  );
const onColumn = (
  world: World,
  then: (list: string, strip: lists.Strip, path: string, others: string[]) => Command | null,
) =>
  onList(world, (list) => {
    const found = world.app.lists?.[list];
    const strip = found?.kanban && flip(world) ? "kanban/fields" : "columns";
    const of = strip === "columns" ? found?.columns : found?.kanban?.fields;
    return on(world, of, (path) => then(list, strip, path, Object.keys(of ?? {})));
  });
const onView = (world: World, then: (list: string, view: string) => Command | null) =>
  onList(world, (list) => on(world, world.app.lists?.[list]?.views, (view) => then(list, view)));

export const LISTS: Draws = {
  addList: (world) => lists.addList(world.app, anEntity(world)),
  addColumn: (world) =>
    onList(world, (list, field) => {
      const strip = world.app.lists?.[list]?.kanban && flip(world) ? "kanban/fields" : "columns";
      return lists.addColumn(world.app, list, strip, field ?? "_owner", null);
    }),
  moveColumn: (world) =>
    onColumn(world, (list, strip, path, others) =>
      lists.moveColumn(world.app, list, strip, path, world.chance.pick([...others, null])),
    ),
  removeColumn: (world) =>
    onColumn(world, (list, strip, path, others) =>
      strip === "columns" && others.length === 1 ? null : lists.removeColumn(world.app, list, strip, path),
    ),
  setColumnWidth: (world) =>
    onColumn(world, (list, strip, path) =>
      strip === "columns"
        ? lists.setColumnWidth(world.app, list, path, world.chance.pick([120, null]))
        : null,
    ),
  setSort: (world) =>
    onList(world, (list, field) => {
      const view = flip(world) ? oneOf(world, world.app.lists?.[list]?.views) : null;
      return lists.setSort(world.app, list, view, world.chance.pick([field, field && `-${field}`, null]));
    }),
  addView: (world) => onList(world, (list) => lists.addView(world.app, list, label(world)).command),
  renameView: (world) => onView(world, (list, view) => lists.renameView(world.app, list, view, label(world))),
  setFilter: (world) =>
    onView(world, (list, view) => lists.setFilter(world.app, list, view, maybeRule(world))),
  moveView: (world) =>
    onView(world, (list, view) =>
      lists.moveView(
        world.app,
        list,
        view,
        flip(world) ? oneOf(world, world.app.lists?.[list]?.views) : null,
      ),
    ),
  removeView: (world) => onView(world, (list, view) => lists.removeView(world.app, list, view)),
  setKanban: (world) => onList(world, (list) => lists.setKanban(world.app, list, flip(world))),
  setTotal: (world) =>
    onList(world, (list, field) =>
      world.app.lists?.[list]?.kanban
        ? lists.setTotal(world.app, list, world.chance.pick([field, null]))
        : null,
    ),
};
