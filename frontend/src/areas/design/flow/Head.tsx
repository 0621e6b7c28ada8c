import type { ReactElement, ReactNode } from "react";
import { addFlow } from "../../../engine/design/commands/flows";
import type { FlowDoc } from "../../../engine/design/documents";
import { inOrder } from "../../../engine/model/entity";
import { useSay, useT } from "../../../i18n";
import { Menu, Select } from "../../../kit";
import { useWorkbench } from "../workbench/context";
import { flowsOf, pathTo, without } from "./place";

interface HeadProps {
  flow: FlowDoc;
  path: string | null;
  onPath: (path: string | null) => void;
  /** What stands at its end. */
  children: ReactNode;
}

/** Which flow, and which path is picked out. */
export function Head({ flow, path, onPath, children }: HeadProps): ReactElement {
  const { app, run, goTo, at } = useWorkbench();
  const t = useT();
  const say = useSay();
  const flows = flowsOf(app);
  const called = ({ label, entity }: FlowDoc): string =>
    app.entities[entity]?.entity.archived ? t("design.entity.retired", { name: say(label) }) : say(label);
  const bare = without(app);
  const paths = inOrder(flow.paths);
  return (
    <div className="flw-head">
      {flows.length > 1 ? (
        <label className="flw-pick">
          <span>{t("dflow.which")}</span>
          <Select
            value={flow.id}
            empty={null}
            options={flows.map((one) => ({ id: one.id, label: called(one) }))}
            onChange={(id) => {
              if (id !== null) goTo(`flow/${id}`);
            }}
          />
        </label>
      ) : (
        <button type="button" className="flw-link flw-title" onClick={() => goTo(`flow/${flow.id}`)}>
          {called(flow)}
        </button>
      )}
      {paths.length > 1 ? (
        <label className="flw-pick">
          <span>{t("dflow.which.path")}</span>
          <Select
            value={path}
            empty={t("dflow.which.all")}
            options={paths.map((id) => ({ id, label: say(flow.paths[id]?.label) }))}
            onChange={(id) => {
              onPath(id);
              if (at?.startsWith(`flow/${flow.id}/paths/`))
                goTo(id === null ? `flow/${flow.id}` : pathTo(flow.id, "paths", id));
            }}
          />
        </label>
      ) : null}
      {bare.length > 0 ? (
        <Menu
          label={t("dflow.new")}
          text={t("dflow.new")}
          icon="plus"
          groups={[
            bare.map((id) => ({
              key: id,
              label: t("dflow.begin", { name: say(app.entities[id]?.entity.label) }),
              onSelect: () => {
                const made = addFlow(app, id);
                run(made.command);
                goTo(`flow/${made.id}`);
              },
            })),
          ]}
        />
      ) : null}
      {children}
    </div>
  );
}
