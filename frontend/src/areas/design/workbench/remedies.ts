/**
 * What can be put right with one press: code of a finding -> the command. Only where there is one obvious thing to do that
 * takes nothing from anybody; null: here it is for a person to decide.
 */
import { archiveField } from "../../../engine/design/commands/fields";
import { moveField } from "../../../engine/design/commands/forms";
import { formsOf } from "../../../engine/design/commands/layout";
import { lineOf } from "../../../engine/design/commands/flow-lines";
import { putOnPath } from "../../../engine/design/commands/flow-paths";
import { addTransition, removeTransition } from "../../../engine/design/commands/flow-transitions";
import { command as worded } from "../../../engine/design/commands/wording";
import { putting, replacing } from "../../../engine/design/commands/edit";
import type { AppDoc, EntityAccess, FlowDoc } from "../../../engine/design/documents";
import { read, type Command, type Operation } from "../../../engine/design/operations";
import { flowOf } from "../../../engine/design/places";
import { placeOf } from "../../../engine/design/sections";
import { inOrder } from "../../../engine/model/entity";
import type { Text } from "../../../i18n";
import type { Finding } from "./context";

type Remedy = (app: AppDoc, finding: Finding) => Command | null;

const nameOf = (app: AppDoc, path: string): Text | null => placeOf(app, path).names.at(-1) ?? null;
const param = ({ params }: Finding, name: string): string => {
  const found = params?.[name];
  return typeof found === "string" ? found : "";
};
const filled = (found: Command): Command | null => (found.operations.length > 0 ? found : null);
const made = (zh: string, en: string, name: Text | null, operations: readonly Operation[]): Command | null =>
  filled(worded(zh, en, name, operations));
const holder = (path: string): string => path.slice(0, path.lastIndexOf("/"));

/** What stands at the path goes. */
const drop: Remedy = (app, { path }) =>
  made("去掉{}", "Remove {}", nameOf(app, path), replacing(app, path, null));

/** A member of a set goes, unless it is the last: an empty set means "all" or "anybody". */
const dropMark: Remedy = (app, finding) => {
  const others = Object.keys(read(app, holder(finding.path)) ?? {}).length > 1;
  return others ? drop(app, finding) : null;
};

/** What a form or list names, or what an act asks for, goes. */
const takeOff: Remedy = (app, finding) =>
  /\/(fields|columns)\/[^/]+$/.test(finding.path) ? drop(app, finding) : null;

/** Where a field path of an entity ends: through references to the field itself. */
function fieldAt(app: AppDoc, entity: string, path: string): string | null {
  const [head = "", ...rest] = path.split(".");
  const property = app.entities[entity]?.properties[head];
  if (!property) return null;
  if (rest.length === 0) return `entity/${entity}/properties/${head}`;
  return property.field.target ? fieldAt(app, property.field.target, rest.join(".")) : null;
}

const makeFilterable: Remedy = (app, finding) => {
  const entity = app.lists?.[finding.path.split("/")[1] ?? ""]?.entity ?? "";
  const at = fieldAt(app, entity, param(finding, "field"));
  if (at === null) return null;
  return made(
    "把{}设为可筛选",
    "Make {} filterable",
    nameOf(app, at),
    replacing(app, `${at}/field/filterable`, true),
  );
};

/** At the end of the last section of the entity's first form. */
function putOnFirstForm(app: AppDoc, at: string | null): Command | null {
  const [, entity = "", , field = ""] = (at ?? "").split("/");
  const form = formsOf(app, entity)[0];
  const section = inOrder(app.forms?.[form ?? ""]?.sections ?? {}).at(-1);
  if (form === undefined || section === undefined) return null;
  const moved = moveField(app, field, { form, section });
  return made("把{}放到表单上", "Put {} on the form", nameOf(app, at ?? ""), moved.operations);
}

const showField: Remedy = (app, { path }) => putOnFirstForm(app, path);

/** A demanded field: the entity is that of the flow or action that demands it. */
const showDemanded: Remedy = (app, finding) => {
  const [kind, id = ""] = finding.path.split("/");
  const entity =
    kind === "flow"
      ? app.flows?.[id]?.entity
      : kind === "action"
        ? app.actions?.[id]?.entity
        : kind === "entity"
          ? id
          : "";
  return putOnFirstForm(app, fieldAt(app, entity ?? "", param(finding, "field")));
};

