import { useQuery } from "@tanstack/react-query";
import { useState, type ReactElement } from "react";
import { listUnitTree } from "../../../api/manage";
import { putRoster } from "../../../api/time";
import { useT } from "../../../i18n";
import { Button, Dialog, Field, Select, TextInput, toast } from "../../../kit";
import { unitChoices } from "../people/units";
import { freeId } from "../shared/ids";
import { Refusal } from "../shared/Refusal";
import { useSaving } from "../shared/useSaving";

/** A roster is a name and whom it is for; people are put on it afterwards. */
export function NewRoster({
  taken,
  onClose,
}: {
  taken: readonly string[];
  onClose: (made: string | null) => void;
}): ReactElement {
  const t = useT();
  const { busy, problem, save } = useSaving();
  const units = useQuery({ queryKey: ["units"], queryFn: listUnitTree });
  const [name, setName] = useState("");
  const [unit, setUnit] = useState<string | null>(null);
  const [tried, setTried] = useState(false);
  const submit = async () => {
    setTried(true);
    if (name.trim() === "") return;
    const id = freeId("roster", taken);
    if (!(await save(() => putRoster(id, { label: { zh: name.trim() }, unit }), [["rosters"]]))) return;
    toast({ text: t("ros.made"), tone: "good" });
    onClose(id);
  };
  return (
    <Dialog
      title={t("ros.add")}
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
        <Field label={t("ros.name")} required error={tried && name.trim() === "" ? t("ros.name.need") : null}>
          {(aria) => (
            <TextInput
              {...aria}
              value={name}
              maxLength={40}
              onChange={setName}
              placeholder={t("ros.name.eg")}
            />
          )}
        </Field>
        <Field label={t("ros.unit")}>
          {(aria) => (
            <Select
              {...aria}
              empty={t("ros.unit.all")}
              value={unit}
              onChange={setUnit}
              options={unitChoices(units.data ?? [], null)}
            />
          )}
        </Field>
        <button type="submit" hidden aria-hidden="true" tabIndex={-1} />
      </form>
    </Dialog>
  );
}
