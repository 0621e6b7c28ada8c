import { lazy, Suspense, useState, type ReactElement } from "react";
import { useT } from "../../../i18n";
import "../../../i18n/parts/designpublish";
import { SkeletonPage, Tabs } from "../../../kit";
import { GoLive } from "./GoLive";
import "./publish.css";

const Burden = lazy(() => import("./Burden"));
const Files = lazy(() => import("./Files"));
const Replay = lazy(() => import("./Replay"));
const Versions = lazy(() => import("./Versions"));

type Part = "live" | "replay" | "burden" | "versions" | "files";

/** What the draft would do, putting it into force, and the versions there were. */
export default function PublishSection(): ReactElement {
  const t = useT();
  const [part, setPart] = useState<Part>("live");
  return (
    <div className="dpb">
      <div className="k-page-head">
        <div>
          <h1>{t("dpub.title")}</h1>
          <p className="k-muted k-small">{t("dpub.help")}</p>
        </div>
      </div>
      <Tabs
        label={t("dpub.title")}
        tabs={[
          { key: "live", label: t("dpub.tab.live") },
          { key: "replay", label: t("dpub.tab.replay") },
          { key: "burden", label: t("dpub.tab.burden") },
          { key: "versions", label: t("dpub.tab.versions") },
          { key: "files", label: t("dpub.tab.files") },
        ]}
        value={part}
        onChange={setPart}
      >
        <Suspense fallback={<SkeletonPage lines={6} />}>
          {part === "live" ? <GoLive /> : null}
          {part === "replay" ? <Replay /> : null}
          {part === "burden" ? <Burden /> : null}
          {part === "versions" ? <Versions onBack={() => setPart("live")} /> : null}
          {part === "files" ? <Files /> : null}
        </Suspense>
      </Tabs>
    </div>
  );
}
