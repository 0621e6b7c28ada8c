import type { ReactElement } from "react";
import { useT } from "../../../i18n";
import { Field, Select, TextInput } from "../../../kit";
import { length, withWeekday, type Draft } from "./draft";
import { HoursInput } from "./HoursInput";

/** Name, zone, which public holidays count, and the hours of every weekday. */
export function WeekTable({
  draft,
  onChange,
}: {
  draft: Draft;
  onChange: (draft: Draft) => void;
}): ReactElement {
  const t = useT();
  const names = t("cal.weekdays").split(",");
  return (
    <section className="k-card k-stack" aria-labelledby="cal-week">
      <h2 id="cal-week">{t("cal.week")}</h2>
      <table className="cal-week">
        <tbody>
          {names.map((name, index) => {
            const weekday = String(index + 1);
            const hours = draft.content.week[weekday] ?? [];
            return (
              <tr key={weekday}>
                <th scope="row">{name}</th>
                <td>
                  <HoursInput
                    label={name}
                    hours={hours}
                    onChange={(next) => onChange(withWeekday(draft, weekday, next))}
                  />
                </td>
                <td className="k-muted k-small">
                  {hours.length > 0 ? t("cal.length", { n: length(hours) }) : t("cal.off")}
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
      <div className="cal-facts">
        <Field label={t("cal.name")} required>
          {(aria) => (
            <TextInput
              {...aria}
              value={draft.zh}
              maxLength={40}
              onChange={(zh) => onChange({ ...draft, zh })}
            />
          )}
        </Field>
        <Field label={t("cal.holidays")}>
          {(aria) => (
            <Select
              {...aria}
              empty={null}
              value={draft.content.holidays}
              onChange={(next) =>
                onChange({
                  ...draft,
                  content: { ...draft.content, holidays: next === "none" ? "none" : "cn" },
                })
              }
              options={[
                { id: "cn", label: t("cal.holidays.cn") },
                { id: "none", label: t("cal.holidays.none") },
              ]}
            />
          )}
        </Field>
        <Field label={t("cal.zone")} help={t("cal.zone.help")}>
          {(aria) => (
            <TextInput
              {...aria}
              value={draft.zone}
              maxLength={60}
              onChange={(zone) => onChange({ ...draft, zone })}
            />
          )}
        </Field>
      </div>
    </section>
  );
}
