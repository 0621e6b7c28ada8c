import { useEffect, useMemo, useRef, useState, type ReactElement } from "react";
import { Attempts } from "../../../api/http";
import { propose } from "../../../api/talk";
import { documentsOf } from "../../../engine/design/documents";
import type { AppJson } from "../../../engine/design/operations";
import { knobsOf, proposedOperations, rulebook, type Entry } from "../../../engine/design/rulebook";
import { useLang, useSay, useT } from "../../../i18n";
import { Banner, Button, Dialog, Field, TextArea, toast } from "../../../kit";
import { useNames } from "../shared/useNames";
import { useWork } from "../shared/useWork";
import { Knobs } from "./Knobs";
import { ProposalBench, type Values } from "./ProposalBench";
import { MAX_TEXT } from "./TextForm";
import { useTold } from "./useTalk";
import { useUnsent } from "./useUnsent";

/** What a proposal changes, and why. */
interface Written {
  readonly values: Values;
  readonly why: string;
}
const NOTHING: Written = { values: {}, why: "" };

interface ProposeProps {
  app: string;
  documents: AppJson;
  entry: Entry;
  onClose: () => void;
}

/** A rule as somebody would have it, and why: nothing changes, it is sent to those who design the app. */
export default function ProposeDialog({ app, documents, entry, onClose }: ProposeProps): ReactElement {
  const t = useT();
  const say = useSay();
  const lang = useLang();
  const told = useTold(app);
  const [written, setWritten] = useUnsent(`proposal ${app} ${entry.path}`, NOTHING);
  const { values, why } = written;
  const [missing, setMissing] = useState<"change" | "why" | null>(null);
  const attempts = useRef(new Attempts());
  const line = useRef<HTMLTextAreaElement>(null);
  const knobs = useMemo(
    () => knobsOf({ app: documentsOf(documents), lang }, entry),
    [documents, entry, lang],
  );
  const operations = proposedOperations(documents, values);
  const work = useWork(async () => {
    const key = attempts.current.keyFor([operations, why.trim()]);
    told(await propose(app, entry.path, why.trim(), operations, key));
    toast({ text: t("dtalk.propose.sent"), tone: "good" });
    setWritten(null);
    onClose();
  });
  const send = () => {
    const lacks = operations.length === 0 ? "change" : why.trim() === "" ? "why" : null;
    setMissing(lacks);
    if (lacks === "why") line.current?.focus();
    if (lacks === null) work.start();
  };
  // Its words come below the line, where the foot of the dialog would cover them.
  useEffect(() => {
    if (missing === "why") line.current?.closest(".k-field")?.scrollIntoView({ block: "center" });
  }, [missing]);
  return (
    <Dialog
      title={t("dtalk.propose.at", { place: entry.title })}
      size="l"
      sticky
      onClose={onClose}
      footer={
        <>
          <Button
            onClick={() => {
              setWritten(null);
              onClose();
            }}
          >
            {t("kit.cancel")}
          </Button>
          <Button tone="primary" icon="send" busy={work.busy} onClick={send}>
            {t("dtalk.propose.send")}
          </Button>
        </>
      }
    >
      <ProposalBench app={app} documents={documents} values={values}>
        <div className="k-stack dtk-propose">
          <p className="k-muted k-small">{t("dtalk.propose.help")}</p>
          <section aria-label={t("dtalk.propose.what")}>
            <Knobs
              entry={entry}
              knobs={knobs}
              onValue={(path, value) => {
                setMissing(null);
                setWritten({ why, values: { ...values, [path]: value } });
              }}
            />
          </section>
          <Both entry={entry} changed={operations.length > 0} />
          <Field
            label={t("dtalk.propose.why")}
            error={missing === "why" ? t("dtalk.propose.noWhy") : undefined}
          >
            {(aria) => (
              <TextArea
                {...aria}
                ref={line}
                rows={2}
                maxLength={MAX_TEXT}
                placeholder={t("dtalk.propose.why.hint")}
                value={why}
                onChange={(text) => {
                  setWritten({ values, why: text });
                  setMissing(null);
                }}
              />
            )}
          </Field>
          {missing === "change" ? (
            <Banner tone="warn" icon="info" live="alert">
              {t("dtalk.propose.unchanged")}
            </Banner>
          ) : null}
          {work.problem ? (
            <Banner tone="bad" icon="alert" live="alert">
              {say(work.problem.text)} {say(work.problem.remedy)}
              {findingsOf(work.problem.params).map((words) => (
                <p key={words.zh}>{say(words)}</p>
              ))}
            </Banner>
          ) : null}
        </div>
      </ProposalBench>
    </Dialog>
  );
}

/** What the check has against it. */
function findingsOf(params: Readonly<Record<string, unknown>>): readonly { zh: string; en?: string }[] {
  const found = params["findings"];
  return Array.isArray(found)
    ? found.map((one: { message: { zh: string; en?: string } }) => one.message)
    : [];
}

/** The rule as it is, and as it would be. */
function Both({ entry, changed }: { entry: Entry; changed: boolean }): ReactElement {
  const t = useT();
  const names = useNames();
  const after = useMemo(
    () => rulebook(names, () => "").find((one) => one.path === entry.path),
    [names, entry],
  );
  return (
    <div role="status">
      <dl className="dtk-both">
        <div>
          <dt>{t("dtalk.propose.now")}</dt>
          <dd>{entry.sentence}</dd>
        </div>
        {changed ? (
          <div data-new="">
            <dt>{t("dtalk.propose.then")}</dt>
            <dd>{after?.sentence ?? t("dtalk.propose.none")}</dd>
          </div>
        ) : null}
      </dl>
    </div>
  );
}
