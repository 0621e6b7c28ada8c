import { useState, type ReactElement } from "react";
import { resetPassword, type OneTime, type Staff } from "../../../api/manage";
import { useT } from "../../../i18n";
import { Confirm } from "../../../kit";
import { PasswordShown } from "./PasswordShown";
import { Refusal } from "../shared/Refusal";
import { useSave } from "./useSave";

/** A new first password; all sessions of the person end. */
export function ResetDialog({ person, onClose }: { person: Staff; onClose: () => void }): ReactElement {
  const t = useT();
  const { busy, problem, save } = useSave();
  const [made, setMade] = useState<OneTime | null>(null);
  if (made) return <PasswordShown made={made} onClose={onClose} />;
  return (
    <Confirm
      title={t("people.resetOf", { name: person.name })}
      confirm={t("people.reset")}
      busy={busy}
      onClose={onClose}
      onConfirm={() => void save(async () => setMade(await resetPassword(person.id)))}
    >
      <Refusal problem={problem} />
      <p>{t("people.reset.help")}</p>
    </Confirm>
  );
}
