import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { drafts, type Draft } from "../../../api/device";
import { send, type Write } from "../../../api/endpoints";
import { bundleQuery, keys, useAccept } from "../../../api/hooks";
import { ApiProblem, Attempts } from "../../../api/http";
import { APP_CHANGED } from "../../../api/changed";
import { inTrial } from "../../../api/trial";
import type { Answer, Bundle } from "../../../api/types";
import { translate, type Text } from "../../../i18n";
import { toast } from "../../../kit";
import { useApp } from "../../../render/context";
import { localFiles } from "../drafts/localFiles";

export type Outcome =
  | { readonly kind: "done"; readonly answer: Answer }
  /** `fresh`: the app as it is now, where the refusal says that it has changed. */
  | { readonly kind: "refused"; readonly problem: ApiProblem; readonly fresh?: Bundle | null }
  /** Kept on this device, sent when there is a line. */
  | { readonly kind: "waiting" };

export interface Sending {
  /** What is being submitted, in the words of the app. */
  label: Text;
  /** The input as it stands, to come back to should the write be refused after waiting. */
  draft?: Draft | null;
  /** Where the person can deal with a refusal that comes later. */
  back: string;
  /** The version of the app that the form was drawn from; left out: the one the page shows. */
  drawn?: number;
}

const OFFLINE = new ApiProblem(0, {
  code: "offline",
  message: { zh: "网络连接不上", en: "No connection to the server" },
  remedy: { zh: "已填内容保存在本机,联网后再试", en: "What you typed is kept on this device" },
});

/** Asks for the app as it is now, and for what its pages show with it; null without a line. */
export function useRenewed(): () => Promise<Bundle | null> {
  const { app } = useApp();
  const client = useQueryClient();
  return async () => {
    void client.invalidateQueries({
      predicate: ({ queryKey: [scope, of, what] }) => scope === "app" && of === app && what !== "bundle",
    });
    void client.invalidateQueries({ queryKey: keys.apps });
    const fresh = await client.query({ ...bundleQuery(app), staleTime: 0 }).catch(() => null);
    // The pages hear of it a moment later; a field that moved then would lose the focus it is about to get.
    await new Promise((resolve) => setTimeout(resolve));
    return fresh;
  };
}

async function settle(write: Write): Promise<Write | null> {
  const { settleFiles } = await import("../drafts/outbox");
  return settleFiles(write);
}

/**
 * Sends one write. Tries of the same content carry the same Idempotency-Key, so pressing again after a lost answer
 * does nothing twice; without a line the write waits on the device.
 */
export function useSubmit(): { busy: boolean; submit: (write: Write, sending: Sending) => Promise<Outcome> } {
  const { app, bundle, session } = useApp();
  const renewed = useRenewed();
  const accept = useAccept(app);
  const [busy, setBusy] = useState(false);
  const attempts = useRef(new Attempts());
  const opened = useRef(0);
  useEffect(() => {
    opened.current = Date.now();
  }, []);

  const wait = async (
    write: Write,
    key: string,
    { label, draft = null, back }: Sending,
  ): Promise<Outcome> => {
    // In a trial nothing waits: what is not done now is not done.
    if (inTrial() !== null) return { kind: "refused", problem: OFFLINE };
    const person = session.person.id;
    const one = { key, person, app, write, label, draft, back, queued: Date.now(), refused: null };
    // There already: the frame loads it with the first page.
    const { outbox } = await import("../drafts/outbox");
    if (!(await outbox.add(one))) return { kind: "refused", problem: OFFLINE };
    // What waits is no longer a draft: submitted twice it would be done twice.
    if (draft) await drafts.remove(draft.key);
    attempts.current.settle();
    toast({ text: translate("drafts.kept") });
    return { kind: "waiting" };
  };

  const run = async (plain: Write, sending: Sending): Promise<Outcome> => {
    const write = { ...plain, drawn: sending.drawn ?? bundle.version };
    const ready = localFiles(write.body).size === 0 ? write : await settle(write);
    if (!ready) return wait(write, crypto.randomUUID(), sending);
    // Whatever the page was drawn from: the same content is the same request.
    const key = attempts.current.keyFor([ready.method, ready.path, ready.body]);
    try {
      const answer = await send(ready, key, Math.round((Date.now() - opened.current) / 1000));
      attempts.current.settle();
      opened.current = Date.now();
      accept(answer);
      return { kind: "done", answer };
    } catch (error) {
      if (!(error instanceof ApiProblem)) throw error;
      if (error.status === 0) return wait(ready, key, sending);
      if (!error.transient) attempts.current.settle();
      if (error.code === APP_CHANGED) return { kind: "refused", problem: error, fresh: await renewed() };
      return { kind: "refused", problem: error };
    }
  };

  const submit = async (write: Write, sending: Sending): Promise<Outcome> => {
    setBusy(true);
    try {
      return await run(write, sending);
    } finally {
      setBusy(false);
    }
  };
  return { busy, submit };
}
