import { useRef, useState, type ReactElement } from "react";
import { ApiProblem } from "../../../api/http";
import { exportAddress, readFolder, type Folder } from "../../../api/publishing";
import { useSay, useT } from "../../../i18n";
import { Banner, Button, Icon, toast } from "../../../kit";
import { useWorkbench } from "../workbench/context";
import { Differences } from "./Differences";

/** The app as a folder of documents: out as a zip, and in again as an edit that is looked at first. */
export default function Files(): ReactElement {
  const t = useT();
  const say = useSay();
  const { key, run, saved, revision } = useWorkbench();
  const input = useRef<HTMLInputElement>(null);
  const [found, setFound] = useState<Folder | null>(null);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<ApiProblem | null>(null);
  const take = async (file: File) => {
    setBusy(true);
    setProblem(null);
    setFound(null);
    try {
      setFound(await readFolder(key, file));
    } catch (error) {
      if (!(error instanceof ApiProblem)) throw error;
      setProblem(error);
    }
    setBusy(false);
  };
  const bring = ({ operations }: Folder) => {
    run({ label: { zh: "导入定义文件", en: "Bring in a folder of documents" }, operations });
    setFound(null);
    toast({ text: t("dpub.files.done") });
  };
  return (
    <div className="dpb-steps">
      <p className="k-muted k-small">{t("dpub.files.help")}</p>
      <div className="k-row">
        <a className="k-btn" data-tone="soft" href={exportAddress(key)} download>
          <Icon name="download" />
          {t("dpub.files.out")}
        </a>
        <Button icon="upload" busy={busy} disabled={saved !== "saved"} onClick={() => input.current?.click()}>
          {t("dpub.files.in")}
        </Button>
        {saved === "saved" ? null : <span className="k-muted k-small">{t("dpub.not.saving")}</span>}
        <input
          ref={input}
          type="file"
          accept=".zip,application/zip"
          hidden
          aria-label={t("dpub.files.in")}
          onChange={(event) => {
            const file = event.target.files?.[0];
            event.target.value = "";
            if (file) void take(file);
          }}
        />
      </div>
      {problem ? (
        <Banner tone="bad" icon="alert" live="alert">
          {say(problem.text)} {say(problem.remedy)}
        </Banner>
      ) : null}
      {found && found.revision !== revision ? <Banner tone="warn">{t("dpub.files.stale")}</Banner> : null}
      {found && found.revision === revision ? (
        <Brought folder={found} onTake={() => bring(found)} onLeave={() => setFound(null)} />
      ) : null}
    </div>
  );
}

interface BroughtProps {
  folder: Folder;
  onTake: () => void;
  onLeave: () => void;
}

/** What the folder would change, in the words in which a publication is looked at, before anything is done. */
function Brought({ folder, onTake, onLeave }: BroughtProps): ReactElement {
  const t = useT();
  if (folder.operations.length === 0) return <Banner tone="good">{t("dpub.files.same")}</Banner>;
  return (
    <section className="dpb-form" aria-label={t("dpub.files.found")}>
      <p>{t("dpub.files.n", { n: folder.operations.length })}</p>
      <Differences changes={folder} none={t("dpub.files.layout")} />
      <div className="k-row">
        <Button tone="primary" onClick={onTake}>
          {t("dpub.files.take")}
        </Button>
        <Button onClick={onLeave}>{t("dpub.files.leave")}</Button>
      </div>
    </section>
  );
}
