import { useState, type ReactElement } from "react";
import { useApps } from "../../../api/hooks";
import { addPerson, changePerson, type OneTime, type Staff, type Unit } from "../../../api/manage";
import { useSay, useT, type Text } from "../../../i18n";
import { Button, Dialog, Field, Select, TextInput, toast, type Choice } from "../../../kit";
import { PasswordShown } from "./PasswordShown";
import { Refusal } from "../shared/Refusal";
import { unitChoices } from "./units";
import { useSave } from "./useSave";

interface PersonDialogProps {
  /** Null: someone new. */
  person: Staff | null;
  /** Nobody changes his own unit and roles. */
  own: boolean;
  units: readonly Unit[];
  onClose: () => void;
}

/** Add or change a person: name, login, unit, and a role in each app. */
export function PersonDialog({ person, own, units, onClose }: PersonDialogProps): ReactElement {
  const t = useT();
  const say = useSay();
  const apps = useApps();
  const { busy, problem, save } = useSave();
  const [name, setName] = useState(person?.name ?? "");
  const [login, setLogin] = useState(person?.login ?? "");
  const [unit, setUnit] = useState<string | null>(person?.unit ?? null);
  const [roles, setRoles] = useState<Readonly<Record<string, string>>>(person?.roles ?? {});
  const [tried, setTried] = useState(false);
  const [made, setMade] = useState<OneTime | null>(null);
  const need = (value: string | null, label: string) =>
    tried && (value ?? "").trim() === "" ? t("me.password.need", { label }) : null;

  const submit = () => {
    setTried(true);
    if (name.trim() === "" || login.trim() === "" || unit === null) return;
    void save(async () => {
      if (person === null) {
        setMade(await addPerson({ name: name.trim(), login: login.trim(), unit, roles: given(roles) }));
        return;
      }
      const changed = Object.entries(roles).filter(([app, role]) => (person.roles[app] ?? "") !== role);
      await changePerson(person.id, {
        name: name.trim(),
        login: login.trim(),
        ...(own || unit === person.unit ? {} : { unit }),
        ...(changed.length === 0 ? {} : { roles: Object.fromEntries(changed) }),
      });
      toast({ text: t("people.saved"), tone: "good" });
      onClose();
    });
  };
  if (made) return <PasswordShown made={made} onClose={onClose} />;
  return (
    <Dialog
      title={person ? t("people.editOf", { name: person.name }) : t("people.add")}
      sticky
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>{t("kit.cancel")}</Button>
          <Button tone="primary" busy={busy} onClick={submit}>
            {t("kit.save")}
          </Button>
        </>
      }
    >
      <form
        noValidate
        className="k-stack"
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        <Refusal problem={problem} />
        <Field label={t("people.name")} required error={need(name, t("people.name"))}>
          {(aria) => <TextInput {...aria} data-autofocus value={name} onChange={setName} maxLength={60} />}
        </Field>
        <Field
          label={t("people.login")}
          required
          help={t("people.login.help")}
          error={need(login, t("people.login"))}
        >
          {(aria) => (
            <TextInput {...aria} autoCapitalize="none" value={login} onChange={setLogin} maxLength={60} />
          )}
        </Field>
        <Field label={t("people.unit")} required error={need(unit, t("people.unit"))}>
          {(aria) => (
            <Select {...aria} disabled={own} value={unit} onChange={setUnit} options={unitChoices(units)} />
          )}
        </Field>
        <fieldset className="k-stack" data-gap="s">
          <legend className="k-label">{t("people.roles")}</legend>
          {own ? <p className="k-help">{t("people.roles.own")}</p> : null}
          {(apps.data ?? []).map((app) => (
            <Field key={app.key} label={say(app.name)}>
              {(aria) => (
                <Select
                  {...aria}
                  disabled={own || Object.keys(app.roles).length === 0}
                  empty={t("people.roles.none")}
                  value={(roles[app.key] ?? "") === "" ? null : (roles[app.key] ?? null)}
                  options={roleChoices(
                    app.roles,
                    person?.roles[app.key],
                    say(person?.role_labels[app.key]),
                    say,
                  )}
                  onChange={(role) => setRoles({ ...roles, [app.key]: role ?? "" })}
                />
              )}
            </Field>
          ))}
        </fieldset>
        <button type="submit" hidden aria-hidden="true" tabIndex={-1} />
      </form>
    </Dialog>
  );
}

const given = (roles: Readonly<Record<string, string>>) =>
  Object.fromEntries(Object.entries(roles).filter(([, role]) => role !== ""));

/** Roles one may give; the one a person has stays in sight even where one may not. */
function roleChoices(
  grantable: Readonly<Record<string, Text>>,
  now: string | undefined,
  called: string,
  say: (text: Text) => string,
): Choice[] {
  const known = Object.entries(grantable).map(([id, label]) => ({ id, label: say(label) || id }));
  return now !== undefined && now !== "" && !(now in grantable)
    ? [...known, { id: now, label: called || now }]
    : known;
}
