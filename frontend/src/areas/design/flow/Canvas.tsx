import "@xyflow/react/dist/base.css";
import {
  Background,
  Controls,
  ReactFlow,
  ReactFlowProvider,
  useReactFlow,
  useStore,
  ViewportPortal,
  type AriaLabelConfig,
  type Node,
  type NodeProps,
} from "@xyflow/react";
import {
  createContext,
  use,
  useEffect,
  useMemo,
  useRef,
  type KeyboardEvent,
  type ReactElement,
  type ReactNode,
  type Ref,
} from "react";
import type { FlowDoc } from "../../../engine/design/documents";
import { useLang, useT, type Translate } from "../../../i18n";
import { Icon, usePhone } from "../../../kit";
import { useWorkbench } from "../workbench/context";
import "./canvas.css";
import { heightOf, leadsWords } from "./card";
import { CARD_WIDTH, layoutOf, type Box } from "./layout";
import { Lines } from "./Lines";
import { Overview } from "./Overview";
import { along, beginning, FAR, inSight, neighbour, READABLE } from "./sight";
import { StageCard } from "./StageCard";
import { MANY, stageView, type StageView } from "./view";

export interface CanvasProps {
  flow: FlowDoc;
  /** The selected stage and transition. */
  stage: string | null;
  transition: string | null;
  /** The path that is picked out; null: all alike. */
  path: string | null;
  onStage: (id: string) => void;
  onTransition: (id: string) => void;
  onInsert: (place: { stage: string; side: "before" | "after" }, paths?: readonly string[]) => void;
  onRemove: (id: string) => void;
}

export type CardNode = Node<{ view: StageView }, "stage">;

interface Hands {
  readonly t: Translate;
  /** The selected stage, the one that Tab reaches, and those that are on the path that is picked out (null: all). */
  readonly stage: string | null;
  readonly tab: string | undefined;
  readonly on: Readonly<Record<string, unknown>> | null;
  readonly onStage: (id: string) => void;
  readonly onAfter: (id: string) => void;
  readonly onKey: (event: KeyboardEvent, id: string) => void;
}

const HandsContext = createContext<Hands | null>(null);

function CardView({ data }: NodeProps<CardNode>): ReactElement {
  const hands = use(HandsContext);
  const { view } = data;
  if (!hands) throw new Error("a card outside the canvas");
  const faded = hands.on !== null && !Object.hasOwn(hands.on, view.id);
  const selected = hands.stage === view.id;
  const tab = hands.tab === view.id;
  const { t } = hands;
  const line = view.kind === "open" || view.kind === "won";
  return (
    <div className="flw-node" data-faded={faded ? "" : undefined}>
      <button
        type="button"
        className="flw-card nodrag nopan"
        data-stage={view.id}
        data-color={view.color}
        aria-pressed={selected}
        tabIndex={tab ? 0 : -1}
        onClick={() => hands.onStage(view.id)}
        onKeyDown={(event) => hands.onKey(event, view.id)}
      >
        <StageCard view={view} />
        <span className="k-sr"> {leadsWords(view, t)}</span>
      </button>
      {line ? (
        <button
          type="button"
          className="flw-next nodrag nopan"
          aria-label={t("dflow.insertAfter", { name: view.name })}
          title={t("dflow.insertAfter", { name: view.name })}
          tabIndex={tab ? 0 : -1}
          onClick={() => hands.onAfter(view.id)}
        >
          <Icon name="plus" size={14} />
        </button>
      ) : null}
    </div>
  );
}

const NODE_TYPES = { stage: CardView };

/** All that React Flow would say by itself, in our words. */
function ariaWords(t: Translate): Partial<AriaLabelConfig> {
  return {
    "node.a11yDescription.default": t("dflow.aria.node"),
    "node.a11yDescription.keyboardDisabled": t("dflow.aria.node"),
    "node.a11yDescription.ariaLiveMessage": () => "",
    "edge.a11yDescription.default": t("dflow.aria.edge"),
    "controls.ariaLabel": t("dflow.aria.controls"),
    "controls.zoomIn.ariaLabel": t("dflow.aria.zoomIn"),
    "controls.zoomOut.ariaLabel": t("dflow.aria.zoomOut"),
    "controls.fitView.ariaLabel": t("dflow.aria.fit"),
    "controls.interactive.ariaLabel": t("dflow.aria.interactive"),
    "minimap.ariaLabel": t("dflow.aria.map"),
    "handle.ariaLabel": t("dflow.aria.handle"),
  };
}

const nodesOf = (views: readonly StageView[], boxes: Readonly<Record<string, Box>>): CardNode[] =>
  views.flatMap((view) => {
    const box = boxes[view.id];
    if (!box) return [];
    const { x, y, width, height } = box;
    const style = { pointerEvents: "all" } as const;
    return [
      { id: view.id, type: "stage" as const, position: { x, y }, width, height, data: { view }, style },
    ];
  });

/** Small enough for all of fifty stages in one column of a phone. */
const SMALLEST = 0.06;

const NO_EDGES: never[] = [];

