import "../../../i18n/parts/mine";
import { useQuery } from "@tanstack/react-query";
import { useState, type ReactElement } from "react";
import { putMessageSettings, readMessageSettings, type MessageSettings } from "../../../api/messageSettings";
import { useT } from "../../../i18n";
import { Button, Check, Dialog, Field, readTime, Select, SkeletonPage, TimeInput, toast } from "../../../kit";
import { Failed } from "../shared/Failed";
import { Refusal } from "../shared/Refusal";
import { useSaving } from "../shared/useSaving";

/** One's own: quiet hours, one message for many, and by which channels. The inbox has everything at once. */
export default function MySettings({ onClose }: { onClose: () => void }): ReactElement {
  const t = useT();
  const found = useQuery({ queryKey: ["message-settings"], queryFn: readMessageSettings });
  if (found.data) return <Settings found={found.data} onClose={onClose} />;
  return (
    <Dialog title={t("mine.title")} size="s" onClose={onClose}>
      {found.error ? (
        <Failed error={found.error} retry={() => void found.refetch()} />
      ) : (
        <SkeletonPage lines={4} />
      )}
    </Dialog>
  );
}

function Settings({ found, onClose }: { found: MessageSettings; onClose: () => void }): ReactElement {
  const t = useT();
  const { busy, problem, save } = useSaving();
  const [quiet, setQuiet] = useState(found.quiet !== null);
  const [from, setFrom] = useState(found.quiet?.from ?? "22:00");
  const [to, setTo] = useState(found.quiet?.to ?? "08:00");
  const [digest, setDigest] = useState(found.digest);
  const [on, setOn] = useState<Readonly<Record<string, boolean>>>(
    Object.fromEntries(found.channels.map((one) => [one.id, one.on])),
  );
  const wrong = quiet && (readTime(from) !== from || readTime(to) !== to || from === to);
  const store = async () => {
    if (wrong) return;
    const body = { quiet: quiet ? { from, to } : null, digest, channels: on };
    if (!(await save(() => putMessageSettings(body), [["message-settings"]]))) return;
    toast({ text: t("mine.saved"), tone: "good" });
    onClose();
  };
  return (
    <Dialog
      title={t("mine.title")}
      size="s"
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>{t("kit.cancel")}</Button>
          <Button tone="primary" busy={busy} disabled={wrong} onClick={() => void store()}>
            {t("kit.save")}
          </Button>
        </>
      }
    >
      <div className="k-stack">
        <p className="k-muted k-small">{t("mine.help")}</p>
        <Refusal problem={problem} />
        <Field
          label={t("mine.channels")}
          group
          help={found.channels.length === 0 ? t("mine.channels.none") : null}
        >
          {(aria) => (
            <div className="k-stack" data-gap="s" role="group" aria-labelledby={aria["aria-labelledby"]}>
              {found.channels.map((one) => (
                <Check
                  key={one.id}
                  label={one.reachable ? one.name : t("mine.unreachable", { name: one.name })}
                  disabled={!one.reachable}
                  checked={one.reachable && on[one.id] !== false}
                  onChange={(checked) => setOn({ ...on, [one.id]: checked })}
                />
              ))}
            </div>
          )}
        </Field>
        <Field label={t("mine.digest")} help={t("mine.digest.help")}>
          {(aria) => (
            <Select
              {...aria}
              empty={null}
              value={digest}
              onChange={(next) => setDigest((next as MessageSettings["digest"] | null) ?? "off")}
              options={(["off", "hourly", "daily"] as const).map((id) => ({
                id,
                label: t(`mine.digest.${id}`),
              }))}
            />
          )}
        </Field>
        <Check label={t("mine.quiet")} checked={quiet} onChange={setQuiet} />
        {quiet ? (
          <div className="k-row">
            <Field label={t("mine.from")} error={wrong ? t("mine.wrong") : null}>
              {(aria) => <TimeInput {...aria} value={from} onChange={setFrom} />}
            </Field>
            <Field label={t("mine.to")}>
              {(aria) => <TimeInput {...aria} value={to} onChange={setTo} />}
            </Field>
          </div>
        ) : null}
      </div>
    </Dialog>
  );
}
