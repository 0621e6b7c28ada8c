import "../../../i18n/parts/designflow";
import { Suspense, useState, type ReactElement } from "react";
import { addFlow } from "../../../engine/design/commands/flows";
import type { FlowDoc } from "../../../engine/design/documents";
import { useSay, useT } from "../../../i18n";
import { Button, Dialog, EmptyState, Icon, IconButton, late, Skeleton, Tabs, usePhone } from "../../../kit";
import { useWorkbench } from "../workbench/context";
import type { CanvasProps } from "./Canvas";
import "./flow.css";
import { Head } from "./Head";
import { Jump } from "./Jump";
import "./panel.css";
import { FlowPanel } from "./panel/FlowPanel";
import { PathPanel } from "./panel/PathPanel";
import { StagePanel } from "./panel/StagePanel";
import { TransitionPanel } from "./panel/TransitionPanel";
import { openFlow, pathTo, placeOf, without, type FlowPlace } from "./place";
import { AddStage, RemoveStage, type Insertion } from "./StageDialogs";
import { StageList } from "./StageList";
import { MANY } from "./view";

const Canvas = late(() => import("./Canvas"));

/** The flow designer: stages, the ways between them and what they ask for, drawn or as a list. */
export default function FlowSection(): ReactElement {
  const { app, at } = useWorkbench();
  const place = placeOf(app, at);
  const flow = openFlow(app, place);
  return flow ? <Designer key={flow.id} flow={flow} place={place} /> : <NoFlow />;
}

/** No flow yet: one press makes one that works. */
function NoFlow(): ReactElement {
  const { app, run, goTo } = useWorkbench();
  const t = useT();
  const say = useSay();
  const entities = without(app);
  return (
    <EmptyState
      icon="board"
      title={t("dflow.none")}
      action={entities.slice(0, 4).map((id, index) => (
        <Button
          key={id}
          tone={index === 0 ? "primary" : "plain"}
          icon="plus"
          onClick={() => {
            const made = addFlow(app, id);
            run(made.command);
            goTo(`flow/${made.id}`);
          }}
        >
          {t("dflow.begin", { name: say(app.entities[id]?.entity.label) })}
        </Button>
      ))}
    >
      {t(entities.length > 0 ? "dflow.none.help" : "dflow.none.entity")}
    </EmptyState>
  );
}

