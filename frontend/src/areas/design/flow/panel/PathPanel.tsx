import type { ReactElement } from "react";
import { defaultPath, lineOf } from "../../../../engine/design/commands/flow-lines";
import {
  makeDefaultPath,
  mayRemovePath,
  putOnPath,
  removePath,
  renamePath,
  setPathWhen,
  takeOffPath,
} from "../../../../engine/design/commands/flows";
import { pathUses } from "../../../../engine/design/commands/flow-uses";
import type { FlowDoc } from "../../../../engine/design/documents";
import { useSay, useT } from "../../../../i18n";
import { Button, IconButton } from "../../../../kit";
import { RuleField } from "../../rules/RuleField";
import { findingsAt, useWorkbench } from "../../workbench/context";
import { AddPicker, Findings, Words } from "../bits";
import { pathTo } from "../place";
import { parted } from "../view";
import { Group } from "./StagePanel";

/** One path: its name, which records take it, and its stages in their order. */
export function PathPanel({ flow, id }: { flow: FlowDoc; id: string }): ReactElement | null {
  const { app, run, goTo, findings } = useWorkbench();
  const t = useT();
  const say = useSay();
  const path = flow.paths[id];
  if (!path) return null;
  const uses = pathUses(app, flow.id, id);
  const isDefault = defaultPath(flow) === id;
  return (
    <div className="k-stack">
      <Words
        label={t("dflow.path.name")}
        value={path.label}
        onChange={(label) => {
          if (label) run(renamePath(app, flow.id, id, label));
        }}
      />
      <Findings findings={findingsAt(findings, pathTo(flow.id, "paths", id))} />
      <Group title={t("dflow.path.when")}>
        {isDefault ? (
          <p>{t(Object.keys(flow.paths).length > 1 ? "dflow.path.rest" : "dflow.path.only")}</p>
        ) : null}
        <RuleField
          label={t("dflow.path.rule")}
          place={{ entity: flow.entity }}
          value={path.when}
          at={pathTo(flow.id, "paths", id)}
          empty={t(isDefault ? "dflow.path.every" : "dflow.path.none")}
          onChange={(when) => run(setPathWhen(app, flow.id, id, when))}
        />
        {isDefault ? null : (
          <div className="k-row">
            <Button size="s" onClick={() => run(makeDefaultPath(app, flow.id, id))}>
              {t("dflow.path.makeDefault")}
            </Button>
          </div>
        )}
      </Group>
      <Group title={t("dflow.path.stages")} help={t("dflow.path.stages.help")}>
        <Stages flow={flow} id={id} />
      </Group>
      {uses.length > 0 ? <p className="k-muted k-small">{t("dflow.path.used", { n: uses.length })}</p> : null}
      <div className="k-row">
        <Button
          size="s"
          icon="trash"
          disabled={!mayRemovePath(app, flow.id, id)}
          onClick={() => {
            run(removePath(app, flow.id, id));
            goTo(`flow/${flow.id}`);
          }}
        >
          {t("dflow.path.remove", { name: say(path.label) })}
        </Button>
      </div>
    </div>
  );
}

function Stages({ flow, id }: { flow: FlowDoc; id: string }): ReactElement {
  const { app, run, goTo } = useWorkbench();
  const t = useT();
  const say = useSay();
  const line = lineOf(flow, id);
  const free = parted(flow).line.filter((stage) => !line.includes(stage));
  return (
    <>
      <ol className="flw-order">
        {line.map((stage, index) => {
          const name = say(flow.stages[stage]?.label);
          return (
            <li key={stage}>
              <span className="flw-number">{index + 1}</span>
              <button
                type="button"
                className="flw-link"
                onClick={() => goTo(pathTo(flow.id, "stages", stage))}
              >
                {name}
              </button>
              <IconButton
                icon="chevronUp"
                size="s"
                label={t("dflow.up", { name })}
                disabled={index === 0}
                onClick={() => run(putOnPath(app, flow.id, id, stage, index - 1))}
              />
              <IconButton
                icon="chevronDown"
                size="s"
                label={t("dflow.down", { name })}
                disabled={index === line.length - 1}
                onClick={() => run(putOnPath(app, flow.id, id, stage, index + 1))}
              />
              <IconButton
                icon="close"
                size="s"
                label={t("dflow.offPath", { name })}
                disabled={line.length === 1}
                onClick={() => run(takeOffPath(app, flow.id, id, stage))}
              />
            </li>
          );
        })}
      </ol>
      <AddPicker
        label={t("dflow.path.add")}
        options={free.map((stage) => ({ id: stage, label: say(flow.stages[stage]?.label) }))}
        onAdd={(stage) => run(putOnPath(app, flow.id, id, stage))}
      />
    </>
  );
}
