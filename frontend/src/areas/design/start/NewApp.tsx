import { useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useRef, useState, type ReactElement, type ReactNode } from "react";
import { startApp, type AppCard, type StartFrom } from "../../../api/design";
import { keys } from "../../../api/hooks";
import { ApiProblem, Attempts } from "../../../api/http";
import { useLang, useSay, useT, type Lang, type Text } from "../../../i18n";
import { Banner, Button, Dialog, Field, Select, TextInput } from "../../../kit";
import { rememberRows } from "../shared/rows";
import { useWork } from "../shared/useWork";

/** A text as it was typed: Chinese is always there, and stands for English until that is written. */
export const typed = (text: string, lang: Lang): Text =>
  lang === "en" ? { zh: text, en: text } : { zh: text };

/** Starts an app and opens its workbench. The same attempt, tried again, makes one app. */
export function useStart() {
  const client = useQueryClient();
  const navigate = useNavigate();
  const attempts = useRef(new Attempts());
  return async (start: StartFrom, name: Text, entity?: string): Promise<void> => {
    try {
      const { app, job } = await startApp(start, name, attempts.current.keyFor({ start, name }));
      if (job && entity) rememberRows(app, { entity, job });
      attempts.current.settle();
      void client.invalidateQueries({ queryKey: ["design"], exact: true });
      void client.invalidateQueries({ queryKey: keys.apps });
      void client.invalidateQueries({ queryKey: keys.session });
      // Busy until the workbench stands: a second press would start a second app.
      await navigate({ to: "/design/$app/$", params: { app, _splat: "data" } });
    } catch (error) {
      if (error instanceof ApiProblem && !error.transient) attempts.current.settle();
      throw error;
    }
  };
}

/** A refusal in the server's words, with its remedy. */
export function Refused({ problem }: { problem: ApiProblem | null }): ReactElement | null {
  const say = useSay();
  if (!problem) return null;
  return (
    <Banner tone="bad" icon="alert" live="alert">
      {say(problem.text)}
      {problem.remedy ? <p>{say(problem.remedy)}</p> : null}
    </Banner>
  );
}

interface NewProps {
  title: string;
  /** What the name is to begin with. */
  name: string;
  /** What it is started from; null: not chosen yet. */
  start: (lang: Lang) => StartFrom | null;
  onClose: () => void;
  children?: ReactNode;
}

/** The last question before there is an app: what it is called. */
export function NewDialog({ title, name: wish, start, onClose, children }: NewProps): ReactElement {
  const t = useT();
  const lang = useLang();
  const [name, setName] = useState(wish);
  const [missing, setMissing] = useState(false);
  const make = useWork(useStart());
  const submit = () => {
    const from = start(lang);
    if (name.trim() === "" || from === null) setMissing(true);
    else make.start(from, typed(name.trim(), lang));
  };
  return (
    <Dialog
      title={title}
      size="s"
      sticky
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>{t("kit.cancel")}</Button>
          <Button tone="primary" busy={make.busy} onClick={submit}>
            {t("design.new.make")}
          </Button>
        </>
      }
    >
      <form
        className="k-stack"
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        <Refused problem={make.problem} />
        <Field
          label={t("design.appName")}
          required
          error={missing && name.trim() === "" ? t("design.new.needName") : undefined}
        >
          {(aria) => <TextInput {...aria} value={name} onChange={setName} maxLength={60} />}
        </Field>
        {children}
        {missing && start(lang) === null ? <p className="k-error">{t("design.new.needRest")}</p> : null}
        <button type="submit" hidden />
      </form>
    </Dialog>
  );
}

/** Nothing but a name and the first thing that is kept. */
export function BlankDialog({ onClose }: { onClose: () => void }): ReactElement {
  const t = useT();
  const [entity, setEntity] = useState("");
  return (
    <NewDialog
      title={t("design.new.blank")}
      name=""
      start={(lang) => (entity.trim() === "" ? null : { kind: "blank", entity: typed(entity.trim(), lang) })}
      onClose={onClose}
    >
      <Field label={t("design.new.entity")} help={t("design.new.entityHelp")} required>
        {(aria) => <TextInput {...aria} value={entity} onChange={setEntity} maxLength={40} />}
      </Field>
    </NewDialog>
  );
}

/** All that another app says, without its records. */
export function CopyDialog({
  apps,
  onClose,
}: {
  apps: readonly AppCard[];
  onClose: () => void;
}): ReactElement {
  const t = useT();
  const say = useSay();
  const [app, setApp] = useState<string | null>(apps[0]?.app ?? null);
  return (
    <NewDialog
      title={t("design.new.copy")}
      name=""
      start={() => (app === null ? null : { kind: "app", app })}
      onClose={onClose}
    >
      <Field label={t("design.new.from")} required>
        {(aria) => (
          <Select
            {...aria}
            value={app}
            empty={null}
            options={apps.map((one) => ({ id: one.app, label: say(one.name) }))}
            onChange={setApp}
          />
        )}
      </Field>
    </NewDialog>
  );
}