interface InFlow {
  readonly id: string;
  readonly flow: FlowDoc;
  readonly stage: string;
  /** The stages of the path that is meant, in order. */
  readonly line: readonly string[];
}

/** The flow, the stage and the path a finding names. */
function inFlow(app: AppDoc, finding: Finding): InFlow | null {
  const id = finding.path.split("/")[1] ?? "";
  const flow = app.flows?.[id];
  if (!flow) return null;
  const path = param(finding, "path");
  return {
    id,
    flow,
    stage: param(finding, "stage"),
    line: Object.hasOwn(flow.paths, path) ? lineOf(flow, path) : [],
  };
}

function connectTo(app: AppDoc, found: InFlow | null, from: number, to: number): Command | null {
  const [source, target] = [found?.line[from], found?.line[to]];
  if (!found || source === undefined || target === undefined) return null;
  const there = Object.values(found.flow.transitions).some(
    (one) => one.to === target && Object.hasOwn(one.from, source),
  );
  if (there) return null;
  return addTransition(app, found.id, { from: [source], to: target }).command;
}

const leadTo: Remedy = (app, finding) => {
  const found = inFlow(app, finding);
  const at = found?.line.indexOf(found.stage) ?? -1;
  return at > 0 ? connectTo(app, found, at - 1, at) : null;
};

const leadOut: Remedy = (app, finding) => {
  const found = inFlow(app, finding);
  const at = found?.line.indexOf(found.stage) ?? -1;
  return at >= 0 ? connectTo(app, found, at, at + 1) : null;
};

/** Only where there is one path: else somebody must choose. */
const putOnOnlyPath: Remedy = (app, finding) => {
  const found = inFlow(app, finding);
  const [path, ...others] = Object.keys(found?.flow.paths ?? {});
  if (!found || path === undefined || others.length > 0) return null;
  const line = lineOf(found.flow, path);
  const order = (stage: string): number => found.flow.stages[stage]?.order ?? 0;
  const to = line.filter((stage) => order(stage) < order(found.stage)).length;
  return filled(putOnPath(app, found.id, path, found.stage, to));
};

const addWon: Remedy = (app, finding) => {
  const found = inFlow(app, finding);
  const won = Object.entries(found?.flow.stages ?? {}).filter(
    ([, one]) => one.kind === "won" && one.archived !== true,
  );
  const [stage, ...others] = won.map(([id]) => id);
  if (!found || stage === undefined || others.length > 0) return null;
  return filled(putOnPath(app, found.id, param(finding, "path"), stage));
};

/** The last path becomes the one for all others. */
const lastIsDefault: Remedy = (app, { path }) => {
  const flow = app.flows?.[path.split("/")[1] ?? ""];
  const last = inOrder(flow?.paths ?? {}).at(-1);
  if (last === undefined) return null;
  return made(
    "让路径{}接收其余所有记录",
    "Let path {} take all other records",
    flow?.paths[last]?.label ?? null,
    replacing(app, `${path}/${last}/when`, null),
  );
};

/** The demand moves from the first stage to the next one. */
const demandLater: Remedy = (app, finding) => {
  const found = inFlow(app, finding);
  const next = found?.line[1];
  const action = param(finding, "action");
  if (!found || next === undefined) return null;
  const later = `flow/${found.id}/stages/${next}/entry/actions/${action}`;
  const label = app.actions?.[action]?.label ?? null;
  return made(
    "把{}移到下一阶段再要求",
    "Demand {} one stage later",
    label,
    putting(app, { [finding.path]: null, [later]: read(app, finding.path) }),
  );
};

const dropTransition: Remedy = (app, finding) => {
  const [, flow = "", , id = ""] = finding.path.split("/");
  return app.flows?.[flow]?.transitions[id] ? removeTransition(app, flow, id) : null;
};

const access = (app: AppDoc, role: string, entity: string): EntityAccess | undefined =>
  app.access.roles[role]?.entities?.[entity];

/** Whoever designs the app sees what he makes. */
const showToDesigners: Remedy = (app, finding) => {
  const entity = param(finding, "entity");
  const role = inOrder(app.access.roles).find((id) => app.access.roles[id]?.design === true);
  if (role === undefined) return null;
  const value: EntityAccess = { scope: "all", create: true, edit: true };
  const name = app.access.roles[role]?.label ?? null;
  return made(
    "让{}能看能填",
    "Let {} see and fill it in",
    name,
    replacing(app, `access/roles/${role}/entities/${entity}`, value),
  );
};

