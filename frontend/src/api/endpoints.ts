/** One function per route of docs/contract.md, section 4. */
import { address, call } from "./http";
import type { paths } from "./schema";
import { withTrial } from "./trial";
import type {
  Answer,
  AppInfo,
  Board,
  Bundle,
  Count,
  EventPage,
  FileView,
  OptionView,
  Person,
  RecordAnswer,
  RowPage,
  Session,
  Today,
  UnitNode,
  Values,
} from "./types";

/** The places to fill in a path: "/api/apps/{app}" has `app`. */
type Places<P extends string> = P extends `${string}{${infer K}}${infer R}` ? K | Places<R> : never;

/** The address of a route of the served OpenAPI document; a path it does not have is a type error. */
export function at<P extends keyof paths>(path: P, places: Readonly<Record<Places<P>, string>>): string {
  const named: Readonly<Record<string, string>> = places;
  return path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(named[name] ?? ""));
}

export const session = {
  open: (login: string, password: string) =>
    call<Session>(at("/api/session", {}), { method: "POST", body: { login, password } }),
  read: () => call<Session>(at("/api/session", {})),
  close: () => call<undefined>(at("/api/session", {}), { method: "DELETE" }),
  password: (old: string, next: string) =>
    call<undefined>(at("/api/session/password", {}), { method: "POST", body: { old, new: next } }),
};

export const listApps = () => call<AppInfo[]>(at("/api/apps", {}));
export const readBundle = (app: string) => call<Bundle>(at("/api/apps/{app}", { app }));
export const readToday = (app: string) => call<Today>(at("/api/apps/{app}/today", { app }));

export interface RowQuery {
  /** A rule tree as JSON text. */
  filter?: string | undefined;
  q?: string | undefined;
  sort?: string | undefined;
  after?: string | null | undefined;
  limit?: number | undefined;
  fields?: string | undefined;
}

const entityPath = (app: string, entity: string) => at("/api/apps/{app}/{entity}", { app, entity });
const recordPath = (app: string, entity: string, record: string) =>
  at("/api/apps/{app}/{entity}/{record}", { app, entity, record });

export const listRows = (app: string, entity: string, query: RowQuery) =>
  call<RowPage>(entityPath(app, entity), { query: { ...query } });
export const readBoard = (app: string, entity: string, query: RowQuery) =>
  call<Board>(at("/api/apps/{app}/{entity}/board", { app, entity }), { query: { ...query } });
export const countRows = (app: string, entity: string, query: Pick<RowQuery, "filter" | "q">) =>
  call<Count>(at("/api/apps/{app}/{entity}/count", { app, entity }), { query: { ...query } });
export const exportAddress = (app: string, entity: string, filter?: string) =>
  withTrial(address(at("/api/apps/{app}/{entity}/export.csv", { app, entity }), { filter }));
export const listOptions = (app: string, entity: string, q: string, limit = 20) =>
  call<OptionView[]>(at("/api/apps/{app}/{entity}/options", { app, entity }), { query: { q, limit } });

export const readRecord = (app: string, entity: string, id: string) =>
  call<RecordAnswer>(recordPath(app, entity, id));
export const listEvents = (app: string, entity: string, id: string, after: number | string | null) =>
  call<EventPage>(at("/api/apps/{app}/{entity}/{record}/events", { app, entity, record: id }), {
    query: { after },
  });

/** A write as data, so that it can wait on the device and be sent later with the same key. */
export interface Write {
  method: "POST" | "PATCH";
  path: string;
  body: Record<string, unknown>;
  /** The app's version that the form was drawn from; no part of what is sent, so that a retry stays the same request. */
  drawn?: number;
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
    path: at("/api/apps/{app}/{entity}/{record}/move", { app, entity, record: id }),
    body: { version, to, values, entry: "form" },
  }),
  act: (app: string, entity: string, id: string, body: ActBody): Write => ({
    method: "POST",
    path: at("/api/apps/{app}/{entity}/{record}/act", { app, entity, record: id }),
    body: { ...body },
  }),
  assign: (app: string, entity: string, id: string, body: AssignBody): Write => ({
    method: "POST",
    path: at("/api/apps/{app}/{entity}/{record}/assign", { app, entity, record: id }),
    body: { ...body },
  }),
  archive: (app: string, entity: string, id: string, version: number, reason: string): Write => ({
    method: "POST",
    path: at("/api/apps/{app}/{entity}/{record}/archive", { app, entity, record: id }),
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

/** `took`: whole seconds for which the form was open, for what forms cost; a header, so that a retry stays the same request. */
export const send = (write: Write, key: string, took?: number) =>
  call<Answer>(write.path, {
    method: write.method,
    body: write.body,
    key,
    headers: {
      ...(took === undefined ? {} : { "X-Filling-Seconds": String(took) }),
      ...drawnFrom(write.drawn),
    },
  });

/** Says from which version of the app the page was drawn: the server tells what has changed since for what is sent. */
export const drawnFrom = (version: number | undefined): Record<string, string> =>
  version === undefined ? {} : { "X-App-Version": String(version) };

export const listPeople = (q: string) => call<Person[]>(at("/api/people", {}), { query: { q } });
export const listUnits = () => call<UnitNode[]>(at("/api/units", {}));
export const readPreference = <T>(key: string) => call<T | null>(at("/api/preferences/{key}", { key }));
export const writePreference = (key: string, value: unknown) =>
  call<undefined>(at("/api/preferences/{key}", { key }), { method: "PUT", body: { value } });

export const readFile = (id: string) => call<FileView>(at("/api/files/{file}/about", { file: id }));
export const fileAddress = (id: string) => withTrial(at("/api/files/{file}", { file: id }));
export const thumbAddress = (id: string) => withTrial(at("/api/files/{file}/thumb", { file: id }));
