import { useState, type ReactElement } from "react";
import { defaultPath, lineOf } from "../../../../engine/design/commands/flow-lines";
import { addPath, movePath, renameFlow, setPathWhen } from "../../../../engine/design/commands/flows";
import type { FlowDoc } from "../../../../engine/design/documents";
import { inOrder } from "../../../../engine/model/entity";
import { useSay, useT } from "../../../../i18n";
import { Badge, Button, IconButton } from "../../../../kit";
import { RuleField } from "../../rules/RuleField";
import { AskName } from "../../shared/AskName";
import { findingsAt, useWorkbench } from "../../workbench/context";
import { Findings, Words } from "../bits";
import { pathTo } from "../place";
import { Group } from "./StagePanel";

/** The flow itself: its name, and which path a record takes. */
export function FlowPanel({ flow }: { flow: FlowDoc }): ReactElement {
  const { app, run, findings } = useWorkbench();
  const t = useT();
  const at = `flow/${flow.id}`;
  const own = findings.filter(({ path }) => path === at || path === `${at}/entity` || path === `${at}/paths`);
  return (
    <div className="k-stack">
      <Words
        label={t("dflow.flow.name")}
        value={flow.label}
        onChange={(label) => {
          if (label) run(renameFlow(app, flow.id, label));
        }}
      />
      <Findings findings={own} />
      <Group title={t("dflow.paths")} help={t("dflow.paths.help")}>
        <Paths flow={flow} />
      </Group>
      <p className="k-muted k-small">{t("dflow.hint")}</p>
    </div>
  );
}

/** The paths in the order in which they are tried, each as a sentence. */
function Paths({ flow }: { flow: FlowDoc }): ReactElement {
  const { app, run, goTo, findings } = useWorkbench();
  const t = useT();
  const say = useSay();
  const [asking, setAsking] = useState(false);
  const paths = inOrder(flow.paths);
  return (
    <>
      <ol className="flw-order flw-paths">
        {paths.map((id, index) => {
          const path = flow.paths[id];
          const name = say(path?.label);
          const line = lineOf(flow, id);
          const bad = findingsAt(findings, pathTo(flow.id, "paths", id)).length;
          return (
            <li key={id}>
              <div className="flw-order-row">
                <span className="flw-number">{index + 1}</span>
                <button type="button" className="flw-link" onClick={() => goTo(pathTo(flow.id, "paths", id))}>
                  {name}
                </button>
                {bad > 0 ? <Badge color="red">{t("dflow.problems", { n: bad })}</Badge> : null}
                <IconButton
                  icon="chevronUp"
                  size="s"
                  label={t("dflow.up", { name })}
                  disabled={index === 0}
                  onClick={() => run(movePath(app, flow.id, id, index - 1))}
                />
                <IconButton
                  icon="chevronDown"
                  size="s"
                  label={t("dflow.down", { name })}
                  disabled={index === paths.length - 1}
                  onClick={() => run(movePath(app, flow.id, id, index + 1))}
                />
              </div>
              {defaultPath(flow) === id ? (
                <p className="k-small">{t(paths.length > 1 ? "dflow.path.rest" : "dflow.path.only")}</p>
              ) : (
                <RuleField
                  label={t("dflow.path.takes", { name })}
                  place={{ entity: flow.entity }}
                  value={path?.when}
                  at={pathTo(flow.id, "paths", id)}
                  empty={t("dflow.path.none")}
                  onChange={(when) => run(setPathWhen(app, flow.id, id, when))}
                />
              )}
              <p className="k-muted k-small">
                {line.map((stage) => say(flow.stages[stage]?.label)).join(" → ")}
              </p>
            </li>
          );
        })}
      </ol>
      <div className="k-row">
        <Button size="s" icon="plus" onClick={() => setAsking(true)}>
          {t("dflow.path.new")}
        </Button>
      </div>
      {asking ? (
        <AskName
          title={t("dflow.path.new")}
          label={t("dflow.path.name")}
          confirm={t("dflow.add")}
          onClose={() => setAsking(false)}
          onDone={(label) => {
            setAsking(false);
            const made = addPath(app, flow.id, { label });
            run(made.command);
            goTo(pathTo(flow.id, "paths", made.id));
          }}
        >
          <p className="k-muted k-small">{t("dflow.path.new.help")}</p>
        </AskName>
      ) : null}
    </>
  );
}
