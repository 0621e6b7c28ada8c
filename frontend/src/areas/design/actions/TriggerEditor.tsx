import { useState, type ReactElement } from "react";
import { isRetired } from "../../../engine/design/commands/retiring";
import * as triggers from "../../../engine/design/commands/triggers";
import type { Effect, TriggerDoc } from "../../../engine/design/documents";
import { effectText, triggerSentence } from "../../../engine/design/sentences/trigger";
import { inOrder } from "../../../engine/model/entity";
import { useT } from "../../../i18n";
import { Icon, IconButton, Menu, type IconName } from "../../../kit";
import { FindingsHere } from "../shared/FindingsHere";
import { PatternPicker } from "../shared/PatternPicker";
import { useNames } from "../shared/useNames";
import { useWorkbench } from "../workbench/context";
import { Card } from "./Card";
import { DocHead } from "./DocHead";
import { EffectEditor } from "./EffectEditor";
import { EFFECTS, NEEDY, newEffect } from "./effects";

const ICONS: Readonly<Record<Effect["kind"], IconName>> = {
  set: "edit",
  create: "plus",
  move: "flag",
  open: "clock",
  notify: "bell",
  webhook: "link",
  assign: "assign",
};

interface TriggerEditorProps {
  id: string;
  doc: TriggerDoc;
}

/** When … then …: an event, and effects in their order. */
export function TriggerEditor({ id, doc }: TriggerEditorProps): ReactElement {
  const t = useT();
  const names = useNames();
  const { app, live, run } = useWorkbench();
  const path = `trigger/${id}`;
  const ids = inOrder(doc.effects);
  return (
    <div className="da-main">
      <DocHead
        path={path}
        kind="trigger"
        label={doc.label}
        help={doc.help}
        published={Boolean(live?.triggers && Object.hasOwn(live.triggers, id))}
        off={isRetired(doc.on.when)}
        onChange={(change) => run(triggers.changeTrigger(app, id, change))}
        retire={() => triggers.retireTrigger(app, id)}
        revive={() => triggers.reviveTrigger(app, id)}
        remove={() => triggers.removeTrigger(app, id)}
      />
      <p className="da-read">{triggerSentence(names, doc)}</p>
      <Card title={t("dacts.trigger.when")}>
        <PatternPicker
          label={t("dacts.trigger.event")}
          value={doc.on}
          anyEntity
          onChange={(on) => run(triggers.changeTrigger(app, id, { on }))}
        />
        <FindingsHere path={`${path}/on`} />
      </Card>
      <Card
        title={t("dacts.trigger.then")}
        help={ids.length === 0 ? t("dacts.trigger.then.none") : undefined}
        action={
          <Menu
            label={t("dacts.effect.add")}
            text={t("dacts.effect.add")}
            icon="plus"
            size="s"
            groups={[
              EFFECTS.map((kind) => {
                const effect = newEffect(app, doc.on, kind);
                const needs = NEEDY.find((one) => one === kind);
                return {
                  key: kind,
                  icon: ICONS[kind],
                  label: t(`dacts.effect.${kind}`),
                  disabled: effect === null,
                  why: effect === null && needs ? t(`dacts.effect.${needs}.none`) : undefined,
                  onSelect: () => {
                    if (effect) run(triggers.addEffect(app, id, effect));
                  },
                };
              }),
            ]}
          />
        }
      >
        <ol className="da-steps">
          {ids.map((key, index) => {
            const effect = doc.effects[key];
            return effect ? (
              <EffectRow
                key={key}
                id={id}
                doc={doc}
                name={key}
                effect={effect}
                index={index}
                count={ids.length}
              />
            ) : null;
          })}
        </ol>
        <FindingsHere path={path} exact />
      </Card>
    </div>
  );
}

interface EffectRowProps extends TriggerEditorProps {
  name: string;
  effect: Effect;
  index: number;
  count: number;
}

function EffectRow({ id, doc, name, effect, index, count }: EffectRowProps): ReactElement {
  const t = useT();
  const names = useNames();
  const { app, run } = useWorkbench();
  const [open, setOpen] = useState(count === 1);
  const words = t(`dacts.effect.${effect.kind}`);
  return (
    <li className="da-step">
      <div className="da-input-line">
        <Icon name={ICONS[effect.kind]} size={16} />
        <button type="button" className="da-input-name" aria-expanded={open} onClick={() => setOpen(!open)}>
          <b>{words}</b>
          <small>{effectText(names, effect, { entity: doc.on.entity, action: doc.on.action })}</small>
          <Icon name={open ? "chevronUp" : "chevronDown"} size={14} />
        </button>
        <IconButton
          icon="chevronUp"
          size="s"
          label={t("dacts.up", { name: words })}
          disabled={index === 0}
          onClick={() => run(triggers.moveEffect(app, id, name, index - 1))}
        />
        <IconButton
          icon="chevronDown"
          size="s"
          label={t("dacts.down", { name: words })}
          disabled={index === count - 1}
          onClick={() => run(triggers.moveEffect(app, id, name, index + 1))}
        />
        <IconButton
          icon="close"
          size="s"
          label={t("dacts.take", { name: words })}
          onClick={() => run(triggers.removeEffect(app, id, name))}
        />
      </div>
      <FindingsHere path={`trigger/${id}/effects/${name}`} />
      {open ? <EffectEditor id={id} on={doc.on} name={name} effect={effect} /> : null}
    </li>
  );
}
