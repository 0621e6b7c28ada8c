import { Link } from "@tanstack/react-router";
import { useEffect, useState, type ReactElement } from "react";
import { useLang, useSay, useT } from "../../../i18n";
import { read } from "../../../engine/design/operations";
import type { ApiProblem } from "../../../api/http";
import { Banner, Button, toast } from "../../../kit";
import { forgetRows, waitingRows } from "../shared/rows";
import { usePlace } from "./place";
import type { DraftStore, Held, Notice } from "./store";
import { agoWords, placeWords, valueWords } from "./words";

/** What could not be kept, and what to do about it; the newest first, the rest behind it. */
export function Notices({ held, store }: { held: Held; store: DraftStore }): ReactElement | null {
  const t = useT();
  const say = useSay();
  const [rows, setRows] = useState(() => waitingRows(store.key));
  const ready = rows !== null && held.version !== null;
  if (held.notices.length === 0 && !ready && !held.trouble) return null;
  const dealt = () => {
    forgetRows(store.key);
    setRows(null);
  };
  return (
    <div className="d-notices">
      {held.trouble ? <Trouble problem={held.trouble} held={held} store={store} /> : null}
      {ready ? (
        <Banner
          tone="good"
          icon="upload"
          action={
            <>
              <Button size="s" onClick={dealt}>
                {t("design.rows.later")}
              </Button>
              <Link
                to="/a/$app/e/$entity/import"
                params={{ app: store.key, entity: rows.entity }}
                search={{ job: rows.job }}
                className="k-btn"
                data-tone="primary"
                data-size="s"
                onClick={dealt}
              >
                {t("design.rows.go")}
              </Link>
            </>
          }
        >
          {t("design.rows")}
        </Banner>
      ) : null}
      {[...held.notices].reverse().map((one) =>
        one.kind === "conflict" ? (
          <Conflict key={one.id} notice={one} held={held} store={store} />
        ) : (
          <Banner
            key={one.id}
            tone="bad"
            icon="alert"
            live="alert"
            action={
              <Button size="s" onClick={() => store.settleNotice(one.id)}>
                {t("design.notice.close")}
              </Button>
            }
          >
            {t("design.refused", { mine: say(one.command.label), why: say(one.problem.text) })}
            {one.problem.issues.map((issue) => (
              <p key={issue.path}>{say(issue.message)}</p>
            ))}
            <p>{say(one.problem.remedy)}</p>
          </Banner>
        ),
      )}
    </div>
  );
}

interface TroubleProps {
  problem: ApiProblem;
  held: Held;
  store: DraftStore;
}

/** Nothing is saved any more: why, and what to do with what one did. */
function Trouble({ problem, held, store }: TroubleProps): ReactElement {
  const t = useT();
  const say = useSay();
  const unsent = held.sync.pending.filter(({ revision }) => revision === null);
  const [uncopied, setUncopied] = useState(false);
  const copy = async () => {
    setUncopied(false);
    const edits = unsent.map(({ command: { label, operations } }) => ({ label, operations }));
    try {
      // There is no clipboard at an address without https.
      await navigator.clipboard.writeText(JSON.stringify(edits, null, 2));
      toast({ text: t("design.trouble.copied") });
    } catch {
      setUncopied(true);
    }
  };
  const barred = problem.status === 404 || ["no_role", "not_permitted"].includes(problem.code);
  return (
    <Banner
      tone="bad"
      icon="alert"
      live="alert"
      action={
        <>
          {unsent.length > 0 ? (
            <Button size="s" onClick={() => void copy()}>
              {t("design.trouble.copy")}
            </Button>
          ) : null}
          <Button size="s" tone="primary" onClick={store.again}>
            {t("design.trouble.again")}
          </Button>
        </>
      }
    >
      {barred ? t("design.trouble.gone") : t("design.trouble.other", { why: say(problem.text) })}
      {unsent.length > 0 ? <p>{t("design.trouble.kept", { n: unsent.length })}</p> : null}
      {uncopied ? <p>{t("design.trouble.uncopied")}</p> : null}
    </Banner>
  );
}

type ConflictNotice = Extract<Notice, { kind: "conflict" }>;

function Conflict({
  notice,
  held,
  store,
}: {
  notice: ConflictNotice;
  held: Held;
  store: DraftStore;
}): ReactElement {
  const t = useT();
  const say = useSay();
  const lang = useLang();
  const { goTo } = usePlace();
  const now = useNow();
  const { path, was } = notice.at;
  const { app } = held.sync;
  const there = read(app, path);
  const words = {
    who: notice.by ?? t("design.somebody"),
    when: notice.when === null ? "" : agoWords(notice.when, now),
    place: placeWords(app, path, lang, was),
    what: valueWords(there, lang),
    mine: say(notice.command.label),
  };
  // What is gone has no name any more; the command still says what it was about.
  const gone = there === undefined && was !== null && was !== undefined;
  return (
    <Banner
      tone="warn"
      icon="people"
      live="alert"
      action={
        <>
          <Button
            size="s"
            onClick={() => {
              store.settleNotice(notice.id);
              goTo(path);
            }}
          >
            {t("design.conflict.look")}
          </Button>
          <Button size="s" tone="primary" onClick={() => store.useMine(notice)}>
            {t("design.conflict.mine")}
          </Button>
        </>
      }
    >
      {notice.when === null
        ? t("design.conflict.unknown", words)
        : t(gone ? "design.conflict.removed" : "design.conflict", words)}
    </Banner>
  );
}

/** The time, fresh enough for "3 seconds ago". */
function useNow(): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 5000);
    return () => clearInterval(timer);
  }, []);
  return now;
}
