import { useQuery } from "@tanstack/react-query";
import { Link, Outlet, useNavigate, useParams, useRouterState } from "@tanstack/react-router";
import { lazy, Suspense, useEffect, useMemo, useRef, type ReactElement } from "react";
import { bundleQuery, useApps, useSession } from "../api/hooks";
import { inTrial } from "../api/trial";
import type { AppInfo } from "../api/types";
import { useSay, useT } from "../i18n";
import {
  Avatar,
  Banner,
  fetchAhead,
  Icon,
  iconOf,
  late,
  Menu,
  Toasts,
  useOnline,
  usePhone,
  type IconName,
} from "../kit";
import { lastApp } from "./lastApp";

const OutboxBar = late(() => import("../areas/fill/drafts/OutboxBar"));
const Bell = late(() => import("./Bell"));
/** Only in a trial, and so never fetched ahead. */
const TrialBar = lazy(() => import("./TrialBar"));
const MustChange = late(() => import("./MustChange"));

/** How long a page rests before what it may want next is fetched. */
const REST = 1200;

/** The frame of every page: top bar, side navigation on the desktop, tab bar on the phone. */
export function Shell(): ReactElement {
  const t = useT();
  const online = useOnline();
  const main = useRef<HTMLElement>(null);
  const { app: inApp } = useParams({ strict: false });
  const person = useSession().data?.person;
  const apps = useApps();
  const path = useRouterState({ select: (state) => state.location.pathname });
  useEffect(() => {
    const timer = setTimeout(() => void fetchAhead(), REST);
    return () => clearTimeout(timer);
  }, [path, online]);
  const current = apps.data?.find((one) => one.key === (inApp ?? lastApp())) ?? apps.data?.[0];
  return (
    <div className="k-shell">
      <a
        className="k-skip"
        href="#main"
        onClick={(event) => {
          event.preventDefault();
          main.current?.focus();
        }}
      >
        {t("kit.skip")}
      </a>
      <TopBar apps={apps.data ?? []} current={current} />
      <nav className="k-side" aria-label={t("kit.mainNav")}>
        {current ? <SideNav app={current} /> : null}
      </nav>
      <main ref={main} id="main" className="k-main" tabIndex={-1}>
        <Suspense fallback={null}>{inTrial() === null ? null : <TrialBar />}</Suspense>
        {online ? null : (
          <Banner tone="warn" icon="offline" live="status">
            {t("app.offline")}
          </Banner>
        )}
        <Suspense fallback={null}>{person ? <OutboxBar person={person.id} /> : null}</Suspense>
        {person?.must_change ? (
          <Suspense fallback={null}>
            <MustChange />
          </Suspense>
        ) : (
          <Outlet />
        )}
      </main>
      <TabBar app={current} />
      <Toasts />
    </div>
  );
}

function TopBar({ apps, current }: { apps: readonly AppInfo[]; current: AppInfo | undefined }): ReactElement {
  const t = useT();
  const say = useSay();
  const navigate = useNavigate();
  const session = useSession();
  const phone = usePhone();
  const choices = apps.map((one) => ({
    key: one.key,
    label: say(one.name),
    icon: iconOf(one.icon, "apps"),
    checked: one.key === current?.key,
    onSelect: () => void navigate({ to: "/a/$app/today", params: { app: one.key } }),
  }));
  const person = session.data?.person.name ?? "";
  return (
    <header className="k-topbar">
      <Link to="/" className="k-brand" aria-label={t("app.product")}>
        <span aria-hidden="true">落</span>
      </Link>
      <span className="k-topbar-title k-clip">{current ? say(current.name) : t("app.product")}</span>
      {apps.length > 1 ? (
        <Menu
          label={t("app.switch")}
          // On the phone the name of the app needs the room.
          {...(phone ? {} : { text: t("app.switch") })}
          icon="apps"
          groups={[choices]}
        />
      ) : null}
      {session.data?.person.must_change === false ? (
        <Suspense fallback={null}>
          <Bell />
        </Suspense>
      ) : null}
      <Link to="/me" className="k-row k-wide-only k-account">
        <span className="k-sr">{t("app.me")}</span>
        <Avatar name={person} />
        <span className="k-muted">{person}</span>
      </Link>
    </header>
  );
}

/** Which parts of the frame this app and role have: decisions to take, others to look after. */
function useParts(app: string | undefined): { approvals: boolean; queues: boolean } {
  const { data } = useQuery({ ...bundleQuery(app ?? ""), enabled: app !== undefined });
  return useMemo(
    () => ({
      approvals: Object.values(data?.actions ?? {}).some((one) => one.approval != null),
      queues: Object.values(data?.duties ?? {}).some(
        (one) => (data?.rights[one.entity]?.scope ?? "own") !== "own",
      ),
    }),
    [data],
  );
}

function SideNav({ app }: { app: AppInfo }): ReactElement {
  const t = useT();
  const say = useSay();
  const session = useSession();
  const params = { app: app.key };
  const has = useParts(app.key);
  const entities = [...app.entities].sort((a, b) => a.order - b.order);
  return (
    <div className="k-nav">
      <Link to="/a/$app/today" params={params}>
        <Icon name="today" />
        {t("app.today")}
      </Link>
      {has.approvals ? (
        <Link to="/a/$app/approvals" params={params}>
          <Icon name="gavel" />
          {t("app.approvals")}
        </Link>
      ) : null}
      {has.queues ? (
        <Link to="/a/$app/queues" params={params}>
          <Icon name="clipboard" />
          {t("app.queues")}
        </Link>
      ) : null}
      <div className="k-nav-head">{say(app.name)}</div>
      {entities.map((entity) => (
        <Link key={entity.id} to="/a/$app/e/$entity" params={{ ...params, entity: entity.id }}>
          <Icon name={iconOf(entity.icon, "list")} />
          {say(entity.label)}
        </Link>
      ))}
      <div className="k-nav-foot">
        {inTrial() === null ? (
          <Link to="/a/$app/rules" params={params}>
            <Icon name="chat" />
            {t("app.rules")}
          </Link>
        ) : null}
        {app.rights?.design === true ? (
          <Link to="/design">
            <Icon name="edit" />
            {t("app.design")}
          </Link>
        ) : null}
        {session.data?.person.manages === true ? (
          <Link to="/people">
            <Icon name="people" />
            {t("app.admin")}
          </Link>
        ) : null}
      </div>
    </div>
  );
}

function TabBar({ app }: { app: AppInfo | undefined }): ReactElement {
  const t = useT();
  const path = useRouterState({ select: (state) => state.location.pathname });
  const tab = (to: string, icon: IconName, words: string, here: boolean) => (
    <Link key={icon} to={to} aria-current={here ? "page" : undefined}>
      <Icon name={icon} size={22} />
      {words}
    </Link>
  );
  const has = useParts(app?.key);
  const home = app ? `/a/${app.key}` : "/";
  return (
    <nav className="k-tabbar" aria-label={t("kit.mainNav")}>
      {tab(app ? `${home}/today` : "/", "today", t("app.today"), path.endsWith("/today"))}
      {has.queues ? tab(`${home}/queues`, "clipboard", t("app.queues"), path.endsWith("/queues")) : null}
      {has.approvals
        ? tab(`${home}/approvals`, "gavel", t("app.approvals"), path.startsWith(`${home}/approvals`))
        : null}
      {tab(
        app ? `${home}/menu` : "/",
        "list",
        t("app.lists"),
        path.endsWith("/menu") || path.startsWith(`${home}/e/`),
      )}
      {tab("/me", "person", t("app.me"), path === "/me")}
    </nav>
  );
}
