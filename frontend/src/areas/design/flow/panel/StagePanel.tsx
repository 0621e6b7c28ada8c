import { useState, type ReactElement, type ReactNode } from "react";
import {
  addNewStageDuty,
  addStageDuty,
  putOnPath,
  renameStage,
  restoreStage,
  setStage,
  setStageKind,
  setWay,
  takeOffPath,
} from "../../../../engine/design/commands/flows";
import type { FlowDoc, StageKind } from "../../../../engine/design/documents";
import { inOrder } from "../../../../engine/model/entity";
import { useLang, useSay, useT } from "../../../../i18n";
import { Banner, Button, Check, ChipChoice, Field, Icon, IconButton, Select } from "../../../../kit";
import { DurationInput } from "../../shared/DurationInput";
import { findingsAt, useWorkbench } from "../../workbench/context";
import { AddPicker, Findings, Words } from "../bits";
import { pathTo } from "../place";
import { stageView } from "../view";
import { Demands } from "./Demands";
import { NewAction } from "./NewAction";

export const KINDS: readonly StageKind[] = ["open", "won", "lost", "hold"];
const COLOURS = ["grey", "blue", "cyan", "green", "yellow", "orange", "red", "purple"] as const;

interface StageProps {
  flow: FlowDoc;
  id: string;
  inside: string;
  /** It was made a moment ago: its name is ready to be typed. */
  fresh: boolean;
  onInsert: (stage: string, side: "before" | "after") => void;
  onRemove: (stage: string) => void;
}

/** Everything about one stage: name first, then what must be there to enter it, then the rest. */
export function StagePanel(props: StageProps): ReactElement | null {
  const { flow, id, inside, fresh, onInsert, onRemove } = props;
  const { app, run, findings } = useWorkbench();
  const t = useT();
  const stage = flow.stages[id];
  if (!stage) return null;
  const at = pathTo(flow.id, "stages", id);
  const own = findingsAt(findings, at).filter(({ path }) => !path.startsWith(`${at}/entry/`));
  return (
    <div className="k-stack">
      <Words
        label={t("dflow.stage.name")}
        value={stage.label}
        focus={fresh}
        onChange={(label) => {
          if (label) run(renameStage(app, flow.id, id, label));
        }}
      />
      {stage.archived ? (
        <Banner tone="warn" icon="archive">
          {t("dflow.archived.help")}{" "}
          <Button size="s" onClick={() => run(restoreStage(app, flow.id, id))}>
            {t("dflow.restore")}
          </Button>
        </Banner>
      ) : null}
      <Findings findings={own} />
      <Group title={t("dflow.entry")} help={t("dflow.entry.help")}>
        <Demands flow={flow} place={`${at}/entry`} inside={inside} />
      </Group>
      <Group title={t("dflow.time")}>
        <DurationInput
          label={t("dflow.expected")}
          help={t("dflow.expected.help")}
          value={stage.expected}
          optional
          onChange={(expected) => run(setStage(app, flow.id, id, { expected }))}
        />
        <Duties flow={flow} id={id} />
      </Group>
      <Group title={t("dflow.ways")}>
        <Ways flow={flow} id={id} />
      </Group>
      <Group title={t("dflow.look")} folded>
        <Look flow={flow} id={id} />
      </Group>
      {stage.archived ? null : (
        <div className="k-row">
          <Button size="s" icon="plus" onClick={() => onInsert(id, "before")}>
            {t("dflow.before")}
          </Button>
          <Button size="s" icon="plus" onClick={() => onInsert(id, "after")}>
            {t("dflow.after")}
          </Button>
          <Button size="s" icon="trash" onClick={() => onRemove(id)}>
            {t("dflow.takeAway")}
          </Button>
        </div>
      )}
    </div>
  );
}

interface GroupProps {
  title: string;
  help?: string;
  folded?: boolean;
  children: ReactNode;
}

export function Group({ title, help, folded, children }: GroupProps): ReactElement {
  if (folded)
    return (
      <details className="flw-group">
        <summary>{title}</summary>
        <div className="k-stack">{children}</div>
      </details>
    );
  return (
    <section className="flw-group">
      <h3>{title}</h3>
      {help ? <p className="k-muted k-small">{help}</p> : null}
      <div className="k-stack">{children}</div>
    </section>
  );
}

/** Kind, colour, words of help, and the paths it lies on. */
function Look({ flow, id }: { flow: FlowDoc; id: string }): ReactElement {
  const { app, run } = useWorkbench();
  const say = useSay();
  const t = useT();
  const stage = flow.stages[id];
  const paths = inOrder(flow.paths);
  return (
    <>
      <Field label={t("dflow.kind")} group help={t("dflow.kind.help")}>
        {(aria) => (
          <ChipChoice
            aria={aria}
            required
            options={KINDS.map((kind) => ({ id: kind, label: t(`dflow.kind.${kind}`) }))}
            value={stage?.kind ?? "open"}
            onChange={(kind) => {
              if (kind !== null) run(setStageKind(app, flow.id, id, kind as StageKind));
            }}
          />
        )}
      </Field>
      <Field label={t("dflow.color")}>
        {(aria) => (
          <Select
            {...aria}
            value={stage?.color ?? null}
            empty={t("dflow.color.kind")}
            options={COLOURS.map((color) => ({ id: color, label: t(`dflow.color.${color}`) }))}
            onChange={(color) => run(setStage(app, flow.id, id, { color }))}
          />
        )}
      </Field>
      <Words
        label={t("dflow.help")}
        value={stage?.help}
        optional
        long
        help={t("dflow.help.help")}
        onChange={(help) => run(setStage(app, flow.id, id, { help }))}
      />
      <div role="group" aria-label={t("dflow.onPaths")}>
        <span className="k-label">{t("dflow.onPaths")}</span>
        {paths.map((path) => (
          <Check
            key={path}
            label={say(flow.paths[path]?.label)}
            checked={Object.hasOwn(flow.paths[path]?.stages ?? {}, id)}
            onChange={(on) =>
              run(on ? putOnPath(app, flow.id, path, id) : takeOffPath(app, flow.id, path, id))
            }
          />
        ))}
      </div>
    </>
  );
}

