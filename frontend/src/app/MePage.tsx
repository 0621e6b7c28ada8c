import "../i18n/parts/me";
import { useQueryClient } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import { Suspense, useState, type ReactElement } from "react";
import { session } from "../api/endpoints";
import { useApps, useSession } from "../api/hooks";
import { ApiProblem, setCsrf } from "../api/http";
import { useSay, useT } from "../i18n";
import { Avatar, Dialog, Icon, late, toast } from "../kit";
import { LanguageSwitch } from "./LanguageSwitch";
import { PasswordForm } from "./PasswordForm";

const MySettings = late(() => import("../areas/manage/messages/MySettings"));

const Away = late(() => import("./Away"));

/** Who I am here, my language, my password, and the way out. */
export function MePage(): ReactElement {
  const t = useT();
  const say = useSay();
  const navigate = useNavigate();
  const client = useQueryClient();
  const me = useSession();
  const apps = useApps();
  const [changing, setChanging] = useState(false);
  const [messages, setMessages] = useState(false);
  const name = me.data?.person.name ?? "";

  const leave = async () => {
    try {
      await session.close();
    } catch (error) {
      if (!(error instanceof ApiProblem)) throw error;
      if (error.status !== 401) {
        toast({ text: say(error.text), tone: "bad" });
        return;
      }
    }
    setCsrf(null);
    client.clear();
    await navigate({ to: "/login", search: {} });
  };

  return (
    <div className="k-page k-stack">
      <div className="k-card k-row">
        <Avatar name={name} />
        <div>
          <h1>{name}</h1>
          <p className="k-muted k-small">{me.data?.organisation.name}</p>
        </div>
      </div>
      <section className="k-card k-row" data-between="" aria-label={t("me.language")}>
        <span className="k-row">
          <Icon name="globe" />
          {t("me.language")}
        </span>
        <LanguageSwitch />
      </section>
      <Suspense fallback={null}>
        <Away />
      </Suspense>
      <ul className="k-menu-list">
        {apps.data?.some(({ rights }) => rights?.design === true) ? (
          <li>
            <Link to="/design">
              <Icon name="edit" />
              <span className="k-grow">{t("app.design")}</span>
              <Icon name="chevronRight" size={16} />
            </Link>
          </li>
        ) : null}
        {me.data?.person.manages === true ? (
          <li>
            <Link to="/people">
              <Icon name="people" />
              <span className="k-grow">{t("app.admin")}</span>
              <Icon name="chevronRight" size={16} />
            </Link>
          </li>
        ) : null}
        <li>
          <button type="button" onClick={() => setMessages(true)}>
            <Icon name="send" />
            <span className="k-grow">{t("me.messages")}</span>
            <Icon name="chevronRight" size={16} />
          </button>
        </li>
        <li>
          <button type="button" onClick={() => setChanging(true)}>
            <Icon name="key" />
            <span className="k-grow">{t("me.password.title")}</span>
            <Icon name="chevronRight" size={16} />
          </button>
        </li>
        <li>
          <button type="button" onClick={() => void leave()}>
            <Icon name="logout" />
            <span className="k-grow">{t("me.logout")}</span>
          </button>
        </li>
      </ul>
      {messages ? (
        <Suspense fallback={null}>
          <MySettings onClose={() => setMessages(false)} />
        </Suspense>
      ) : null}
      {changing ? (
        <Dialog title={t("me.password.title")} size="s" sticky onClose={() => setChanging(false)}>
          <PasswordForm
            onCancel={() => setChanging(false)}
            onDone={() => {
              setChanging(false);
              toast({ text: t("me.password.done"), tone: "good" });
            }}
          />
        </Dialog>
      ) : null}
    </div>
  );
}
