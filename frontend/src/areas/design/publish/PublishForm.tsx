import { useQueryClient } from "@tanstack/react-query";
import { useState, type ReactElement } from "react";
import { ApiProblem } from "../../../api/http";
import { planDraft, publishDraft, type Published } from "../../../api/publishing";
import { useLang, useSay, useT } from "../../../i18n";
import { Banner, Button, Confirm, Field, TextArea, toast } from "../../../kit";
import { useWorkbench } from "../workbench/context";
import { AT_ONCE, EffectiveAt, instantOf, useZone } from "./EffectiveAt";
import { unplaced, type Mapped } from "./mapping";
import { usePlanned, whenText } from "./PlannedPart";
import { useNote } from "./note";
import { unanswered, useInFlight } from "./useAsked";

interface PublishFormProps {
  mapping: Mapped;
  /** There are findings that forbid it. */
  blocked: boolean;
  /** What it would change is not known yet. */
  asking: boolean;
  /** The draft says what is in force. */
  nothing: boolean;
}

/** A note on what changed, from when it counts, and the button; a refusal says what to do first. */
export function PublishForm({ mapping, blocked, asking: unknown, nothing }: PublishFormProps): ReactElement {
  const t = useT();
  const say = useSay();
  const client = useQueryClient();
  const { key, live, revision, saved, refresh } = useWorkbench();
  const flight = useInFlight();
  const lang = useLang();
  const zone = useZone();
  const waiting = usePlanned().data?.planned ?? null;
  const [note, setNote] = useNote(key);
  const [effect, setEffect] = useState(AT_ONCE);
  const at = effect.later ? instantOf(effect, zone) : null;
  const past = effect.later && at === null;
  const [asking, setAsking] = useState(false);
  // The moment passed while the question stood: it is asked again once there is another.
  if (asking && past) setAsking(false);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<ApiProblem | null>(null);
  const homeless = live === null ? [] : unplaced(flight.data?.mappings_needed ?? [], mapping);
  const why = blocked
    ? t("dpub.not.errors")
    : saved !== "saved"
      ? t("dpub.not.saving")
      : unknown || (live !== null && unanswered(flight))
        ? t("dpub.not.asking")
        : nothing
          ? t("dpub.not.nothing")
          : homeless.length > 0
            ? t("dpub.not.map")
            : effect.later && waiting !== null
              ? t("dpub.not.planned")
              : past
                ? t("dpub.not.when")
                : null;

  const publish = async () => {
    const at = effect.later ? instantOf(effect, zone) : null;
    if (effect.later && at === null) {
      setAsking(false);
      return;
    }
    setBusy(true);
    setProblem(null);
    try {
      const body = { revision, note: note.trim(), mapping: mapping.value };
      if (at !== null) {
        const planned = await planDraft(key, { ...body, at });
        setNote("");
        setEffect(AT_ONCE);
        toast({ text: t("dpub.plan.at", { when: whenText(planned.effective_at, zone, lang) }) });
        await client.invalidateQueries({ queryKey: ["design", key, "planned"] });
        return;
      }
      const done = await publishDraft(key, body);
      setNote("");
      toast({
        text: t(doneWords(done), {
          n: done.version,
          moved: done.moved || done.moving,
          copied: done.copying,
        }),
      });
      // What everybody works with is another version now: the frame, and every page of the app.
      await client.invalidateQueries();
    } catch (error) {
      if (!(error instanceof ApiProblem)) throw error;
      setProblem(error);
    } finally {
      setBusy(false);
      setAsking(false);
      refresh();
    }
  };
  return (
    <section className="dpb-form" aria-label={t("dpub.publish")}>
      <h2>{t("dpub.publish")}</h2>
      {problem ? (
        <Banner tone="bad" icon="alert" live="alert">
          {say(problem.text)} {say(problem.remedy)}
        </Banner>
      ) : null}
      <Field label={t("dpub.note")} help={t("dpub.note.help")}>
        {(aria) => <TextArea {...aria} rows={2} maxLength={500} value={note} onChange={setNote} />}
      </Field>
      <EffectiveAt value={effect} onChange={setEffect} />
      <div className="k-row">
        <Button
          tone="primary"
          icon="send"
          disabled={why !== null}
          busy={busy}
          onClick={() => setAsking(true)}
        >
          {effect.later ? t("dpub.plan.go") : t("dpub.go")}
        </Button>
        {why ? <span className="k-muted k-small">{why}</span> : null}
      </div>
      {asking ? (
        <Confirm
          title={effect.later ? t("dpub.plan.sure") : t("dpub.sure")}
          confirm={effect.later ? t("dpub.plan.go") : t("dpub.go")}
          tone="primary"
          busy={busy}
          onConfirm={() => void publish()}
          onClose={() => setAsking(false)}
        >
          {at === null ? (
            <>
              {t("dpub.sure.text")}
              {waiting === null ? null : <p>{t("dpub.sure.planned")}</p>}
            </>
          ) : (
            t("dpub.plan.sure.text", { when: whenText(at, zone, lang) })
          )}
        </Confirm>
      ) : null}
    </section>
  );
}

/** What a publication did besides, or still does. */
function doneWords(done: Published) {
  if (done.moving > 0) return "dpub.done.moving";
  if (done.copying > 0) return "dpub.done.copying";
  return done.moved > 0 ? "dpub.done.moved" : "dpub.done";
}
