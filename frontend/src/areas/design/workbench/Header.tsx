import { Link } from "@tanstack/react-router";
import { useState, type KeyboardEvent, type ReactElement } from "react";
import type { History } from "../../../engine/design/history";
import { say as sayIn, useLang, useSay, useT, type Key } from "../../../i18n";
import { Badge, Icon, IconButton, iconOf, Menu, usePhone } from "../../../kit";
import { renameApp } from "../../../engine/design/commands/app";
import { useWorkbench } from "./context";
import { useTalkHere } from "./talkCounts";

interface HeaderProps {
  /** Places that differ from what is in force; null: never published. */
  ahead: number | null;
  history: History;
  /** What stands beside the section. */
  panel: "findings" | "talk" | null;
  onPanel: () => void;
  onTalk: () => void;
  onKeys: () => void;
  onSettings: () => void;
}

/** Name and state of the draft, what can be taken back, and the ways out. */
export function Header({
  ahead,
  history,
  panel,
  onPanel,
  onTalk,
  onKeys,
  onSettings,
}: HeaderProps): ReactElement {
  const t = useT();
  const say = useSay();
  const phone = usePhone();
  const { app, key, live, undo, redo, findings } = useWorkbench();
  const back = history.done.at(-1);
  const again = history.undone.at(-1);
  const redoLabel = again ? t("design.redoThat", { what: say(again.label) }) : t("design.redo");
  const errors = findings.some(({ severity }) => severity === "error");
  return (
    <header className="d-head">
      {live ? (
        <Link
          to="/a/$app/today"
          params={{ app: key }}
          className="k-icon-btn"
          aria-label={t("design.back")}
          title={t("design.back")}
        >
          <Icon name="back" size={20} />
        </Link>
      ) : (
        <Link
          to="/design"
          className="k-icon-btn"
          aria-label={t("design.backToApps")}
          title={t("design.backToApps")}
        >
          <Icon name="back" size={20} />
        </Link>
      )}
      <span className="d-head-icon">
        <Icon name={iconOf(app.app.icon, "apps")} />
      </span>
      <div className="d-head-title">
        <NameInput />
        <div className="d-head-state">
          <Badge color={ahead === 0 ? "green" : "blue"}>
            {ahead === null
              ? t("design.state.never")
              : ahead === 0
                ? t("design.state.same")
                : t(phone ? "design.state.aheadShort" : "design.state.ahead", { n: ahead })}
          </Badge>
          <SavedState />
        </div>
      </div>
      <div className="d-head-tools">
        <IconButton
          icon="undo"
          label={back ? t("design.undoThat", { what: say(back.label) }) : t("design.undo")}
          disabled={!undo}
          onClick={() => undo?.()}
        />
        {phone ? null : (
          <IconButton icon="redo" label={redoLabel} disabled={!redo} onClick={() => redo?.()} />
        )}
        <button
          type="button"
          className="d-findings-btn"
          data-tone={errors ? "bad" : findings.length > 0 ? "warn" : "good"}
          aria-expanded={panel === "findings"}
          aria-label={t("design.findings.n", { n: findings.length })}
          onClick={onPanel}
        >
          <Icon name={findings.length > 0 ? "alert" : "check"} />
          {phone ? null : <span>{t("design.findings")}</span>}
          {findings.length > 0 ? <b>{findings.length}</b> : null}
        </button>
        <TalkButton shown={panel === "talk"} onPress={onTalk} />
        <Menu
          label={t("design.more")}
          groups={[
            // On a phone the name has the place of what is pressed seldom.
            phone
              ? [
                  {
                    key: "redo",
                    label: redoLabel,
                    icon: "redo",
                    disabled: !redo,
                    onSelect: () => redo?.(),
                  },
                ]
              : [],
            [
              { key: "settings", label: t("design.settings"), icon: "edit", onSelect: onSettings },
              { key: "keys", label: t("design.keys"), icon: "info", onSelect: onKeys },
            ],
          ]}
        />
      </div>
    </header>
  );
}

/** Opens what is said about the selected place; counts what is open there. */
function TalkButton({ shown, onPress }: { shown: boolean; onPress: () => void }): ReactElement {
  const t = useT();
  const phone = usePhone();
  const n = useTalkHere();
  return (
    <button
      type="button"
      className="d-findings-btn"
      aria-expanded={shown}
      aria-label={t("design.talk.n", { n })}
      onClick={onPress}
    >
      <Icon name="chat" />
      {phone ? null : <span>{t("design.section.talk")}</span>}
      {n > 0 ? <b>{n}</b> : null}
    </button>
  );
}

const ICON = { saved: "check", saving: "refresh", offline: "offline", stopped: "alert" } as const;

function SavedState(): ReactElement {
  const t = useT();
  const { saved } = useWorkbench();
  return (
    <span
      className="d-saved"
      data-state={saved}
      role="status"
      title={saved === "offline" ? t("design.saved.offlineHelp") : undefined}
    >
      <Icon name={ICON[saved]} size={14} />
      <span>{t(`design.saved.${saved}` satisfies Key)}</span>
    </span>
  );
}

/** The app's name where it stands: a press, and it can be typed over. */
function NameInput(): ReactElement {
  const t = useT();
  const lang = useLang();
  const { app, run } = useWorkbench();
  const [typed, setTyped] = useState<string | null>(null);
  const name = sayIn(app.app.name, lang);
  const keep = () => {
    const text = typed?.trim() ?? "";
    setTyped(null);
    if (text !== "" && text !== name) run(renameApp(app, text, lang));
  };
  const keys = (event: KeyboardEvent<HTMLInputElement>) => {
    if (event.key === "Escape") setTyped(null);
    if (event.key === "Enter" && !event.nativeEvent.isComposing) event.currentTarget.blur();
  };
  const shown = typed ?? name;
  return (
    <h1 className="d-name">
      <span aria-hidden="true">{shown || " "}</span>
      <input
        aria-label={t("design.appName")}
        value={shown}
        maxLength={60}
        onChange={(event) => setTyped(event.target.value)}
        onBlur={keep}
        onKeyDown={keys}
      />
    </h1>
  );
}
