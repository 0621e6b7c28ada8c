import { useState, type ReactElement } from "react";
import type { CalendarContent, Hours, OwnDay } from "../../../api/time";
import { useSay, useT } from "../../../i18n";
import { Banner, Button, ChipChoice, Dialog, Field, TextInput } from "../../../kit";
import { hoursProblem, ordinary, weekdayOf, type ShownDay } from "./draft";
import { HoursInput } from "./HoursInput";

interface DayDialogProps {
  day: ShownDay;
  content: CalendarContent;
  onSet: (own: OwnDay | null) => void;
  onClose: () => void;
}

type Kind = "usual" | "working" | "off";

/** What one day is: as holidays and weekdays say, a workday with hours of its own, or off. */
export function DayDialog({ day, content, onSet, onClose }: DayDialogProps): ReactElement {
  const t = useT();
  const say = useSay();
  const [kind, setKind] = useState<Kind>(day.own ? (day.own.working ? "working" : "off") : "usual");
  const [name, setName] = useState(day.own?.name ?? "");
  const usual = ordinary(content, weekdayOf(day.day));
  const [hours, setHours] = useState<Hours>(day.own?.hours ?? (day.hours.length > 0 ? day.hours : usual));
  const wrong = kind === "working" && (hours.length === 0 || hoursProblem(hours) !== null);
  const submit = () => {
    if (wrong) return;
    const named = name.trim() === "" ? {} : { name: name.trim() };
    if (kind === "usual") onSet(null);
    else if (kind === "off") onSet({ working: false, ...named });
    else
      onSet({
        working: true,
        ...(JSON.stringify(hours) === JSON.stringify(usual) ? {} : { hours }),
        ...named,
      });
  };
  const holiday = day.name.zh ? say({ zh: day.name.zh, ...(day.name.en ? { en: day.name.en } : {}) }) : "";
  const names = t("cal.weekdays").split(",");
  return (
    <Dialog
      title={`${day.day} · ${names[Number(weekdayOf(day.day)) - 1] ?? ""}${holiday ? ` · ${holiday}` : ""}`}
      size="s"
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>{t("kit.cancel")}</Button>
          <Button tone="primary" disabled={wrong} onClick={submit}>
            {t("cal.day.set")}
          </Button>
        </>
      }
    >
      <form
        noValidate
        className="k-stack"
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        {day.provisional ? <Banner icon="info">{t("cal.day.provisional")}</Banner> : null}
        <Field label={t("cal.day.kind")} group>
          {(aria) => (
            <ChipChoice
              aria={aria}
              value={kind}
              onChange={(next) => setKind((next as Kind | null) ?? "usual")}
              options={[
                { id: "usual", label: t("cal.day.usual") },
                { id: "off", label: t("cal.day.off") },
                { id: "working", label: t("cal.day.working") },
              ]}
            />
          )}
        </Field>
        {kind === "working" ? (
          <Field label={t("cal.day.hours")} group>
            {() => <HoursInput label={day.day} hours={hours} onChange={setHours} />}
          </Field>
        ) : null}
        {kind === "usual" ? (
          <p className="k-muted k-small">{t("cal.day.usual.help")}</p>
        ) : (
          <Field label={t("cal.day.name")} help={t("cal.day.name.help")}>
            {(aria) => <TextInput {...aria} value={name} maxLength={30} onChange={setName} />}
          </Field>
        )}
        <button type="submit" hidden aria-hidden="true" tabIndex={-1} />
      </form>
    </Dialog>
  );
}
