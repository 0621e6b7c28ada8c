import type { ReactElement } from "react";
import { useSession } from "../../../api/hooks";
import { dateOfText } from "../../../engine/form/dates";
import { instantOfLocal, localParts } from "../../../engine/form/zone";
import { useT } from "../../../i18n";
import { ChipChoice, DatePicker, Field, nowMs, readTime, TimeInput } from "../../../kit";

/** When it is to take effect: at once, or at a day and a time on the organisation's clock. */
export interface Effect {
  readonly later: boolean;
  readonly day: string | null;
  readonly time: string;
}

export const AT_ONCE: Effect = { later: false, day: null, time: "09:00" };

export const useZone = (): string => useSession().data?.organisation.zone ?? "Asia/Shanghai";

/** The instant meant; null while it is not a moment to come. */
export function instantOf({ day, time }: Effect, zone: string): string | null {
  if (day === null || readTime(time) !== time) return null;
  const [hours = 0, minutes = 0] = time.split(":").map(Number);
  const at = instantOfLocal(day, hours * 3600 + minutes * 60, zone);
  return at !== null && Date.parse(at) > nowMs() ? at : null;
}

interface EffectiveAtProps {
  value: Effect;
  onChange: (value: Effect) => void;
}

export function EffectiveAt({ value, onChange }: EffectiveAtProps): ReactElement {
  const t = useT();
  const zone = useZone();
  const today = localParts(new Date(nowMs()).toISOString().slice(0, 19) + "Z", zone)?.[0] ?? "";
  const unread = readTime(value.time) !== value.time;
  const past = !unread && value.day !== null && instantOf(value, zone) === null;
  return (
    <>
      <Field label={t("dpub.when")} group>
        {(aria) => (
          <ChipChoice
            aria={aria}
            required
            options={[
              { id: "now", label: t("dpub.when.now") },
              { id: "later", label: t("dpub.when.later") },
            ]}
            value={value.later ? "later" : "now"}
            onChange={(which) => onChange({ ...value, later: which === "later" })}
          />
        )}
      </Field>
      {value.later ? (
        <div className="dpb-when">
          <Field
            label={t("dpub.when.day")}
            help={t("dpub.when.zone", { zone })}
            error={past ? t("dpub.when.past") : null}
          >
            {(aria) => (
              <DatePicker
                aria={aria}
                label={t("dpub.when.day")}
                value={value.day}
                min={today}
                read={(typed) => dateOfText(typed, { order: "ymd", today })}
                onChange={(day) => onChange({ ...value, day })}
              />
            )}
          </Field>
          <Field label={t("dpub.when.time")} error={unread ? t("dpub.when.unread") : null}>
            {(aria) => (
              <TimeInput {...aria} value={value.time} onChange={(time) => onChange({ ...value, time })} />
            )}
          </Field>
        </div>
      ) : null}
    </>
  );
}
