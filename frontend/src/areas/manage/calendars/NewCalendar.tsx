import { useState, type ReactElement } from "react";
import { putCalendar, readCalendar, type WorkCalendar } from "../../../api/time";
import { useT } from "../../../i18n";
import { Button, Dialog, Field, localToday, TextInput, toast } from "../../../kit";
import { Refusal } from "../shared/Refusal";
import { freeId } from "../shared/ids";
import { useSaving } from "../shared/useSaving";

interface NewCalendarProps {
  /** The calendar the new one starts as. */
  like: WorkCalendar | null;
  taken: readonly string[];
  onClose: (made: string | null) => void;
}

/** A calendar for a region or a store, beginning as a copy of the present one. */
export function NewCalendar({ like, taken, onClose }: NewCalendarProps): ReactElement {
  const t = useT();
  const { busy, problem, save } = useSaving();
  const [name, setName] = useState("");
  const [tried, setTried] = useState(false);
  const submit = async () => {
    setTried(true);
    if (name.trim() === "" || !like) return;
    const id = freeId("calendar", taken);
    const made = await save(async () => {
      const base = await readCalendar(like.id, Number(localToday().slice(0, 4)));
      await putCalendar(id, {
        label: { zh: name.trim() },
        zone: base.zone,
        content: base.content,
        revision: 0,
      });
    }, [["calendars"]]);
    if (!made) return;
    toast({ text: t("cal.made"), tone: "good" });
    onClose(id);
  };
  return (
    <Dialog
      title={t("cal.add")}
      size="s"
      sticky
      onClose={() => onClose(null)}
      footer={
        <>
          <Button onClick={() => onClose(null)}>{t("kit.cancel")}</Button>
          <Button tone="primary" busy={busy} onClick={() => void submit()}>
            {t("kit.save")}
          </Button>
        </>
      }
    >
      <form
        noValidate
        className="k-stack"
        onSubmit={(event) => {
          event.preventDefault();
          void submit();
        }}
      >
        <Refusal problem={problem} />
        <Field
          label={t("cal.name")}
          help={t("cal.add.help")}
          required
          error={tried && name.trim() === "" ? t("cal.name.need") : null}
        >
          {(aria) => (
            <TextInput
              {...aria}
              value={name}
              maxLength={40}
              onChange={setName}
              placeholder={t("cal.name.eg")}
            />
          )}
        </Field>
        <button type="submit" hidden aria-hidden="true" tabIndex={-1} />
      </form>
    </Dialog>
  );
}
