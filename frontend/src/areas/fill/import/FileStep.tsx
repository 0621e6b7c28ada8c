import { useQuery } from "@tanstack/react-query";
import { useRef, useState, type DragEvent, type ReactElement } from "react";
import { listImports, templateAddress, uploadSheet } from "../../../api/imports";
import { useLang, useT, type Key } from "../../../i18n";
import { Badge, Button, Icon } from "../../../kit";
import { useApp } from "../../../render/context";
import { Refused } from "./Refused";
import { useCall } from "./useCall";

interface FileStepProps {
  entity: string;
  onOpen: (job: string) => void;
}

/** Choose or drop a sheet; earlier imports can be taken up again. */
export function FileStep({ entity, onOpen }: FileStepProps): ReactElement {
  const t = useT();
  const { app } = useApp();
  const { busy, problem, run } = useCall();
  const input = useRef<HTMLInputElement>(null);
  const [over, setOver] = useState(false);
  const [name, setName] = useState("");
  const take = (file: File | undefined) => {
    if (!file) return;
    setName(file.name);
    void run(async () => onOpen((await uploadSheet(app, entity, file)).id));
  };
  const drag = (on: boolean) => (event: DragEvent) => {
    event.preventDefault();
    setOver(on);
  };
  return (
    <div className="k-stack">
      <Refused problem={problem} />
      <div
        className="imp-drop"
        data-over={over ? "" : undefined}
        onDragOver={drag(true)}
        onDragLeave={drag(false)}
        onDrop={(event) => {
          drag(false)(event);
          take(event.dataTransfer.files[0]);
        }}
      >
        <Icon name="upload" size={32} />
        <h2>{t("import.drop")}</h2>
        <p className="k-muted" role="status">
          {busy ? t("import.reading", { name }) : t("import.or")}
        </p>
        {busy ? <progress aria-label={t("import.reading", { name })} /> : null}
        <input
          ref={input}
          type="file"
          hidden
          accept=".csv,.txt,.tsv,.xlsx,.xls,.ods"
          aria-label={t("import.choose")}
          onChange={(event) => {
            take(event.target.files?.[0]);
            event.target.value = "";
          }}
        />
        <div className="k-row">
          <Button tone="primary" icon="file" busy={busy} onClick={() => input.current?.click()}>
            {t("import.choose")}
          </Button>
          <a className="k-btn" href={templateAddress(app, entity)} download>
            <Icon name="download" />
            {t("import.template")}
          </a>
        </div>
      </div>
      <Earlier entity={entity} onOpen={onOpen} />
    </div>
  );
}

function Earlier({ entity, onOpen }: FileStepProps): ReactElement | null {
  const t = useT();
  const lang = useLang();
  const { app, bundle } = useApp();
  const found = useQuery({ queryKey: ["imports"], queryFn: listImports, staleTime: 0 });
  const mine = (found.data ?? []).filter((job) => job.app === app && job.entity === entity).slice(0, 8);
  if (mine.length === 0) return null;
  const when = new Intl.DateTimeFormat(lang === "zh" ? "zh-CN" : "en-GB", {
    dateStyle: "medium",
    timeStyle: "short",
    timeZone: bundle.zone,
  });
  return (
    <section className="k-stack" data-gap="s" aria-label={t("import.earlier")}>
      <h2>{t("import.earlier")}</h2>
      <ul className="k-menu-list">
        {mine.map((job) => (
          <li key={job.id}>
            <button type="button" onClick={() => onOpen(job.id)}>
              <Icon name="file" />
              <span className="k-grow">
                {job.name}{" "}
                <span className="k-muted k-small">
                  {t("import.rows", { n: job.rows.toLocaleString("en-US") })} ·{" "}
                  {when.format(new Date(job.created_at))}
                </span>
              </span>
              <Badge color={job.state === "done" ? "green" : job.state === "failed" ? "red" : "yellow"}>
                {t(`import.state.${job.state}` as Key)}
              </Badge>
              <Icon name="chevronRight" size={16} />
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
