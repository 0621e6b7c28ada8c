/** One function per route of docs/contract.md, section 4. */
import { address, call } from "./http";
import type {
  Answer,
  AppInfo,
  BoardColumn,
  Bundle,
  EventPage,
  OptionView,
  Person,
  RecordAnswer,
  RowPage,
  Session,
  Today,
  UnitNode,
  Values,
} from "./types";

export const session = {
  open: (login: string, password: string) =>
    call<Session>("/api/session", { method: "POST", body: { login, password } }),
  read: () => call<Session>("/api/session"),
  close: () => call<undefined>("/api/session", { method: "DELETE" }),
  password: (old: string, next: string) =>
    call<undefined>("/api/session/password", { method: "POST", body: { old, new: next } }),
};

export const listApps = () => call<AppInfo[]>("/api/apps");
export const readBundle = (app: string) => call<Bundle>(`/api/apps/${app}`);
export const readToday = (app: string) => call<Today>(`/api/apps/${app}/today`);

export interface RowQuery {
  /** A rule tree as JSON text. */
  filter?: string | undefined;
  q?: string | undefined;
  sort?: string | undefined;
  after?: string | null | undefined;
  limit?: number | undefined;
  fields?: string | undefined;
}

const entityPath = (app: string, entity: string) => `/api/apps/${app}/${entity}`;
const recordPath = (app: string, entity: string, id: string) => `/api/apps/${app}/${entity}/${id}`;

export const listRows = (app: string, entity: string, query: RowQuery) =>
  call<RowPage>(entityPath(app, entity), { query: { ...query } });
export const readBoard = (app: string, entity: string, query: RowQuery) =>
  call<{ columns: BoardColumn[] }>(`${entityPath(app, entity)}/board`, { query: { ...query } });
export const countRows = (app: string, entity: string, query: Pick<RowQuery, "filter" | "q">) =>
  call<{ count: number; capped: boolean }>(`${entityPath(app, entity)}/count`, { query: { ...query } });
export const exportAddress = (app: string, entity: string, filter?: string) =>
  address(`${entityPath(app, entity)}/export.csv`, { filter });
export const listOptions = (app: string, entity: string, q: string, limit = 20) =>
  call<OptionView[]>(`${entityPath(app, entity)}/options`, { query: { q, limit } });

export const readRecord = (app: string, entity: string, id: string) =>
  call<RecordAnswer>(recordPath(app, entity, id));
export const listEvents = (app: string, entity: string, id: string, after: number | string | null) =>
  call<EventPage>(`${recordPath(app, entity, id)}/events`, { query: { after } });

/** A write as data, so that it can wait on the device and be sent later with the same key. */
export interface Write {
  method: "POST" | "PATCH";
  path: string;
  body: Record<string, unknown>;
}

export const writes = {
  create: (app: string, entity: string, values: Values): Write => ({
    method: "POST",
    path: entityPath(app, entity),
    body: { values, entry: "form" },
  }),
  edit: (app: string, entity: string, id: string, version: number, values: Values): Write => ({
    method: "PATCH",
    path: recordPath(app, entity, id),
    body: { version, values, entry: "form" },
  }),
  move: (
    app: string,
    entity: string,
    id: string,
    version: number,
    to: string,
    values: Values = {},
  ): Write => ({
    method: "POST",
    path: `${recordPath(app, entity, id)}/move`,
    body: { version, to, values, entry: "form" },
  }),
  act: (app: string, entity: string, id: string, body: ActBody): Write => ({
    method: "POST",
    path: `${recordPath(app, entity, id)}/act`,
    body: { ...body },
  }),
  assign: (app: string, entity: string, id: string, body: AssignBody): Write => ({
    method: "POST",
    path: `${recordPath(app, entity, id)}/assign`,
    body: { ...body },
  }),
  archive: (app: string, entity: string, id: string, version: number, reason: string): Write => ({
    method: "POST",
    path: `${recordPath(app, entity, id)}/archive`,
    body: { version, reason },
  }),
};

export interface ActBody {
  version: number;
  action: string;
  inputs: Values;
  files: readonly string[];
}

export interface AssignBody {
  version: number;
  owner: string;
  unit: string;
  reason: string;
}

export const send = (write: Write, key: string) =>
  call<Answer>(write.path, { method: write.method, body: write.body, key });

export const listPeople = (q: string) => call<Person[]>("/api/people", { query: { q } });
export const listUnits = () => call<UnitNode[]>("/api/units");
export const readPreference = <T>(key: string) => call<T | null>(`/api/preferences/${key}`);
export const writePreference = (key: string, value: unknown) =>
  call<undefined>(`/api/preferences/${key}`, { method: "PUT", body: value });

export const fileAddress = (id: string) => `/api/files/${id}`;
export const thumbAddress = (id: string) => `/api/files/${id}/thumb`;
