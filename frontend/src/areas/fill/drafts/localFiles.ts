import { isLocal } from "../../../render/files/local";

/** Every file id in a body that is still only on this device. */
export function localFiles(value: unknown, found: Set<string> = new Set()): Set<string> {
  if (typeof value === "string" && isLocal(value)) found.add(value);
  else if (typeof value === "object" && value !== null)
    for (const part of Object.values(value)) localFiles(part, found);
  return found;
}
