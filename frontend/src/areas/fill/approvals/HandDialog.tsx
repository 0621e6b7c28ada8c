import "../../../i18n/parts/sign";
import { useState, type ReactElement } from "react";
import { listSigners } from "../../../api/assignable";
import type { ApprovalDetail, Signing } from "../../../api/approvals";
import { useT } from "../../../i18n";
import { Banner, Button, ChipChoice, Dialog, Field, TextArea, toast } from "../../../kit";
import { useRender } from "../../../render/env";
import { ProblemNote } from "../../../render/form/ProblemNote";
import { useApp } from "../../../render/context";
import { OfferedPicker } from "../../../render/kinds/edit/OfferedPicker";
import { useDecide } from "./useDecide";

/** pass_on: another signs instead; add: another signs as well; take_back: the request is withdrawn. */
export type HandKind = "pass_on" | "add" | "take_back";

interface HandProps {
  kind: HandKind;
  one: ApprovalDetail;
  onClose: () => void;
}

/** Give a decision to somebody else, ask one more signer, or take the request back. */
export default function HandDialog({ kind, one, onClose }: HandProps): ReactElement {
  const t = useT();
  const { app } = useApp();
  const { titles } = useRender();
  const { busy, problem, run } = useDecide(one);
  const [person, setPerson] = useState<string | null>(null);
  const [order, setOrder] = useState<string | null>("before");
  const [comment, setComment] = useState("");
  const [tried, setTried] = useState(false);
  const label = kind === "add" ? t("sign.person.add") : t("sign.person");

  const actOf = (): Signing | null => {
    const words = comment.trim();
    if (kind === "take_back") return { kind, reason: words };
    if (person === null) return null;
    return { kind: "pass_on", person, added: kind === "add", before: order !== "after", comment: words };
  };
  const send = async () => {
    setTried(true);
    const act = actOf();
    if (act === null || !(await run(act))) return;
    toast({ text: t(`sign.done.${kind}`, { name: titles.of(person ?? "") ?? "" }), tone: "good" });
    onClose();
  };
  return (
    <Dialog
      title={t(`sign.${kind}`)}
      size="s"
      sticky
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>{t("kit.cancel")}</Button>
          <Button tone={kind === "take_back" ? "danger" : "primary"} busy={busy} onClick={() => void send()}>
            {t(`sign.${kind}`)}
          </Button>
        </>
      }
    >
      <div className="k-stack">
        <Banner tone="info">{t(`sign.${kind}.help`)}</Banner>
        {problem ? <ProblemNote problem={problem} /> : null}
        {kind === "take_back" ? null : (
          <Field
            label={label}
            required
            group
            error={tried && person === null ? t("render.need.choose", { label }) : null}
          >
            {(aria) => (
              <OfferedPicker
                aria={aria}
                label={label}
                value={person}
                onChange={setPerson}
                about={["signers", one.id, kind]}
                ask={(q) => listSigners(app, one.id, kind === "add", q)}
              />
            )}
          </Field>
        )}
        {kind === "add" ? (
          <Field label={t("sign.add.when")} group>
            {(aria) => (
              <ChipChoice
                aria={aria}
                options={[
                  { id: "before", label: t("sign.add.before") },
                  { id: "after", label: t("sign.add.after") },
                ]}
                value={order}
                onChange={setOrder}
              />
            )}
          </Field>
        ) : null}
        <Field label={kind === "take_back" ? t("sign.reason") : t("sign.comment")}>
          {(aria) => <TextArea {...aria} rows={2} value={comment} onChange={setComment} maxLength={500} />}
        </Field>
      </div>
    </Dialog>
  );
}
