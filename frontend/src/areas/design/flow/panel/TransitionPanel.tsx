import type { ReactElement } from "react";
import { removeTransition, setTransition, setTransitionSets } from "../../../../engine/design/commands/flows";
import { transitionUses } from "../../../../engine/design/commands/flow-uses";
import type { FlowDoc } from "../../../../engine/design/documents";
import { inOrder } from "../../../../engine/model/entity";
import { useSay, useT } from "../../../../i18n";
import { Button, ChipChoices, Field, MultiSelect, Select } from "../../../../kit";
import { RuleField } from "../../rules/RuleField";
import { findingsAt, useWorkbench } from "../../workbench/context";
import { Findings, Words } from "../bits";
import { pathTo } from "../place";
import { Demands } from "./Demands";
import { Group } from "./StagePanel";

/** One transition: its words, from where to where, who, under which condition, and what it asks for. */
export function TransitionPanel({
  flow,
  id,
  inside,
}: {
  flow: FlowDoc;
  id: string;
  inside: string;
}): ReactElement | null {
  const { app, run, goTo, findings } = useWorkbench();
  const t = useT();
  const say = useSay();
  const one = flow.transitions[id];
  if (!one) return null;
  const at = pathTo(flow.id, "transitions", id);
  const own = findingsAt(findings, at).filter(({ path }) => !path.startsWith(`${at}/requires/`));
  const blocked = transitionUses(app, flow.id, id);
  return (
    <div className="k-stack">
      <Words
        label={t("dflow.transition.name")}
        help={t("dflow.transition.help")}
        value={one.label}
        onChange={(label) => {
          if (label) run(setTransition(app, flow.id, id, { label }));
        }}
      />
      <Findings findings={own} />
      <Ends flow={flow} id={id} />
      <Group title={t("dflow.guard")} help={t("dflow.guard.help")}>
        <RuleField
          label={t("dflow.guard.rule")}
          place={{ entity: flow.entity }}
          value={one.when}
          at={at}
          empty={t("dflow.always")}
          onChange={(when) => run(setTransition(app, flow.id, id, { when }))}
        />
        {one.when ? (
          <Words
            label={t("dflow.guard.message")}
            value={one.message}
            optional
            help={t("dflow.condition.help")}
            onChange={(message) => run(setTransition(app, flow.id, id, { message }))}
          />
        ) : null}
      </Group>
      <Group title={t("dflow.requires")} help={t("dflow.requires.help")}>
        <Demands flow={flow} place={`${at}/requires`} inside={inside} />
      </Group>
      {blocked.length > 0 ? (
        <Group title={t("dflow.blocks")}>
          <ul className="flw-ways">
            {blocked.map((use) => (
              <li key={use.path}>
                <button
                  type="button"
                  className="flw-link"
                  onClick={() => goTo(use.path.split("/").slice(0, 2).join("/"))}
                >
                  {say(use.label)}
                </button>
              </li>
            ))}
          </ul>
        </Group>
      ) : null}
      <div className="k-row">
        <Button
          size="s"
          icon="trash"
          onClick={() => {
            run(removeTransition(app, flow.id, id));
            goTo(pathTo(flow.id, "stages", Object.keys(one.from)[0] ?? one.to));
          }}
        >
          {t("dflow.transition.remove")}
        </Button>
      </div>
    </div>
  );
}

/** From which stages, to which, and by whom. */
function Ends({ flow, id }: { flow: FlowDoc; id: string }): ReactElement {
  const { app, run } = useWorkbench();
  const t = useT();
  const say = useSay();
  const one = flow.transitions[id];
  const name = (stage: string) => say(flow.stages[stage]?.label) || stage;
  const from = Object.keys(one?.from ?? {});
  const stages = inOrder(flow.stages).filter((stage) => !flow.stages[stage]?.archived);
  const roles = inOrder(app.access.roles);
  return (
    <>
      <Field label={t("dflow.from")} group>
        {(aria) => (
          <MultiSelect
            aria={aria}
            label={t("dflow.from")}
            value={inOrder(flow.stages).filter((stage) => from.includes(stage))}
            textOf={name}
            options={stages
              .filter((stage) => stage !== one?.to)
              .map((stage) => ({ id: stage, label: name(stage) }))}
            onChange={(chosen) => {
              if (chosen.length > 0) run(setTransitionSets(app, flow.id, id, { from: chosen }));
            }}
          />
        )}
      </Field>
      <Field label={t("dflow.to")}>
        {(aria) => (
          <Select
            {...aria}
            value={one?.to ?? null}
            empty={null}
            options={stages.map((stage) => ({ id: stage, label: name(stage) }))}
            onChange={(to) => {
              if (to !== null) run(setTransition(app, flow.id, id, { to }));
            }}
          />
        )}
      </Field>
      <Field label={t("dflow.roles")} group help={t("dflow.roles.help")}>
        {(aria) => (
          <ChipChoices
            aria={aria}
            options={roles.map((role) => ({ id: role, label: say(app.access.roles[role]?.label) }))}
            value={Object.keys(one?.roles ?? {})}
            onChange={(chosen) => run(setTransitionSets(app, flow.id, id, { roles: chosen }))}
          />
        )}
      </Field>
    </>
  );
}
