import { call } from "../../../api/http";
import { freeId } from "../../../engine/design/commands/collection";
import type { Text } from "../../../i18n";

/** An id for something new in a collection: suggested by the server from its label, by pinyin; without a network from the
 * label's own letters, else from `kind`. Never one that is taken. */
export async function newId(
  app: string,
  text: Text,
  within: string,
  taken: Readonly<Record<string, unknown>>,
  kind: string,
): Promise<string> {
  try {
    const path = `/api/design/${encodeURIComponent(app)}/id`;
    const { id } = await call<{ id: string }>(path, { query: { text: text.zh, within } });
    return freeId(taken, id);
  } catch {
    const letters = `${text.en ?? ""} ${text.zh}`.toLowerCase().match(/[a-z][a-z0-9]*/g) ?? [];
    return freeId(taken, letters.slice(0, 4).join("_") || kind);
  }
}
