import { useState, type ReactElement, type ReactNode } from "react";
import {
  addStatement,
  demandActions,
  demandFields,
  demandNewAction,
  demandNewField,
  dropDemand,
  setDemandMin,
  setDemandWhen,
  setStatement,
} from "../../../../engine/design/commands/flows";
import { KIND_INFO, kindsByGroup } from "../../../../engine/design/commands/kinds";
import type { FlowDoc, Requirement } from "../../../../engine/design/documents";
import { read } from "../../../../engine/design/operations";
import { inOrder, textIn } from "../../../../engine/model/entity";
import type { Node } from "../../../../engine/rules/ast";
import { useLang, useSay, useT } from "../../../../i18n";
import { Button, Field, IconButton, Select, type Choice } from "../../../../kit";
import { RuleField } from "../../rules/RuleField";
import { AskName } from "../../shared/AskName";
import { newFieldId } from "../../shared/newId";
import { findingsAt, useWorkbench } from "../../workbench/context";
import { AddPicker, Findings, NumberPart, Words } from "../bits";
import { fieldWords } from "../view";
import { NewAction } from "./NewAction";

interface DemandsProps {
  flow: FlowDoc;
  /** The path of the requirement. */
  place: string;
  /** The rest of a finding's path: the demand it speaks of is open. */
  inside: string;
}

/** What must be there: fields, actions and conditions, each a short list with "+". */
export function Demands({ flow, place, inside }: DemandsProps): ReactElement {
  const { app } = useWorkbench();
  const requirement = (read(app, place) ?? {}) as Requirement;
  const props = { flow, place, inside, requirement };
  return (
    <div className="k-stack">
      <Fields {...props} />
      <Actions {...props} />
      <Statements {...props} />
    </div>
  );
}

interface PartProps extends DemandsProps {
  requirement: Requirement;
}

/** The fields that can be asked for: own ones first, then those behind one reference; what follows from others cannot. */
function useFieldChoices(entity: string, taken: readonly string[]): Choice[] {
  const { app } = useWorkbench();
  const lang = useLang();
  const mine = (of: string): string[] => {
    const fields = app.entities[of]?.properties ?? {};
    return Object.keys(fields)
      .filter((id) => !fields[id]?.field.archived)
      .sort((a, b) => (fields[a]?.field.order ?? 0) - (fields[b]?.field.order ?? 0));
  };
  const fields = app.entities[entity]?.properties ?? {};
  const behind = mine(entity).flatMap((id) => {
    const target = fields[id]?.field.kind === "reference" ? fields[id].field.target : null;
    return target ? mine(target).map((inner) => `${id}.${inner}`) : [];
  });
  return [...mine(entity), ...behind]
    .filter((path) => !taken.includes(path))
    .map((path) => ({ id: path, label: fieldWords(app, entity, path, lang) }));
}

/** Kinds whose value a person gives and that ask for nothing more before they work. */
const plainKinds = (): string[] =>
  kindsByGroup()
    .flatMap(([, kinds]) => kinds)
    .filter((one) => KIND_INFO[one]?.server_set === false && KIND_INFO[one].asks.length === 0);

function Fields({ flow, place, inside, requirement }: PartProps): ReactElement {
  const { key, app, run } = useWorkbench();
  const lang = useLang();
  const t = useT();
  const [asking, setAsking] = useState(false);
  const [kind, setKind] = useState("text");
  const say = useSay();
  const ids = inOrder(requirement.fields ?? {});
  const choices = useFieldChoices(flow.entity, ids);
  return (
    <Part title={t("dflow.fields")} empty={t("dflow.fields.none")} any={ids.length > 0}>
      {ids.map((id) => (
        <Demand
          key={id}
          flow={flow}
          name={fieldWords(app, flow.entity, id, lang)}
          place={`${place}/fields/${id}`}
          inside={inside}
          when={requirement.fields?.[id]?.when}
          onWhen={(when) => run(setDemandWhen(app, place, "fields", id, when))}
          onDrop={() => run(dropDemand(app, place, "fields", id))}
        />
      ))}
      <li>
        <AddPicker
          label={t("dflow.fields.add")}
          options={choices}
          onAdd={(id) => run(demandFields(app, place, [id]))}
          fresh={{ label: t("dflow.fields.fresh"), onPick: () => setAsking(true) }}
        />
      </li>
      {asking ? (
        <AskName
          title={t("dflow.fields.fresh")}
          label={t("dflow.fields.name")}
          confirm={t("dflow.add")}
          onClose={() => setAsking(false)}
          onDone={async (label) => {
            const id = await newFieldId(key, app, flow.entity, label, "field");
            setAsking(false);
            run(demandNewField(app, place, { label, kind, id }).command);
          }}
        >
          <Field label={t("dflow.fields.kind")}>
            {(aria) => (
              <Select
                {...aria}
                value={kind}
                empty={null}
                options={plainKinds().map((one) => ({ id: one, label: say(KIND_INFO[one]?.label) }))}
                onChange={(next) => {
                  if (next !== null) setKind(next);
                }}
              />
            )}
          </Field>
        </AskName>
      ) : null}
    </Part>
  );
}

