import { MiniMap, useReactFlow, useStore } from "@xyflow/react";
import type { ReactElement } from "react";
import type { CardNode } from "./Canvas";
import type { Box } from "./layout";
import { inSight } from "./sight";

interface OverviewProps {
  boxes: Readonly<Record<string, Box>>;
  /** The selected stage. */
  stage: string | null;
}

const inkOf = (color: string): string =>
  color === "grey" ? "var(--edge)" : `var(--tint-${color === "amber" ? "yellow" : color}-ink)`;

/** The small map: stages as their colours, the selected one full, a frame where one is; a press or a drag goes elsewhere. Nothing while all is in sight. */
export function Overview({ boxes, stage }: OverviewProps): ReactElement | null {
  const { setCenter, getZoom } = useReactFlow();
  const whole = useStore(({ transform: [x, y, zoom], width, height }) =>
    Object.values(boxes).every((box) =>
      inSight(box, { x, y, zoom }, { clientWidth: width, clientHeight: height }),
    ),
  );
  if (whole) return null;
  return (
    <MiniMap<CardNode>
      pannable
      zoomable
      position="bottom-right"
      nodeColor={({ id, data: { view } }) =>
        id === stage ? inkOf(view.color) : `color-mix(in srgb, ${inkOf(view.color)} 40%, var(--surface))`
      }
      nodeStrokeColor={({ id }) => (id === stage ? "var(--brand)" : "transparent")}
      nodeStrokeWidth={40}
      nodeBorderRadius={16}
      maskStrokeColor="var(--brand)"
      maskStrokeWidth={2}
      onClick={(_, { x, y }) => void setCenter(x, y, { zoom: getZoom() })}
    />
  );
}
