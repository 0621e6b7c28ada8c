import { useState, type ReactElement } from "react";
import { useSay, useT } from "../../../i18n";
import { Button, Dialog, Field, TextInput, toast } from "../../../kit";
import type { OwnView } from "./model";
import type { Listing } from "./useListing";

/** The conditions differ from the view's: keep them under a name, or go back. */
export default function SaveView({ listing }: { listing: Listing }): ReactElement {
  const t = useT();
  const say = useSay();
  const [naming, setNaming] = useState(false);
  const { view, settings } = listing;
  const store = (view: OwnView) => {
    const others = (settings.views ?? []).filter(({ id }) => id !== view.id);
    listing.saveSettings({ ...settings, views: [...others, view] });
    listing.set({ view: view.id, filter: null, sort: null });
    toast({ text: t("list.save.done", { name: view.name }), tone: "good" });
  };
  const now = { filter: listing.filter, sort: listing.sort };
  return (
    <div className="lst-words">
      <span className="k-muted k-small">{t("list.view.changed")}</span>
      {view.own ? (
        <Button size="s" tone="link" onClick={() => store({ id: view.id, name: view.label.zh, ...now })}>
          {t("list.save.update", { name: view.label.zh })}
        </Button>
      ) : null}
      <Button size="s" tone="link" onClick={() => setNaming(true)}>
        {t("list.save")}
      </Button>
      <Button size="s" tone="link" onClick={() => listing.set({ filter: null, sort: null })}>
        {t("list.view.undo", { name: say(view.label) })}
      </Button>
      {naming ? (
        <NameDialog
          onClose={() => setNaming(false)}
          onName={(name) => {
            setNaming(false);
            store({ id: `own_${crypto.randomUUID().slice(0, 8)}`, name, ...now });
          }}
        />
      ) : null}
    </div>
  );
}

function NameDialog({
  onName,
  onClose,
}: {
  onName: (name: string) => void;
  onClose: () => void;
}): ReactElement {
  const t = useT();
  const [name, setName] = useState("");
  const [tried, setTried] = useState(false);
  const save = () => {
    setTried(true);
    if (name.trim() !== "") onName(name.trim());
  };
  return (
    <Dialog
      title={t("list.save")}
      size="s"
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>{t("kit.cancel")}</Button>
          <Button tone="primary" onClick={save}>
            {t("kit.save")}
          </Button>
        </>
      }
    >
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          save();
        }}
      >
        <Field
          label={t("list.save.name")}
          required
          error={tried && name.trim() === "" ? t("list.save.need") : null}
        >
          {(aria) => <TextInput {...aria} data-autofocus value={name} onChange={setName} maxLength={40} />}
        </Field>
      </form>
    </Dialog>
  );
}
