import type { ReactElement } from "react";
import { useSay, useT } from "../../../i18n";
import { Icon } from "../../../kit";
import type { CanvasProps } from "./Canvas";
import { plainLine, softLine, type Line } from "./layout";

interface LinesProps extends CanvasProps {
  lines: readonly Line[];
  /** The card that is reached by Tab: the buttons of its lines are too. */
  active: string | null;
}

const along = ({ kind }: Line): boolean => kind === "step" || kind === "skip";

/** The buttons of ways into one stage would stand on each other where they end: they stand where they begin. */
const buttonsAt = (line: Line, stage: string | null) =>
  along(line) || line.to !== stage ? line.at : { x: line.points[0]?.x ?? line.at.x, y: line.at.y };

/** Whether a line is drawn: those along the paths always, the others for the selected stage or transition. */
function shown(line: Line, { stage, transition }: CanvasProps): boolean {
  if (along(line)) return true;
  return line.from === stage || line.to === stage || line.transitions.includes(transition ?? "");
}

/** The ways between stages. The drawing is for the eye; each way has a button, and all are in the list view too. */
export function Lines(props: LinesProps): ReactElement {
  const { lines, path, transition, stage } = props;
  const seen = lines.filter((line) => shown(line, props));
  return (
    <>
      <svg className="flw-lines" aria-hidden="true">
        <defs>
          {["plain", "strong", "bad"].map((tone) => (
            <marker
              key={tone}
              id={`flw-arrow-${tone}`}
              data-tone={tone}
              className="flw-arrow"
              viewBox="0 0 8 8"
              refX="7"
              refY="4"
              markerWidth="8"
              markerHeight="8"
              orient="auto"
            >
              <path d="M0,0 L8,4 L0,8 z" />
            </marker>
          ))}
        </defs>
        {seen.map((line) => {
          const missing = line.transitions.length === 0;
          const strong =
            line.transitions.includes(transition ?? "") ||
            (path !== null && line.paths.includes(path)) ||
            (stage !== null && line.kind !== "step" && (line.from === stage || line.to === stage));
          const faded = path !== null && !line.paths.includes(path) && !strong;
          return (
            <path
              key={`${line.from}>${line.to}`}
              d={along(line) && !line.corners ? softLine(line.points) : plainLine(line.points)}
              className="flw-line"
              data-kind={line.kind}
              data-tone={missing ? "bad" : strong ? "strong" : "plain"}
              data-faded={faded ? "" : undefined}
              markerEnd={`url(#flw-arrow-${missing ? "bad" : strong ? "strong" : "plain"})`}
            />
          );
        })}
      </svg>
      {seen.map((line) => (
        <Buttons key={`${line.from}>${line.to}`} {...props} line={line} />
      ))}
    </>
  );
}

function Buttons(props: LinesProps & { line: Line }): ReactElement | null {
  const { flow, line, active, stage, transition, path, onTransition, onInsert } = props;
  const t = useT();
  const say = useSay();
  const [from, to] = [say(flow.stages[line.from]?.label), say(flow.stages[line.to]?.label)];
  const [first] = line.transitions;
  const tab = line.from === active ? 0 : -1;
  const guarded = line.transitions.some((id) => {
    const one = flow.transitions[id];
    return Boolean(one?.when) || Object.keys(one?.roles ?? {}).length > 0;
  });
  const faded = path !== null && !line.paths.includes(path);
  const at = buttonsAt(line, stage);
  return (
    <div
      className="flw-between nodrag nopan"
      data-faded={faded ? "" : undefined}
      style={{ transform: `translate(-50%, -50%) translate(${at.x}px, ${at.y}px)` }}
    >
      {first === undefined ? (
        <span className="flw-missing" title={t("dflow.missing", { from, to })}>
          <Icon name="alert" size={14} />
          <span className="k-sr">{t("dflow.missing", { from, to })}</span>
        </span>
      ) : (
        <button
          type="button"
          className="flw-dot"
          data-on={line.transitions.includes(transition ?? "") ? "" : undefined}
          aria-label={t("dflow.way", { from, to, name: say(flow.transitions[first]?.label) })}
          title={say(flow.transitions[first]?.label)}
          tabIndex={tab}
          onClick={() => onTransition(first)}
        >
          <Icon name={guarded ? "lock" : "chevronRight"} size={14} />
        </button>
      )}
      {line.kind === "step" ? (
        <button
          type="button"
          className="flw-dot"
          data-plus=""
          aria-label={t("dflow.insertBetween", { from, to })}
          title={t("dflow.insertBetween", { from, to })}
          tabIndex={tab}
          onClick={() => onInsert({ stage: line.from, side: "after" }, line.paths)}
        >
          <Icon name="plus" size={14} />
        </button>
      ) : null}
    </div>
  );
}
