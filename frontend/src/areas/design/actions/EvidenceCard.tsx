import type { ReactElement } from "react";
import { changeEvidence, removeEvidence } from "../../../engine/design/commands/actions";
import type { ActionDoc, Evidence } from "../../../engine/design/documents";
import { evidenceText, fileKindText } from "../../../engine/design/sentences/action";
import { useT } from "../../../i18n";
import { Check, ChipChoice, ChipChoices, Field } from "../../../kit";
import { CommitInput } from "../shared/CommitInput";
import { FindingsHere } from "../shared/FindingsHere";
import { TextPair } from "../shared/TextPair";
import { useNames } from "../shared/useNames";
import { useWorkbench } from "../workbench/context";
import { Card } from "./Card";

const KINDS = ["image", "pdf", "office", "audio", "video", "text", "other"] as const;

/** What has to be handed in with the act. */
export function EvidenceCard({ id, doc }: { id: string; doc: ActionDoc }): ReactElement {
  const t = useT();
  const names = useNames();
  const { app, run } = useWorkbench();
  const { evidence } = doc;
  const set = (change: { [K in keyof Evidence]?: Evidence[K] | null }) =>
    run(changeEvidence(app, id, change));
  return (
    <Card
      title={t("dacts.evidence")}
      help={evidence ? evidenceText(names, evidence) : t("dacts.evidence.none")}
      action={
        <Check
          checked={Boolean(evidence)}
          label={t("dacts.evidence.on")}
          onChange={(on) => run(on ? changeEvidence(app, id, {}) : removeEvidence(app, id))}
        />
      }
    >
      {evidence ? (
        <>
          <div className="k-form">
            <Count
              label={t("dacts.evidence.min")}
              value={evidence.min ?? 1}
              least={0}
              onChange={(min) => set({ min: min === 1 ? null : min })}
            />
            <Count
              label={t("dacts.evidence.max")}
              value={evidence.max ?? 9}
              least={1}
              onChange={(max) => set({ max: max === 9 ? null : max })}
            />
          </div>
          <Field label={t("dacts.evidence.kinds")} group help={t("dacts.evidence.kinds.help")}>
            {(aria) => (
              <ChipChoices
                aria={aria}
                value={Object.keys(evidence.accept ?? {})}
                options={KINDS.map((kind) => ({ id: kind, label: fileKindText(names, kind) }))}
                onChange={(kinds) =>
                  set({
                    accept: Object.fromEntries(kinds.map((kind) => [kind, evidence.accept?.[kind] ?? {}])),
                  })
                }
              />
            )}
          </Field>
          <Field label={t("dacts.evidence.reuse")} group>
            {(aria) => (
              <ChipChoice
                aria={aria}
                required
                value={evidence.reuse ?? "allow"}
                options={(["allow", "flag", "refuse"] as const).map((reuse) => ({
                  id: reuse,
                  label: t(`dacts.evidence.reuse.${reuse}`),
                }))}
                onChange={(reuse) => set({ reuse: reuse === "allow" ? null : (reuse as "flag" | "refuse") })}
              />
            )}
          </Field>
          <Check
            checked={evidence.camera === true}
            label={t("dacts.evidence.camera")}
            onChange={(camera) => set({ camera: camera ? true : null })}
          />
          <TextPair
            label={t("dacts.evidence.label")}
            value={evidence.label}
            onChange={(label) => set({ label })}
          />
        </>
      ) : null}
      <FindingsHere path={`action/${id}/evidence`} />
    </Card>
  );
}

interface CountProps {
  label: string;
  value: number;
  least: number;
  onChange: (n: number) => void;
}

/** A whole number of things. */
export function Count({ label, value, least, onChange }: CountProps): ReactElement {
  return (
    <Field label={label} width="half">
      {(aria) => (
        <CommitInput
          aria={aria}
          inputMode="numeric"
          value={String(value)}
          onCommit={(text) => {
            const n = Number(text.trim());
            if (/^\d{1,4}$/.test(text.trim()) && n >= least && n <= 1000) onChange(n);
          }}
        />
      )}
    </Field>
  );
}
