import "../i18n/parts/me";
import { useQueryClient } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useRef, useState, type ReactElement } from "react";
import { session } from "../api/endpoints";
import { keys } from "../api/hooks";
import { ApiProblem, setCsrf } from "../api/http";
import { useSay, useT } from "../i18n";
import { Banner, Button, Field, IconButton, TextInput } from "../kit";
import { LanguageSwitch } from "./LanguageSwitch";
import "./app.css";

/** Only a path of this site: a link must not send someone elsewhere after signing in. */
export function safeNext(next: string | undefined): string {
  return next !== undefined && /^\/(?![/\\])/.test(next) ? next : "/";
}

export function LoginPage(): ReactElement {
  const t = useT();
  const { next } = useSearch({ from: "/login" });
  return (
    <main className="app-login">
      <div className="app-login-card">
        <div className="app-login-brand">
          <span className="k-brand" aria-hidden="true">
            落
          </span>
          <div>
            <h1>{t("app.product")}</h1>
            <p className="k-muted k-small">{t("app.slogan")}</p>
          </div>
        </div>
        {next === undefined ? null : <Banner tone="info">{t("login.ended")}</Banner>}
        <LoginForm next={safeNext(next)} />
        <LanguageSwitch />
      </div>
    </main>
  );
}

function LoginForm({ next }: { next: string }): ReactElement {
  const t = useT();
  const say = useSay();
  const navigate = useNavigate();
  const client = useQueryClient();
  const [login, setLogin] = useState("");
  const [password, setPassword] = useState("");
  const [shown, setShown] = useState(false);
  const [tried, setTried] = useState(false);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<ApiProblem | null>(null);
  const form = useRef<HTMLFormElement>(null);

  const submit = async () => {
    setTried(true);
    setProblem(null);
    if (login.trim() === "" || password === "") {
      form.current?.querySelector<HTMLElement>(login.trim() === "" ? "#login" : "#password")?.focus();
      return;
    }
    setBusy(true);
    try {
      const opened = await session.open(login.trim(), password);
      setCsrf(opened.csrf);
      client.clear();
      client.setQueryData(keys.session, opened);
      await navigate({ to: next, replace: true });
    } catch (error) {
      if (!(error instanceof ApiProblem)) throw error;
      setProblem(error);
    } finally {
      setBusy(false);
    }
  };

  return (
    <form
      ref={form}
      className="k-stack"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (!busy) void submit();
      }}
    >
      {problem ? (
        <Banner tone="bad" icon="alert" live="alert">
          {say(problem.text)}
          <br />
          {say(problem.remedy)}
        </Banner>
      ) : null}
      <Field
        id="login"
        label={t("login.login")}
        required
        error={tried && login.trim() === "" ? t("login.needLogin") : null}
      >
        {(aria) => (
          <TextInput
            {...aria}
            name="login"
            autoComplete="username"
            autoCapitalize="none"
            value={login}
            onChange={setLogin}
          />
        )}
      </Field>
      <Field
        id="password"
        label={t("login.password")}
        required
        error={tried && password === "" ? t("login.needPassword") : null}
      >
        {(aria) => (
          <TextInput
            {...aria}
            name="password"
            type={shown ? "text" : "password"}
            autoComplete="current-password"
            value={password}
            onChange={setPassword}
            after={
              <IconButton
                icon="eye"
                label={shown ? t("login.hide") : t("login.show")}
                aria-pressed={shown}
                onClick={() => setShown(!shown)}
              />
            }
          />
        )}
      </Field>
      <Button tone="primary" wide submit busy={busy}>
        {t("login.submit")}
      </Button>
    </form>
  );
}
