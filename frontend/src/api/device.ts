/** What is kept on this device: unfinished input, files not yet sent, writes waiting for the network. */
import type { DBSchema, IDBPDatabase } from "idb";
import type { Command } from "../engine/design/operations";
import type { Write } from "./endpoints";
import type { Property, Text } from "./documents";
import type { Problem, Values } from "./types";

export interface Draft {
  /** person/app/entity/id or person/app/entity/new/… */
  readonly key: string;
  readonly values: Values;
  /** What each was typed into, to show it by should that be gone. */
  readonly fields?: Readonly<Record<string, { readonly label: Text; readonly property: Property }>>;
  /** Names of the references in `values`, so that a restored form shows words. */
  readonly titles: Readonly<Record<string, string>>;
  /** Version of the record the draft started from; null for a new one. */
  readonly version: number | null;
  readonly saved: number;
  /** Why it was not stored when it was sent: said again where the form is filled in. */
  readonly refused?: Problem;
}

export interface KeptFile {
  /** "local_" and a random id; stands in values until the file has been sent. */
  readonly id: string;
  readonly name: string;
  readonly blob: Blob;
  readonly added: number;
}

export interface Waiting {
  /** The Idempotency-Key of every try. */
  readonly key: string;
  readonly person: string;
  readonly app: string;
  readonly write: Write;
  /** What it is, in the words of the app ("商机:协和 MRI"). */
  readonly label: Text;
  /** The input behind it, to go back to when it is refused. */
  readonly draft: Draft | null;
  /** Where to go on when it is refused. */
  readonly back: string;
  readonly queued: number;
  readonly refused: Problem | null;
}

/** A designer's edit of a draft that the server has not confirmed. */
export interface KeptEdit {
  /** The Idempotency-Key of every try. */
  readonly key: string;
  readonly person: string;
  readonly app: string;
  /** In this order they were given. */
  readonly order: number;
  readonly command: Command;
}

interface Schema extends DBSchema {
  drafts: { key: string; value: Draft };
  files: { key: string; value: KeptFile };
  waiting: { key: string; value: Waiting };
  edits: { key: string; value: KeptEdit };
}

let opening: Promise<IDBPDatabase<Schema>> | null = null;

function database(): Promise<IDBPDatabase<Schema>> {
  // Nothing is kept before something has been typed: the library comes in behind the page.
  opening ??= import("idb").then(({ openDB }) =>
    openDB<Schema>("followthrough", 2, {
      upgrade(db, before) {
        if (before < 1) {
          db.createObjectStore("drafts", { keyPath: "key" });
          db.createObjectStore("files", { keyPath: "id" });
          db.createObjectStore("waiting", { keyPath: "key" });
        }
        db.createObjectStore("edits", { keyPath: "key" });
      },
      // A page of a newer version wants in: the next thing kept opens the database anew.
      blocking() {
        void opening?.then((db) => db.close());
        opening = null;
      },
    }),
  );
  return opening;
}

/** Does `work`; null where the device refuses storage (private windows): the page then works without memory. */
async function on<T>(work: (db: IDBPDatabase<Schema>) => Promise<T>): Promise<T | null> {
  try {
    return await work(await database());
  } catch {
    return null;
  }
}

export const drafts = {
  read: (key: string) => on(async (db) => (await db.get("drafts", key)) ?? null),
  /** Whether it is safely on the device. */
  write: async (draft: Draft) => (await on((db) => db.put("drafts", draft))) !== null,
  remove: (key: string) => on((db) => db.delete("drafts", key)),
};

export const keptFiles = {
  read: (id: string) => on(async (db) => (await db.get("files", id)) ?? null),
  write: async (file: KeptFile) => (await on((db) => db.put("files", file))) !== null,
  remove: (id: string) => on((db) => db.delete("files", id)),
};

export const waitingWrites = {
  all: async () => (await on((db) => db.getAll("waiting"))) ?? [],
  put: async (one: Waiting) => (await on((db) => db.put("waiting", one))) !== null,
  remove: (key: string) => on((db) => db.delete("waiting", key)),
};

export const keptEdits = {
  /** Those of one person on one app, in order. */
  of: async (person: string, app: string) =>
    ((await on((db) => db.getAll("edits"))) ?? [])
      .filter((one) => one.person === person && one.app === app)
      .sort((a, b) => a.order - b.order),
  put: async (one: KeptEdit) => (await on((db) => db.put("edits", one))) !== null,
  remove: (key: string) => on((db) => db.delete("edits", key)),
};
