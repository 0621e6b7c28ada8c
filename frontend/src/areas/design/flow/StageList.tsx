import { useEffect, useRef, type ReactElement } from "react";
import { defaultPath, lineOf } from "../../../engine/design/commands/flow-lines";
import { putOnPath } from "../../../engine/design/commands/flows";
import type { FlowDoc } from "../../../engine/design/documents";
import { useLang, useT } from "../../../i18n";
import { Button, IconButton } from "../../../kit";
import { useWorkbench } from "../workbench/context";
import type { CanvasProps } from "./Canvas";
import "./list.css";
import { StageCard } from "./StageCard";
import { parted, stageView } from "./view";

/** The flow as lists: the stages of a path in their order, those beside the lines, and the archived ones. */
export function StageList(props: CanvasProps & { onSide: () => void }): ReactElement {
  const { flow, stage, path, onSide } = props;
  const t = useT();
  const lists = useRef<HTMLDivElement>(null);
  const { line, side, archived } = parted(flow);
  const shown = path ?? (Object.keys(flow.paths).length === 1 ? defaultPath(flow) : null);
  const stages = shown === null ? line : lineOf(flow, shown);
  const off = shown === null ? [] : line.filter((id) => !stages.includes(id));
  // Whoever looked for it is taken there.
  useEffect(() => {
    lists.current?.querySelector("[aria-current]")?.scrollIntoView({ block: "nearest" });
  }, [stage]);
  return (
    <div ref={lists} className="flw-lists">
      {shown === null ? <p className="k-muted k-small">{t("dflow.list.pick")}</p> : null}
      <Stages {...props} title={t("dflow.list.line")} ids={stages} order={shown} />
      {off.length > 0 ? <Stages {...props} title={t("dflow.list.off")} ids={off} order={null} /> : null}
      <Stages {...props} title={t("dflow.list.side")} ids={side} order={null} />
      <Button size="s" icon="plus" onClick={onSide}>
        {t("dflow.side.add")}
      </Button>
      {archived.length > 0 ? (
        <details className="flw-group" open={stage !== null && archived.includes(stage)}>
          <summary>{t("dflow.list.archived", { n: archived.length })}</summary>
          <Stages {...props} title="" ids={archived} order={null} />
        </details>
      ) : null}
    </div>
  );
}

interface StagesProps extends CanvasProps {
  title: string;
  ids: readonly string[];
  /** The path whose order they are in, and can be changed; null: none. */
  order: string | null;
}

function Stages({ title, ids, order, ...props }: StagesProps): ReactElement | null {
  const { flow, stage, onStage, onInsert, onRemove } = props;
  const { app, run, findings } = useWorkbench();
  const lang = useLang();
  const t = useT();
  if (ids.length === 0) return null;
  return (
    <section aria-label={title === "" ? undefined : title}>
      {title === "" ? null : <h3 className="flw-list-title">{title}</h3>}
      <ol className="flw-list">
        {ids.map((id, index) => {
          const view = stageView(app, flow, id, findings, lang);
          const name = view.name;
          return (
            <li key={id} className="flw-row" data-color={view.color} aria-current={id === stage || undefined}>
              {order === null ? null : <span className="flw-number">{index + 1}</span>}
              <button
                type="button"
                className="flw-row-card"
                data-stage={id}
                onClick={() => onStage(id)}
                onKeyDown={(event) => {
                  if (event.key === "Delete" && !view.archived) onRemove(id);
                }}
              >
                <StageCard view={view} />
                <Leads flow={flow} leads={view.leads} />
              </button>
              {order === null ? null : (
                <span className="flw-row-tools">
                  <IconButton
                    icon="chevronUp"
                    size="s"
                    label={t("dflow.up", { name })}
                    disabled={index === 0}
                    onClick={() => run(putOnPath(app, flow.id, order, id, index - 1))}
                  />
                  <IconButton
                    icon="chevronDown"
                    size="s"
                    label={t("dflow.down", { name })}
                    disabled={index === ids.length - 1}
                    onClick={() => run(putOnPath(app, flow.id, order, id, index + 1))}
                  />
                  <IconButton
                    icon="plus"
                    size="s"
                    label={t("dflow.insertAfter", { name })}
                    onClick={() => onInsert({ stage: id, side: "after" })}
                  />
                </span>
              )}
            </li>
          );
        })}
      </ol>
    </section>
  );
}

function Leads({ leads }: { flow: FlowDoc; leads: readonly string[] }): ReactElement | null {
  const t = useT();
  if (leads.length === 0) return null;
  return (
    <span className="flw-card-line" data-kind="leads">
      {t("dflow.card.leads", { names: leads.join(t("dflow.comma")) })}
    </span>
  );
}
