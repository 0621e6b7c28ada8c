import type { ReactElement } from "react";
import type { OneTime } from "../../../api/manage";
import { useT } from "../../../i18n";
import { Banner, Button, Dialog, toast } from "../../../kit";

/** A first password, shown this once: to be passed on, and changed at the first login. */
export function PasswordShown({ made, onClose }: { made: OneTime; onClose: () => void }): ReactElement {
  const t = useT();
  const copy = () => {
    void navigator.clipboard.writeText(made.password).then(
      () => toast({ text: t("people.copied"), tone: "good" }),
      () => toast({ text: t("people.copyFailed"), tone: "bad" }),
    );
  };
  return (
    <Dialog
      title={t("people.password", { name: made.person.name })}
      size="s"
      sticky
      onClose={onClose}
      footer={
        <Button tone="primary" onClick={onClose}>
          {t("people.noted")}
        </Button>
      }
    >
      <div className="k-stack">
        <dl className="ppl-secret">
          <dt>{t("people.login")}</dt>
          <dd>{made.person.login}</dd>
          <dt>{t("people.password.word")}</dt>
          <dd>
            <code>{made.password}</code>
            <Button size="s" icon="copy" onClick={copy}>
              {t("people.copy")}
            </Button>
          </dd>
        </dl>
        <Banner tone="warn" icon="alert">
          {t("people.password.once")}
        </Banner>
      </div>
    </Dialog>
  );
}
