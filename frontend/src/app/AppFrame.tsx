import { Outlet, useParams } from "@tanstack/react-router";
import { useEffect, useMemo, type ReactElement } from "react";
import { useBundle, useSession } from "../api/hooks";
import { ApiProblem } from "../api/http";
import { useSay } from "../i18n";
import { ErrorState } from "../kit";
import { AppProvider } from "../render/context";
import { rememberApp } from "./lastApp";
import { NotFound, Pending } from "./states";

/** Loads the app's documents once and gives them to every page of the app. */
export function AppFrame(): ReactElement {
  const { app } = useParams({ from: "/inside/a/$app" });
  const say = useSay();
  const bundle = useBundle(app);
  const session = useSession();
  useEffect(() => {
    if (bundle.data) rememberApp(app);
  }, [app, bundle.data]);
  const value = useMemo(
    () => (bundle.data && session.data ? { app, bundle: bundle.data, session: session.data } : null),
    [app, bundle.data, session.data],
  );
  if (value)
    return (
      <AppProvider value={value}>
        <Outlet />
      </AppProvider>
    );
  const problem = bundle.error;
  if (problem instanceof ApiProblem && problem.status < 500 && problem.status > 0) return <NotFound />;
  if (problem) {
    const said = problem instanceof ApiProblem ? problem : null;
    return (
      <ErrorState page title={said ? say(said.text) : undefined} onRetry={() => void bundle.refetch()}>
        {said ? say(said.remedy) : null}
      </ErrorState>
    );
  }
  return <Pending />;
}