/** The field is as free for the role as the rest of the entity. */
const freeField: Remedy = (app, finding) =>
  made(
    "放开{}的填写权限",
    "Let the role write {}",
    nameOf(app, finding.path),
    replacing(app, finding.path, null),
  );

const seeTitle: Remedy = (app, finding) =>
  made(
    "放开{}的查看权限",
    "Let the role see {}",
    nameOf(app, finding.path),
    replacing(app, finding.path, "read"),
  );

/** The new field starts empty; what records hold stays where it is. */
const dropCopy: Remedy = (app, { path }) =>
  made("不复制旧值到{}", "Copy nothing into {}", nameOf(app, path), replacing(app, path, null));

const dropImport: Remedy = (app, finding) =>
  made("收回导入权限", "Take the import away", null, replacing(app, finding.path, null));

/** The parent is seen as widely as what belongs to it; nothing more is allowed. */
const seeParent: Remedy = (app, finding) => {
  const [role, parent] = [param(finding, "role"), param(finding, "parent")];
  const own = access(app, role, param(finding, "entity"));
  if (!own || access(app, role, parent)) return null;
  const name = app.entities[parent]?.entity.label ?? null;
  return made(
    "让这个角色也能看{}",
    "Let the role see {} too",
    name,
    replacing(app, `access/roles/${role}/entities/${parent}`, { scope: own.scope }),
  );
};

/** The field that could only name what is out of use goes too, unless it stands for records or says whose they are. */
const retireReference: Remedy = (app, { path }) => {
  const [kind, entity = "", member, field = ""] = path.split("/");
  const { title, belongs_to: owner } = app.entities[entity]?.entity ?? {};
  if (kind !== "entity" || member !== "properties" || field === title || field === owner) return null;
  return filled(archiveField(app, entity, field));
};

const dropRequired: Remedy = (app, { path }) =>
  made("去掉{}的必填", "Make {} optional", nameOf(app, path), replacing(app, path, null));

const dropDefault: Remedy = (app, { path }) => {
  const at = /\/default$/.test(path) ? path : `${path}/field/default`;
  return read(app, at) === undefined
    ? null
    : made("去掉{}的默认值", "Remove the default of {}", nameOf(app, path), replacing(app, at, null));
};

/** Members that mean nothing without a flow go; where there is one by now, there is nothing to do. */
const withoutFlow: Remedy = (app, finding) =>
  flowOf(app, param(finding, "entity")) ? null : drop(app, finding);

export const REMEDIES: Readonly<Record<string, Remedy>> = {
  archived_field_used: takeOff,
  archived_entity_used: retireReference,
  form_field_twice: takeOff,
  unknown_field: takeOff,
  unknown_role: dropMark,
  unknown_stage: dropMark,
  role_without_edit: dropMark,
  transition_to_itself: dropMark,
  archived_stage_used: dropMark,
  unknown_action: (app, finding) => (/\/actions\/[^/]+$/.test(finding.path) ? drop(app, finding) : null),
  unknown_transition: (app, finding) => (/\/blocks\/[^/]+$/.test(finding.path) ? drop(app, finding) : null),
  action_requires_itself: drop,
  table_row_never: drop,
  stages_without_flow: withoutFlow,
  advance_without_flow: withoutFlow,
  kanban_without_flow: withoutFlow,
  not_filterable: makeFilterable,
  field_unused: showField,
  demand_no_way: showDemanded,
  unreachable_stage: leadTo,
  exitless_stage: leadOut,
  stage_off_paths: putOnOnlyPath,
  path_without_won: addWon,
  no_default_path: lastIsDefault,
  transition_off_paths: dropTransition,
  action_before_creation: demandLater,
  entity_invisible: showToDesigners,
  required_not_writable: freeField,
  demand_not_writable: freeField,
  title_hidden: seeTitle,
  copy_impossible: dropCopy,
  copy_shows: dropCopy,
  role_right_unusable: dropImport,
  owner_invisible: seeParent,
  required_not_filled: dropRequired,
  default_invalid: dropDefault,
  option_unavailable: dropDefault,
};

/** The command that puts a finding right; null: it needs a person. */
export function remedyFor(app: AppDoc, finding: Finding): Command | null {
  const remedy = Object.hasOwn(REMEDIES, finding.code) ? REMEDIES[finding.code] : undefined;
  return remedy?.(app, finding) ?? null;
}
