import "../i18n/parts/sign";
import "../i18n/parts/owed";
import "../i18n/parts/fill";
import { useQueryClient } from "@tanstack/react-query";
import { useState, type ReactElement } from "react";
import { DELEGATIONS, useDelegations } from "../api/approvalHooks";
import { addDelegation, endDelegation, type Delegation } from "../api/approvals";
import { usePeople, useSession } from "../api/hooks";
import { ApiProblem } from "../api/http";
import { parse } from "../engine/form/kinds";
import { useSay, useT } from "../i18n";
import { Banner, Button, Combobox, DatePicker, Dialog, Field, localToday, TextInput, toast } from "../kit";
import { useClockIn } from "../render/owed/Due";
import { useLate } from "../render/useLate";

const INSTANT = { type: "string", format: "date-time", field: { kind: "instant", label: { zh: "" } } };

/** Who decides for me while I am away. */
export default function Away(): ReactElement | null {
  const t = useT();
  const say = useSay();
  const client = useQueryClient();
  const [adding, setAdding] = useState(false);
  const found = useDelegations();
  const zone = useSession().data?.organisation.zone ?? "Asia/Shanghai";
  const when = useClockIn(zone);
  const end = async (one: Delegation) => {
    try {
      await endDelegation(one.id);
      await client.invalidateQueries({ queryKey: DELEGATIONS });
      toast({ text: t("away.ended"), tone: "good" });
    } catch (error) {
      if (!(error instanceof ApiProblem)) throw error;
      toast({ text: say(error.text), tone: "bad" });
    }
  };
  return (
    <section className="k-card k-stack" aria-label={t("away.title")}>
      <div>
        <h2>{t("away.title")}</h2>
        <p className="k-muted k-small">{t("away.help")}</p>
      </div>
      {found.error instanceof ApiProblem ? <Banner tone="bad">{say(found.error.text)}</Banner> : null}
      <ul className="k-stack" data-gap="s">
        {(found.data ?? []).map((one) => (
          <li key={one.id} className="k-row" data-between="">
            <span>
              {t("away.of", { name: one.deputy.name, from: when(one.from_at), to: when(one.to_at) })}
              {one.reason === "" ? null : <span className="k-muted"> {one.reason}</span>}
            </span>
            <Button size="s" onClick={() => void end(one)}>
              {t("away.end")}
            </Button>
          </li>
        ))}
      </ul>
      <div>
        <Button icon="plus" onClick={() => setAdding(true)}>
          {t("away.add")}
        </Button>
      </div>
      {adding ? <AwayDialog zone={zone} onClose={() => setAdding(false)} /> : null}
    </section>
  );
}

interface Half {
  readonly day: string | null;
  readonly time: string;
}

function AwayDialog({ zone, onClose }: { zone: string; onClose: () => void }): ReactElement {
  const t = useT();
  const say = useSay();
  const client = useQueryClient();
  const [deputy, setDeputy] = useState<{ id: string; name: string } | null>(null);
  const [from, setFrom] = useState<Half>({ day: localToday(), time: "09:00" });
  const [to, setTo] = useState<Half>({ day: null, time: "18:00" });
  const [reason, setReason] = useState("");
  const [tried, setTried] = useState(false);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<ApiProblem | null>(null);
  const instant = ({ day, time }: Half): string | null => {
    const read = day === null ? null : parse(`${day} ${time}`, INSTANT, { today: localToday(), zone });
    return read && read.issue === undefined && typeof read.value === "string" ? read.value : null;
  };
  const start = instant(from);
  const end = instant(to);
  const wrong = start !== null && end !== null && end <= start;
  const lacks = (label: string) => t("render.need.fill", { label });
  const send = async () => {
    setTried(true);
    if (deputy === null || start === null || end === null || wrong) return;
    setBusy(true);
    setProblem(null);
    try {
      await addDelegation({ deputy: deputy.id, from: start, to: end, reason: reason.trim() });
      await client.invalidateQueries({ queryKey: DELEGATIONS });
      toast({ text: t("away.done", { name: deputy.name }), tone: "good" });
      onClose();
    } catch (error) {
      if (!(error instanceof ApiProblem)) throw error;
      setProblem(error);
    } finally {
      setBusy(false);
    }
  };
  return (
    <Dialog
      title={t("away.add")}
      size="s"
      sticky
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>{t("kit.cancel")}</Button>
          <Button tone="primary" busy={busy} onClick={() => void send()}>
            {t("kit.save")}
          </Button>
        </>
      }
    >
      <div className="k-stack">
        {problem ? (
          <Banner tone="bad" icon="alert" live="alert">
            {say(problem.text)} {say(problem.remedy)}
          </Banner>
        ) : null}
        <Deputy
          value={deputy}
          onChange={setDeputy}
          error={tried && !deputy ? lacks(t("away.deputy")) : null}
        />
        <Moment
          label={t("away.from")}
          value={from}
          onChange={setFrom}
          error={tried && start === null ? lacks(t("away.from")) : null}
        />
        <Moment
          label={t("away.to")}
          value={to}
          onChange={setTo}
          error={wrong ? t("away.wrong") : tried && end === null ? lacks(t("away.to")) : null}
        />
        <Field label={t("away.reason")}>
          {(aria) => <TextInput {...aria} value={reason} onChange={setReason} maxLength={200} />}
        </Field>
      </div>
    </Dialog>
  );
}

interface DeputyProps {
  value: { id: string; name: string } | null;
  onChange: (value: { id: string; name: string } | null) => void;
  error: string | null;
}

/** A colleague found by name. This page stands outside every app: the picker of forms would want one. */
function Deputy({ value, onChange, error }: DeputyProps): ReactElement {
  const t = useT();
  const [open, setOpen] = useState(false);
  const [text, setText] = useState("");
  const people = usePeople(useLate(text), open);
  return (
    <Field label={t("away.deputy")} required group error={error}>
      {(aria) => (
        <Combobox
          aria={aria}
          label={t("away.deputy")}
          value={value?.id ?? null}
          text={value?.name ?? ""}
          options={(people.data ?? []).map((one) => ({
            id: one.id,
            label: one.name,
            hint: one.unit_name ?? undefined,
          }))}
          onOpen={() => setOpen(true)}
          onSearch={setText}
          loading={people.isFetching}
          onChange={(id, option) => onChange(id !== null && option ? { id, name: option.label } : null)}
        />
      )}
    </Field>
  );
}

const DAY = { type: "string", format: "date", field: { kind: "date", label: { zh: "" } } };

/** A day as people type it; null for what is none. */
function readDay(typed: string): string | null {
  const read = parse(typed, DAY, { today: localToday(), zone: "UTC" });
  return read.issue === undefined && typeof read.value === "string" ? read.value : null;
}

interface MomentProps {
  label: string;
  value: Half;
  onChange: (value: Half) => void;
  error: string | null;
}

function Moment({ label, value, onChange, error }: MomentProps): ReactElement {
  const t = useT();
  return (
    <Field label={label} required group error={error}>
      {(aria) => (
        <div className="k-row">
          <DatePicker
            aria={aria}
            label={label}
            value={value.day}
            onChange={(day) => onChange({ ...value, day })}
            read={readDay}
          />
          <TextInput
            aria-label={`${label} ${t("kit.time")}`}
            inputMode="numeric"
            value={value.time}
            onChange={(time) => onChange({ ...value, time })}
          />
        </div>
      )}
    </Field>
  );
}
