import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState, type ReactElement } from "react";
import { ApiProblem } from "../../../api/http";
import { listEdits } from "../../../api/design";
import {
  discardDraft,
  listVersions,
  readChanges,
  restoreVersion,
  type Version,
} from "../../../api/publishing";
import { bothOf } from "../../../engine/design/commands/wording";
import { useLang, useSay, useT } from "../../../i18n";
import { Badge, Banner, Button, Confirm, EmptyState, toast } from "../../../kit";
import { AcceptedIn } from "../shared/AcceptedIn";
import { useWorkbench } from "../workbench/context";
import { Answer } from "./Answer";
import { Differences } from "./Differences";
import { useZone } from "./EffectiveAt";
import { PlannedPart } from "./PlannedPart";

/** The versions there were, newest first: by whom, when, why; what each changed; and the way back to one. */
export default function Versions(): ReactElement {
  const t = useT();
  const { key, live, revision, saved } = useWorkbench();
  const versions = useQuery({ queryKey: ["design", key, "versions"], queryFn: () => listVersions(key) });
  const [back, setBack] = useState<Version | "live" | null>(null);
  const [problem, setProblem] = useState<ApiProblem | null>(null);
  const say = useSay();
  return (
    <div className="dpb-versions">
      <p className="k-muted k-small">{t("dpub.versions.help")}</p>
      {problem ? (
        <Banner tone="bad" icon="alert" live="alert">
          {say(problem.text)} {say(problem.remedy)}
        </Banner>
      ) : null}
      {live === null ? null : (
        <div className="k-row">
          <Button tone="soft" icon="refresh" disabled={saved !== "saved"} onClick={() => setBack("live")}>
            {t("dpub.discard")}
          </Button>
        </div>
      )}
      <PlannedPart />
      <Answer of={versions}>
        {(found) =>
          found.length === 0 ? (
            <EmptyState icon="history" title={t("dpub.versions.none")}>
              {t("dpub.versions.none.text")}
            </EmptyState>
          ) : (
            <ol className="dpb-list">
              {found.map((version) => (
                <VersionLine key={version.number} version={version} onBack={() => setBack(version)} />
              ))}
            </ol>
          )
        }
      </Answer>
      {back ? <GoBack key={revision} to={back} onClose={() => setBack(null)} onRefused={setProblem} /> : null}
    </div>
  );
}

function VersionLine({ version, onBack }: { version: Version; onBack: () => void }): ReactElement {
  const t = useT();
  const lang = useLang();
  const { key, saved } = useWorkbench();
  const [open, setOpen] = useState(false);
  const zone = useZone();
  const when = new Date(version.at).toLocaleString(lang === "zh" ? "zh-CN" : "en-GB", {
    timeZone: zone,
    dateStyle: "medium",
    timeStyle: "short",
  });
  return (
    <li>
      <div className="dpb-version">
        <h2>{t("dpub.version", { n: version.number })}</h2>
        {version.live ? <Badge color="green">{t("dpub.version.live")}</Badge> : null}
        <span className="k-muted k-small">
          {[version.by?.name ?? t("dpub.version.file"), when].join(" · ")}
        </span>
        <span className="dpb-note">{version.note}</span>
        <span className="dpb-buttons">
          {version.number > 1 ? (
            <Button tone="quiet" aria-expanded={open} onClick={() => setOpen(!open)}>
              {t("dpub.version.changes")}
              <span className="k-sr"> {t("dpub.version", { n: version.number })}</span>
            </Button>
          ) : null}
          <Button tone="quiet" disabled={saved !== "saved"} onClick={onBack}>
            {t("dpub.version.back")}
            <span className="k-sr"> {t("dpub.version", { n: version.number })}</span>
          </Button>
        </span>
      </div>
      {open ? (
        <>
          <AcceptedIn version={version.number} />
          <Since app={key} number={version.number} />
        </>
      ) : null}
    </li>
  );
}

function Since({ app, number }: { app: string; number: number }): ReactElement {
  const t = useT();
  const found = useQuery({
    queryKey: ["design", app, "changes", number],
    queryFn: () => readChanges(app, { from: number - 1, to: number }),
    staleTime: Infinity,
  });
  return (
    <Answer of={found}>{(changes) => <Differences changes={changes} none={t("dpub.version.same")} />}</Answer>
  );
}

interface GoBackProps {
  /** A version, or what is in force. */
  to: Version | "live";
  onClose: () => void;
  onRefused: (problem: ApiProblem | null) => void;
}

/** The draft says what a version said. An edit like any other: it is published, or taken back. */
function GoBack({ to, onClose, onRefused }: GoBackProps): ReactElement {
  const t = useT();
  const client = useQueryClient();
  const { key, revision, took } = useWorkbench();
  const [busy, setBusy] = useState(false);
  const go = async () => {
    setBusy(true);
    onRefused(null);
    try {
      const done = await (to === "live"
        ? discardDraft(key, revision)
        : restoreVersion(key, to.number, revision));
      void client.invalidateQueries({ queryKey: ["design", key] });
      const [edit] = (await listEdits(key, done.revision - 1)).edits;
      if (edit) took({ label: bothOf(edit.label), operations: edit.operations });
      toast({ text: t("dpub.back.done") });
    } catch (error) {
      if (!(error instanceof ApiProblem)) throw error;
      onRefused(error);
    }
    onClose();
  };
  return (
    <Confirm
      title={to === "live" ? t("dpub.discard.sure") : t("dpub.back.sure", { n: to.number })}
      confirm={to === "live" ? t("dpub.discard") : t("dpub.version.back")}
      tone="primary"
      busy={busy}
      onConfirm={() => void go()}
      onClose={onClose}
    >
      {t(to === "live" ? "dpub.discard.text" : "dpub.back.text")}
    </Confirm>
  );
}
