import { QueryClientProvider } from "@tanstack/react-query";
import {
  createMemoryHistory,
  createRootRoute,
  createRoute,
  createRouter,
  Outlet,
  RouterProvider,
} from "@tanstack/react-router";
import { cleanup, configure, render, type RenderResult } from "@testing-library/react";
import axe from "axe-core";
import type { ReactElement, ReactNode } from "react";
import { afterEach, beforeAll, expect, vi } from "vitest";
import { newQueryClient } from "../api/hooks";
import type { Bundle, Titles } from "../api/types";
import { loadProblems } from "../i18n/problems";
import { AppProvider } from "../render/context";
import { RenderProvider } from "../render/env";
import { BUNDLE, SESSION } from "./small";

// What comes behind the page (editors, dialogs) takes its time on a busy machine.
configure({ asyncUtilTimeout: 10_000 });

/** Call once per test file: words of problems, a clean page after each test, and what happy-dom lacks. */
export function prepare(): void {
  beforeAll(loadProblems);
  afterEach(() => {
    cleanup();
    vi.unstubAllGlobals();
  });
}

/** Draws `ui` where a page of the app would stand. */
export async function show(
  ui: ReactElement,
  options: { bundle?: Bundle; titles?: Titles; bare?: boolean; path?: string } = {},
): Promise<RenderResult> {
  const { bundle = BUNDLE, titles, bare = false, path = "/" } = options;
  const inside: ReactNode = bare ? ui : <RenderProvider titles={titles}>{ui}</RenderProvider>;
  const root = createRootRoute({ component: Outlet });
  const page = () => (
    <AppProvider value={{ app: "small", bundle, session: SESSION }}>
      <main>{inside}</main>
    </AppProvider>
  );
  const away = (name: string) => () => <p>page: {name}</p>;
  const frame = createRoute({ getParentRoute: () => root, id: "inside", component: Outlet });
  const app = createRoute({ getParentRoute: () => frame, path: "/a/$app", component: Outlet });
  const at = (where: string) =>
    createRoute({
      getParentRoute: () => app,
      path: where,
      component: path.includes(where.replace("/$id", "/")) ? page : away(where),
    });
  const tree = root.addChildren([
    createRoute({ getParentRoute: () => root, path: "/", component: page }),
    frame.addChildren([
      app.addChildren([
        at("/today"),
        at("/queues"),
        at("/evidence"),
        at("/rules"),
        createRoute({
          getParentRoute: () => app,
          path: "/approvals",
          component: path.endsWith("/approvals") ? page : away("approvals"),
        }),
        at("/approvals/$id"),
        createRoute({ getParentRoute: () => app, path: "/e/$entity", component: away("list") }),
        createRoute({
          getParentRoute: () => app,
          path: "/e/$entity/new",
          component: path.includes("/new") ? page : away("new"),
        }),
        createRoute({
          getParentRoute: () => app,
          path: "/e/$entity/$id",
          component: path === "/" || path.includes("/new") ? away("record") : page,
        }),
      ]),
    ]),
  ]);
  const router = createRouter({ routeTree: tree, history: createMemoryHistory({ initialEntries: [path] }) });
  await router.load();
  const client = newQueryClient();
  return render(
    <QueryClientProvider client={client}>
      <RouterProvider router={router} />
    </QueryClientProvider>,
  );
}

/** No violation axe-core can find without layout (colours are checked in the browser). */
export async function accessible(node: Element = document.body): Promise<void> {
  const { violations } = await axe.run(node, {
    rules: { "color-contrast": { enabled: false }, region: { enabled: false } },
    resultTypes: ["violations"],
  });
  expect(violations.map((one) => `${one.id}: ${one.nodes.map((n) => n.html).join(" | ")}`)).toEqual([]);
}
