import { useQuery } from "@tanstack/react-query";
import { useMemo, useState, type ReactElement } from "react";
import type { ApiProblem } from "../../../api/http";
import { listVersions, readChanges, type Version } from "../../../api/publishing";
import { differences } from "../../../engine/design/differ";
import type { AppJson } from "../../../engine/design/operations";
import { useLang, useSay, useT } from "../../../i18n";
import { Badge, Banner, Button, EmptyState } from "../../../kit";
import { AcceptedIn } from "../shared/AcceptedIn";
import { useWorkbench } from "../workbench/context";
import { Answer } from "./Answer";
import { Differences } from "./Differences";
import { useZone } from "./EffectiveAt";
import { GoBack } from "./GoBack";
import { PlannedPart } from "./PlannedPart";

/** The versions there were, newest first: by whom, when, why; what each changed; and the way back to one. `onBack`: the draft
 * says what an older one said, and waits to be looked at and published. */
export default function Versions({ onBack }: { onBack: () => void }): ReactElement {
  const t = useT();
  const { key, app, live, revision, saved } = useWorkbench();
  const ahead = useMemo(
    () => live !== null && differences(live as unknown as AppJson, app as unknown as AppJson).length > 0,
    [live, app],
  );
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
          <Button
            tone="soft"
            icon="refresh"
            disabled={saved !== "saved" || !ahead}
            onClick={() => setBack("live")}
          >
            {t("dpub.discard")}
          </Button>
          {ahead ? null : <span className="k-muted k-small">{t("dpub.discard.nothing")}</span>}
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
      {back ? (
        <GoBack
          key={revision}
          to={back}
          onClose={() => setBack(null)}
          onWent={() => (back === "live" ? undefined : onBack())}
          onRefused={setProblem}
        />
      ) : null}
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
          {version.live ? null : (
            <Button tone="quiet" disabled={saved !== "saved"} onClick={onBack}>
              {t("dpub.version.back")}
              <span className="k-sr"> {t("dpub.version", { n: version.number })}</span>
            </Button>
          )}
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
    // Not "changes": that is the draft's, by its revision, and a version may have the same number.
    queryKey: ["design", app, "version", number, "changes"],
    queryFn: () => readChanges(app, { from: number - 1, to: number }),
    staleTime: Infinity,
  });
  return (
    <Answer of={found}>{(changes) => <Differences changes={changes} none={t("dpub.version.same")} />}</Answer>
  );
}
