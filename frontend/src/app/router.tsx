import type { QueryClient } from "@tanstack/react-query";
import {
  createRootRouteWithContext,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Outlet,
  redirect,
} from "@tanstack/react-router";
import { sessionQuery } from "../api/hooks";
import { ApiProblem } from "../api/http";
import { leadsOut } from "../api/trial";
import { readSearch } from "../areas/fill/list/search";
import { readQueueSearch } from "../areas/watch/queues/search";
import { patient, whenThere } from "../kit";
import { AppFrame } from "./AppFrame";
import { Crash, NotFound, Pending } from "./states";
import { Shell } from "./Shell";

/** A page's script is fetched ahead, and waited for when there is no line, rather than the page loaded again. */
const page = <M extends Record<string, unknown>, N extends keyof M & string>(
  load: () => Promise<M>,
  name: N,
) => lazyRouteComponent(patient(load), name);

const root = createRootRouteWithContext<{ client: QueryClient }>()({
  beforeLoad: async ({ location, preload }) => {
    // What this page has read is the trial's: it goes no further, the real house is a page of its own.
    if (!preload && leadsOut(location.pathname, location.href)) await new Promise(() => undefined);
  },
  component: Outlet,
  notFoundComponent: NotFound,
  errorComponent: Crash,
});

const login = createRoute({
  getParentRoute: () => root,
  path: "/login",
  validateSearch: (search: Record<string, unknown>): { next?: string } =>
    typeof search["next"] === "string" ? { next: search["next"] } : {},
  component: page(() => import("./LoginPage"), "LoginPage"),
});

/** Everything but the login page needs a session. */
const inside = createRoute({
  getParentRoute: () => root,
  id: "inside",
  beforeLoad: async ({ context, location }) => {
    try {
      await context.client.query({ ...sessionQuery, staleTime: "static" });
    } catch (error) {
      if (!(error instanceof ApiProblem) || error.status !== 401) throw error;
      redirect({ to: "/login", search: location.href === "/" ? {} : { next: location.href }, throw: true });
    }
  },
  component: Shell,
});

const apps = createRoute({
  getParentRoute: () => inside,
  path: "/",
  component: page(() => import("./AppsPage"), "AppsPage"),
});
const me = createRoute({
  getParentRoute: () => inside,
  path: "/me",
  component: page(() => import("./MePage"), "MePage"),
});

/** Settings and designer stand behind one script each: few people open them, and everybody's first page is the smaller for it. */
const settings = () => import("../areas/manage/pages");
const people = createRoute({
  getParentRoute: () => inside,
  path: "/people",
  component: page(async () => (await settings()).people(), "PeoplePage"),
});
const calendars = createRoute({
  getParentRoute: () => inside,
  path: "/calendars",
  component: page(async () => (await settings()).calendars(), "CalendarsPage"),
});
const rosters = createRoute({
  getParentRoute: () => inside,
  path: "/rosters",
  component: page(async () => (await settings()).rosters(), "RostersPage"),
});
const channels = createRoute({
  getParentRoute: () => inside,
  path: "/channels",
  component: page(async () => (await settings()).channels(), "ChannelsPage"),
});

const designer = () => import("../areas/design/pages");
/** Waited for like any page, but not fetched ahead: what a designer works with is no load for a rep's phone. */
const heavy: typeof page = (load, name) => lazyRouteComponent(() => whenThere(load), name);
const design = createRoute({
  getParentRoute: () => inside,
  path: "/design",
  component: heavy(async () => (await designer()).start(), "StartPage"),
});
/** Behind the app's key: the section, then the path of the selected place in the documents. */
const bench = createRoute({
  getParentRoute: () => inside,
  path: "/design/$app/$",
  component: heavy(async () => (await designer()).bench(), "BenchPage"),
});

const inbox = createRoute({
  getParentRoute: () => inside,
  path: "/inbox",
  component: page(() => import("../areas/fill/inbox/InboxPage"), "InboxPage"),
});