function Designer({ flow, place }: { flow: FlowDoc; place: FlowPlace | null }): ReactElement {
  const { goTo } = useWorkbench();
  const t = useT();
  const phone = usePhone();
  const [view, setView] = useState<"canvas" | "list">(phone ? "list" : "canvas");
  const [picked, setPicked] = useState<string | null>(null);
  const [adding, setAdding] = useState<Insertion | null>(null);
  const [removing, setRemoving] = useState<string | null>(null);
  const [fresh, setFresh] = useState<string | null>(null);
  const path = place?.kind === "paths" ? place.id : picked !== null && flow.paths[picked] ? picked : null;
  const shared: CanvasProps = {
    flow,
    stage: place?.kind === "stages" ? place.id : null,
    transition: place?.kind === "transitions" ? place.id : null,
    path,
    onStage: (id) => {
      setFresh(null);
      goTo(pathTo(flow.id, "stages", id));
    },
    onTransition: (id) => goTo(pathTo(flow.id, "transitions", id)),
    onInsert: (where, paths) => setAdding({ place: where, paths }),
    onRemove: setRemoving,
  };
  const panel = (
    <Panel
      flow={flow}
      place={place}
      fresh={fresh}
      onInsert={(stage, side) => setAdding({ place: { stage, side } })}
      onRemove={setRemoving}
    />
  );
  const close = () => goTo(`flow/${flow.id}`);
  const jump = (id: string) => {
    // What comes next by Tab are its settings; whoever closes them is back at it.
    document.querySelector<HTMLElement>(`[data-stage="${id}"]`)?.focus({ preventScroll: true });
    shared.onStage(id);
  };
  return (
    <div className="flw">
      <Head flow={flow} path={path} onPath={setPicked}>
        {Object.keys(flow.stages).length > MANY ? (
          <Jump flow={flow} stage={shared.stage} onJump={jump} />
        ) : null}
      </Head>
      <div className="flw-body">
        <div className="flw-main">
          <Tabs
            label={t("dflow.view")}
            tabs={[
              { key: "canvas", label: t("dflow.view.canvas") },
              { key: "list", label: t("dflow.view.list") },
            ]}
            value={view}
            onChange={setView}
          >
            {view === "canvas" ? (
              <Suspense fallback={<Skeleton width="100%" />}>
                <Canvas {...shared} />
                <div className="k-row flw-foot">
                  <Button size="s" icon="plus" onClick={() => setAdding({ place: null })}>
                    {t("dflow.side.add")}
                  </Button>
                  <span className="k-muted k-small">{t("dflow.keys")}</span>
                </div>
              </Suspense>
            ) : (
              <StageList {...shared} onSide={() => setAdding({ place: null })} />
            )}
          </Tabs>
        </div>
        {!phone ? (
          // Another place begins at its top, wherever the last one was left.
          <aside key={place?.id ?? ""} className="flw-panel" aria-label={t("dflow.panel")}>
            <PanelHead flow={flow} place={place} onClose={close} />
            {panel}
          </aside>
        ) : place?.kind ? (
          <Dialog title={<PanelTitle flow={flow} place={place} />} onClose={close}>
            {panel}
          </Dialog>
        ) : (
          <section className="flw-panel" aria-label={t("dflow.panel")}>
            {panel}
          </section>
        )}
      </div>
      {adding ? (
        <AddStage
          flow={flow}
          insertion={adding}
          onClose={() => setAdding(null)}
          onAdded={(id) => {
            setAdding(null);
            setFresh(id);
          }}
        />
      ) : null}
      {removing !== null && flow.stages[removing] ? (
        <RemoveStage flow={flow} id={removing} onClose={() => setRemoving(null)} />
      ) : null}
    </div>
  );
}

interface PanelProps {
  flow: FlowDoc;
  place: FlowPlace | null;
  fresh: string | null;
  onInsert: (stage: string, side: "before" | "after") => void;
  onRemove: (stage: string) => void;
}

/** Everything about what is selected. */
function Panel({ flow, place, fresh, onInsert, onRemove }: PanelProps): ReactElement {
  if (place?.kind === "stages" && place.id !== null)
    return (
      <StagePanel
        key={place.id}
        flow={flow}
        id={place.id}
        inside={place.inside}
        fresh={fresh === place.id}
        onInsert={onInsert}
        onRemove={onRemove}
      />
    );
  if (place?.kind === "transitions" && place.id !== null)
    return <TransitionPanel key={place.id} flow={flow} id={place.id} inside={place.inside} />;
  if (place?.kind === "paths" && place.id !== null)
    return <PathPanel key={place.id} flow={flow} id={place.id} />;
  return <FlowPanel flow={flow} />;
}

function PanelTitle({ flow, place }: { flow: FlowDoc; place: FlowPlace | null }): ReactElement {
  const t = useT();
  const say = useSay();
  const id = place?.id ?? "";
  if (place?.kind === "stages") return <>{t("dflow.stage.title", { name: say(flow.stages[id]?.label) })}</>;
  if (place?.kind === "transitions")
    return <>{t("dflow.transition.title", { name: say(flow.transitions[id]?.label) })}</>;
  if (place?.kind === "paths") return <>{t("dflow.path.title", { name: say(flow.paths[id]?.label) })}</>;
  return <>{say(flow.label)}</>;
}

function PanelHead(props: { flow: FlowDoc; place: FlowPlace | null; onClose: () => void }): ReactElement {
  const t = useT();
  return (
    <div className="flw-panel-head">
      <Icon name="board" size={16} />
      <h2>
        <PanelTitle {...props} />
      </h2>
      {props.place?.kind ? (
        <IconButton icon="close" size="s" label={t("dflow.toFlow")} onClick={props.onClose} />
      ) : null}
    </div>
  );
}
