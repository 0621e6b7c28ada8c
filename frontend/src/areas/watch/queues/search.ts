/** What the address of the queues page says: which queue, and which part of it. */
export interface QueueSearch {
  readonly queue?: string;
  readonly owner?: string;
  readonly duty?: string;
  readonly unit?: string;
  readonly overdue?: "1";
}

const NAMES = ["queue", "owner", "duty", "unit"] as const;

export function readQueueSearch(search: Record<string, unknown>): QueueSearch {
  const found: { -readonly [K in keyof QueueSearch]: QueueSearch[K] } = {};
  for (const name of NAMES) {
    const text = search[name];
    if (typeof text === "string" && text !== "") found[name] = text;
  }
  // The router reads a bare 1 as a number.
  if (search["overdue"] === 1 || search["overdue"] === "1") found.overdue = "1";
  return found;
}
