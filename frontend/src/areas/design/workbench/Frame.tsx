import { Suspense, useEffect, useMemo, useState, type ComponentType, type ReactElement } from "react";
import { differences } from "../../../engine/design/differ";
import { documentsOf } from "../../../engine/design/documents";
import type { Section } from "../../../engine/design/sections";
import { useLang, useSay, useT, type Key } from "../../../i18n";
import { Dialog, late, SkeletonPage, toast, usePhone } from "../../../kit";
import { checklist } from "./checklist";
import { useWorkbench, WorkbenchContext, type Workbench } from "./context";
import { Findings, PanelHead } from "./Findings";
import { Header } from "./Header";
import { KeysDialog, useKeys } from "./keys";
import { Notices } from "./Notices";
import { usePlace } from "./place";
import { Rail } from "./Rail";
import { SettingsDialog } from "./SettingsDialog";
import type { DraftStore, Held } from "./store";
import { useTried } from "./tried";
import { crumbs } from "./words";

const SECTION: Readonly<Record<Section, ComponentType>> = {
  data: late(() => import("../data")),
  flow: late(() => import("../flow")),
  actions: late(() => import("../actions")),
  tables: late(() => import("../tables")),
  access: late(() => import("../access")),
  talk: late(() => import("../talk")),
  try: late(() => import("../try")),
  publish: late(() => import("../publish")),
};

const TalkPanel = late(async () => ({ default: (await import("../talk")).TalkPanel }));

type Open = "keys" | "settings" | null;
/** What stands beside the section. */
type Panel = "findings" | "talk";
const PANEL_TITLE = { findings: "design.findings", talk: "design.talk" } as const satisfies Record<
  Panel,
  Key
>;

/** Everything around a section: header, way, findings; and the draft for all of them. */
export function Frame({ store, held }: { store: DraftStore; held: Held }): ReactElement {
  const t = useT();
  const phone = usePhone();
  const { section, at, goTo, open } = usePlace();
  const [panel, setPanel] = useState<Panel | null>(null);
  const toggle = (which: Panel) => setPanel((shown) => (shown === which ? null : which));
  const [dialog, setDialog] = useState<Open>(null);
  const { sync, live, findings, history, saved } = held;
  const app = documentsOf(sync.app);
  const ahead = useMemo(() => (live ? differences(live, sync.app).length : null), [live, sync.app]);
  const version = String(held.version ?? 0);
  const [tried, noteTried] = useTried(store.key, version);
  const bench = useMemo<Workbench>(
    () => ({
      key: store.key,
      app,
      live: live ? documentsOf(live) : null,
      findings,
      run: store.run,
      undo: history.done.length > 0 ? store.undo : null,
      redo: history.undone.length > 0 ? store.redo : null,
      took: store.took,
      saved,
      revision: sync.revision,
      refresh: store.refresh,
      noteTried,
      at,
      goTo,
      talkAt: (path) => {
        goTo(path);
        setPanel("talk");
      },
    }),
    [store, app, live, findings, history, saved, sync.revision, noteTried, at, goTo],
  );
  useKeys({
    undo: bench.undo,
    redo: bench.redo,
    findings: () => toggle("findings"),
    section: open,
    help: () => setDialog("keys"),
    close: panel ? () => setPanel(null) : null,
  });
  useArrivals(held);
  const steps = checklist({ app, findings, ahead, tried });
  const Body = SECTION[section];
  return (
    <WorkbenchContext value={bench}>
      <div className="d-bench" data-panel={panel && !phone ? "" : undefined}>
        <Header
          ahead={ahead}
          history={history}
          panel={panel}
          onPanel={() => toggle("findings")}
          onTalk={() => toggle("talk")}
          onKeys={() => setDialog("keys")}
          onSettings={() => setDialog("settings")}
        />
        <Rail steps={steps} section={section} onOpen={open} />
        <div className="d-stage">
          <h2 className="k-sr">{t(`design.section.${section}` satisfies Key)}</h2>
          <Notices held={held} store={store} />
          <Suspense fallback={<SkeletonPage />}>
            <Body key={section} />
          </Suspense>
        </div>
        {panel && !phone ? (
          <aside className="d-panel" aria-label={t(PANEL_TITLE[panel])}>
            {panel === "findings" ? (
              <Findings onClose={() => setPanel(null)} />
            ) : (
              <>
                <PanelHead title={t("design.talk")} onClose={() => setPanel(null)} />
                <AtPlace />
              </>
            )}
          </aside>
        ) : null}
      </div>
      {panel && phone ? (
        <Dialog title={t(PANEL_TITLE[panel])} onClose={() => setPanel(null)}>
          {panel === "findings" ? <Findings onWent={() => setPanel(null)} /> : <AtPlace />}
        </Dialog>
      ) : null}
      {dialog === "keys" ? <KeysDialog onClose={() => setDialog(null)} /> : null}
      {dialog === "settings" ? <SettingsDialog onClose={() => setDialog(null)} /> : null}
    </WorkbenchContext>
  );
}

/** Talk about the selected place, or about the whole app. */
function AtPlace(): ReactElement {
  const lang = useLang();
  const say = useSay();
  const { app, at } = useWorkbench();
  return (
    <>
      <p className="d-crumbs">{at === null ? say(app.app.name) : crumbs(app, at, lang).join(" › ")}</p>
      <Suspense fallback={<SkeletonPage lines={3} />}>
        <TalkPanel />
      </Suspense>
    </>
  );
}

/** A colleague's edit is mentioned in passing. */
function useArrivals({ arrived }: Held): void {
  const t = useT();
  const say = useSay();
  useEffect(() => {
    if (arrived)
      toast({
        text: t("design.arrived", {
          who: arrived.by?.name ?? t("design.somebody"),
          what: say(arrived.label),
        }),
      });
    // Once for each edit, in the language of that moment.
    // eslint-disable-next-line react-hooks/exhaustive-deps -- once for each edit, in the language of that moment
  }, [arrived]);
}
