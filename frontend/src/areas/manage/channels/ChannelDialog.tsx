import { useState, type ReactElement } from "react";
import { putChannel, type Channel, type ChannelField, type ChannelKind } from "../../../api/channels";
import { useSay, useT } from "../../../i18n";
import { Banner, Button, Check, Dialog, Field, Select, TextInput, toast } from "../../../kit";
import { freeId } from "../shared/ids";
import { Refusal } from "../shared/Refusal";
import { useSaving } from "../shared/useSaving";

interface ChannelDialogProps {
  /** Null: a new one. */
  channel: Channel | null;
  kinds: readonly ChannelKind[];
  taken: readonly string[];
  onClose: () => void;
}

type Values = Readonly<Record<string, string>>;

/** A channel's settings. Secrets are typed, never shown: an empty one keeps what is there. */
export function ChannelDialog({ channel, kinds, taken, onClose }: ChannelDialogProps): ReactElement {
  const t = useT();
  const say = useSay();
  const { busy, problem, save } = useSaving();
  const [kindId, setKindId] = useState<string>(channel?.kind ?? kinds[0]?.kind ?? "");
  const [name, setName] = useState(channel?.name ?? "");
  const [config, setConfig] = useState<Values>(channel?.config ?? {});
  const [secret, setSecret] = useState<Values>({});
  const [active, setActive] = useState(channel?.active ?? true);
  const [tried, setTried] = useState(false);
  const kind = kinds.find((one) => one.kind === kindId);
  const shownName = name.trim() === "" && channel === null ? say(kind?.label) : name.trim();
  const kept = channel?.secret_set === true && Object.values(secret).every((text) => text === "");
  const lacks = (field: ChannelField) =>
    field.required && (field.secret ? !kept && !secret[field.name] : !config[field.name]);
  const submit = async () => {
    setTried(true);
    if (!kind || shownName === "" || kind.fields.some(lacks)) return;
    const filled = (values: Values) =>
      Object.fromEntries(Object.entries(values).filter(([, text]) => text !== ""));
    const body = {
      kind: kind.kind,
      name: shownName,
      config: filled(config),
      ...(kept ? {} : { secret: filled(secret) }),
      active,
      revision: channel?.revision ?? 0,
    };
    const id = channel?.id ?? freeId(kind.kind, taken);
    if (!(await save(() => putChannel(id, body), [["channels"]]))) return;
    toast({ text: t("chan.saved"), tone: "good" });
    onClose();
  };
  return (
    <Dialog
      title={channel ? channel.name : t("chan.add")}
      size="m"
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
      <form
        noValidate
        className="k-stack"
        onSubmit={(event) => {
          event.preventDefault();
          void submit();
        }}
      >
        <Refusal problem={problem} />
        {channel ? null : (
          <Field label={t("chan.kind")} required>
            {(aria) => (
              <Select
                {...aria}
                empty={null}
                value={kindId}
                onChange={(next) => {
                  setKindId(next ?? "");
                  setConfig({});
                  setSecret({});
                }}
                options={kinds.map((one) => ({ id: one.kind, label: say(one.label) }))}
              />
            )}
          </Field>
        )}
        {kind ? (
          <Banner icon="info" tone="info">
            <strong>{t("chan.howto")}</strong>
            <div>{t(`chan.howto.${kind.kind}`)}</div>
          </Banner>
        ) : null}
        <Field label={t("chan.name")} help={t("chan.name.help")} required>
          {(aria) => (
            <TextInput
              {...aria}
              value={name}
              maxLength={40}
              placeholder={say(kind?.label)}
              onChange={setName}
            />
          )}
        </Field>
        {(kind?.fields ?? []).map((field) => (
          <Setting
            key={field.name}
            field={field}
            set={channel?.secret_set === true}
            kept={kept}
            lacking={tried && lacks(field)}
            value={(field.secret ? secret : config)[field.name] ?? ""}
            onChange={(text) =>
              field.secret
                ? setSecret({ ...secret, [field.name]: text })
                : setConfig({ ...config, [field.name]: text.trim() })
            }
          />
        ))}
        {channel?.secret_set ? <p className="k-muted k-small">{t("chan.secret.again")}</p> : null}
        <Check label={t("chan.active")} checked={active} onChange={setActive} />
        <button type="submit" hidden aria-hidden="true" tabIndex={-1} />
      </form>
    </Dialog>
  );
}

interface SettingProps {
  field: ChannelField;
  /** Secrets were given before. */
  set: boolean;
  /** They stay as they are. */
  kept: boolean;
  lacking: boolean;
  value: string;
  onChange: (text: string) => void;
}

function Setting({ field, set, kept, lacking, value, onChange }: SettingProps): ReactElement {
  const t = useT();
  const say = useSay();
  const hidden = field.secret
    ? { type: "password", autoComplete: "new-password", placeholder: set ? "••••••••" : undefined }
    : { placeholder: field.default === "" ? undefined : field.default };
  return (
    <Field
      label={say(field.label)}
      required={field.required && !(field.secret && kept)}
      help={field.secret && set ? t("chan.secret.set") : null}
      error={lacking ? t("chan.required", { label: say(field.label) }) : null}
    >
      {(aria) => <TextInput {...aria} {...hidden} value={value} onChange={onChange} />}
    </Field>
  );
}
