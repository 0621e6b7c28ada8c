import "../i18n/parts/me";
import { useState, type ReactElement } from "react";
import { session } from "../api/endpoints";
import { ApiProblem } from "../api/http";
import { useSay, useT, type Key } from "../i18n";
import { Banner, Button, Field, TextInput } from "../kit";

const FIELDS: readonly { id: "old" | "next" | "again"; label: Key; auto: string }[] = [
  { id: "old", label: "me.password.old", auto: "current-password" },
  { id: "next", label: "me.password.new", auto: "new-password" },
  { id: "again", label: "me.password.again", auto: "new-password" },
];

interface PasswordFormProps {
  onDone: () => void;
  /** Absent: there is no way round it. */
  onCancel?: () => void;
}

/** The old password, the new one twice. */
export function PasswordForm({ onDone, onCancel }: PasswordFormProps): ReactElement {
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
      onDone();
    } catch (error) {
      if (!(error instanceof ApiProblem)) throw error;
      setProblem(error);
    } finally {
      setBusy(false);
    }
  };
  return (
    <form
      noValidate
      className="k-stack"
      onSubmit={(event) => {
        event.preventDefault();
        if (!busy) void submit();
      }}
    >
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
      <div className="k-submit">
        {onCancel ? <Button onClick={onCancel}>{t("kit.cancel")}</Button> : null}
        <Button tone="primary" submit busy={busy}>
          {t("kit.save")}
        </Button>
      </div>
    </form>
  );
}
