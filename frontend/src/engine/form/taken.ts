import { instantOfWire } from "./kinds/temporal.ts";
import { instantOfLocal } from "./zone.ts";

const LOCAL = /^(\d{4}-\d\d-\d\d)T(\d\d):(\d\d):(\d\d)$/;

/**
 * The instant at which a camera says it took a picture. A camera that does not say its offset shows its own clock, which
 * is read as that of `zone`. Null: it says nothing, or no time there is.
 */
export function instantOfTaken(at: string | null | undefined, zone: string): string | null {
  const [, day, hour, minute, second] = LOCAL.exec(at ?? "") ?? [];
  if (day === undefined) return instantOfWire(at ?? "");
  if (Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59) return null;
  return instantOfLocal(day, Number(hour) * 3600 + Number(minute) * 60 + Number(second), zone);
}
