import "../../../i18n/parts/fill";
import { useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useEffect, type ReactElement } from "react";
import type { Waiting } from "../../../api/device";
import { accept, bundleQuery } from "../../../api/hooks";
import { useSay, useT } from "../../../i18n";
import { Banner, Button, toast, useOnline } from "../../../kit";
import { outbox, useOutbox } from "./outbox";

/**
 * When a waiting write is tried again while the page is open, the last for ever: "online" events do not always come, and
 * a server that was busy is free again in seconds.
 */
const AGAIN = [2_000, 4_000, 8_000, 15_000, 30_000];

/** What waits on this device, and what was refused; sends on as soon as there is a line. */
export default function OutboxBar({ person }: { person: string }): ReactElement | null {
  const t = useT();
  const say = useSay();
  const online = useOnline();
  const client = useQueryClient();
  const items = useOutbox();
  const waiting = items.filter((one) => one.refused === null);

  useEffect(() => {
    void outbox.load(person).then(() => outbox.run());
  }, [person]);
  useEffect(() => {
    outbox.onDone = (one, answer) => {
      accept(client, one.app, answer);
      toast({ text: t("drafts.sent", { name: say(one.label) }), tone: "good" });
    };
  });
  useEffect(() => {
    if (!online || waiting.length === 0) return;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let [tries, over] = [0, false];
    const again = async (): Promise<void> => {
      await outbox.run().catch(() => undefined); // what failed is tried again
      if (!over) timer = setTimeout(() => void again(), AGAIN[Math.min(tries++, AGAIN.length - 1)]);
    };
    void again();
    return () => {
      over = true;
      clearTimeout(timer);
    };
  }, [online, waiting.length]);

  if (items.length === 0) return null;
  return (
    <div className="k-stack" data-gap="s">
      {waiting.length > 0 ? (
        <Banner
          tone="info"
          icon="upload"
          live="status"
          action={
            <Button size="s" onClick={() => void outbox.run()}>
              {t("drafts.sendNow")}
            </Button>
          }
        >
          {t("drafts.waiting", { n: waiting.length })}
        </Banner>
      ) : null}
      {items
        .filter((one) => one.refused !== null)
        .map((one) => (
          <Refused key={one.key} one={one} />
        ))}
    </div>
  );
}

function Refused({ one }: { one: Waiting }): ReactElement {
  const t = useT();
  const say = useSay();
  const navigate = useNavigate();
  const client = useQueryClient();
  const handle = async () => {
    await outbox.reopen(one);
    // The form is drawn from what is in force now.
    await client.query({ ...bundleQuery(one.app), staleTime: 0 }).catch(() => null);
    await navigate({ to: one.back });
  };
  return (
    <Banner
      tone="bad"
      icon="alert"
      live="alert"
      action={
        <span className="k-row">
          <Button size="s" tone="primary" onClick={() => void handle()}>
            {t("drafts.handle")}
          </Button>
          <Button size="s" onClick={() => void outbox.drop(one.key)}>
            {t("drafts.drop")}
          </Button>
        </span>
      }
    >
      {t("drafts.refused", { name: say(one.label), why: say(one.refused?.message) })}
    </Banner>
  );
}
