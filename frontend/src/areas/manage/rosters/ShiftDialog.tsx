import { useState, type ReactElement } from "react";
import { usePeople } from "../../../api/hooks";
import { dateOfText } from "../../../engine/form/dates";
import { useT } from "../../../i18n";
import { Button, Combobox, DatePicker, Dialog, Field, localToday, TextInput, TimeInput } from "../../../kit";
import { useLate } from "../../../render/useLate";
import { minuteAt, wallOf, type Draft } from "./week";

interface ShiftDialogProps {
  draft: Draft;
  monday: string;
  fresh: boolean;
  onPut: (draft: Draft) => void;
  onRemove: () => void;
  onClose: () => void;
}

const read = (typed: string): string | null => {
  try {
    return dateOfText(typed, { order: "ymd", today: localToday() });
  } catch {
    return null;
  }
};

/** Who, from when to when: everything that can be dragged can be typed. */
export function ShiftDialog({
  draft,
  monday,
  fresh,
  onPut,
  onRemove,
  onClose,
}: ShiftDialogProps): ReactElement {
  const t = useT();
  const [person, setPerson] = useState({ id: draft.person === "" ? null : draft.person, name: draft.name });
  const [from, setFrom] = useState(wallOf(monday, draft.from));
  const [to, setTo] = useState(wallOf(monday, draft.to));
  const [note, setNote] = useState(draft.note);
  const [tried, setTried] = useState(false);
  const [asked, setAsked] = useState("");
  const [picking, setPicking] = useState(false);
  const people = usePeople(useLate(asked.trim()), picking);
  const start = minuteAt(monday, from.date, from.time);
  const end = minuteAt(monday, to.date, to.time);
  const wrong = start === null || end === null || end <= start;
  const submit = () => {
    setTried(true);
    if (person.id === null || start === null || end === null || end <= start) return;
    onPut({
      ...draft,
      person: person.id,
      name: person.name,
      active: true,
      from: start,
      to: end,
      note: note.trim(),
    });
  };
  return (
    <Dialog
      title={t(fresh ? "ros.shift.add" : "ros.shift.edit")}
      size="s"
      sticky
      onClose={onClose}
      footer={
        <>
          {fresh ? null : (
            <Button tone="danger" icon="trash" onClick={onRemove}>
              {t("ros.shift.remove")}
            </Button>
          )}
          <Button tone="primary" onClick={submit}>
            {t("ros.set")}
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
        <Field
          label={t("ros.person")}
          required
          group
          error={tried && person.id === null ? t("ros.person.need") : null}
        >
          {(aria) => (
            <Combobox
              aria={aria}
              label={t("ros.person")}
              value={person.id}
              text={person.name}
              loading={people.isFetching}
              options={(people.data ?? []).map((one) => ({
                id: one.id,
                label: one.name,
                hint: one.unit_name,
              }))}
              onOpen={() => setPicking(true)}
              onSearch={setAsked}
              onChange={(id, option) => setPerson({ id, name: option?.label ?? "" })}
            />
          )}
        </Field>
        <Moment label={t("ros.from")} value={from} onChange={setFrom} />
        <Moment
          label={t("ros.to")}
          value={to}
          onChange={setTo}
          error={tried && wrong ? t("ros.order") : null}
        />
        <Field label={t("ros.note")}>
          {(aria) => <TextInput {...aria} value={note} maxLength={100} onChange={setNote} />}
        </Field>
        <button type="submit" hidden aria-hidden="true" tabIndex={-1} />
      </form>
    </Dialog>
  );
}

interface Wall {
  readonly date: string;
  readonly time: string;
}

interface MomentProps {
  label: string;
  value: Wall;
  onChange: (value: Wall) => void;
  error?: string | null;
}

function Moment({ label, value, onChange, error }: MomentProps): ReactElement {
  const t = useT();
  const [unread, setUnread] = useState(false);
  return (
    <div className="ros-moment" role="group" aria-label={label}>
      <Field label={`${label} · ${t("ros.date")}`} error={unread ? t("ros.dateBad") : (error ?? null)}>
        {(aria) => (
          <DatePicker
            aria={aria}
            label={label}
            value={value.date}
            read={read}
            onUnreadable={(typed) => setUnread(typed !== null)}
            onChange={(date) => {
              if (date !== null) onChange({ ...value, date });
            }}
          />
        )}
      </Field>
      <Field label={`${label} · ${t("ros.time")}`}>
        {(aria) => (
          <TimeInput {...aria} value={value.time} onChange={(time) => onChange({ ...value, time })} />
        )}
      </Field>
    </div>
  );
}
