import type { ReactElement } from "react";
import { changePerson, type Staff } from "../../../api/manage";
import { useT } from "../../../i18n";
import { Confirm, toast } from "../../../kit";
import { Refusal } from "../shared/Refusal";
import { useSave } from "./useSave";

/** Let a person in or keep him out; what he did stays. */
export function SwitchDialog({ person, onClose }: { person: Staff; onClose: () => void }): ReactElement {
  const t = useT();
  const { busy, problem, save } = useSave();
  const off = person.active;
  return (
    <Confirm
      title={t(off ? "people.disableOf" : "people.enableOf", { name: person.name })}
      confirm={t(off ? "people.disable" : "people.enable")}
      tone={off ? "danger" : "primary"}
      busy={busy}
      onClose={onClose}
      onConfirm={() =>
        void save(async () => {
          await changePerson(person.id, { active: !off });
          toast({ text: t("people.saved"), tone: "good" });
          onClose();
        })
      }
    >
      <Refusal problem={problem} />
      <p>{t(off ? "people.disable.help" : "people.enable.help")}</p>
    </Confirm>
  );
}
