import { useState, type ReactElement } from "react";
import * as duties from "../../../engine/design/commands/duties";
import type { Due, DutyDoc } from "../../../engine/design/documents";
import { fieldChoices } from "../../../engine/design/fieldChoices";
import { useT } from "../../../i18n";
import { Button, ChipChoice, Field, readTime, Select, TimeInput } from "../../../kit";
import { RuleField } from "../rules/RuleField";
import { DurationInput } from "../shared/DurationInput";
import { FieldPick } from "../shared/FieldPick";
import { useNames } from "../shared/useNames";
import { useWorkbench } from "../workbench/context";
import type { ClauseProps } from "./ClauseEditor";

/** By when: so long after what opens it, or around a date of the record; by which clock, and at which hour. */
export function DueEditor({ id, doc }: ClauseProps): ReactElement {
  const t = useT();
  const { app, run } = useWorkbench();
  const { due } = doc;
  const dated = Boolean(due.field);
  const set = (change: { [K in keyof Due]?: Due[K] | null }) => run(duties.changeDue(app, id, change));
  const dates = fieldChoices(app, doc.entity, 1, "dated");
  return (
    <>
      <Field label={t("dacts.due.from")} group>
        {(aria) => (
          <ChipChoice
            aria={aria}
            required
            value={dated ? "field" : "after"}
            options={[
              { id: "after", label: t("dacts.due.after") },
              { id: "field", label: t("dacts.due.field"), disabled: dates.length === 0 },
            ]}
            onChange={(to) =>
              set(
                to === "field"
                  ? { field: dates[0]?.path ?? null, after: null }
                  : { field: null, after: due.after?.startsWith("-") === false ? due.after : "PT24H" },
              )
            }
          />
        )}
      </Field>
      {dated ? (
        <FieldPick
          label={t("dacts.due.date")}
          entity={doc.entity}
          only="dated"
          value={due.field}
          onChange={(field) => set({ field })}
        />
      ) : null}
      <DurationInput
        label={t(dated ? "dacts.due.offset" : "dacts.due.limit")}
        value={due.after}
        working={Boolean(due.calendar)}
        optional={dated || Boolean(due.at)}
        signed={dated}
        onChange={(after) => set({ after })}
      />
      <CalendarPick value={due.calendar} onChange={(calendar) => set({ calendar })} />
      <Hour value={due.at} onChange={(at) => set({ at })} />
    </>
  );
}

interface CalendarPickProps {
  value: string | null | undefined;
  onChange: (calendar: string | null) => void;
}

/** By which clock time is counted. */
export function CalendarPick({ value, onChange }: CalendarPickProps): ReactElement {
  const t = useT();
  const { calendars = {} } = useNames();
  const others = Object.entries(calendars).filter(([id]) => id !== "organisation");
  const known = value && value !== "organisation" && !Object.hasOwn(calendars, value);
  return (
    <Field label={t("dacts.due.clock")} help={t(value ? "dacts.due.clock.work" : "dacts.due.clock.all")}>
      {(aria) => (
        <Select
          {...aria}
          value={value ?? null}
          empty={t("dacts.due.natural")}
          options={[
            { id: "organisation", label: t("dacts.due.calendar") },
            ...others.map(([id, label]) => ({ id, label })),
            ...(known ? [{ id: value, label: t("dacts.due.otherCalendar") }] : []),
          ]}
          onChange={onChange}
        />
      )}
    </Field>
  );
}

function Hour({
  value,
  onChange,
}: {
  value: string | null | undefined;
  onChange: (at: string | null) => void;
}): ReactElement {
  const t = useT();
  const [unread, setUnread] = useState<string | null>(null);
  return (
    <Field
      label={t("dacts.due.at")}
      help={t("dacts.due.at.help")}
      error={unread === null ? undefined : t("dacts.due.at.unread")}
    >
      {(aria) => (
        <TimeInput
          {...aria}
          value={unread ?? value ?? ""}
          onChange={(at) => {
            const read = at === "" || (readTime(at) === at && at < "24:00");
            setUnread(read ? null : at);
            if (read) onChange(at === "" ? null : at);
          }}
        />
      )}
    </Field>
  );
}

const PERIODS = ["once", "each", "since_last", "day", "week", "month", "quarter"] as const;

/** How often it is owed. */
export function RepeatEditor({ id, doc, onGone }: ClauseProps): ReactElement {
  const t = useT();
  const { app, run } = useWorkbench();
  const { repeats } = doc;
  const set = (next: DutyDoc["repeats"]) => run(duties.changeDuty(app, id, { repeats: next ?? null }));
  return (
    <>
      <Field label={t("dacts.clause.repeats")} group>
        {(aria) => (
          <ChipChoice
            aria={aria}
            required
            value={repeats?.period ?? "once"}
            options={PERIODS.map((period) => ({ id: period, label: t(`dacts.repeats.${period}`) }))}
            onChange={(period) => {
              if (period === "once") {
                onGone?.();
                set(null);
              } else if (period === "since_last")
                set({ period, every: repeats?.every ?? doc.due.after ?? "P7D" });
              else set({ period: period as "each" });
            }}
          />
        )}
      </Field>
      {repeats?.period === "since_last" ? (
        <DurationInput
          label={t("dacts.repeats.every")}
          value={repeats.every}
          working={Boolean(doc.due.calendar)}
          onChange={(every) => set({ ...repeats, every })}
        />
      ) : null}
    </>
  );
}

/** Another time limit for some records: one that is there, or one more. */
export function VariantEditor({ token, id, doc, onGone }: ClauseProps): ReactElement {
  const t = useT();
  const { app, run } = useWorkbench();
  const [made, setMade] = useState<readonly string[] | null>(null);
  const keys = Object.keys(doc.due.variants ?? {});
  const key = token.split("/")[2] ?? (made ? keys.find((one) => !made.includes(one)) : undefined) ?? null;
  const one = key === null ? undefined : doc.due.variants?.[key];
  return (
    <>
      <RuleField
        label={t("dacts.variant.when")}
        place={{ entity: doc.entity }}
        value={one?.when}
        empty={t("dacts.variant.choose")}
        onChange={(when) => {
          if (!when) return;
          if (key !== null && one) run(duties.changeDutyPart(app, id, "variants", key, { when }));
          else {
            setMade(keys);
            run(duties.addDutyPart(app, id, "variants", { when, after: doc.due.after ?? "PT24H" }));
          }
        }}
      />
      {one && key !== null ? (
        <>
          <DurationInput
            label={t("dacts.variant.after")}
            value={one.after}
            working={Boolean(one.calendar)}
            signed={Boolean(doc.due.field)}
            onChange={(after) => {
              if (after) run(duties.changeDutyPart(app, id, "variants", key, { after }));
            }}
          />
          <CalendarPick
            value={one.calendar}
            onChange={(calendar) => run(duties.changeDutyPart(app, id, "variants", key, { calendar }))}
          />
          <Button
            size="s"
            icon="trash"
            onClick={() => {
              onGone?.();
              run(duties.removeDutyPart(app, id, "variants", key));
            }}
          >
            {t("dacts.variant.remove")}
          </Button>
        </>
      ) : null}
    </>
  );
}
