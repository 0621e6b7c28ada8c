import "../../../i18n/parts/sign";
import { useEffect, useRef, useState, type ReactElement } from "react";
import type { ApprovalDetail, Verdict } from "../../../api/approvals";
import { APP_CHANGED } from "../../../api/changed";
import { initialValues } from "../../../engine/form/defaults";
import { compileActionForm } from "../../../engine/form/plan";
import { useSay, useT } from "../../../i18n";
import { Button, Dialog, Field, Select, TextArea, toast } from "../../../kit";
import { useApp } from "../../../render/context";
import { FormView } from "../../../render/form/FormView";
import { ProblemNote } from "../../../render/form/ProblemNote";
import { bindingsOf } from "../../../render/form/references";
import { FormStore, type Left } from "../../../render/form/store";
import { useEnv } from "../../../render/form/useEnv";
import { LeftOver } from "../form/LeftOver";
import { useDecide } from "./useDecide";

/** The reader's decision: the fields of the step, a comment, and three answers. */
export default function SignForm({ one }: { one: ApprovalDetail }): ReactElement {
  const t = useT();
  const { bundle } = useApp();
  const env = useEnv();
  const drawn = useRef(bundle.version);
  const { busy, problem, run } = useDecide(one, drawn);
  const [comment, setComment] = useState("");
  const [lacks, setLacks] = useState(false);
  const [returning, setReturning] = useState(false);
  const drawnFrom = one.form;
  const [store] = useState(() => {
    const plan = drawnFrom ? compileActionForm(drawnFrom, bundle.entities) : { fields: [] };
    const context = bindingsOf(one.row, "");
    return new FormStore({ plan, values: {}, given: initialValues(plan, {}, context, env()), context, env });
  });
  const [left, setLeft] = useState<readonly Left[]>([]);
  const step = useRef(drawnFrom);
  const changed = problem?.code === APP_CHANGED ? problem : null;
  useEffect(() => {
    // The step and what is in force are asked for anew side by side: each is drawn as it comes.
    if (changed === null || (drawn.current === bundle.version && step.current === drawnFrom)) return;
    const plan = drawnFrom ? compileActionForm(drawnFrom, bundle.entities) : { fields: [] };
    // What was typed stays.
    const gone = store.redraw(plan, initialValues(plan, {}, store.getContext(), env()), {});
    setLeft(gone);
    drawn.current = bundle.version;
    step.current = drawnFrom;
  }, [bundle, changed, drawnFrom, env, store]);

  const send = async (verdict: Verdict, toStep: string | null = null) => {
    const words = comment.trim();
    // A refusal is owed a reason, an approval what its step asks for.
    setLacks(verdict !== "approve" && words === "");
    if (verdict !== "approve" && words === "") return;
    if (verdict === "approve" && !store.attempt()) return;
    const inputs = verdict === "approve" ? store.changes() : {};
    if (await run({ kind: "sign", verdict, inputs, comment: words, to_step: toStep })) {
      toast({ text: t(`sign.done.${verdict}`), tone: "good" });
      setReturning(false);
    }
  };
  const note = (
    <Field
      label={t("sign.comment")}
      help={t("sign.comment.help")}
      error={lacks ? t("render.need.fill", { label: t("sign.comment") }) : null}
    >
      {(aria) => <TextArea {...aria} rows={2} value={comment} onChange={setComment} maxLength={500} />}
    </Field>
  );
  return (
    <section className="k-card" aria-label={t("sign.decide")}>
      <form
        noValidate
        className="k-stack"
        onSubmit={(event) => {
          event.preventDefault();
          if (!busy) void send("approve");
        }}
      >
        <h2>{t("sign.decide")}</h2>
        {problem ? <ProblemNote problem={problem} store={store} /> : null}
        <LeftOver left={left} />
        <FormView store={store} />
        {returning ? null : note}
        <div className="k-submit sign-answers" data-fixed="">
          <Button onClick={() => setReturning(true)}>{t("sign.return")}</Button>
          <Button tone="danger" onClick={() => (busy ? undefined : void send("refuse"))}>
            {t("sign.refuse")}
          </Button>
          <Button tone="primary" submit busy={busy}>
            {t("sign.approve")}
          </Button>
        </div>
      </form>
      {returning ? (
        <ReturnDialog
          one={one}
          busy={busy}
          onReturn={(to) => void send("return", to)}
          onClose={() => setReturning(false)}
        >
          {problem ? <ProblemNote problem={problem} /> : null}
          {note}
        </ReturnDialog>
      ) : null}
    </section>
  );
}

interface ReturnProps {
  one: ApprovalDetail;
  busy: boolean;
  onReturn: (step: string | null) => void;
  onClose: () => void;
  children: React.ReactNode;
}

/** To whom it goes back: an earlier step, or who asked. */
function ReturnDialog({ one, busy, onReturn, onClose, children }: ReturnProps): ReactElement {
  const t = useT();
  const say = useSay();
  const [to, setTo] = useState<string | null>(null);
  return (
    <Dialog
      title={t("sign.return")}
      size="s"
      sticky
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>{t("kit.cancel")}</Button>
          <Button tone="primary" busy={busy} onClick={() => onReturn(to)}>
            {t("sign.return")}
          </Button>
        </>
      }
    >
      <div className="k-stack">
        <Field label={t("sign.return.to")}>
          {(aria) => (
            <Select
              {...aria}
              value={to}
              onChange={setTo}
              empty={`${t("sign.return.asker")}（${one.asked_by.name}）`}
              options={one.back_to.map((step) => ({ id: step.step, label: say(step.label) }))}
            />
          )}
        </Field>
        {children}
      </div>
    </Dialog>
  );
}
