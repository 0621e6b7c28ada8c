import { call } from "../../../api/http";
import { freeId } from "../../../engine/design/commands/collection";
import type { AppDoc } from "../../../engine/design/documents";
import { read } from "../../../engine/design/operations";
import type { Text } from "../../../i18n";

/** As long as somebody who has typed a name waits without noticing. */
const PATIENCE = 1500;

/**
 * An id for something new called `text` in the collection at `within`: its pinyin, as the server suggests; where the server
 * cannot be asked, the label's own letters, else `kind`. Never one that is taken, and none longer than `longest`.
 */
export async function newId(
  key: string,
  app: AppDoc,
  text: Text,
  within: string,
  kind: string,
  longest?: number,
): Promise<string> {
  let wish: string | undefined;
  try {
    const path = `/api/design/${encodeURIComponent(key)}/id`;
    const signal = AbortSignal.timeout(PATIENCE);
    const { id } = await call<{ id: string }>(path, { query: { text: text.zh, within }, signal });
    if (/^[a-z][a-z0-9_]*$/.test(id)) wish = id;
  } catch {
    // Offline, or too slow: ids stay out of sight, so that any that is free will do.
    wish = `${text.en ?? ""} ${text.zh}`
      .toLowerCase()
      .match(/[a-z][a-z0-9]*/g)
      ?.slice(0, 4)
      .join("_");
  }
  const taken = read(app, within) as Readonly<Record<string, unknown>> | undefined;
  return freeId(taken, wish ?? kind, longest);
}

/** Entity and field id together are no longer than this (core/check/entities.py). */
const LONGEST_FIELD = 60;

/** An id for a new field of an entity. */
export const newFieldId = (
  key: string,
  app: AppDoc,
  entity: string,
  text: Text,
  kind: string,
): Promise<string> =>
  newId(key, app, text, `entity/${entity}/properties`, kind, LONGEST_FIELD - entity.length);
