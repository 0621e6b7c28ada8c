import { useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useState, type ReactElement } from "react";
import { session } from "../api/endpoints";
import { useSession } from "../api/hooks";
import { ApiProblem, setCsrf } from "../api/http";
import { useSay, useT, type Key } from "../i18n";
import { Avatar, Banner, Button, Dialog, Field, Icon, TextInput, toast } from "../kit";
import { LanguageSwitch } from "./LanguageSwitch";

/** Who I am here, my language, my password, and the way out. */
export function MePage(): ReactElement {
  const t = useT();
  const say = useSay();
  const navigate = useNavigate();
  const client = useQueryClient();
  const me = useSession();
  const [changing, setChanging] = useState(false);
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
      <ul className="k-menu-list">
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
      {changing ? <PasswordDialog onClose={() => setChanging(false)} /> : null}
    </div>
  );
}

const FIELDS: readonly { id: "old" | "next" | "again"; label: Key; auto: string }[] = [
  { id: "old", label: "me.password.old", auto: "current-password" },
  { id: "next", label: "me.password.new", auto: "new-password" },
  { id: "again", label: "me.password.again", auto: "new-password" },
];

function PasswordDialog({ onClose }: { onClose: () => void }): ReactElement {
  const t = useT();
  const say = useSay();
  const [values, setValues] = useState({ old: "", next: "", again: "" });
  const [tried, setTried] = useState(false);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<ApiProblem | null>(null);
  const errorOf = (id: keyof typeof values, label: Key) => {
    if (!tried) return null;
    if (values[id] === "") return t("me.password.need", { label: t(label) });
    return id === "again" && values.again !== values.next ? t("me.password.differ") : null;
  };
  const submit = async () => {
    setTried(true);
    setProblem(null);
    if (values.old === "" || values.next === "" || values.again !== values.next) return;
    setBusy(true);
    try {
      await session.password(values.old, values.next);
      toast({ text: t("me.password.done"), tone: "good" });
      onClose();
    } catch (error) {
      if (!(error instanceof ApiProblem)) throw error;
      setProblem(error);
    } finally {
      setBusy(false);
    }
  };
  return (
    <Dialog
      title={t("me.password.title")}
      size="s"
      sticky
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>{t("kit.cancel")}</Button>
          <Button tone="primary" busy={busy} onClick={() => void submit()}>
            {t("kit.save")}
          </Button>
        </>
      }
    >
      <div className="k-stack">
        {problem ? (
          <Banner tone="bad" icon="alert" live="alert">
            {problem.issues[0]?.message ? say(problem.issues[0].message) : say(problem.text)}
          </Banner>
        ) : null}
        {FIELDS.map(({ id, label, auto }) => (
          <Field key={id} label={t(label)} required error={errorOf(id, label)}>
            {(aria) => (
              <TextInput
                {...aria}
                type="password"
                autoComplete={auto}
                value={values[id]}
                onChange={(value) => setValues({ ...values, [id]: value })}
              />
            )}
          </Field>
        ))}
      </div>
    </Dialog>
  );
}
