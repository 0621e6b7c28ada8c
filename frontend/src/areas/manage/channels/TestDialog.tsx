import { useQuery } from "@tanstack/react-query";
import { useState, type ReactElement } from "react";
import {
  listDeliveries,
  testChannel,
  type Channel,
  type ChannelKind,
  type Delivery,
} from "../../../api/channels";
import { useSay, useT } from "../../../i18n";
import { Banner, Button, Dialog, Field, TextInput } from "../../../kit";
import { Refusal } from "../shared/Refusal";
import { useSaving } from "../shared/useSaving";
import { errorWords } from "./errors";

interface TestDialogProps {
  channel: Channel;
  kind: ChannelKind | undefined;
  onClose: () => void;
}

/** Polls of the delivery log before one is told that nothing takes the message. */
const PATIENCE = 20;

/** Sends one message and says in words what became of it. */
export function TestDialog({ channel, kind, onClose }: TestDialogProps): ReactElement {
  const t = useT();
  const say = useSay();
  const { busy, problem, save } = useSaving();
  const [to, setTo] = useState("");
  const [sent, setSent] = useState<string | null>(null);
  const [looks, setLooks] = useState(0);
  const found = useQuery({
    queryKey: ["delivery-test", sent],
    enabled: sent !== null,
    refetchInterval: (query) => (done(query.state.data) || looks > PATIENCE ? false : 1000),
    queryFn: async () => {
      setLooks((n) => n + 1);
      const page = await listDeliveries({ state: null, after: null });
      return page.rows.find((one) => one.id === sent) ?? null;
    },
  });
  const send = () => {
    setLooks(0);
    void save(async () => setSent((await testChannel(channel.id, to.trim())).delivery), [["channels"]]);
  };
  return (
    <Dialog
      title={t("chan.testOf", { name: channel.name })}
      size="s"
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>{t("kit.close")}</Button>
          <Button tone="primary" busy={busy} onClick={send}>
            {t("chan.test.send")}
          </Button>
        </>
      }
    >
      <div className="k-stack">
        <Refusal problem={problem} />
        {kind?.address ? (
          <Field label={t("chan.test.to")} help={`${say(kind.address)}；${t("chan.test.to.help")}`}>
            {(aria) => <TextInput {...aria} value={to} maxLength={200} onChange={setTo} />}
          </Field>
        ) : null}
        {sent === null ? null : <Outcome found={found.data ?? null} stuck={looks > PATIENCE} />}
      </div>
    </Dialog>
  );
}

const done = (found: Delivery | null | undefined): boolean =>
  found !== null && found !== undefined && (found.state !== "waiting" || found.attempts > 0);

function Outcome({ found, stuck }: { found: Delivery | null; stuck: boolean }): ReactElement {
  const t = useT();
  if (found?.state === "sent")
    return (
      <Banner tone="good" icon="check" live="status">
        {t("chan.test.sent")}
      </Banner>
    );
  if (found && done(found))
    return (
      <Banner tone="bad" icon="alert" live="alert">
        {t("chan.test.failed", { error: errorWords(found.error, t) })}
      </Banner>
    );
  return (
    <Banner tone={stuck ? "warn" : "info"} icon="info" live="status">
      {t(stuck ? "chan.test.stuck" : "chan.test.waiting")}
    </Banner>
  );
}
