import "../../../i18n/parts/watch";
import { useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState, type ReactElement } from "react";
import { fileAddress, thumbAddress } from "../../../api/endpoints";
import { markSeen, useFindings, type EvidencePlace, type Finding } from "../../../api/evidence";
import { ApiProblem } from "../../../api/http";
import { useSay, useT } from "../../../i18n";
import { Badge, Button, Check, EmptyState, ErrorState, Icon, SkeletonPage, toast } from "../../../kit";
import { useApp } from "../../../render/context";
import { TakenAt } from "../../../render/files/TakenAt";
import { useClock } from "../../../render/owed/Due";
import "../../../i18n/parts/owed";
import "./evidence.css";

/** Pictures handed in a second time, each beside the first: people judge whether it is the same. */
export function EvidencePage(): ReactElement {
  const t = useT();
  const say = useSay();
  const { app } = useApp();
  const [unseen, setUnseen] = useState(true);
  const found = useFindings(app, unseen);
  const rows = found.data?.pages.flatMap((page) => page.rows) ?? [];
  const problem = found.error instanceof ApiProblem ? found.error : null;
  return (
    <div className="k-page proof">
      <div className="k-page-head">
        <Link className="k-icon-btn" to="/a/$app/queues" params={{ app }} aria-label={t("app.queues")}>
          <Icon name="back" size={20} />
        </Link>
        <h1>{t("proof.title")}</h1>
        <Check label={t("proof.unseen")} checked={unseen} onChange={setUnseen} />
      </div>
      <p className="k-muted">{t("proof.help")}</p>
      {found.isPending ? (
        <SkeletonPage lines={6} />
      ) : problem && !found.data ? (
        <ErrorState title={say(problem.text)} onRetry={() => void found.refetch()}>
          {say(problem.remedy)}
        </ErrorState>
      ) : rows.length === 0 ? (
        <div className="k-card">
          <EmptyState icon="image" title={t("proof.none")}>
            {t("proof.none.text")}
          </EmptyState>
        </div>
      ) : (
        <ul className="proof-list">
          {rows.map((one) => (
            <li key={one.id}>
              <Pair one={one} />
            </li>
          ))}
        </ul>
      )}
      {found.hasNextPage ? (
        <Button busy={found.isFetchingNextPage} onClick={() => void found.fetchNextPage()}>
          {t("kit.loadMore")}
        </Button>
      ) : null}
    </div>
  );
}

function Pair({ one }: { one: Finding }): ReactElement {
  const t = useT();
  const say = useSay();
  const client = useQueryClient();
  const { app } = useApp();
  const [busy, setBusy] = useState(false);
  const mark = async () => {
    setBusy(true);
    try {
      await markSeen(app, one.id);
      await client.invalidateQueries({ queryKey: ["app", app, "evidence"] });
    } catch (error) {
      if (!(error instanceof ApiProblem)) throw error;
      toast({ text: say(error.text), tone: "bad" });
    } finally {
      setBusy(false);
    }
  };
  return (
    <article className="k-card" aria-label={one.here.title}>
      <div className="proof-pair">
        <Place title={t("proof.earlier")} place={one.earlier} />
        <Place title={t("proof.here")} place={one.here} />
      </div>
      <footer className="k-row">
        <Badge color={one.same ? "red" : "orange"}>{one.same ? t("proof.same") : t("proof.alike")}</Badge>
        {one.refused ? <Badge>{t("proof.refused")}</Badge> : null}
        <span className="k-grow" />
        {one.seen_by ? (
          <span className="k-muted k-small">{t("proof.seen", { name: one.seen_by.name })}</span>
        ) : (
          <Button size="s" icon="check" busy={busy} onClick={() => void mark()}>
            {t("proof.mark")}
          </Button>
        )}
      </footer>
    </article>
  );
}

function Place({ title, place }: { title: string; place: EvidencePlace | null }): ReactElement {
  const t = useT();
  const say = useSay();
  const { app } = useApp();
  const when = useClock();
  return (
    <section aria-label={title}>
      <h2>{title}</h2>
      {place === null ? (
        <p className="proof-hidden k-muted">{t("proof.hidden")}</p>
      ) : (
        <>
          <a className="proof-picture" href={fileAddress(place.file.id)} target="_blank" rel="noreferrer">
            <img
              src={thumbAddress(place.file.id)}
              alt={t("proof.picture", { name: place.person.name, where: place.title })}
              loading="lazy"
            />
          </a>
          <p>
            <Link to="/a/$app/e/$entity/$id" params={{ app, entity: place.entity, id: place.record }}>
              {place.title}
            </Link>
          </p>
          <p className="k-small k-muted">
            {say(place.entity_label)} · {say(place.place_label)}
          </p>
          <p className="k-small k-muted">
            {t("proof.by", {
              name: place.person.name,
              when: when(place.at),
            })}
          </p>
          <TakenAt at={place.file.taken_at} />
        </>
      )}
    </section>
  );
}