/** One app: its bundle is loaded before any of its pages. */
const app = createRoute({ getParentRoute: () => inside, path: "/a/$app", component: AppFrame });
const today = createRoute({
  getParentRoute: () => app,
  path: "/today",
  component: page(() => import("../areas/fill/today/TodayPage"), "TodayPage"),
});
const rules = createRoute({
  getParentRoute: () => app,
  path: "/rules",
  // A topic that is open, a rule that is looked for.
  validateSearch: (search: Record<string, unknown>): { topic?: string; place?: string } => ({
    ...(typeof search["topic"] === "string" ? { topic: search["topic"] } : {}),
    ...(typeof search["place"] === "string" ? { place: search["place"] } : {}),
  }),
  component: heavy(async () => (await designer()).rules(), "RulesPage"),
});
const menu = createRoute({
  getParentRoute: () => app,
  path: "/menu",
  component: page(() => import("./MenuPage"), "MenuPage"),
});
const approvals = createRoute({
  getParentRoute: () => app,
  path: "/approvals",
  validateSearch: (search: Record<string, unknown>): { box?: string } =>
    typeof search["box"] === "string" ? { box: search["box"] } : {},
  component: page(() => import("../areas/fill/approvals/ApprovalsPage"), "ApprovalsPage"),
});
const approval = createRoute({
  getParentRoute: () => app,
  path: "/approvals/$id",
  component: page(() => import("../areas/fill/approvals/ApprovalPage"), "ApprovalPage"),
});
const queues = createRoute({
  getParentRoute: () => app,
  path: "/queues",
  validateSearch: readQueueSearch,
  component: page(() => import("../areas/watch/queues/QueuesPage"), "QueuesPage"),
});
const evidence = createRoute({
  getParentRoute: () => app,
  path: "/evidence",
  component: page(() => import("../areas/watch/evidence/EvidencePage"), "EvidencePage"),
});
const create = createRoute({
  getParentRoute: () => app,
  path: "/e/$entity/new",
  // What the new record starts with: field ids and their values (the customer a quote is made for).
  validateSearch: (search: Record<string, unknown>): Record<string, string> =>
    Object.fromEntries(
      Object.entries(search).filter((pair): pair is [string, string] => typeof pair[1] === "string"),
    ),
  component: page(() => import("../areas/fill/record/CreatePage"), "CreatePage"),
});
const list = createRoute({
  getParentRoute: () => app,
  path: "/e/$entity",
  validateSearch: readSearch,
  component: page(() => import("../areas/fill/list/ListPage"), "ListPage"),
});
const board = createRoute({
  getParentRoute: () => app,
  path: "/e/$entity/board",
  validateSearch: readSearch,
  component: page(() => import("../areas/fill/board/BoardPage"), "BoardPage"),
});
const importing = createRoute({
  getParentRoute: () => app,
  path: "/e/$entity/import",
  validateSearch: (search: Record<string, unknown>): { job?: string } =>
    typeof search["job"] === "string" ? { job: search["job"] } : {},
  component: page(() => import("../areas/fill/import/ImportPage"), "ImportPage"),
});
const record = createRoute({
  getParentRoute: () => app,
  path: "/e/$entity/$id",
  component: page(() => import("../areas/fill/record/RecordPage"), "RecordPage"),
});

const tree = root.addChildren([
  login,
  inside.addChildren([
    apps,
    me,
    people,
    calendars,
    rosters,
    channels,
    design,
    bench,
    inbox,
    app.addChildren([
      today,
      approvals,
      approval,
      queues,
      evidence,
      menu,
      rules,
      list,
      board,
      importing,
      create,
      record,
    ]),
  ]),
]);

export function makeRouter(client: QueryClient) {
  return createRouter({
    routeTree: tree,
    context: { client },
    defaultPreload: "intent",
    defaultPendingComponent: Pending,
    defaultErrorComponent: Crash,
    defaultNotFoundComponent: NotFound,
    scrollRestoration: true,
  });
}

declare module "@tanstack/react-router" {
  interface Register {
    router: ReturnType<typeof makeRouter>;
  }
}