/** Where one gets to from here, and from where one gets here; a select connects by keyboard. */
function Ways({ flow, id }: { flow: FlowDoc; id: string }): ReactElement {
  const { app, run, goTo } = useWorkbench();
  const say = useSay();
  const t = useT();
  const names = inOrder(flow.transitions);
  const out = names.filter((name) => Object.hasOwn(flow.transitions[name]?.from ?? {}, id));
  const into = names.filter((name) => flow.transitions[name]?.to === id);
  const targets = out.map((name) => flow.transitions[name]?.to);
  const free = inOrder(flow.stages).filter(
    (one) => one !== id && !targets.includes(one) && !flow.stages[one]?.archived,
  );
  const who = (name: string) =>
    inOrder(app.access.roles)
      .filter((role) => Object.hasOwn(flow.transitions[name]?.roles ?? {}, role))
      .map((role) => say(app.access.roles[role]?.label))
      .join(t("dflow.comma"));
  const open = (name: string) => goTo(pathTo(flow.id, "transitions", name));
  return (
    <>
      <div>
        <h4 className="flw-title-s">{t("dflow.out")}</h4>
        {out.length === 0 ? <p className="k-muted k-small">{t("dflow.out.none")}</p> : null}
        <ul className="flw-ways">
          {out.map((name) => {
            const to = flow.transitions[name]?.to ?? "";
            const target = say(flow.stages[to]?.label) || to;
            return (
              <li key={name}>
                <Icon name="chevronRight" size={16} />
                <button type="button" className="flw-link" onClick={() => open(name)}>
                  {target}
                </button>
                <span className="k-muted k-small">{who(name)}</span>
                <IconButton
                  icon="close"
                  size="s"
                  label={t("dflow.way.drop", { name: target })}
                  onClick={() => run(setWay(app, flow.id, id, to, false))}
                />
              </li>
            );
          })}
        </ul>
        <AddPicker
          label={t("dflow.out.add")}
          options={free.map((one) => ({ id: one, label: say(flow.stages[one]?.label) }))}
          onAdd={(to) => run(setWay(app, flow.id, id, to, true))}
        />
      </div>
      <div>
        <h4 className="flw-title-s">{t("dflow.who")}</h4>
        {into.length === 0 ? <p className="k-muted k-small">{t("dflow.who.nobody")}</p> : null}
        <ul className="flw-ways">
          {into.map((name) => (
            <li key={name}>
              <button type="button" className="flw-link" onClick={() => open(name)}>
                {say(flow.transitions[name]?.label)}
              </button>
              <span className="k-muted k-small">{who(name) || t("dflow.who.all")}</span>
            </li>
          ))}
        </ul>
      </div>
    </>
  );
}

/** Duties that begin when a record comes here. */
function Duties({ flow, id }: { flow: FlowDoc; id: string }): ReactElement {
  const { app, run, goTo, findings } = useWorkbench();
  const say = useSay();
  const lang = useLang();
  const t = useT();
  const [asking, setAsking] = useState(false);
  const { duties } = stageView(app, flow, id, findings, lang);
  const actions = inOrder(app.actions ?? {}).filter((one) => app.actions?.[one]?.entity === flow.entity);
  return (
    <div>
      <h4 className="flw-title-s">{t("dflow.duties")}</h4>
      <p className="k-muted k-small">{t("dflow.duties.help")}</p>
      <ul className="flw-ways">
        {duties.map((duty) => (
          <li key={duty}>
            <Icon name="clock" size={16} />
            <button type="button" className="flw-link" onClick={() => goTo(`duty/${duty}`)}>
              {say(app.duties?.[duty]?.label)}
            </button>
          </li>
        ))}
      </ul>
      <AddPicker
        label={t("dflow.duties.add")}
        options={actions.map((one) => ({ id: one, label: say(app.actions?.[one]?.label) }))}
        onAdd={(action) => {
          const label = app.actions?.[action]?.label ?? { zh: action };
          const made = addStageDuty(app, flow.id, id, { action, label });
          run(made.command);
          goTo(`duty/${made.id}`);
        }}
        fresh={{ label: t("dflow.actions.fresh"), onPick: () => setAsking(true) }}
      />
      {asking ? (
        <NewAction
          onClose={() => setAsking(false)}
          onNamed={(action) => {
            const made = addNewStageDuty(app, flow.id, id, action);
            run(made.command);
            goTo(`duty/${made.id}`);
          }}
        />
      ) : null}
    </div>
  );
}
