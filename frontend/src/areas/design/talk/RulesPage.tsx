import "../../../i18n/parts/designtalk";
import "../../../i18n/parts/design";
import "../../../i18n/parts/designrules";
import { Link, useNavigate, useParams, useSearch } from "@tanstack/react-router";
import { Suspense, useEffect, useMemo, useRef, useState, type ReactElement } from "react";
import { ApiProblem } from "../../../api/http";
import type { Rules } from "../../../api/talk";
import { GROUPS, rulebook, type Entry } from "../../../engine/design/rulebook";
import { translate, useLang, useSay, useT, type Key } from "../../../i18n";
import { Dialog, EmptyState, ErrorState, Icon, late, SearchInput, SkeletonPage, Tabs } from "../../../kit";
import { useNames } from "../shared/useNames";
import { countAt } from "../workbench/talkCounts";
import { PlaceTalk } from "./PlaceTalk";
import { ProposalBench } from "./ProposalBench";
import { RuleCard } from "./RuleCard";
import "./talk.css";
import { TopicBody } from "./TopicBody";
import { TopicList } from "./TopicList";
import { useRules, useTopics } from "./useTalk";
import { useWhen } from "./When";

const ProposeDialog = late(() => import("./ProposeDialog"));
const UNCHANGED = {};

/** The rules of an app for those who live under them: read, remarked upon, proposed anew. */
export function RulesPage(): ReactElement {
  const { app } = useParams({ from: "/inside/a/$app/rules" });
  const say = useSay();
  const found = useRules(app);
  if (found.data)
    return (
      <ProposalBench app={app} documents={found.data.documents} values={UNCHANGED}>
        <Book app={app} rules={found.data} />
      </ProposalBench>
    );
  const problem = found.error instanceof ApiProblem ? found.error : null;
  if (found.error)
    return (
      <ErrorState page title={problem ? say(problem.text) : undefined} onRetry={() => void found.refetch()}>
        {problem ? say(problem.remedy) : null}
      </ErrorState>
    );
  return (
    <div className="k-page">
      <SkeletonPage lines={9} />
    </div>
  );
}

type Open = { readonly what: "talk" | "propose"; readonly entry: Entry } | null;

function Book({ app, rules }: { app: string; rules: Rules }): ReactElement {
  const t = useT();
  const navigate = useNavigate();
  const { topic } = useSearch({ from: "/inside/a/$app/rules" });
  const [tab, setTab] = useState<"rules" | "talk">(topic === undefined ? "rules" : "talk");
  const [open, setOpen] = useState<Open>(null);
  const waiting = useTopics(app, { only: "open" }).data?.pages[0];
  const n = Object.values(waiting?.open ?? {}).reduce((sum, one) => sum + one, 0);
  const show = (id: string | undefined) =>
    void navigate({ to: "/a/$app/rules", params: { app }, search: id === undefined ? {} : { topic: id } });
  return (
    <div className="k-page dtk-page">
      <Head app={app} rules={rules} />
      <Tabs
        label={t("dtalk.tabs")}
        tabs={[
          { key: "rules", label: t("dtalk.tab.rules") },
          { key: "talk", label: n > 0 ? t("dtalk.tab.talk.n", { n }) : t("dtalk.tab.talk") },
        ]}
        value={tab}
        onChange={(next) => setTab(next === "talk" ? "talk" : "rules")}
      >
        {tab === "rules" ? (
          <RuleCards counts={waiting?.open ?? {}} onOpen={setOpen} />
        ) : (
          <TopicList app={app} onOpen={show} />
        )}
      </Tabs>
      {topic !== undefined ? (
        <Dialog title={t("dtalk.title")} size="l" onClose={() => show(undefined)}>
          <TopicBody app={app} id={topic} onGone={() => show(undefined)} />
        </Dialog>
      ) : null}
      {open?.what === "talk" ? (
        <Dialog title={open.entry.title} size="l" onClose={() => setOpen(null)}>
          <p className="dtk-quote">{open.entry.sentence}</p>
          <PlaceTalk app={app} path={open.entry.path} />
        </Dialog>
      ) : null}
      {open?.what === "propose" ? (
        <Suspense fallback={null}>
          <ProposeDialog
            app={app}
            documents={rules.documents}
            entry={open.entry}
            onClose={() => setOpen(null)}
          />
        </Suspense>
      ) : null}
    </div>
  );
}

