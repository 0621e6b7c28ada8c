import { call } from "../../../api/http";
import { read } from "../../../engine/design/operations";
import type { AppDoc } from "../../../engine/design/documents";
import { freeId } from "../../../engine/design/commands/collection";

/** As long as somebody who has typed a title waits without noticing. */
const PATIENCE = 1500;

/**
 * An id for something with this name: its pinyin, as the server suggests; `otherwise` with a number when the server
 * cannot be asked. `within` is the collection it goes into. Longer than `longest` it would not fit.
 */
export async function idFor(
  key: string,
  app: AppDoc,
  text: string,
  within: string,
  otherwise: string,
  longest = 40,
): Promise<string> {
  const taken = (read(app, within) ?? {}) as Readonly<Record<string, unknown>>;
  let wish = otherwise;
  try {
    const signal = AbortSignal.timeout(PATIENCE);
    const { id } = await call<{ id: string }>(`/api/design/${key}/id`, { query: { text, within }, signal });
    if (/^[a-z][a-z0-9_]*$/.test(id)) wish = id;
  } catch {
    // Offline, or too slow: ids stay out of sight, so that any that is free will do.
  }
  return freeId(taken, wish.slice(0, longest).replace(/_+$/, ""));
}
