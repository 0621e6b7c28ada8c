import { useSession } from "../../../api/hooks";
import { zoneTable } from "../../../engine/form/zone";
import { instantText, parseInstant } from "../../../engine/rules/dates";
import { offsetAt } from "../../../engine/rules/operators/times";

/** Instants as the organisation's wall clock shows them: "03-02 09:05". */
export function useMoment(): (instant: string) => string {
  const session = useSession();
  const zone = session.data?.organisation.zone ?? "Asia/Shanghai";
  return (instant) => {
    const whole = instant.replace(/\.\d+Z$/, "Z");
    const second = parseInstant(whole);
    if (second === null) return instant;
    const local = instantText(second + offsetAt(zoneTable(zone), whole)) ?? instant;
    return `${local.slice(5, 10)} ${local.slice(11, 16)}`;
  };
}