function Actions({ flow, place, inside, requirement }: PartProps): ReactElement {
  const { app, run, goTo } = useWorkbench();
  const say = useSay();
  const t = useT();
  const [asking, setAsking] = useState(false);
  const ids = inOrder(requirement.actions ?? {});
  const choices = inOrder(app.actions ?? {})
    .filter((id) => app.actions?.[id]?.entity === flow.entity && !ids.includes(id))
    .map((id) => ({ id, label: say(app.actions?.[id]?.label) }));
  return (
    <Part title={t("dflow.actions")} empty={t("dflow.actions.none")} any={ids.length > 0}>
      {ids.map((id) => {
        const name = say(app.actions?.[id]?.label) || id;
        const demand = requirement.actions?.[id];
        return (
          <Demand
            key={id}
            flow={flow}
            name={name}
            place={`${place}/actions/${id}`}
            inside={inside}
            when={demand?.when}
            onOpen={() => goTo(`action/${id}`)}
            onWhen={(when) => run(setDemandWhen(app, place, "actions", id, when))}
            onDrop={() => run(dropDemand(app, place, "actions", id))}
          >
            <NumberPart
              name={t("dflow.min", { name })}
              after={t("dflow.times")}
              value={demand?.min ?? 1}
              min={1}
              onChange={(n) => run(setDemandMin(app, place, id, n))}
            />
          </Demand>
        );
      })}
      <li>
        <AddPicker
          label={t("dflow.actions.add")}
          options={choices}
          onAdd={(id) => run(demandActions(app, place, [id]))}
          fresh={{ label: t("dflow.actions.fresh"), onPick: () => setAsking(true) }}
        />
      </li>
      {asking ? (
        <NewAction
          onClose={() => setAsking(false)}
          onNamed={(action) => {
            setAsking(false);
            run(demandNewAction(app, place, action).command);
          }}
        />
      ) : null}
    </Part>
  );
}

function Statements({ flow, place, requirement }: PartProps): ReactElement {
  const { app, run, findings } = useWorkbench();
  const lang = useLang();
  const t = useT();
  const ids = inOrder(requirement.statements ?? {});
  return (
    <Part title={t("dflow.conditions")} empty={t("dflow.conditions.none")} any={ids.length > 0}>
      {ids.map((id, index) => {
        const one = requirement.statements?.[id];
        if (!one) return null;
        const name = t("dflow.condition", { n: index + 1 });
        return (
          <li key={id} className="flw-box">
            <RuleField
              label={name}
              place={{ entity: flow.entity }}
              value={one.rule}
              at={place}
              empty={t("dflow.always")}
              onChange={(rule) =>
                run(rule ? setStatement(app, place, id, { rule }) : dropDemand(app, place, "statements", id))
              }
            />
            <Words
              label={t("dflow.condition.message")}
              value={one.message}
              optional
              help={one.message ? "" : t("dflow.condition.help")}
              onChange={(message) => run(setStatement(app, place, id, { message }))}
            />
            <Findings findings={findingsAt(findings, `${place}/statements/${id}`)} />
            <Button
              size="s"
              tone="quiet"
              icon="trash"
              aria-label={t("dflow.drop", { name: one.message ? textIn(one.message, lang) : name })}
              onClick={() => run(dropDemand(app, place, "statements", id))}
            >
              {t("dflow.remove")}
            </Button>
          </li>
        );
      })}
      <li className="flw-new-rule">
        <RuleField
          // After each one added the line is empty again.
          key={ids.length}
          label={t("dflow.conditions.add")}
          place={{ entity: flow.entity }}
          value={null}
          empty={t("dflow.conditions.pick")}
          onChange={(rule) => {
            if (rule) run(addStatement(app, place, { rule }).command);
          }}
        />
      </li>
    </Part>
  );
}

interface DemandProps {
  flow: FlowDoc;
  name: string;
  place: string;
  inside: string;
  when: Node | null | undefined;
  onWhen: (when: Node | null) => void;
  onDrop: () => void;
  onOpen?: () => void;
  children?: ReactNode;
}

/** One demand: what it is, when it holds, and its way out. */
function Demand(props: DemandProps): ReactElement {
  const { flow, name, place, inside, when, onWhen, onDrop, onOpen, children } = props;
  const { findings } = useWorkbench();
  const t = useT();
  const [asked, setAsked] = useState(false);
  const said = findingsAt(findings, place);
  const open = asked || Boolean(when) || (inside !== "" && place.endsWith(inside));
  return (
    <li className="flw-demand" data-bad={said.length > 0 ? "" : undefined}>
      <div className="flw-demand-row">
        {onOpen ? (
          <button type="button" className="flw-link" onClick={onOpen} title={t("dflow.open", { name })}>
            {name}
          </button>
        ) : (
          <span className="flw-demand-name">{name}</span>
        )}
        {children}
        {open ? null : (
          <Button
            size="s"
            tone="quiet"
            aria-label={`${t("dflow.when")}: ${t("dflow.when.add", { name })}`}
            onClick={() => setAsked(true)}
          >
            {t("dflow.when")}
          </Button>
        )}
        <IconButton icon="close" size="s" label={t("dflow.drop", { name })} onClick={onDrop} />
      </div>
      {open ? (
        <RuleField
          label={t("dflow.when.label", { name })}
          place={{ entity: flow.entity }}
          value={when}
          at={place}
          empty={t("dflow.always")}
          onChange={onWhen}
        />
      ) : null}
      <Findings findings={said} />
    </li>
  );
}

interface ListProps {
  title: string;
  empty: string;
  any: boolean;
  children: ReactNode;
}

function Part({ title, empty, any, children }: ListProps): ReactElement {
  return (
    <section className="flw-part" aria-label={title}>
      <h4>{title}</h4>
      {any ? null : <p className="k-muted k-small">{empty}</p>}
      <ul>{children}</ul>
    </section>
  );
}