function Head({ app, rules }: { app: string; rules: Rules }): ReactElement {
  const t = useT();
  const when = useWhen();
  const { version, at, author, note, designs } = rules;
  return (
    <>
      <div className="k-page-head">
        <div>
          <h1>{t("dtalk.rules")}</h1>
          <p className="k-muted k-small">
            {version === null || at === null
              ? t("dtalk.rules.never")
              : t("dtalk.rules.version", {
                  n: version,
                  who: author?.name ?? t("dtalk.rules.file"),
                  when: when(at),
                })}
            {note === "" ? null : ` · ${note}`}
          </p>
        </div>
        {designs ? (
          <Link to="/design/$app/$" params={{ app, _splat: "talk" }} className="k-btn">
            <Icon name="edit" />
            {t("dtalk.rules.design")}
          </Link>
        ) : null}
      </div>
      <p className="k-muted">
        {t("dtalk.rules.help")} {designs ? null : t("dtalk.rules.yours")}
      </p>
    </>
  );
}

interface CardsProps {
  counts: Readonly<Record<string, number>>;
  onOpen: (open: Open) => void;
}

function RuleCards({ counts, onOpen }: CardsProps): ReactElement {
  const t = useT();
  const lang = useLang();
  const names = useNames();
  const { place } = useSearch({ from: "/inside/a/$app/rules" });
  const [wanted, setWanted] = useState("");
  const cards = useRef<HTMLDivElement>(null);
  useEffect(() => {
    // Once for each rule that is asked for: whoever reads on, or searches, is not taken back to it.
    cards.current?.querySelector("[data-wanted]")?.scrollIntoView({ block: "center" });
  }, [place]);
  const all = useMemo(
    () => rulebook(names, (member) => translate(`drule.member.${member}` as Key)),
    // The words of members change with the language of the names.
    // eslint-disable-next-line react-hooks/exhaustive-deps -- the language is in the names
    [names, lang],
  );
  const text = wanted.trim().toLowerCase();
  const shown = all.filter(({ title, sentence }) => `${title} ${sentence}`.toLowerCase().includes(text));
  return (
    <div className="k-stack" ref={cards}>
      <SearchInput label={t("dtalk.rules.search")} value={wanted} onChange={setWanted} />
      <p role="status" className="k-muted k-small">
        {t("dtalk.rules.n", { n: shown.length })}
      </p>
      {shown.length === 0 ? (
        <EmptyState icon="search" title={t(all.length === 0 ? "dtalk.rules.none" : "dtalk.rules.noMatch")}>
          {t(all.length === 0 ? "dtalk.rules.none.text" : "dtalk.rules.noMatch.text")}
        </EmptyState>
      ) : null}
      {GROUPS.map((group) => {
        const entries = shown.filter((one) => one.group === group);
        return entries.length === 0 ? null : (
          <section key={group} aria-label={t(`dtalk.group.${group}`)}>
            <h2>{t(`dtalk.group.${group}`)}</h2>
            <ul className="dtk-rules">
              {entries.map((entry) => (
                <RuleCard
                  key={entry.path}
                  entry={entry}
                  open={countAt(counts, entry.path)}
                  wanted={entry.path === place}
                  onTalk={() => onOpen({ what: "talk", entry })}
                  onPropose={() => onOpen({ what: "propose", entry })}
                />
              ))}
            </ul>
          </section>
        );
      })}
    </div>
  );
}
