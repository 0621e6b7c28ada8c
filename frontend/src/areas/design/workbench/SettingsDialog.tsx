import { useState, type ReactElement } from "react";
import { explainApp, iconApp, renameApp } from "../../../engine/design/commands/app";
import { say, useLang, useT } from "../../../i18n";
import { Button, Dialog, Field, Icon, TextArea, TextInput, type IconName } from "../../../kit";
import { useWorkbench } from "./context";

/** Icons that can stand for an app. */
const ICONS = [
  "apps",
  "handshake",
  "target",
  "people",
  "building",
  "coins",
  "receipt",
  "clipboard",
  "box",
  "phone",
  "flag",
  "star",
  "bolt",
  "chat",
  "tag",
  "spark",
] as const satisfies readonly IconName[];

/** The app's name, what it is for, its icon. Each is kept when it is left; there is nothing to confirm. */
export function SettingsDialog({ onClose }: { onClose: () => void }): ReactElement {
  const t = useT();
  const lang = useLang();
  const { app, run } = useWorkbench();
  const [name, setName] = useState(say(app.app.name, lang));
  const [help, setHelp] = useState(say(app.app.help, lang));
  const keepName = () => {
    const text = name.trim();
    if (text === "") setName(say(app.app.name, lang));
    else if (text !== say(app.app.name, lang)) run(renameApp(app, text, lang));
  };
  const keepHelp = () => {
    if (help.trim() !== say(app.app.help, lang)) run(explainApp(app, help.trim(), lang));
  };
  const close = () => {
    keepName();
    keepHelp();
    onClose();
  };
  return (
    <Dialog
      title={t("design.settings")}
      onClose={close}
      footer={
        <Button tone="primary" onClick={close}>
          {t("design.settings.done")}
        </Button>
      }
    >
      <div className="k-stack">
        <Field label={t("design.appName")} required>
          {(aria) => <TextInput {...aria} value={name} onChange={setName} onBlur={keepName} maxLength={60} />}
        </Field>
        <Field label={t("design.settings.help")} help={t("design.settings.helpHelp")}>
          {(aria) => (
            <TextArea {...aria} rows={2} value={help} onChange={setHelp} onBlur={keepHelp} maxLength={200} />
          )}
        </Field>
        <Field label={t("design.settings.icon")} group>
          {(aria) => (
            <div className="d-icons" role="radiogroup" aria-labelledby={aria["aria-labelledby"]}>
              {ICONS.map((icon) => (
                <label key={icon} title={t(`design.icon.${icon}`)}>
                  <input
                    type="radio"
                    name={aria.id}
                    aria-label={t(`design.icon.${icon}`)}
                    checked={(app.app.icon ?? "apps") === icon}
                    onChange={() => run(iconApp(app, icon))}
                  />
                  <Icon name={icon} size={22} />
                </label>
              ))}
            </div>
          )}
        </Field>
      </div>
    </Dialog>
  );
}