/** All of a flow that says where things stand. */
const shapeOf = (flow: FlowDoc, heights: Readonly<Record<string, number>>): string =>
  JSON.stringify([
    heights,
    Object.entries(flow.stages).map(([id, { kind, order, archived }]) => [id, kind, order, archived]),
    Object.entries(flow.paths).map(([id, { stages, order }]) => [id, stages, order]),
    Object.entries(flow.transitions).map(([id, { from, to, order }]) => [id, from, to, order]),
  ]);

function Inner(props: CanvasProps): ReactElement {
  const { flow, stage, path, onStage, onInsert, onRemove } = props;
  const { app, findings } = useWorkbench();
  const t = useT();
  const lang = useLang();
  const phone = usePhone();
  const { setViewport, setCenter, getViewport, getZoom } = useReactFlow();
  const frame = useRef<HTMLDivElement>(null);
  const views = useMemo(
    () =>
      Object.keys(flow.stages)
        .filter((id) => !flow.stages[id]?.archived)
        .map((id) => stageView(app, flow, id, findings, lang)),
    [app, flow, findings, lang],
  );
  const heights = Object.fromEntries(views.map((view) => [view.id, heightOf(view, t)]));
  // Only what moves something is a reason to lay out anew: words typed into a name are none.
  const shape = shapeOf(flow, heights);
  // eslint-disable-next-line react-hooks/exhaustive-deps -- words typed into a name are no reason to lay out anew
  const laid = useMemo(() => layoutOf(flow, heights, phone), [shape, phone]);
  const first = stage !== null && laid.boxes[stage] ? stage : Object.keys(laid.boxes)[0];
  // What is selected is no part of the nodes: choosing one of fifty leaves the drawing as it is.
  const nodes = useMemo(() => nodesOf(views, laid.boxes), [views, laid]);
  const count = nodes.length;
  // Whenever a flow is opened or grows, not at each change: whoever looks at a corner stays there.
  const latest = useRef(laid);
  useEffect(() => {
    latest.current = laid;
  });
  useEffect(() => {
    if (frame.current) void setViewport(beginning(latest.current.boxes, frame.current));
  }, [setViewport, flow.id, count, phone]);
  useEffect(() => {
    const box = stage === null ? undefined : latest.current.boxes[stage];
    const view = frame.current;
    if (!box || !view) return;
    // From afar it is gone up to, as on a map.
    if (getZoom() >= FAR && inSight(box, getViewport(), view)) return;
    const zoom = Math.max(getZoom(), READABLE);
    void setCenter(box.x + box.width / 2, box.y + box.height / 2, { zoom });
  }, [stage, count, setCenter, getViewport, getZoom]);
  const hands: Hands = {
    t,
    stage,
    tab: first,
    on: path === null ? null : (flow.paths[path]?.stages ?? {}),
    onStage,
    onAfter: (id) => onInsert({ stage: id, side: "after" }),
    onKey: (event, id) => {
      if (event.key === "Delete" || event.key === "Backspace") {
        event.preventDefault();
        onRemove(id);
        return;
      }
      const next = neighbour(laid.boxes, id, event.key) ?? along(laid.lines, id, event.key);
      if (next === null) return;
      event.preventDefault();
      const card = frame.current?.querySelector<HTMLElement>(`[data-stage="${next}"]`);
      card?.focus({ preventScroll: true });
      const box = laid.boxes[next];
      if (box) void setCenter(box.x + box.width / 2, box.y + box.height / 2, { zoom: getZoom() });
    },
  };
  return (
    <HandsContext value={hands}>
      <Frame ref={frame} label={t("dflow.canvas")}>
        <ReactFlow
          nodes={nodes}
          edges={NO_EDGES}
          nodeTypes={NODE_TYPES}
          nodesDraggable={false}
          nodesConnectable={false}
          nodesFocusable={false}
          elementsSelectable={false}
          disableKeyboardA11y
          deleteKeyCode={null}
          selectionKeyCode={null}
          panActivationKeyCode={null}
          zoomOnScroll={false}
          panOnScroll
          zoomOnDoubleClick={false}
          minZoom={SMALLEST}
          maxZoom={1.5}
          ariaLabelConfig={ariaWords(t)}
          aria-label={t("dflow.canvas")}
        >
          <Background gap={20} color="var(--line)" />
          <ViewportPortal>
            <Lines {...props} lines={laid.lines} active={first ?? null} />
          </ViewportPortal>
          <Controls showInteractive={false} position="top-right" />
          {count > MANY && !phone ? <Overview boxes={laid.boxes} stage={stage} /> : null}
        </ReactFlow>
      </Frame>
    </HandsContext>
  );
}

/** Around the drawing: it knows whether one looks from afar, and nothing in it is drawn anew for that. */
function Frame({
  label,
  ref,
  children,
}: {
  label: string;
  ref: Ref<HTMLDivElement>;
  children: ReactNode;
}): ReactElement {
  const far = useStore(({ transform }) => transform[2] < FAR);
  return (
    <div ref={ref} className="flw-canvas" role="region" aria-label={label} data-far={far ? "" : undefined}>
      {children}
    </div>
  );
}

/** The flow drawn: cards for stages, lines for ways, "+" on both. */
export default function Canvas(props: CanvasProps): ReactElement {
  return (
    <ReactFlowProvider initialWidth={CARD_WIDTH * 4} initialHeight={600}>
      <Inner {...props} />
    </ReactFlowProvider>
  );
}
