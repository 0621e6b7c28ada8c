import "../../i18n/parts/owed";
import { useState, type ReactElement } from "react";
import type { Owed, See } from "../../api/owed";
import type { Issue } from "../../engine/form/issue";
import { useSay, useT } from "../../i18n";
import { Banner, Button, Dialog, Field, TextArea, toast, type ControlAria } from "../../kit";
import { INSTANT } from "../kinds/edit/instant";
import { ProblemNote } from "../form/ProblemNote";
import { useClock } from "./Due";
import { OwerPicker } from "./OwerPicker";
import { useSee, type Seen } from "./useSee";

export type SeeKind = See["kind"];

interface SeeDialogProps {
  kind: SeeKind;
  owed: readonly Owed[];
  onClose: () => void;
}

const DUE = {
  type: "string",
  format: "date-time",
  field: { kind: "instant", label: { zh: "延到", en: "Until" } },
};

/** Nudge, reassign, extend or waive one obligation or several; each needs its reason. */
export default function SeeDialog({ kind, owed, onClose }: SeeDialogProps): ReactElement {
  const t = useT();
  const say = useSay();
  const { busy, run } = useSee();
  const [text, setText] = useState("");
  const [person, setPerson] = useState<string | null>(null);
  const [due, setDue] = useState<string | null>(null);
  const [unread, setUnread] = useState<Issue | null>(null);
  const [tried, setTried] = useState(false);
  const [failed, setFailed] = useState<readonly Seen[]>([]);
  const [left, setLeft] = useState(owed);
  const what = t(`owed.${kind}`);
  const only = left.length === 1 ? left[0] : undefined;
  const words = text.trim();
  const short = kind !== "nudge" && words.length < 2;

  const actOf = (): See | null => {
    if (kind === "nudge") return { kind, text: words };
    if (short) return null;
    if (kind === "waive") return { kind, reason: words };
    if (kind === "reassign") return person === null ? null : { kind, person, reason: words };
    return due === null ? null : { kind, due, reason: words };
  };
  const send = async () => {
    setTried(true);
    const act = actOf();
    if (act === null) return;
    const seen = await run(left, act);
    const bad = seen.filter((one) => one.problem !== null);
    setFailed(bad);
    setLeft(left.filter((one) => bad.some(({ owed: failing }) => failing.id === one.id)));
    const ok = seen.length - bad.length;
    if (ok > 0) toast({ text: doneWords(ok, seen), tone: "good" });
    if (bad.length === 0) onClose();
  };
  const doneWords = (ok: number, seen: readonly Seen[]): string => {
    if (ok < seen.length) return t("owed.saw.partly", { ok, bad: seen.length - ok });
    const one = seen.length === 1 ? seen[0]?.owed : undefined;
    if (!one) return t("owed.saw.many", { n: ok });
    if (kind === "nudge" && one.owner) return t("owed.nudge.done", { name: one.owner.name });
    return t("owed.saw.one", { name: say(one.label), what });
  };
  const need = (missing: boolean, key: "render.need.fill" | "render.need.choose", label: string) =>
    tried && missing ? t(key, { label }) : null;

  return (
    <Dialog
      title={
        only
          ? t("owed.sheet.of", { what, name: say(only.label) })
          : t("owed.sheet.many", { what, n: left.length })
      }
      size="s"
      sticky
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>{t("kit.cancel")}</Button>
          <Button tone={kind === "waive" ? "danger" : "primary"} busy={busy} onClick={() => void send()}>
            {what}
          </Button>
        </>
      }
    >
      <div className="k-stack">
        <Help kind={kind} owed={left} />
        {failed.map(({ owed: one, problem }) =>
          problem ? (
            <div key={one.id}>
              {owed.length > 1 ? (
                <p className="k-small">
                  {say(one.label)} · {one.record_title}
                </p>
              ) : null}
              <ProblemNote problem={problem} />
            </div>
          ) : null,
        )}
        {kind === "reassign" ? (
          <Field
            label={t("owed.reassign.to")}
            required
            group
            error={need(person === null, "render.need.choose", t("owed.reassign.to"))}
          >
            {(aria) => (
              <OwerPicker
                aria={aria}
                label={t("owed.reassign.to")}
                owed={left}
                value={person}
                onChange={setPerson}
              />
            )}
          </Field>
        ) : null}
        {kind === "extend" ? (
          <Field
            label={t("owed.extend.to")}
            required
            group
            error={need(due === null || unread !== null, "render.need.fill", t("owed.extend.to"))}
          >
            {(aria) => <Until aria={aria} value={due} onChange={setDue} onIssue={setUnread} />}
          </Field>
        ) : null}
        <Field
          label={kind === "nudge" ? t("owed.nudge.text") : t("owed.reason")}
          required={kind !== "nudge"}
          error={need(short, "render.need.fill", t("owed.reason"))}
        >
          {(aria) => <TextArea {...aria} value={text} onChange={setText} maxLength={500} rows={2} />}
        </Field>
      </div>
    </Dialog>
  );
}

function Until({
  aria,
  value,
  onChange,
  onIssue,
}: {
  aria: ControlAria;
  value: string | null;
  onChange: (value: string | null) => void;
  onIssue: (issue: Issue | null) => void;
}): ReactElement {
  const t = useT();
  return (
    <INSTANT.Edit
      aria={aria}
      prop={DUE}
      label={t("owed.extend.to")}
      value={value}
      onChange={(next) => onChange(typeof next === "string" ? next : null)}
      onIssue={onIssue}
      onBlur={() => undefined}
      disabled={false}
      id="until"
      required
    />
  );
}

/** What it means, and of what it is done. */
function Help({ kind, owed }: { kind: SeeKind; owed: readonly Owed[] }): ReactElement {
  const t = useT();
  const say = useSay();
  const when = useClock();
  const only = owed.length === 1 ? owed[0] : undefined;
  const help =
    kind !== "nudge"
      ? t(`owed.${kind}.help`)
      : only
        ? t("owed.nudge.help", { name: only.owner?.name ?? t("owed.nobody") })
        : t("owed.nudge.many", { n: owed.length });
  return (
    <>
      {only && only.record_title !== "" ? (
        <p>
          <strong>{only.record_title}</strong>
          <br />
          <span className="k-small k-muted">
            {say(only.label)}
            {only.due_at === null ? null : ` · ${when(only.due_at)}`}
          </span>
        </p>
      ) : null}
      <Banner tone={kind === "waive" ? "warn" : "info"}>{help}</Banner>
    </>
  );
}
