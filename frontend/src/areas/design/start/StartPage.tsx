import "../../../i18n/parts/design";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState, type ReactElement } from "react";
import { listDesigns, type AppCard, type Designs, type TemplateCard } from "../../../api/design";
import { useSession } from "../../../api/hooks";
import { ApiProblem } from "../../../api/http";
import { useLang, useSay, useT } from "../../../i18n";
import { Badge, EmptyState, ErrorState, Icon, iconOf, SkeletonPage, type IconName } from "../../../kit";
import { FromFile } from "./FromFile";
import { BlankDialog, CopyDialog, NewDialog } from "./NewApp";
import "./start.css";

/** The apps one designs, and the ways to a new one. */
export function StartPage(): ReactElement {
  const say = useSay();
  const designs = useQuery({ queryKey: ["design"], queryFn: listDesigns, staleTime: 0 });
  const problem = designs.error instanceof ApiProblem ? designs.error : null;
  if (designs.isPending)
    return (
      <div className="k-page">
        <SkeletonPage />
      </div>
    );
  if (!designs.data)
    return (
      <ErrorState page title={problem ? say(problem.text) : undefined} onRetry={() => void designs.refetch()}>
        {problem ? say(problem.remedy) : null}
      </ErrorState>
    );
  return <Start designs={designs.data} />;
}

type Open =
  | { readonly kind: "template"; readonly template: TemplateCard }
  | { readonly kind: "file" | "copy" | "blank" };

function Start({ designs: { apps, templates, may_start } }: { designs: Designs }): ReactElement {
  const t = useT();
  const say = useSay();
  const [open, setOpen] = useState<Open | null>(null);
  const close = () => setOpen(null);
  return (
    <div className="k-page">
      <div className="k-page-head">
        <h1>{t("design.title")}</h1>
      </div>
      <section className="d-start-part" aria-labelledby="d-mine">
        <h2 id="d-mine">{t("design.mine")}</h2>
        {apps.length === 0 ? (
          <EmptyState icon="apps" title={t("design.mine.none")}>
            {may_start ? t("design.mine.start") : t("design.mine.ask")}
          </EmptyState>
        ) : (
          <ul className="d-cards">
            {apps.map((one) => (
              <li key={one.app}>
                <MineCard app={one} />
              </li>
            ))}
          </ul>
        )}
      </section>
      {may_start ? (
        <section className="d-start-part" aria-labelledby="d-new">
          <h2 id="d-new">{t("design.new")}</h2>
          <ul className="d-cards">
            {templates.map((one) => (
              <li key={one.key}>
                <NewCard
                  icon={iconOf(one.icon, "apps")}
                  title={say(one.name)}
                  help={say(one.help)}
                  mark={t("design.new.template")}
                  onOpen={() => setOpen({ kind: "template", template: one })}
                />
              </li>
            ))}
            <li>
              <NewCard
                icon="upload"
                title={t("design.new.file")}
                help={t("design.new.fileHelp")}
                onOpen={() => setOpen({ kind: "file" })}
              />
            </li>
            {apps.length > 0 ? (
              <li>
                <NewCard
                  icon="copy"
                  title={t("design.new.copy")}
                  help={t("design.new.copyHelp")}
                  onOpen={() => setOpen({ kind: "copy" })}
                />
              </li>
            ) : null}
            <li>
              <NewCard
                icon="plus"
                title={t("design.new.blank")}
                help={t("design.new.blankHelp")}
                onOpen={() => setOpen({ kind: "blank" })}
              />
            </li>
          </ul>
        </section>
      ) : null}
      {open?.kind === "template" ? (
        <NewDialog
          title={t("design.new.fromTemplate", { what: say(open.template.name) })}
          name={say(open.template.name)}
          start={() => ({ kind: "template", template: open.template.key })}
          onClose={close}
        />
      ) : null}
      {open?.kind === "file" ? <FromFile onClose={close} /> : null}
      {open?.kind === "copy" ? <CopyDialog apps={apps} onClose={close} /> : null}
      {open?.kind === "blank" ? <BlankDialog onClose={close} /> : null}
    </div>
  );
}

interface NewCardProps {
  icon: IconName;
  title: string;
  help: string;
  mark?: string;
  onOpen: () => void;
}

function NewCard({ icon, title, help, mark, onOpen }: NewCardProps): ReactElement {
  return (
    <button type="button" className="d-card" onClick={onOpen}>
      <span className="d-card-icon">
        <Icon name={icon} />
      </span>
      <span className="d-card-text">
        <span className="d-card-name">
          <strong>{title}</strong>
          {mark ? <Badge color="cyan">{mark}</Badge> : null}
        </span>
        <span className="k-muted k-small">{help}</span>
      </span>
    </button>
  );
}

function MineCard({ app }: { app: AppCard }): ReactElement {
  const lang = useLang();
  const zone = useSession().data?.organisation.zone ?? "Asia/Shanghai";
  const t = useT();
  const say = useSay();
  const { live, draft } = app;
  const ahead = draft?.ahead ?? 0;
  // The day on the organisation's clock: an instant of the evening is UTC's day before.
  const day = (at: string) =>
    new Date(at).toLocaleDateString(lang === "zh" ? "zh-CN" : "en-GB", {
      timeZone: zone,
      dateStyle: "medium",
    });
  return (
    <Link to="/design/$app/$" params={{ app: app.app, _splat: "" }} className="d-card">
      <span className="d-card-icon">
        <Icon name={iconOf(app.icon, "apps")} />
      </span>
      <span className="d-card-text">
        <strong>{say(app.name)}</strong>
        <span className="k-row">
          {live === null ? (
            <Badge color="yellow">{t("design.state.never")}</Badge>
          ) : (
            <Badge color="grey">{t("design.mine.live", { n: live })}</Badge>
          )}
          {live !== null && ahead > 0 ? <Badge color="blue">{t("design.mine.ahead")}</Badge> : null}
        </span>
        {draft?.by && ahead > 0 ? (
          <span className="k-muted k-small">
            {t("design.mine.last", { who: draft.by.name, when: day(draft.updated_at) })}
          </span>
        ) : null}
      </span>
      <Icon name="chevronRight" size={16} />
    </Link>
  );
}
