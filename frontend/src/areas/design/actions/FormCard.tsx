import { useState, type ReactElement } from "react";
import { addInput } from "../../../engine/design/commands/actions";
import type { ActionDoc } from "../../../engine/design/documents";
import { useT } from "../../../i18n";
import { Banner, Button, Dialog, usePhone } from "../../../kit";
import { FindingsHere } from "../shared/FindingsHere";
import { useWorkbench } from "../workbench/context";
import { Card } from "./Card";
import { DragInputs } from "./DragInputs";
import { InputList } from "./InputList";
import { keyFor, pickable, type Pick } from "./inputs";
import { NewInput } from "./NewInput";
import { Palette } from "./Palette";

/** A form that a phone shows without scrolling far: more than this many inputs are warned of. */
const LIGHT = 6;

interface FormCardProps {
  id: string;
  doc: ActionDoc;
  published: boolean;
}

/** The mini form: the few fields it asks for, dragged or added from those of the record and of what stands around it. */
export function FormCard({ id, doc, published }: FormCardProps): ReactElement {
  const t = useT();
  const phone = usePhone();
  const { app, run } = useWorkbench();
  const [picking, setPicking] = useState(false);
  const [making, setMaking] = useState(false);
  const count = Object.keys(doc.fields ?? {}).length;
  const add = (pick: Pick, at?: number) =>
    run(addInput(app, id, keyFor(doc, pick.target), pickedInput(doc, pick, at)));
  const palette = (
    <Palette
      picks={pickable(app, doc)}
      onAdd={(pick) => {
        add(pick);
        setPicking(false);
      }}
    />
  );
  return (
    <Card
      title={t("dacts.form")}
      help={t("dacts.form.help")}
      action={
        <div className="k-row">
          {phone ? (
            <Button size="s" icon="plus" onClick={() => setPicking(true)}>
              {t("dacts.form.pick")}
            </Button>
          ) : null}
          <Button size="s" icon="plus" onClick={() => setMaking(true)}>
            {t("dacts.form.own")}
          </Button>
        </div>
      }
    >
      {count > LIGHT ? (
        <Banner tone="warn" icon="info">
          {t("dacts.form.heavy", { n: count })}
        </Banner>
      ) : null}
      <DragInputs action={id} doc={doc} onAdd={(pick, at) => add(pick, at)}>
        <div className="da-form">
          <InputList id={id} doc={doc} published={published} />
          {phone ? null : palette}
        </div>
      </DragInputs>
      <FindingsHere path={`action/${id}/fields`} exact />
      {picking ? (
        <Dialog title={t("dacts.form.pick")} onClose={() => setPicking(false)}>
          {palette}
        </Dialog>
      ) : null}
      {making ? <NewInput id={id} doc={doc} onClose={() => setMaking(false)} /> : null}
    </Card>
  );
}

/** What a picked field becomes: asked for as its entity asks for it; at a place, when it was dropped on one. */
function pickedInput(doc: ActionDoc, pick: Pick, at: number | undefined) {
  const required = pick.required ? { required: true } : {};
  if (at === undefined) return { target: pick.target, ...required };
  const orders = Object.values(doc.fields ?? {})
    .map(({ order }) => order ?? 0)
    .sort((a, b) => a - b);
  const [before, after] = [orders[at - 1] ?? 0, orders[at]];
  return {
    target: pick.target,
    ...required,
    ...(after === undefined ? {} : { order: Math.floor((before + after) / 2) }),
  };
}
