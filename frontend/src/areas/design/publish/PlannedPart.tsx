import { useQuery, useQueryClient, type UseQueryResult } from "@tanstack/react-query";
import { useEffect, useRef, useState, type ReactElement } from "react";
import { ApiProblem } from "../../../api/http";
import { readPlanned, takeBackPlan, type Planned } from "../../../api/publishing";
import { useLang, useSay, useT, type Lang } from "../../../i18n";
import { Badge, Banner, Button, Confirm, toast } from "../../../kit";
import { useWorkbench } from "../workbench/context";
import { useZone } from "./EffectiveAt";

const AGAIN = 60_000;

/** What is to take effect later, if anything is; asked again now and then, since it takes effect by itself. */
export function usePlanned(): UseQueryResult<{ readonly planned: Planned | null }> {
  const { key, refresh } = useWorkbench();
  const found = useQuery({
    queryKey: ["design", key, "planned"],
    queryFn: () => readPlanned(key),
    refetchInterval: AGAIN,
  });
  const waits = found.data === undefined ? null : found.data.planned !== null;
  const waited = useRef(waits);
  useEffect(() => {
    // It has taken effect, most likely: another version is in force.
    if (waited.current && waits === false) refresh();
    waited.current = waits;
  }, [waits, refresh]);
  return found;
}

/** A moment on the organisation's clock, with its year and weekday: it may be months ahead. */
export const whenText = (at: string, zone: string, lang: Lang): string =>
  new Intl.DateTimeFormat(lang === "zh" ? "zh-CN" : "en-GB", {
    timeZone: zone,
    dateStyle: "full",
    timeStyle: "short",
  }).format(new Date(at));

/** The publication that waits: when, by whom, why; and the way not to do it after all. Nothing where none waits. */
export function PlannedPart(): ReactElement | null {
  const { data } = usePlanned();
  return data?.planned ? <Waiting planned={data.planned} /> : null;
}

function Waiting({ planned }: { planned: Planned }): ReactElement {
  const t = useT();
  const say = useSay();
  const lang = useLang();
  const zone = useZone();
  const client = useQueryClient();
  const { key } = useWorkbench();
  const [asking, setAsking] = useState(false);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<ApiProblem | null>(null);
  const when = whenText(planned.effective_at, zone, lang);

  const takeBack = async () => {
    setBusy(true);
    setProblem(null);
    try {
      await takeBackPlan(key);
      toast({ text: t("dpub.plan.taken") });
    } catch (error) {
      if (!(error instanceof ApiProblem)) throw error;
      setProblem(error);
    }
    setBusy(false);
    setAsking(false);
    await client.invalidateQueries({ queryKey: ["design", key] });
  };
  return (
    <section className="dpb-planned" aria-label={t("dpub.plan")}>
      {problem ? (
        <Banner tone="bad" icon="alert" live="alert">
          {say(problem.text)} {say(problem.remedy)}
        </Banner>
      ) : null}
      <div className="dpb-version">
        <Badge color="blue">{t("dpub.plan")}</Badge>
        <b>{t("dpub.plan.at", { when })}</b>
        <span className="k-muted k-small">{planned.by?.name}</span>
        <span className="dpb-note">{planned.note}</span>
        <span className="dpb-buttons">
          <Button tone="soft" onClick={() => setAsking(true)}>
            {t("dpub.plan.take")}
          </Button>
        </span>
      </div>
      <p className="k-muted k-small">{t("dpub.plan.help")}</p>
      {planned.overtaken ? (
        <Banner tone="warn" icon="alert">
          {t("dpub.plan.overtaken")}
        </Banner>
      ) : null}
      {asking ? (
        <Confirm
          title={t("dpub.plan.sure.take")}
          confirm={t("dpub.plan.take")}
          tone="primary"
          busy={busy}
          onConfirm={() => void takeBack()}
          onClose={() => setAsking(false)}
        >
          {t("dpub.plan.at", { when })}
        </Confirm>
      ) : null}
    </section>
  );
}
