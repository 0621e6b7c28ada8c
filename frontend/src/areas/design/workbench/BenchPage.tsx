import "../../../i18n/parts/design";
import { useQuery } from "@tanstack/react-query";
import { Link, useParams } from "@tanstack/react-router";
import { useEffect, useState, useSyncExternalStore, type ReactElement } from "react";
import { readWorkbench, type WorkbenchView } from "../../../api/design";
import { keptEdits, type KeptEdit } from "../../../api/device";
import { useSession } from "../../../api/hooks";
import { ApiProblem } from "../../../api/http";
import { useSay, useT } from "../../../i18n";
import { EmptyState, ErrorState, SkeletonPage } from "../../../kit";
import "./bench.css";
import "./rail.css";
import { Frame } from "./Frame";
import { DraftStore } from "./store";

/** The designer of one app: its draft is loaded, with what was done here before and not yet sent. */
export function BenchPage(): ReactElement {
  const t = useT();
  const say = useSay();
  const { app } = useParams({ from: "/inside/design/$app/$" });
  const person = useSession().data?.person.id ?? "";
  const loaded = useQuery({
    queryKey: ["design", app, "bench", person],
    queryFn: async () => {
      const [view, kept] = await Promise.all([readWorkbench(app), keptEdits.of(person, app)]);
      return { view, kept };
    },
    // Opened anew means read anew; once open, the store keeps it fresh.
    staleTime: Infinity,
    gcTime: 0,
    enabled: person !== "",
  });
  if (loaded.data) return <Open key={app} view={loaded.data.view} kept={loaded.data.kept} person={person} />;
  const problem = loaded.error instanceof ApiProblem ? loaded.error : null;
  if (problem?.status === 404)
    return (
      <EmptyState
        page
        icon="search"
        title={t("app.notFound.title")}
        action={
          <Link to="/design" className="k-btn" data-tone="primary">
            {t("design.backToApps")}
          </Link>
        }
      >
        {t("app.notFound.text")}
      </EmptyState>
    );
  if (loaded.error)
    return (
      <ErrorState page title={problem ? say(problem.text) : undefined} onRetry={() => void loaded.refetch()}>
        {problem ? say(problem.remedy) : null}
      </ErrorState>
    );
  return (
    <div className="k-page">
      <SkeletonPage lines={9} />
    </div>
  );
}

interface OpenProps {
  view: WorkbenchView;
  kept: readonly KeptEdit[];
  person: string;
}

function Open({ view, kept, person }: OpenProps): ReactElement {
  const [store] = useState(() => new DraftStore(view, person, kept));
  const held = useSyncExternalStore(store.subscribe, store.snapshot);
  useEffect(() => {
    store.open();
    return () => store.close();
  }, [store]);
  const unsaved = held.saved !== "saved";
  useEffect(() => {
    if (!unsaved) return;
    const warn = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener("beforeunload", warn);
    return () => window.removeEventListener("beforeunload", warn);
  }, [unsaved]);
  return <Frame store={store} held={held} />;
}
